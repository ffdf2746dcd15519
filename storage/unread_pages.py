"""Pages to read again, with the entries they belong to."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.articles import Video
from bot.domain.entries import Entry
from bot.domain.ids import ArticleId, FeedId
from bot.feed_ports import UnreadPage
from storage.columns import Base, Json


class UnreadPageRow(Base):
    """An article whose page is still to be read."""

    __tablename__ = "unread_pages"

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False
    )
    feed_id: Mapped[FeedId] = mapped_column(ForeignKey("feeds.id"))
    entry: Mapped[dict[str, Any]] = mapped_column(Json)
    tries: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(index=True)


class SqlUnreadPages:
    """bot.ports.UnreadPages on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, page: UnreadPage) -> None:
        """Keep it, in place of an earlier one of the same article."""
        await self._session.merge(
            UnreadPageRow(
                article_id=page.article_id,
                feed_id=page.feed_id,
                entry=_as_json(page.entry),
                tries=page.tries,
                due_at=page.due_at,
            )
        )
        await self._session.flush()

    async def due(self, now: datetime, limit: int) -> list[UnreadPage]:
        """What may be tried again now, longest due first."""
        due = (
            select(UnreadPageRow)
            .where(UnreadPageRow.due_at <= now)
            .order_by(UnreadPageRow.due_at, UnreadPageRow.article_id)
            .limit(limit)
        )
        return [_page(row) for row in await self._session.scalars(due)]

    async def drop(self, article_id: ArticleId) -> None:
        """It was read, or given up."""
        await self._session.execute(delete(UnreadPageRow).where(UnreadPageRow.article_id == article_id))


def _page(row: UnreadPageRow) -> UnreadPage:
    return UnreadPage(
        article_id=row.article_id,
        feed_id=row.feed_id,
        entry=_entry(row.entry),
        tries=row.tries,
        due_at=row.due_at,
    )


def _as_json(entry: Entry) -> dict[str, Any]:
    published = entry.published.isoformat() if entry.published else None
    return {**asdict(entry), "published": published}


def _entry(kept: Mapping[str, Any]) -> Entry:
    published = kept["published"]
    return Entry(
        **{
            **kept,
            "published": datetime.fromisoformat(published) if published else None,
            "authors": tuple(kept["authors"]),
            "categories": tuple(kept["categories"]),
            "videos": tuple(Video(**video) for video in kept["videos"]),
        }
    )
