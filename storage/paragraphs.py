"""Prints of the paragraphs of each feed's last articles, to tell what a site repeats."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, Index, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, FeedId
from bot.domain.paragraphs import OF_THE_LAST, OFTEN
from storage.columns import Base, insert

_MOST_IN_ONE = 500


class ParagraphRow(Base):
    """A paragraph of an article of a feed."""

    __tablename__ = "paragraphs"
    __table_args__ = (Index(None, "feed_id", "article_id"),)

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    print: Mapped[str] = mapped_column(primary_key=True)
    feed_id: Mapped[FeedId] = mapped_column(ForeignKey("feeds.id"))


class SqlParagraphs:
    """bot.ports.Paragraphs on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, feed_id: FeedId, article_id: ArticleId, prints: Sequence[str]) -> None:
        """Keep the paragraphs of an article, replacing earlier ones; forget the feed's older articles."""
        await self._session.execute(delete(ParagraphRow).where(ParagraphRow.article_id == article_id))
        rows = [
            {"article_id": article_id, "feed_id": feed_id, "print": one}
            for one in dict.fromkeys(prints[:_MOST_IN_ONE])
        ]
        if rows:
            await self._session.execute(insert(self._session, ParagraphRow).values(rows))
        await self._forget(feed_id)

    async def often(self, feed_id: FeedId) -> frozenset[str]:
        """Those that stand in several of the feed's last articles."""
        found = await self._session.scalars(
            select(ParagraphRow.print)
            .where(ParagraphRow.feed_id == feed_id)
            .group_by(ParagraphRow.print)
            .having(func.count() >= OFTEN)
        )
        return frozenset(found)

    async def _forget(self, feed_id: FeedId) -> None:
        oldest_kept = await self._session.scalar(
            select(ParagraphRow.article_id)
            .where(ParagraphRow.feed_id == feed_id)
            .distinct()
            .order_by(ParagraphRow.article_id.desc())
            .offset(OF_THE_LAST - 1)
            .limit(1)
        )
        if oldest_kept is not None:
            older = ParagraphRow.article_id < oldest_kept
            await self._session.execute(delete(ParagraphRow).where(ParagraphRow.feed_id == feed_id, older))
