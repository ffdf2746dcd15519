"""The archive as readers ask it: candidates for an answer, names and topics."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.articles import Article
from bot.domain.ids import Edition
from bot.domain.matching import Term
from bot.domain.questions import Order
from storage.articles import ArticleRow, as_article
from storage.search import Search, names_like

_TABLE = ArticleRow.__table__
_OF_NUMBERS = select(_TABLE).where(_TABLE.c.id.in_(bindparam("numbers", expanding=True)))
_LATELY = 100
"""Articles whose topics are counted."""


class SqlArchive:
    """bot.question_ports.Archive on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._search = Search(session)

    async def holders(self, words: Sequence[Sequence[str]]) -> list[int]:
        """About how many articles hold each of the words, and at the end how many there are."""
        return await self._search.holders(words)

    async def names_like(self, word: str) -> list[str]:
        """Names that begin or end as this folded word."""
        return await names_like(self._session, word)

    async def candidates(
        self, terms: Sequence[Term], limit: int, *, edition: Edition, order: Order, only_video: bool
    ) -> list[Article]:
        """The articles that hold most of the terms' weight: the best first, or the newest."""
        found = await self._search.best(terms, limit, edition=edition, order=order, only_video=only_video)
        rows = await self._session.execute(_OF_NUMBERS, {"numbers": found})
        articles = {row.id: as_article(row) for row in rows}
        return [articles[number] for number in found]

    async def topics(self, edition: Edition, limit: int) -> list[str]:
        """What the edition's newest articles are about, the most frequent first."""
        newest = (
            select(ArticleRow.topics)
            .where(ArticleRow.edition == edition)
            .order_by(ArticleRow.news_at.desc(), ArticleRow.id.desc())
            .limit(_LATELY)
        )
        counted = Counter(topic for topics in await self._session.scalars(newest) for topic in topics)
        return [topic for topic, _ in counted.most_common(limit)]
