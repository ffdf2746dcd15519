"""Show the desk what waits for it: the exact card readers will get, with the desk's own buttons."""

import asyncio

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Outcome, Sent
from bot.domain.ids import ArticleId, ChatId, MessageId
from bot.domain.paper import Paper
from bot.domain.pushes import PushState
from bot.domain.rests import Rests
from bot.domain.reviews import Review, ReviewState
from bot.ports import Courier, OpenStore
from bot.rendering.desk import stop_or_verdict
from bot.usecases.desk_card import desk_card, picture_on, texts_of
from bot.usecases.staff import desk_of

log = structlog.get_logger()


class ShowReviews:
    """Send waiting reviews to the desk's chats, and close those that nobody decided."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        courier: Courier,
        paper: Paper,
        clock: Clock,
    ) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._rests = Rests()
        self._at_work = asyncio.Lock()

    async def __call__(self) -> None:
        """Show what is new, expire what is old, and put the verdict under what is over."""
        async with self._at_work:
            await self._round()

    async def lay_before(self, article_id: ArticleId, chat_id: ChatId) -> None:
        """Show this chat what waits, unless it has the card."""
        async with self._at_work:
            async with self._open_store() as store:
                unshown = await store.reviews.unshown((chat_id,))
            for review, _ in unshown:
                if review.article.id == article_id:
                    await self._show(review, chat_id)

    async def _round(self) -> None:
        async with self._open_store() as store:
            await store.reviews.expire(self._clock.now() - self._paper.review_expires)
            unshown = await store.reviews.unshown(await desk_of(store, self._paper))
            over = await store.reviews.without_verdict()
            back = await store.reviews.back()
        for review, chat_id in unshown:
            if self._is_ours(review) and self._rests.may_ask(chat_id, self._clock.now()):
                await self._show(review, chat_id)
        for review, chat_id, message_id in over:
            if self._rests.may_ask(chat_id, self._clock.now()):
                await self._show_verdict(review, chat_id, message_id)
        for review, chat_id, message_id in back:
            if self._rests.may_ask(chat_id, self._clock.now()):
                await self._show_choices(review, chat_id, message_id)

    async def reach_again(self, chat_id: ChatId) -> None:
        """A desk chat that refused us can be reached now."""
        async with self._open_store() as store:
            await store.reviews.forget_unreached(chat_id)

    def _is_ours(self, review: Review) -> bool:
        # An edition may have left the configuration while its article waited; it expires in time.
        return review.article.edition in self._paper.editions

    async def _show(self, review: Review, chat_id: ChatId) -> None:
        article = review.article
        async with self._open_store() as store:
            card = await desk_card(store, article, self._paper, chat_id)
        outcome = await self._courier.send(chat_id, card)
        if self._is_settled(outcome, review, chat_id):
            message_id = outcome.message_id if isinstance(outcome, Sent) else None
            async with self._open_store() as store:
                await store.reviews.shown(article.id, chat_id, message_id)
                if message_id is not None:
                    await store.desk_cards.shows(article.id, chat_id, message_id, picture_on(card))
                if isinstance(outcome, Sent):
                    await store.desk_cards.arrived(article.id, chat_id, outcome)

    async def _show_verdict(self, review: Review, chat_id: ChatId, message_id: MessageId) -> None:
        # A copy that can't be edited stays harmless: its buttons answer who decided.
        async with self._open_store() as store:
            texts = await texts_of(store, review.article, chat_id)
            pushes = await store.pushes.of_article(review.article.id)
        is_approved = review.state is ReviewState.APPROVED
        now = self._clock.now()
        waits = is_approved and any(one.state is PushState.SCHEDULED and one.due_at > now for one in pushes)
        buttons = stop_or_verdict(review, self._paper, texts, waits=waits)
        outcome = await self._courier.set_buttons(chat_id, message_id, buttons)
        if self._is_settled(outcome, review, chat_id):
            async with self._open_store() as store:
                if review.stoppable is None:
                    await store.reviews.verdict_shown(review.article.id, chat_id)
                else:
                    await store.reviews.stop_shown(review.article.id, chat_id, stoppable=True)

    async def _show_choices(self, review: Review, chat_id: ChatId, message_id: MessageId) -> None:
        """Somebody stopped it: it is to be decided again."""
        async with self._open_store() as store:
            card = await desk_card(store, review.article, self._paper, chat_id)
        outcome = await self._courier.set_buttons(chat_id, message_id, card.buttons)
        if self._is_settled(outcome, review, chat_id):
            async with self._open_store() as store:
                await store.reviews.stop_shown(review.article.id, chat_id, stoppable=False)

    def _is_settled(self, outcome: Outcome, review: Review, chat_id: ChatId) -> bool:
        """Whether this need not be tried again; if it must, the chat rests first."""
        if not isinstance(outcome, Sent):
            log.warning("review_not_shown", chat=chat_id, article=review.article.id, outcome=str(outcome))
        return self._rests.is_settled(chat_id, outcome, self._clock.now())
