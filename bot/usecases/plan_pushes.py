"""Pushes whose time has come get their deliveries, those to many readers a piece in each tick."""

import structlog

from bot.clock import Clock
from bot.delivery_ports import Ledger
from bot.domain.paper import Paper
from bot.domain.pushes import PushKind
from bot.failpoints import reached
from bot.ports import OpenStore

log = structlog.get_logger()


class PlanPushes:
    """Plan what is due, for those too whose pause is just over; planning twice adds nothing.

    It does one piece of each push, and the next in the next tick: meanwhile the first messages leave, and
    people are answered.
    """

    def __init__(self, *, open_store: OpenStore, ledger: Ledger, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._ledger = ledger
        self._paper = paper
        self._clock = clock

    async def __call__(self) -> int:
        """Returns the number of deliveries planned."""
        now = self._clock.now()
        async with self._open_store() as store:
            await store.subscribers.wake(now)
            await store.standstills.hold()
            due = await store.pushes.due(now)
        reached("due.read")
        planned, papers = 0, self._paper.preferences
        for push in due:
            if push.kind is not PushKind.DIGEST:
                deliveries = await self._ledger.plan(push.id, now, papers)
                log.info("push_planned", push=push.id, deliveries=deliveries)
                planned += deliveries
                reached("due.planned")
        if digests := [push.id for push in due if push.kind is PushKind.DIGEST]:
            deliveries = await self._ledger.plan_digests(digests, now, papers)
            log.info("digests_planned", pushes=digests, deliveries=deliveries)
            planned += deliveries
        return planned
