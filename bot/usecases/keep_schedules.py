"""What the paper sends by the clock: each slot of its schedules is used once, or reported as expired."""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.digests import best_of_the_day
from bot.domain.edits import edited
from bot.domain.paper import Paper
from bot.domain.pushes import NewPush, Push, PushKind, expiry
from bot.domain.schedules import Plan, ScheduleKind, Slot, due, next_slot
from bot.failpoints import reached
from bot.ports import OpenStore, Store
from bot.rendering.digests import day_card
from bot.usecases.freeze import article_push, digest_of_the_day, file_push, matching, video_of_the_day

log = structlog.get_logger()

_NEW_FOR = timedelta(hours=24)
"""How old a video of the day may be, and of how long a digest tells."""


class KeepSchedules:
    """Use the slots whose time has come. Ticking again, or two processes at once, sends nothing twice."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def enrol(self) -> None:
        """Make the schedules on file those of the paper."""
        now = self._clock.now()
        async with self._open_store() as store:
            await store.schedules.enrol(self._paper.schedules, now)
        for plan in self._paper.schedules:
            log.info(
                "schedule_enrolled", schedule=plan.schedule, next=next_slot(plan, now).due_at.isoformat()
            )

    async def __call__(self) -> None:
        """Use what is due and record what went by."""
        if not self._paper.schedules:
            return
        now = self._clock.now()
        async with self._open_store() as store:
            schedules = await store.schedules.at_work(self._paper.schedules, now)
        for schedule in schedules:
            decided = due(schedule, now)
            await self._report(schedule.plan, decided.expired, now)
            if decided.use:
                await self._use(schedule.plan, decided.use, now)

    async def _report(self, plan: Plan, expired: tuple[Slot, ...], now: datetime) -> None:
        for slot in expired:
            async with self._open_store() as store:
                is_news = await store.schedules.expire(plan.schedule, slot.day, now)
            if is_news:
                log.warning("slot_expired", schedule=plan.schedule, slot=slot.day.isoformat())

    async def _use(self, plan: Plan, slot: Slot, now: datetime) -> None:
        async with self._open_store() as store:
            if not await store.schedules.use(plan.schedule, slot.day, now):
                return
            reached("slot.used")
            push = await self._fill(store, plan, slot, now)
            reached("slot.uncommitted")
        reached("slot.committed")
        log.info(
            "slot_used" if push else "slot_empty",
            schedule=plan.schedule,
            slot=slot.day.isoformat(),
            late=str(now - slot.due_at),
            push=push.id if push else None,
        )

    async def _fill(self, store: Store, plan: Plan, slot: Slot, now: datetime) -> Push | None:
        if plan.kind is ScheduleKind.DIGEST_OF_THE_DAY:
            return await self._digest(store, plan, slot, now)
        return await self._video(store, plan, slot, now)

    async def _digest(self, store: Store, plan: Plan, slot: Slot, now: datetime) -> Push | None:
        best = best_of_the_day(await store.digests.of_a_day(plan.edition, now - _NEW_FOR, now), now)
        if not best:
            return None
        versions = [(one, await store.edits.newest(one.id, one.revision)) for one in best]
        card = day_card(
            [edited(one, version.edit) for one, version in versions],
            self._paper.editions[plan.edition],
            self._paper,
            slot.day,
        )
        return await store.pushes.add(
            NewPush(
                kind=PushKind.ANNOUNCEMENT,
                keys=(digest_of_the_day(plan.edition),),
                cards={plan.edition: card},
                due_at=slot.due_at,
                expires_at=expiry(slot.due_at),
                created_by=None,
                schedule=plan.schedule,
                slot=slot.day.isoformat(),
            )
        )

    async def _video(self, store: Store, plan: Plan, slot: Slot, now: datetime) -> Push | None:
        article = await store.schedules.newest_video(plan.edition, now - _NEW_FOR)
        if article is None:
            return None
        await store.reviews.overtake(article.id, now)
        words = await matching(article, await store.follows.keywords())
        # None when an editor pushes it at this very moment: then readers get it from there.
        version = await store.edits.newest(article.id, article.revision)
        push = article_push(
            article, self._paper, words=words, due_at=slot.due_at, editor=None, edit=version.edit
        )
        keys = (*push.keys, video_of_the_day(plan.edition))
        return await file_push(store, replace(push, keys=keys), article)
