"""*Stop*, in the seconds after *Send now*: nothing has left, and the article is before the desk again."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.audit import Deed
from bot.domain.ids import ArticleId, PushId
from bot.domain.paper import Paper
from bot.domain.pushes import Card, Push
from bot.domain.reviews import Review, ReviewState
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.usecases.desk_card import desk_card
from bot.usecases.log_decision import log_push_decision


@dataclass(frozen=True)
class Withdrawn:
    """How the review stands now, and whether it was this press that stopped the push."""

    review: Review
    by_this_press: bool
    card: Card | None
    """To decide by; None where it was too late, or the paper changed the article: then it comes anew."""


class WithdrawPush:
    """The button is bound to its push, so that an old one stops nothing that was sent anew.

    Raises UsageError for a push of no review.
    """

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(self, push_id: PushId, editor: Person) -> Withdrawn:
        """Cancel it if nothing of it has begun, and lay its article before the desk again."""
        now = self._clock.now()
        async with self._open_store() as store:
            push = await store.pushes.get(push_id)
            review = await store.reviews.get(push.article_id) if push and push.article_id else None
            if push is None or review is None:
                raise UsageError("error.stale_button")
            withdrawn = await store.pushes.withdraw(push_id, now)
            if withdrawn:
                await log_push_decision(store, Deed.STOP, editor, push_id, now, before=review.state)
                await self._reopen(store, push, review.article, editor, now)
            return await self._outcome(store, push, review.article.id, editor, withdrawn)

    async def _reopen(
        self, store: Store, push: Push, article: Article, editor: Person, now: datetime
    ) -> None:
        await store.reviews.reopen(article.id, now)
        await store.reviews.stop_shown(article.id, editor.chat_id, stoppable=False)
        if push.revision != article.revision:
            await store.reviews.show_again(article.id)

    async def _outcome(
        self, store: Store, push: Push, article_id: ArticleId, editor: Person, withdrawn: bool
    ) -> Withdrawn:
        review = await store.reviews.get(article_id)
        assert review is not None
        if review.state is not ReviewState.WAITING or push.revision != review.article.revision:
            return Withdrawn(review, withdrawn, None)
        card = await desk_card(store, review.article, self._paper, editor.chat_id)
        return Withdrawn(review, withdrawn, card)
