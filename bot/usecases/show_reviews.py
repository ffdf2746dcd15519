"""Show the desk what waits for it: the exact card readers will get, with the desk's own buttons."""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Refused, Sent, Throttled
from bot.domain.ids import ChatId, Edition, MessageId
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.reviews import Review
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.desk import decided_buttons, review_card, verdict

_REST = timedelta(minutes=1)

log = structlog.get_logger()


class ShowReviews:
    """Send waiting reviews to the desk's chats, and close those that nobody decided."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._resting: dict[ChatId, datetime] = {}

    async def __call__(self) -> None:
        """Show what is new, expire what is old."""
        await self._expire()
        async with self._open_store() as store:
            unshown = await store.reviews.unshown(self._paper.desk)
        for review, chat_id in unshown:
            if self._can_show(review, chat_id):
                await self._show(review, chat_id)

    async def reach_again(self, chat_id: ChatId) -> None:
        """A desk chat that refused us can be reached now."""
        async with self._open_store() as store:
            await store.reviews.forget_unreached(chat_id)

    def _can_show(self, review: Review, chat_id: ChatId) -> bool:
        # An edition may have left the configuration while its article waited; it expires in time.
        known = review.article.edition in self._paper.editions
        return known and self._resting.get(chat_id, self._clock.now()) <= self._clock.now()

    async def _show(self, review: Review, chat_id: ChatId) -> None:
        outcome = await self._courier.send(chat_id, await self._card(review, chat_id))
        if isinstance(outcome, Sent | Refused):
            message_id = outcome.message_id if isinstance(outcome, Sent) else None
            async with self._open_store() as store:
                await store.reviews.shown(review.article.id, chat_id, message_id)
        else:
            # Neither hammer a chat that is too busy, nor repeat every second what may have arrived.
            rest = outcome.retry_after if isinstance(outcome, Throttled) else _REST
            self._resting[chat_id] = self._clock.now() + rest
        if not isinstance(outcome, Sent):
            log.warning("review_not_shown", chat=chat_id, article=review.article.id, outcome=str(outcome))

    async def verdict(self, review: Review, besides: ChatId) -> None:
        """Put the decision under every copy of the card but the one in `besides`, which its handler edits.

        A copy that can't be edited stays harmless: its buttons answer who decided.
        """
        async with self._open_store() as store:
            places = await store.reviews.messages(review.article.id)
        for chat_id, message_id in places:
            if chat_id != besides:
                texts = await self._texts(chat_id, review.article.edition)
                await self._courier.set_buttons(chat_id, message_id, verdict(review, self._paper.zone, texts))

    async def _card(self, review: Review, chat_id: ChatId) -> Card:
        edition = review.article.edition
        editor = await self._texts(chat_id, edition)
        return review_card(review.article, self._paper, texts_for(edition), editor)

    async def _texts(self, chat_id: ChatId, edition: Edition) -> Texts:
        async with self._open_store() as store:
            editor = await store.subscribers.by_chat(chat_id)
        return texts_for(editor.language if editor else edition)

    async def _expire(self) -> None:
        shown: list[tuple[ChatId, MessageId]] = []
        async with self._open_store() as store:
            for article_id in await store.reviews.expire(self._clock.now() - self._paper.review_expires):
                shown += await store.reviews.messages(article_id)
        for chat_id, message_id in shown:
            buttons = decided_buttons(
                "desk.expired", await self._texts(chat_id, next(iter(self._paper.editions)))
            )
            await self._courier.set_buttons(chat_id, message_id, buttons)
