"""The paper changed an article that readers have: the desk is to decide what they get to see of it."""

from datetime import datetime

from bot.domain.articles import Article
from bot.domain.corrections import base_of
from bot.domain.origins import OfArticle
from bot.ports import Store


async def open_correction(store: Store, article: Article, now: datetime) -> None:
    """Lay the change before the desk where somebody has an older text, or is about to get it."""
    base = base_of(article.revision, await store.out_there.of(OfArticle(article.id)))
    if base is not None:
        await store.corrections.open(article, base, now)
