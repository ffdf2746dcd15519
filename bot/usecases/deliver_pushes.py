"""Deliveries: claim a batch, record the intent, send, record the outcome.

An intent is committed before its request leaves, so a crash leaves at most `concurrency` deliveries
of which nobody knows whether they arrived; see the state machine in bot/domain/deliveries.py.
"""

import asyncio
from collections.abc import Sequence

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Delivery, settle
from bot.ports import Courier, OpenStore
from bot.rate import Pace

log = structlog.get_logger()


class DeliverPushes:
    """Deliver all that may go now, at the carrier's pace."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        courier: Courier,
        clock: Clock,
        owner: str,
        pace: Pace,
        batch: int = 100,
        concurrency: int = 10,
    ) -> None:
        self._open_store = open_store
        self._courier = courier
        self._clock = clock
        self._owner = owner
        self._pace = pace
        self._batch = batch
        self._concurrency = concurrency
        self._stopping = False
        self._clean = False

    def stop(self) -> None:
        """Let the requests under way end, and start no more."""
        self._stopping = True

    async def __call__(self) -> None:
        """Work until nothing may go now."""
        if not self._clean:
            await self._recover()
        self._clean = False
        async with self._open_store() as store:
            await store.deliveries.expire(self._clock.now())
        while not self._stopping and (claimed := await self._claim()):
            await self._deliver(claimed)
        await self._close()
        self._clean = True

    async def _recover(self) -> None:
        """Take back what a process before this one, or a run that broke off, left claimed or unanswered."""
        async with self._open_store() as store:
            found = await store.deliveries.recover(self._clock.now())
        if found:
            log.warning("deliveries_recovered", **{state.value: count for state, count in found.items()})

    async def _claim(self) -> list[Delivery]:
        async with self._open_store() as store:
            return await store.deliveries.claim(self._owner, self._clock.now(), self._batch)

    async def _deliver(self, claimed: Sequence[Delivery]) -> None:
        done = 0
        while done < len(claimed) and not self._stopping:
            at_most = min(self._concurrency, len(claimed) - done)
            # Wait before the intent, not after it: an intent is a risk from its commit to its answer.
            wait, count = self._pace.reserve(at_most, self._clock.now())
            await self._clock.sleep(wait.total_seconds())
            await self._send(claimed[done : done + count])
            done += count

    async def _send(self, some: Sequence[Delivery]) -> None:
        async with self._open_store() as store:
            ours = set(
                await store.deliveries.intend(self._owner, [one.id for one in some], self._clock.now())
            )
        intended = [one for one in some if one.id in ours]
        outcomes = await asyncio.gather(*(self._courier.send(one.chat_id, one.card) for one in intended))
        now = self._clock.now()
        settlements = [settle(one, outcome, now) for one, outcome in zip(intended, outcomes, strict=True)]
        async with self._open_store() as store:
            await store.deliveries.settle(self._owner, settlements, now)

    async def _close(self) -> None:
        async with self._open_store() as store:
            if self._stopping:
                await store.deliveries.release(self._owner)
            finished = await store.pushes.finish(self._clock.now())
        for push_id in finished:
            log.info("push_done", push=push_id)
