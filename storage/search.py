"""Full text: every word of the query as a prefix or by its stem, newest articles first.

Both databases index the same text, the folded words of an article and their stems, each once. SQLite's FTS5
follows
the table by triggers, PostgreSQL by an index on `article_vector(words)`; see the first migration.
"""

import re
from collections.abc import Sequence

from sqlalchemy import ForeignKey, Select, column, literal_column, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.articles import Draft
from bot.domain.folding import fold
from bot.domain.ids import ArticleId
from bot.wordforms import MARK, indexed, stem
from storage.columns import Base

NEWEST = 1000
"""Only so many of the newest matches are sorted: a common word matches a tenth of the archive."""
_LONGEST_WORD = 64
_MOST_INDEXED = 20_000
_MOST_ASKED = 16
_FTS = table("article_search", column("rowid"))


class ArticleWordsRow(Base):
    """The folded words of an article and their stems, each once, separated by spaces."""

    __tablename__ = "article_words"

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str]


async def index(session: AsyncSession, article_id: ArticleId, draft: Draft) -> None:
    """Index an article's text, replacing what was indexed before."""
    said = (draft.summary, *draft.key_points, *draft.body)
    parts = (draft.headline, *draft.authors, *draft.topics, draft.series or "", *said)
    found = (word[:_LONGEST_WORD] for word in indexed(parts, draft.language))
    distinct = list(dict.fromkeys(found))[:_MOST_INDEXED]
    await session.merge(ArticleWordsRow(article_id=article_id, words=" ".join(distinct)))
    await session.flush()


def newest_matches(session: AsyncSession, query: Sequence[str], language: str) -> Select[ArticleId] | None:
    """The ids of the newest articles that hold every word, as a beginning or in another form.

    `language` is the one the question was asked in. None when the query holds no word at all.
    """
    # What is left is letters, digits and _, which mean nothing to either database's query language.
    bare = ((_bare(fold(word)), _bare(MARK + stem(word, language))) for word in query)
    asked = list(dict.fromkeys(pair for pair in bare if pair[0]))[:_MOST_ASKED]
    if not asked:
        return None
    if session.get_bind().dialect.name == "postgresql":
        return _in_postgres(asked)
    return _in_sqlite(asked)


def _bare(word: str) -> str:
    return re.sub(r"\W+", "", word)[:_LONGEST_WORD]


def _in_sqlite(asked: Sequence[tuple[str, str]]) -> Select[ArticleId]:
    query = " AND ".join(f'("{word}"* OR "{form}")' for word, form in asked)
    return (
        select(literal_column("rowid"))
        .select_from(_FTS)
        .where(text("article_search MATCH :words").bindparams(words=query))
        .order_by(literal_column("rowid").desc())
        .limit(NEWEST)
    )


def _in_postgres(asked: Sequence[tuple[str, str]]) -> Select[ArticleId]:
    query = " & ".join(f"('{word}':* | '{form}')" for word, form in asked)
    # Materialized: seeing the LIMIT, the planner would walk the archive backwards instead of the index.
    matches = (
        select(ArticleWordsRow.article_id)
        .where(text("article_vector(words) @@ CAST(:words AS tsquery)").bindparams(words=query))
        .cte("matches")
        .prefix_with("MATERIALIZED")
    )
    return select(matches.c.article_id).order_by(matches.c.article_id.desc()).limit(NEWEST)
