"""The decision to push an article, with its text frozen as the deciding editor saw it."""

from datetime import datetime

from bot.domain.articles import Article
from bot.domain.ids import UserId
from bot.domain.paper import Paper
from bot.domain.pushes import NewPush, Push, PushState, expiry
from bot.errors import UsageError
from bot.locales import texts_for
from bot.ports import Store
from bot.rendering.cards import article_card


def article_push(
    article: Article, paper: Paper, *, due_at: datetime, editor: UserId | None, again: int = 0
) -> NewPush:
    """A push of this article; `again` counts its cancelled predecessors."""
    card = article_card(article, paper, texts_for(article.edition))
    return NewPush(
        article_id=article.id,
        cards={article.edition: card},
        due_at=due_at,
        expires_at=expiry(due_at),
        created_by=editor,
        schedule="article",
        slot=f"{article.id}/{again}",
    )


async def push_once(
    store: Store, article: Article, paper: Paper, *, due_at: datetime, editor: UserId
) -> Push:
    """File a push unless the article has one that was not cancelled.

    Raises:
        UsageError: it was pushed, or will be.
    """
    earlier = await store.pushes.of_article(article.id)
    if any(push.state is not PushState.CANCELLED for push in earlier):
        raise UsageError("error.already_pushed", headline=article.headline)
    push = await store.pushes.add(
        article_push(article, paper, due_at=due_at, editor=editor, again=len(earlier))
    )
    if push is None:
        raise UsageError("error.already_pushed", headline=article.headline)
    return push
