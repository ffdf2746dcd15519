"""Figures for admins. Counts of what Telegram tells; never "opens", which it does not."""

from datetime import timedelta

from bot.clock import Clock
from bot.domain.paper import Paper
from bot.domain.statistics import Statistics
from bot.ports import OpenStore

_DAYS = timedelta(days=7)
_PUSHES = 5
_SOURCES = 10


class ReportStatistics:
    """Subscribers by standing, the last week's moves and digests, the last pushes, where readers are from."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(self) -> Statistics:
        """Read them in one transaction."""
        since = self._clock.now() - _DAYS
        async with self._open_store() as store:
            return Statistics(
                standings=await store.subscribers.standings(),
                days=tuple(await store.subscribers.moves(since, self._paper.zone.key)),
                pushes=tuple(await store.pushes.tallies(_PUSHES)),
                digests=await store.pushes.digests(since),
                sources=tuple(await store.subscribers.sources(_SOURCES)),
            )
