"""Pushes whose time has come get their deliveries: one INSERT … SELECT each."""

import structlog

from bot.clock import Clock
from bot.delivery_ports import Ledger
from bot.failpoints import reached
from bot.ports import OpenStore

log = structlog.get_logger()


class PlanPushes:
    """Plan what is due; planning twice adds nothing."""

    def __init__(self, *, open_store: OpenStore, ledger: Ledger, clock: Clock) -> None:
        self._open_store = open_store
        self._ledger = ledger
        self._clock = clock

    async def __call__(self) -> int:
        """Returns the number of deliveries planned."""
        now = self._clock.now()
        async with self._open_store() as store:
            due = await store.pushes.due(now)
        reached("due.read")
        planned = 0
        for push in due:
            deliveries = await self._ledger.plan(push.id, now)
            log.info("push_planned", push=push.id, deliveries=deliveries)
            planned += deliveries
            reached("due.planned")
        return planned
