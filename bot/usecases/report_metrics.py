"""Report metrics: this process's counters, and in the active one what the database and the budget tell."""

import asyncio
from collections.abc import Callable

from bot.clock import Clock
from bot.domain.measures import ACTIVE, DATABASE_UP, Figure, OnFile, of_database, of_pace
from bot.errors import DatabaseUnavailable
from bot.meter import Meter
from bot.ports import OpenStore
from bot.rate import Budgets

_PATIENCE_SECONDS = 3.0


class ReportMetrics:
    """Reads what is there; asks the database for sums that are kept, never for millions of rows.

    `budgets` gives those of the active process while it works.
    """

    def __init__(
        self,
        *,
        open_store: OpenStore,
        clock: Clock,
        meter: Meter,
        budgets: Callable[[], Budgets | None],
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        self._open_store = open_store
        self._clock = clock
        self._meter = meter
        self._budgets = budgets
        self._patience = patience_seconds

    async def __call__(self) -> list[Figure]:
        """Every figure of this moment, within seconds."""
        budgets = self._budgets()
        figures = [*self._meter.figures(), Figure(ACTIVE, (), int(budgets is not None))]
        on_file = await self._on_file()
        figures.append(Figure(DATABASE_UP, (), int(on_file is not None)))
        if budgets is not None:
            now = self._clock.now()
            figures += of_pace(budgets.pace(now))
            figures += [] if on_file is None else of_database(on_file, now)
        return figures

    async def _on_file(self) -> OnFile | None:
        try:
            async with asyncio.timeout(self._patience), self._open_store() as store:
                return await store.sums.on_file()
        except (DatabaseUnavailable, TimeoutError):
            return None
