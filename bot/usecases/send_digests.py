"""At their readers' hours digests become due: a push for each hour of a zone at which something waits."""

from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.digests import DigestClock, due_slot
from bot.domain.paper import Paper
from bot.domain.pushes import Lane, NewPush, PushKind
from bot.domain.schedules import Slot
from bot.ports import OpenStore, Store

log = structlog.get_logger()

_KEPT = timedelta(days=3)
"""How long the button under a digest shows more of it."""


class SendDigests:
    """Use the slots whose time has come. Ticking again, or two processes at once, sends nothing twice."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(self) -> None:
        """File a push for each slot that is due and wanted."""
        now, papers = self._clock.now(), self._paper.preferences
        async with self._open_store() as store:
            known = {(one.zone, one.at): one for one in await store.digests.clocks()}
        ours = {(papers.zone, at): DigestClock(zone=papers.zone, at=at) for at in papers.digest_times}
        clocks = list((ours | known).values())
        chosen = [one for one in clocks if one.since is None or one.since > now]
        due = [(one, slot) for one in clocks if (slot := due_slot(one, now))]
        if not chosen and not due:
            return
        # All in one transaction: each of its own would cost as much as what is in them all.
        async with self._open_store() as store:
            for clock in chosen:
                await store.digests.begin(clock, now)
            for clock, slot in due:
                await self._use(store, clock, slot)
            await store.digests.sweep(now - _KEPT)

    async def _use(self, store: Store, clock: DigestClock, slot: Slot) -> None:
        is_ours = await store.digests.use(clock, slot.day)
        if is_ours and await store.digests.is_wanted(clock, slot.day, self._paper.preferences):
            push = await store.pushes.add(_push(clock, slot))
            log.info("digest_due", schedule=clock.schedule, day=slot.day.isoformat(), push=push and push.id)


def _push(clock: DigestClock, slot: Slot) -> NewPush:
    return NewPush(
        kind=PushKind.DIGEST,
        lane=Lane.DIGEST,
        cards={},
        due_at=slot.due_at,
        expires_at=slot.expires_at,
        created_by=None,
        schedule=clock.schedule,
        slot=slot.day.isoformat(),
    )
