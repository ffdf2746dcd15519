"""An article that was filed or revised finds its keywords, its related articles and its story."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.articles import Article
from bot.domain.stories import kin, place, question
from bot.domain.terms import Term
from bot.ports import Store


async def place_article(store: Store, article: Article, terms: Sequence[Term], now: datetime) -> None:
    """Part of the transaction that files it, so that every article has its place."""
    edition = article.edition
    background = await store.stories.background(edition, [term.key for term in terms], but=article.id)
    asked = question(terms, background)
    holders = await store.stories.holders(edition, asked.worth, but=article.id)
    found = place(article.topics, terms, background, kin(asked, holders))
    await store.stories.place(article, found, now)
