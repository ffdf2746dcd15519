"""One message on each desk chat for a push: edited while it goes out, at its end, and twice after that.

Where the message stands and what it told last is on file, so a process that comes after a crash goes on with
it, also when the push ended meanwhile.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Sent
from bot.domain.ids import ChatId, PushId
from bot.domain.paper import Paper
from bot.domain.progress import Progress, PushAtWork, Reading, progress
from bot.domain.push_reports import Effects, Ended, Place, Stage, stage_of
from bot.domain.pushes import Card
from bot.domain.rests import Rests
from bot.domain.steps_back import lasts
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore, Store
from bot.rendering.desk import wall_time
from bot.rendering.progress import progress_card, report_card
from bot.usecases.handle_copies import HandleCopies
from bot.usecases.report_progress import ReportProgress
from bot.usecases.staff import desk_of

log = structlog.get_logger()

_EVERY = timedelta(seconds=3)
_LANDING = timedelta(minutes=1)
"""What was under way when a push was cancelled has landed by then, or nobody knows."""


class ShowProgress:
    """For one who ticks every second; edits every three seconds at most, and only what has changed."""

    def __init__(
        self, *, open_store: OpenStore, courier: Courier, copies: HandleCopies, paper: Paper, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._courier = courier
        self._copies = copies
        self._report = ReportProgress(open_store=open_store, clock=clock)
        self._paper = paper
        self._clock = clock
        self._rests = Rests()
        self._last: dict[tuple[PushId, ChatId], tuple[datetime, Card]] = {}
        """When a message was changed last, and what it says since."""
        self._progress: dict[PushId, Progress] = {}
        """Of those at work: a press is answered with the pace that was known last."""

    async def __call__(self) -> None:
        """Show what has changed."""
        await self._show_at_work()
        await self._show_ended()

    async def pressed(self, push_id: PushId, editor: Person, *, asks: bool = False) -> Card:
        """What the message says after a press on it. Raises UsageError for a push that nobody knows.

        `asks`: it asks from now on whether to cancel what is left.
        """
        async with self._open_store() as store:
            push = await _of(store, push_id)
            if push is None:
                raise UsageError("error.stale_button")
            await store.reports.ask(push_id, editor.chat_id, asks=asks)
            is_held = await store.newsroom_stop.get() is not None
            effects = await store.effects.of(push_id)
        self._last.pop((push_id, editor.chat_id), None)
        texts = texts_for(editor.language)
        if push.ended_at is not None:
            stage = stage_of(Ended(push_id, push.ended_at), self._clock.now())
            return await self._report_card(push, push.ended_at, stage, effects, editor.chat_id, texts)
        known = self._progress.get(push_id)
        shown = self._standing(push)
        if known and not asks:
            shown = replace(shown, per_second=known.per_second, eta=known.eta)
        return self._progress_card(push, shown, asks, is_held, texts)

    async def reach_again(self, chat_id: ChatId) -> None:
        """A desk chat that refused us can be reached now."""
        async with self._open_store() as store:
            await store.reports.forget_unreached(chat_id)

    async def _show_at_work(self) -> None:
        events = [event for event in await self._report() if not event.push.is_over]
        if not events:
            return
        self._progress = {event.push.push_id: event.progress for event in events}
        async with self._open_store() as store:
            places = await store.reports.places([event.push.push_id for event in events])
            is_held = await store.newsroom_stop.get() is not None
            desk = await desk_of(store, self._paper)
        for event in events:
            for chat_id in desk:
                place = places.get((event.push.push_id, chat_id))
                asks, texts = bool(place and place.asks), await self._texts(chat_id)
                card = self._progress_card(event.push, event.progress, asks, is_held, texts)
                await self._show(event.push.push_id, chat_id, place, card, Stage.UNDER_WAY)

    async def _show_ended(self) -> None:
        now = self._clock.now()
        async with self._open_store() as store:
            ended = await store.reports.ended()
            places = await store.reports.places([one.push_id for one in ended])
            desk = await desk_of(store, self._paper)
        for one in ended:
            stage, told = stage_of(one, now), True
            for chat_id in desk:
                place = places.get((one.push_id, chat_id))
                if place is None or place.stage < stage:
                    told = await self._tell(one, stage, chat_id, place) and told
            if told and stage is Stage.AFTER_A_DAY:
                await self._close(one.push_id)

    async def _tell(self, ended: Ended, stage: Stage, chat_id: ChatId, place: Place | None) -> bool:
        """Whether the chat was told this, or can't be."""
        async with self._open_store() as store:
            push = await _of(store, ended.push_id)
            effects = await store.effects.of(ended.push_id)
        if push is None or (push.tally.open > 0 and self._clock.now() - ended.at < _LANDING):
            return False
        texts = await self._texts(chat_id)
        card = await self._report_card(push, ended.at, stage, effects, chat_id, texts)
        return await self._show(ended.push_id, chat_id, place, card, stage)

    async def _close(self, push_id: PushId) -> None:
        async with self._open_store() as store:
            await store.reports.close((push_id,))
        self._last = {place: last for place, last in self._last.items() if place[0] != push_id}

    async def _show(
        self, push_id: PushId, chat_id: ChatId, place: Place | None, card: Card, stage: Stage
    ) -> bool:
        """Whether this need not be tried again."""
        if place is not None and place.message_id is None:
            return True
        now, (at, last) = self._clock.now(), self._last.get((push_id, chat_id), (None, None))
        if (at and lasts(at, at + _EVERY, now)) or not self._rests.may_ask(chat_id, now):
            return False
        message_id = place.message_id if place else None
        if card != last:
            outcome = (
                await self._courier.send(chat_id, card)
                if message_id is None
                else await self._courier.edit(chat_id, message_id, card)
            )
            if not isinstance(outcome, Sent):
                log.warning("progress_not_shown", chat=chat_id, push=push_id, outcome=str(outcome))
            if not self._rests.is_settled(chat_id, outcome, now):
                return False
            if isinstance(outcome, Sent):
                message_id = outcome.message_id
            if message_id is not None:
                # Since it had a place among all that the bot sends, which may be some seconds later.
                self._last[push_id, chat_id] = self._clock.now(), card
        if place is None or place.stage is not stage:
            async with self._open_store() as store:
                await store.reports.shown(push_id, chat_id, message_id, stage)
        return True

    def _standing(self, push: PushAtWork) -> Progress:
        """As it stands at this moment, without a pace."""
        reading = Reading(self._clock.now(), push.tally)
        return progress(reading, reading, reading.at)

    def _progress_card(
        self, push: PushAtWork, shown: Progress, asks: bool, is_held: bool, texts: Texts
    ) -> Card:
        return progress_card(push, shown, asks=asks, is_held=is_held, zone=self._paper.zone, texts=texts)

    async def _report_card(
        self,
        push: PushAtWork,
        ended_at: datetime,
        stage: Stage,
        effects: Effects,
        chat_id: ChatId,
        texts: Texts,
    ) -> Card:
        retract, *others = await self._copies.buttons(push.origin, chat_id, texts)
        return report_card(
            push,
            self._standing(push),
            when=wall_time(ended_at, self._paper.zone, texts),
            stage=stage,
            effects=effects,
            texts=texts,
            buttons=((retract,), tuple(others)),
        )

    async def _texts(self, chat_id: ChatId) -> Texts:
        async with self._open_store() as store:
            editor = await store.subscribers.by_chat(chat_id)
        return texts_for(editor.language if editor else next(iter(self._paper.editions)))


async def _of(store: Store, push_id: PushId) -> PushAtWork | None:
    pushes = await store.pushes.at_work((push_id,))
    return next((one for one in pushes if one.push_id == push_id), None)
