"""Report readiness: whether this process can do its part, for whoever watches over it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import DatabaseUnavailable
from bot.ports import OpenStore

_PATIENCE_SECONDS = 3.0


@dataclass(frozen=True)
class Readiness:
    """How a process is. `waiting` are updates that nobody handled yet, None where the database is away."""

    is_active: bool
    waiting: int | None

    @property
    def has_database(self) -> bool:
        """Whether the database can be reached."""
        return self.waiting is not None


class ReportReadiness:
    """Asks the database, and who holds the lease."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        is_active: Callable[[], bool],
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        self._patience = patience_seconds
        self._open_store = open_store
        self._is_active = is_active

    async def __call__(self) -> Readiness:
        """How this process is at this moment, within seconds."""
        try:
            async with asyncio.timeout(self._patience), self._open_store() as store:
                waiting = await store.inbox.waiting()
        except (DatabaseUnavailable, TimeoutError):
            return Readiness(self._is_active(), None)
        return Readiness(self._is_active(), waiting)
