"""The text index of the articles: what is kept of each, and the names that readers may misspell.

SQLite's FTS5 keeps no copy of what it has indexed: a new version of an article gets a row of its own, and the
old one's leads nowhere any more. PostgreSQL indexes `article_vector(id, words)`; see storage/stems.py.
"""

from sqlalchemy import ForeignKey, Index, LargeBinary, delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.articles import Draft
from bot.domain.ids import ArticleId
from bot.domain.spelling import edges
from bot.wordforms import MARK, indexed, names
from storage.columns import ROW_ID, Base, CleanText, insert
from storage.stems import learn, packed, wait_for_turn

WINDOW = 1024
"""Rows that share a window; see storage/search.py. PostgreSQL's `article_vector` knows it, too."""
LONGEST_WORD = 64
VIDEO = MARK + MARK + "video"
_MOST_INDEXED = 20_000
_MOST_NAMES = 500


class ArticleWordsRow(Base):
    """The numbers of an article's stems, packed; empty on SQLite, where only the index has the stems."""

    __tablename__ = "article_words"
    # No number is used twice: the index still knows old ones.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    article_id: Mapped[ArticleId] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), unique=True)
    words: Mapped[str | bytes] = mapped_column(CleanText().with_variant(LargeBinary(), "postgresql"))


class NameRow(Base):
    """A name that articles mention, folded; how it begins and ends finds it for who misspells the rest."""

    __tablename__ = "names"
    __table_args__ = (Index(None, "beginning"), Index(None, "ending"))

    name: Mapped[str] = mapped_column(primary_key=True)
    beginning: Mapped[str]
    ending: Mapped[str]


def words_of(draft: Draft) -> list[str]:
    """What the index keeps of an article, each once."""
    loud = (draft.headline, *draft.authors, *draft.topics, draft.series or "")
    said = (draft.summary, *draft.key_points, *draft.body)
    found = (word[:LONGEST_WORD] for word in indexed(loud, said, draft.language))
    marks = [VIDEO] if draft.videos else []
    return [*marks, *list(dict.fromkeys(found))[:_MOST_INDEXED]]


def names_of(draft: Draft) -> list[str]:
    """The names that an article mentions."""
    return names((draft.headline, *draft.authors, *draft.topics), draft.body)[:_MOST_NAMES]


def is_postgres(session: AsyncSession) -> bool:
    """Whether it is PostgreSQL that answers."""
    return session.get_bind().dialect.name == "postgresql"


async def index(session: AsyncSession, article_id: ArticleId, draft: Draft) -> None:
    """Index an article's text, replacing what was indexed before."""
    await session.execute(delete(ArticleWordsRow).where(ArticleWordsRow.article_id == article_id))
    words = words_of(draft)
    if is_postgres(session):
        await wait_for_turn(session)
        session.add(ArticleWordsRow(article_id=article_id, words=packed(await learn(session, words))))
        await session.flush()
    else:
        row = ArticleWordsRow(article_id=article_id, words="")
        session.add(row)
        await session.flush()
        keep = text("INSERT INTO article_search (rowid, words) VALUES (:id, :words)")
        await session.execute(keep, {"id": row.id, "words": " ".join(words)})
    known = [name_row(name) for name in names_of(draft)]
    if known:
        await session.execute(insert(session, NameRow).values(known).on_conflict_do_nothing())


def name_row(name: str) -> dict[str, str]:
    """The row of a name."""
    beginning, ending = edges(name)
    return {"name": name, "beginning": beginning, "ending": ending}
