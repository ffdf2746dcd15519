"""Forget what was kept long enough, a little at a time, so that nobody who sends waits for it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock, uptime
from bot.domain.ids import PushId
from bot.domain.moments import Moment
from bot.domain.paper import Paper
from bot.domain.retention import Pruned
from bot.ports import OpenStore, Store

log = structlog.get_logger()

AT_ONCE = 1_000
"""Rows a transaction: a few milliseconds."""
_EVERY = timedelta(days=1)
_BREATH_SECONDS = 0.02
"""Between two transactions: whoever else wants to write has had a turn."""

Advance = Callable[[int], None]
"""Called with how many more rows are gone."""


def _silently(_rows: int) -> None:
    return


class Prune:
    """By hand, and once a day by itself."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock, at_once: int = AT_ONCE) -> None:
        self._open_store = open_store
        self._at_once = at_once
        self._paper = paper
        self._clock = clock

    async def daily(self) -> None:
        """Unless it was done within a day."""
        now = self._clock.now()
        async with self._open_store() as store:
            last = await store.moments.last(Moment.PRUNE)
        if last is None or not last <= now < last + _EVERY:
            done = await self()
            log.info("pruned", pushes=done.pushes, deliveries=done.deliveries, questions=done.questions)

    async def __call__(self, advance: Advance = _silently) -> Pruned:
        """Returns what went."""
        now, done = self._clock.now(), Pruned()
        upkeep = self._paper.upkeep
        async with self._open_store() as store:
            ended = await store.retention.ended(now - upkeep.deliveries)
        done.questions = await self._all(
            lambda store: store.retention.questions(now - upkeep.questions, self._at_once), done, advance
        )
        for push_id in ended:
            some = partial(_deliveries, push_id=push_id, limit=self._at_once, now=now)
            done.deliveries += await self._all(some, done, advance)
            done.pushes += 1
        async with self._open_store() as store:
            await store.moments.note(Moment.PRUNE, now)
        return done

    async def _all(self, some: Callable[[Store], Awaitable[int]], done: Pruned, advance: Advance) -> int:
        """Until there are no more; how many there were."""
        total = 0
        while True:
            async with self._open_store() as store:
                begun = uptime()
                rows = await some(store)
            done.longest = max(done.longest, uptime() - begun)
            total += rows
            advance(rows)
            if rows < self._at_once:
                return total
            await self._clock.sleep(_BREATH_SECONDS)


def _deliveries(store: Store, *, push_id: PushId, limit: int, now: datetime) -> Awaitable[int]:
    return store.retention.deliveries(push_id, limit, now)
