"""Notice at a start that nobody was there for longer, or that a backup was put in place."""

from datetime import datetime

import structlog

from bot.clock import Clock
from bot.domain.paper import Paper
from bot.domain.standstills import Gap, Standstill, StandstillState, gap_of, restored
from bot.ports import OpenStore, Store

log = structlog.get_logger()


class NoticeStandstill:
    """Called before anything else at a start, also before `keep_time`, which tells that we are here again."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._patience = paper.upkeep.patience
        self._clock = clock

    async def __call__(self) -> None:
        """Hold what fell due in the meantime."""
        async with self._open_store() as store:
            gap = await self._notice(store, self._clock.now())
        if gap:
            since = gap.since.isoformat() if gap.since else None
            log.warning("stood_still", since=since, is_restore=gap.is_restore)

    async def _notice(self, store: Store, now: datetime) -> Gap | None:
        latest = await store.waits.latest()
        last = await store.standstills.latest()
        if last and _goes_on(last, latest):
            await store.standstills.reach(last.id, now, now if last.gap.is_restore else now - self._patience)
            return last.gap
        gap = gap_of(latest, now, self._patience)
        if gap:
            await store.standstills.open(gap)
        return gap


class MarkRestored:
    """A backup was put in place of this database: nothing goes out by itself that it believes to be due."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def __call__(self) -> None:
        """Mark it; marking twice is the same as once."""
        now = self._clock.now()
        async with self._open_store() as store:
            latest, last = await store.waits.latest(), await store.standstills.latest()
            if not (last and last.gap.is_restore and _goes_on(last, latest)):
                await store.standstills.open(restored(latest, now))
            await store.standstills.forget_what_was_owed(now)


def _goes_on(last: Standstill, latest: datetime | None) -> bool:
    """Whether nobody was at work since it was noticed: after a restore, or a start that broke off."""
    return last.state is StandstillState.WAITING and (latest is None or latest <= last.gap.until)
