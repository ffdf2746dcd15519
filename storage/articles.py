"""Articles and the keys under which they are known. Their text index is in search.py."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.articles import Article, Draft, Image, Video
from bot.domain.entries import Known
from bot.domain.ids import ArticleId, Edition, FeedId
from storage import search
from storage.columns import Base, Json, clean, insert

_EVERYWHERE = FeedId(0)
"""Scope of keys that count in all feeds; real feeds are numbered from 1."""


class ArticleRow(Base):
    """An article with the content of its newest revision."""

    __tablename__ = "articles"
    __table_args__ = (Index(None, "edition", "news_at"), {"sqlite_autoincrement": True})

    id: Mapped[ArticleId] = mapped_column(primary_key=True)
    feed_id: Mapped[FeedId | None] = mapped_column(ForeignKey("feeds.id"))
    url: Mapped[str]
    edition: Mapped[Edition]
    language: Mapped[str]
    headline: Mapped[str]
    kicker: Mapped[str | None]
    authors: Mapped[list[str]] = mapped_column(Json)
    series: Mapped[str | None]
    topics: Mapped[list[str]] = mapped_column(Json)
    image_url: Mapped[str | None]
    image_credit: Mapped[str | None]
    videos: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    body: Mapped[list[str]] = mapped_column(Json)
    subheadings: Mapped[list[int]] = mapped_column(Json, server_default="[]")
    quotes: Mapped[list[int]] = mapped_column(Json, server_default="[]")
    summary: Mapped[str]
    key_points: Mapped[list[str]] = mapped_column(Json, server_default="[]")
    appeal: Mapped[str | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    news_at: Mapped[datetime]
    """When it became news: its publication where the paper tells it, else when we saw it."""
    revision: Mapped[int]
    fingerprint: Mapped[str]


class ArticleKeyRow(Base):
    """A key under which an article is known, in one feed or everywhere."""

    __tablename__ = "article_keys"

    scope: Mapped[FeedId] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[ArticleId] = mapped_column(ForeignKey("articles.id"), index=True)


class SqlArticles:
    """bot.ports.Articles on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self, feed_id: FeedId, keys: Sequence[str]) -> Known | None:
        """The article known under the first of these keys, if any; `link:` keys count in all feeds."""
        if not keys:
            return None
        matches = [
            and_(ArticleKeyRow.scope == _scope(key, feed_id), ArticleKeyRow.key == key) for key in keys
        ]
        found = await self._session.execute(
            select(ArticleKeyRow.key, ArticleRow.id, ArticleRow.fingerprint)
            .join(ArticleRow, ArticleRow.id == ArticleKeyRow.article_id)
            .where(or_(*matches))
        )
        by_key = {key: Known(article_id, mark) for key, article_id, mark in found}
        return next((by_key[key] for key in map(clean, keys) if key in by_key), None)

    async def file(
        self, draft: Draft, *, feed_id: FeedId | None, keys: Sequence[str], fingerprint: str, now: datetime
    ) -> Article:
        """File a new article under those of its keys that are free, and index its text."""
        row = ArticleRow(
            feed_id=feed_id, seen_at=now, revision=1, fingerprint=fingerprint, **_content(draft, now)
        )
        self._session.add(row)
        return await self._keep(row, draft, keys)

    async def revise(
        self, article_id: ArticleId, draft: Draft, *, keys: Sequence[str], fingerprint: str
    ) -> Article:
        """Replace the content, add 1 to the revision, add new keys, index anew."""
        row = await self._row(article_id)
        for name, value in _content(draft, row.seen_at).items():
            setattr(row, name, value)
        row.revision += 1
        row.fingerprint = fingerprint
        return await self._keep(row, draft, keys)

    async def get(self, article_id: ArticleId) -> Article:
        """The article on file. Raises LookupError."""
        return as_article(await self._row(article_id))

    async def by_link(self, key: str) -> Article | None:
        """The article known under a `link:` key."""
        row = await self._session.scalar(
            select(ArticleRow)
            .join(ArticleKeyRow, ArticleKeyRow.article_id == ArticleRow.id)
            .where(ArticleKeyRow.scope == _EVERYWHERE, ArticleKeyRow.key == key)
        )
        return as_article(row) if row else None

    async def latest(self, edition: Edition, limit: int, *, with_video: bool = False) -> list[Article]:
        """The newest articles of an edition by publication (then filing) time."""
        newest = select(ArticleRow).where(ArticleRow.edition == edition)
        if with_video:
            newest = newest.where(ArticleRow.videos != [])
        newest = newest.order_by(ArticleRow.news_at.desc(), ArticleRow.id.desc()).limit(limit)
        return [as_article(row) for row in await self._session.scalars(newest)]

    async def search(self, query: Sequence[str], edition: Edition, limit: int) -> list[Article]:
        """Articles that hold every word in any form, the asked edition's and newest first."""
        matches = search.newest_matches(self._session, query, edition)
        if matches is None:
            return []
        found = (
            select(ArticleRow)
            .where(ArticleRow.id.in_(matches))
            .order_by(
                case((ArticleRow.edition == edition, 0), else_=1),
                ArticleRow.news_at.desc(),
                ArticleRow.id.desc(),
            )
            .limit(limit)
        )
        return [as_article(row) for row in await self._session.scalars(found)]

    async def _keep(self, row: ArticleRow, draft: Draft, keys: Sequence[str]) -> Article:
        await self._session.flush()
        await self._add_keys(row, keys)
        await search.index(self._session, row.id, draft)
        await self._session.refresh(row)
        return as_article(row)

    async def _add_keys(self, row: ArticleRow, keys: Sequence[str]) -> None:
        values = [
            {"scope": _scope(key, row.feed_id), "key": key, "article_id": row.id}
            for key in dict.fromkeys(keys)
        ]
        if values:
            # A key that is taken keeps its article: the first to come under a key is known by it.
            await self._session.execute(
                insert(self._session, ArticleKeyRow).values(values).on_conflict_do_nothing()
            )

    async def _row(self, article_id: ArticleId) -> ArticleRow:
        row = await self._session.get(ArticleRow, article_id)
        if row is None:
            raise LookupError(f"no article {article_id}")
        return row


def _scope(key: str, feed_id: FeedId | None) -> FeedId:
    return _EVERYWHERE if feed_id is None or key.startswith("link:") else feed_id


def _content(draft: Draft, seen_at: datetime) -> dict[str, Any]:
    return {
        "url": draft.url,
        "edition": draft.edition,
        "language": draft.language,
        "headline": draft.headline,
        "kicker": draft.kicker,
        "authors": draft.authors,
        "series": draft.series,
        "topics": draft.topics,
        "image_url": draft.image.url if draft.image else None,
        "image_credit": draft.image.credit if draft.image else None,
        "videos": [asdict(video) for video in draft.videos],
        "body": draft.body,
        "subheadings": draft.subheadings,
        "quotes": draft.quotes,
        "summary": draft.summary,
        "key_points": draft.key_points,
        "appeal": draft.appeal,
        "published_at": draft.published_at,
        "updated_at": draft.updated_at,
        "news_at": draft.published_at or seen_at,
    }


def as_article(row: ArticleRow) -> Article:
    """The article that a row holds."""
    return Article(
        id=row.id,
        revision=row.revision,
        seen_at=row.seen_at,
        url=row.url,
        edition=row.edition,
        language=row.language,
        headline=row.headline,
        kicker=row.kicker,
        authors=tuple(row.authors),
        series=row.series,
        topics=tuple(row.topics),
        image=Image(row.image_url, row.image_credit) if row.image_url else None,
        videos=tuple(Video(**video) for video in row.videos),
        body=tuple(row.body),
        subheadings=tuple(row.subheadings),
        quotes=tuple(row.quotes),
        summary=row.summary,
        key_points=tuple(row.key_points),
        appeal=row.appeal,
        published_at=row.published_at,
        updated_at=row.updated_at,
    )
