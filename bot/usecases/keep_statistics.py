"""Keep figures by the day, a little at a time: nobody who sends waits for them."""

from collections import Counter
from datetime import timedelta

from bot.clock import Clock
from bot.domain.ids import SubscriberId
from bot.domain.paper import Paper
from bot.domain.statistics import KEPT_AFTER, Facet
from bot.failpoints import reached
from bot.ports import OpenStore

AT_ONCE = 2_000
"""So much is counted in one transaction, and of so many subscribers what they chose."""
_BREATH_SECONDS = 0.02
"""Between two transactions: other processes get at a SQLite file only while nobody holds it, and look for
that now and then."""
_DAYS = 20
_PUSHES = 50
_EFFECT_IS_OVER = timedelta(hours=48)
"""A push reaches its readers within a day, and a day later it is known who left because of it."""
_NIGHT = timedelta(hours=1)
"""What began before midnight has ended by then."""
FEW = 20_000
"""Of so few subscribers modes and follows are counted whenever somebody asks."""


class KeepStatistics:
    """One round of everything that is counted."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock, at_once: int = AT_ONCE) -> None:
        """`at_once` bounds what one transaction counts."""
        self._open_store = open_store
        self._paper = paper
        self._clock = clock
        self._at_once = at_once

    async def __call__(self) -> None:
        """Count what happened since the last round; of what is left over from long ago only a part."""
        while await self._count_in() >= self._at_once:
            await self._clock.sleep(_BREATH_SECONDS)
        await self._ask_who_stayed()
        await self._cost_pushes()
        await self._count_audience()

    async def _count_in(self) -> int:
        async with self._open_store() as store:
            counted = await store.statistics.count_in(self._paper.zone, self._at_once)
            reached("statistics.uncommitted")
        return counted

    async def _ask_who_stayed(self) -> None:
        for days in KEPT_AFTER:
            over = (self._clock.now() - _NIGHT).astimezone(self._paper.zone).date() - timedelta(days=days)
            async with self._open_store() as store:
                for day in await store.statistics.unasked(days, over, _DAYS):
                    await store.statistics.ask_kept(day, days, self._paper.zone)

    async def _cost_pushes(self) -> None:
        async with self._open_store() as store:
            await store.statistics.cost_pushes(self._clock.now() - _EFFECT_IS_OVER, _PUSHES)

    async def _count_audience(self) -> None:
        """Once a day, in parts; where there are few, they are counted when somebody asks."""
        today = self._clock.now().astimezone(self._paper.zone).date()
        async with self._open_store() as store:
            last = await store.statistics.last_subscriber()
            kept = await store.statistics.kept_facets() if last > FEW else None
        if last <= FEW or (kept is not None and kept[0] >= today):
            return
        total: dict[Facet, Counter[str]] = {}
        for after in range(0, last, self._at_once):
            async with self._open_store() as store:
                part = await store.statistics.facets(SubscriberId(after), SubscriberId(after + self._at_once))
            for facet, keys in part.items():
                total.setdefault(facet, Counter()).update(keys)
            await self._clock.sleep(_BREATH_SECONDS)
        async with self._open_store() as store:
            await store.statistics.keep_facets(today, total)
