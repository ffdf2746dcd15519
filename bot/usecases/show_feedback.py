"""Lay before the desk what readers wrote, bring readers the answers, keep the desk's copies true."""

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Sent
from bot.domain.feedback import KEPT_FOR, Feedback, FeedbackState
from bot.domain.ids import ChatId, MessageId
from bot.domain.paper import Paper
from bot.domain.rests import Rests
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.feedback import answer_card, feedback_card
from bot.usecases.staff import desk_of

log = structlog.get_logger()


class ShowFeedback:
    """A tick: what is due is a question for the database."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._rests = Rests()

    async def __call__(self) -> None:
        """Show, answer, correct, forget."""
        async with self._open_store() as store:
            await store.feedback.forget(self._clock.now() - KEPT_FOR)
            unshown = await store.feedback.unshown(await desk_of(store, self._paper))
            answered = await store.feedback.answered()
            outdated = await store.feedback.outdated()
        for feedback, chat_id in unshown:
            if self._may_ask(chat_id):
                await self._show(feedback, chat_id)
        for feedback in answered:
            if feedback.chat_id is not None and self._may_ask(feedback.chat_id):
                await self._answer(feedback, feedback.chat_id)
        for feedback, chat_id, message_id in outdated:
            if self._may_ask(chat_id):
                await self._correct(feedback, chat_id, message_id)

    async def reach_again(self, chat_id: ChatId) -> None:
        """A desk chat that refused us can be reached now."""
        async with self._open_store() as store:
            await store.feedback.forget_unreached(chat_id)

    async def _show(self, feedback: Feedback, chat_id: ChatId) -> None:
        card = feedback_card(feedback, self._paper.zone, await self._texts(chat_id))
        outcome = await self._courier.send(chat_id, card)
        if self._rests.is_settled(chat_id, outcome, self._clock.now()):
            await self._shown(feedback, chat_id, outcome.message_id if isinstance(outcome, Sent) else None)
        if not isinstance(outcome, Sent):
            log.warning("feedback_not_shown", chat=chat_id, feedback=feedback.id, outcome=str(outcome))

    async def _answer(self, feedback: Feedback, chat_id: ChatId) -> None:
        title = self._paper.editions[self._paper.edition_for(feedback.language)].title
        outcome = await self._courier.answer(
            chat_id, answer_card(feedback, title, texts_for(feedback.language))
        )
        if self._rests.is_settled(chat_id, outcome, self._clock.now()):
            arrived = isinstance(outcome, Sent)
            state = FeedbackState.DELIVERED if arrived else FeedbackState.UNDELIVERED
            async with self._open_store() as store:
                await store.feedback.settle(feedback.id, state)
        if not isinstance(outcome, Sent):
            log.warning("feedback_not_answered", feedback=feedback.id, outcome=str(outcome))

    async def _correct(self, feedback: Feedback, chat_id: ChatId, message_id: MessageId) -> None:
        card = feedback_card(feedback, self._paper.zone, await self._texts(chat_id))
        outcome = await self._courier.edit(chat_id, message_id, card)
        if self._rests.is_settled(chat_id, outcome, self._clock.now()):
            await self._shown(feedback, chat_id, message_id)

    async def _shown(self, feedback: Feedback, chat_id: ChatId, message_id: MessageId | None) -> None:
        async with self._open_store() as store:
            await store.feedback.shown(feedback, chat_id, message_id)

    def _may_ask(self, chat_id: ChatId) -> bool:
        return self._rests.may_ask(chat_id, self._clock.now())

    async def _texts(self, chat_id: ChatId) -> Texts:
        async with self._open_store() as store:
            editor = await store.subscribers.by_chat(chat_id)
        return texts_for(editor.language if editor else next(iter(self._paper.editions)))
