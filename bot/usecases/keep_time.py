"""When the clock is put back, what waits goes back with it: nobody is silenced until it has caught up."""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.steps_back import step_back
from bot.ports import OpenStore

log = structlog.get_logger()

_FILED_EVERY = timedelta(minutes=1)
"""How much of a wait may be left over when the clock is put back while no process runs."""


class KeepTime:
    """Called before anything else at a start, and every second."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock
        self._latest: datetime | None = None
        self._on_file: datetime | None = None

    async def __call__(self) -> None:
        """Notice what the clock did since the last time."""
        now = self._clock.now()
        if self._latest and self._on_file and self._latest <= now < self._on_file + _FILED_EVERY:
            self._latest = now
            return
        async with self._open_store() as store:
            latest = max(self._latest or now, await store.waits.latest() or now)
            if back := step_back(latest, now):
                await store.waits.put_back(back, now)
                latest = now
            latest = max(latest, now)
            await store.waits.keep(latest)
        if back:
            log.warning("clock_put_back", by=str(back))
        self._latest = self._on_file = latest
