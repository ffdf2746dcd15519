"""An editor's decision about an article before the desk. The first one stands, the second is told."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.ids import ArticleId
from bot.domain.paper import Paper
from bot.domain.reviews import Review, ReviewState
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.usecases.freeze import push_once


@dataclass(frozen=True)
class Decided:
    """How the review stands now, and whether it was this press that decided it."""

    review: Review
    by_this_press: bool


class ReviewArticle:
    """*Send now* and *Skip*. `revision` is the one the editor looked at. The other editors' phones learn
    of it with the desk's next round.

    Raises UsageError when the button is older than the article or the review is gone.
    """

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def send_now(self, article_id: ArticleId, revision: int, editor: Person) -> Decided:
        """Approve: the push exists from the same transaction on, or somebody was faster."""
        async with self._open_store() as store:
            decided = await self._decide(store, article_id, revision, ReviewState.APPROVED, editor)
            if decided.by_this_press:
                now = self._clock.now()
                review = decided.review
                await push_once(
                    store,
                    review.article,
                    self._paper,
                    due_at=now,
                    editor=editor.id,
                    audience=review.audience,
                )
        return decided

    async def skip(self, article_id: ArticleId, revision: int, editor: Person) -> Decided:
        """Decide that readers do not get this."""
        async with self._open_store() as store:
            return await self._decide(store, article_id, revision, ReviewState.SKIPPED, editor)

    async def _decide(
        self, store: Store, article_id: ArticleId, revision: int, state: ReviewState, editor: Person
    ) -> Decided:
        before = await store.reviews.get(article_id)
        if before is None:
            raise UsageError("error.stale_button")
        if before.state is ReviewState.WAITING and before.article.revision != revision:
            raise UsageError("error.article_changed")
        won = await store.reviews.decide(article_id, state, editor, self._clock.now())
        after = await store.reviews.get(article_id)
        assert after is not None
        return Decided(after, won)
