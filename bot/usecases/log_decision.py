"""A decision about a push, kept under its article's headline; a digest has none."""

from datetime import datetime

from bot.domain.audit import Deed, decided
from bot.domain.ids import PushId
from bot.domain.queue import Queued
from bot.domain.subscribers import Person
from bot.ports import Store
from bot.rendering.queue import title


async def log_push_decision(
    store: Store,
    deed: Deed,
    editor: Person,
    push_id: PushId,
    now: datetime,
    *,
    before: str = "",
    after: str = "",
) -> None:
    """Keep it in the transaction that carries it out."""
    push = await store.pushes.get(push_id)
    assert push is not None
    article = await store.articles.get(push.article_id) if push.article_id else None
    await store.audit.add(
        decided(
            deed,
            editor,
            now,
            about=article.headline if article else title(Queued(push, None)),
            article_id=push.article_id,
            push_id=push_id,
            before=before,
            after=after,
        )
    )
