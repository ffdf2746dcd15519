"""An editor's decision about an article before the desk. The first one stands, the second is told."""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.ids import ArticleId, MessageId
from bot.domain.paper import Paper
from bot.domain.reviews import Review, ReviewState
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.usecases.edit_card import as_seen
from bot.usecases.freeze import push_once

_DEEDS = {ReviewState.APPROVED: Deed.SEND_NOW, ReviewState.SKIPPED: Deed.SKIP}


@dataclass(frozen=True)
class Decided:
    """How the review stands now, and whether it was this press that decided it."""

    review: Review
    by_this_press: bool


class ReviewArticle:
    """*Send now* and *Skip*. `revision` is the one the editor looked at, `version` that of its edit. The
    other editors' phones learn of it with the desk's next round.

    Raises UsageError when the button is older than the article or the review is gone, or when somebody
    changed the card that is to be sent.
    """

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def send_now(
        self,
        article_id: ArticleId,
        revision: int,
        editor: Person,
        version: int = 0,
        tapped: MessageId | None = None,
    ) -> Decided:
        """Approve: the push exists from the same transaction on, or somebody was faster. It leaves when the
        paper's window is over; `tapped` is the message that will say so."""
        async with self._open_store() as store:
            decided = await self._decide(store, article_id, revision, ReviewState.APPROVED, editor)
            if decided.by_this_press:
                article, due_at = decided.review.article, self._clock.now() + self._paper.window
                await as_seen(store, article, version)
                push = await push_once(
                    store,
                    article,
                    self._paper,
                    due_at=due_at,
                    editor=editor.id,
                    audience=decided.review.audience,
                )
                if self._paper.window:
                    await store.reviews.leaves(article_id, push.id, editor.chat_id, tapped)
                    return replace(decided, review=replace(decided.review, stoppable=push.id))
        return decided

    async def skip(self, article_id: ArticleId, revision: int, editor: Person) -> Decided:
        """Decide that readers do not get this."""
        async with self._open_store() as store:
            return await self._decide(store, article_id, revision, ReviewState.SKIPPED, editor)

    async def _decide(
        self, store: Store, article_id: ArticleId, revision: int, state: ReviewState, editor: Person
    ) -> Decided:
        # First of all: of two who decide at once, the second reads what the first did.
        await store.edits.hold(article_id)
        before = await store.reviews.get(article_id)
        if before is None:
            raise UsageError("error.stale_button")
        if before.state is ReviewState.WAITING and before.article.revision != revision:
            raise UsageError("error.article_changed")
        now = self._clock.now()
        won = await store.reviews.decide(article_id, state, editor, now)
        if won:
            await store.audit.add(
                decided(
                    _DEEDS[state],
                    editor,
                    now,
                    about=before.article.headline,
                    article_id=article_id,
                    before=before.state,
                    after=state,
                )
            )
        after = await store.reviews.get(article_id)
        assert after is not None
        return Decided(after, won)
