"""Articles and the keys under which they are known. Their text index is in search.py."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.articles import Article, Draft, Image, Video
from bot.domain.changes import Change, Part
from bot.domain.entries import Known, Sighting
from bot.domain.ids import ArticleId, Edition, FeedId
from storage.columns import Base, Json, clean, insert
from storage.text_index import index

_EVERYWHERE = FeedId(0)
"""Scope of keys that count in all feeds; real feeds are numbered from 1."""
_AT_ONCE = 400
"""Keys in one question; SQLite bounds the depth of an expression."""


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
    pictures: Mapped[list[str]] = mapped_column(Json, server_default="[]")
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


class ArticleKeyRow(Base):
    """A key under which an article is known, in one feed or everywhere."""

    __tablename__ = "article_keys"

    scope: Mapped[FeedId] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[ArticleId] = mapped_column(ForeignKey("articles.id"), index=True)


class SightingRow(Base):
    """What a feed last said of an article; feeds may say different things of the same one."""

    __tablename__ = "sightings"

    feed_id: Mapped[FeedId] = mapped_column(ForeignKey("feeds.id"), primary_key=True, autoincrement=False)
    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False
    )
    fingerprint: Mapped[str]


class RevisionRow(Base):
    """What a revision of an article changed."""

    __tablename__ = "revisions"

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False
    )
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]
    changes: Mapped[list[dict[str, str]]] = mapped_column(Json)


class SqlArticles:
    """bot.ports.Articles on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self, feed_id: FeedId, keys: Sequence[str]) -> dict[str, Known]:
        """The articles known under these keys, by key; `link:` keys count in all feeds."""
        known: dict[str, Known] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = [clean(key) for key in keys[start : start + _AT_ONCE]]
            links = [key for key in some if _scope(key, feed_id) == _EVERYWHERE]
            others = [key for key in some if _scope(key, feed_id) == feed_id]
            found = await self._session.execute(
                select(ArticleKeyRow.key, ArticleKeyRow.article_id, SightingRow.fingerprint)
                .outerjoin(
                    SightingRow,
                    and_(SightingRow.article_id == ArticleKeyRow.article_id, SightingRow.feed_id == feed_id),
                )
                .where(
                    or_(
                        and_(ArticleKeyRow.scope == _EVERYWHERE, ArticleKeyRow.key.in_(links)),
                        and_(ArticleKeyRow.scope == feed_id, ArticleKeyRow.key.in_(others)),
                    )
                )
            )
            known |= {key: Known(article_id, mark) for key, article_id, mark in found}
        return known

    async def file(
        self, draft: Draft, *, feed_id: FeedId | None, keys: Sequence[str], fingerprint: str, now: datetime
    ) -> Article:
        """File a new article under those of its keys that are free, and index its text."""
        row = ArticleRow(feed_id=feed_id, seen_at=now, revision=1, **_content(draft, now))
        self._session.add(row)
        return await self._keep(row, draft, keys, fingerprint, feed_id)

    async def revise(
        self,
        article_id: ArticleId,
        draft: Draft,
        *,
        keys: Sequence[str],
        fingerprint: str,
        feed_id: FeedId | None = None,
    ) -> Article:
        """Replace the content, add 1 to the revision, add new keys, index anew."""
        row = await self._row(article_id)
        for name, value in _content(draft, row.seen_at).items():
            setattr(row, name, value)
        row.revision += 1
        return await self._keep(row, draft, keys, fingerprint, feed_id or row.feed_id)

    async def sight(self, feed_id: FeedId, sightings: Sequence[Sighting]) -> None:
        """Keep what a feed last said of articles; their content stays."""
        await self._add_keys(feed_id, [(key, one.article_id) for one in sightings for key in one.keys])
        rows = {
            one.article_id: {
                "feed_id": feed_id,
                "article_id": one.article_id,
                "fingerprint": one.fingerprint,
            }
            for one in sightings
        }
        if rows:
            adding = insert(self._session, SightingRow).values(list(rows.values()))
            await self._session.execute(
                adding.on_conflict_do_update(
                    index_elements=["feed_id", "article_id"],
                    set_={"fingerprint": adding.excluded.fingerprint},
                )
            )

    async def headlines(
        self, edition: Edition, since: datetime, limit: int
    ) -> list[tuple[FeedId | None, ArticleId, str]]:
        """Headlines of an edition seen since then, newest first, with the feed that brought each."""
        newest = (
            select(ArticleRow.feed_id, ArticleRow.id, ArticleRow.headline)
            .where(ArticleRow.edition == edition, ArticleRow.seen_at >= since)
            .order_by(ArticleRow.id.desc())
            .limit(limit)
        )
        return [
            (feed_id, number, headline) for feed_id, number, headline in await self._session.execute(newest)
        ]

    async def note_changes(self, article: Article, changes: Sequence[Change], now: datetime) -> None:
        """Keep what this revision changed."""
        kept = [asdict(change) for change in changes]
        self._session.add(
            RevisionRow(article_id=article.id, revision=article.revision, seen_at=now, changes=kept)
        )
        await self._session.flush()

    async def changes(self, article_id: ArticleId) -> dict[int, tuple[Change, ...]]:
        """What each revision changed, by its number."""
        found = await self._session.scalars(
            select(RevisionRow).where(RevisionRow.article_id == article_id).order_by(RevisionRow.revision)
        )
        return {
            row.revision: tuple(Change(Part(one["part"]), one["before"], one["after"]) for one in row.changes)
            for row in found
        }

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

    async def _keep(
        self, row: ArticleRow, draft: Draft, keys: Sequence[str], fingerprint: str, feed_id: FeedId | None
    ) -> Article:
        await self._session.flush()
        if feed_id is None:
            await self._add_keys(_EVERYWHERE, [(key, row.id) for key in keys])
        else:
            await self.sight(feed_id, [Sighting(row.id, tuple(keys), fingerprint)])
        await index(self._session, row.id, draft)
        await self._session.refresh(row)
        return as_article(row)

    async def _add_keys(self, feed_id: FeedId, pairs: Sequence[tuple[str, ArticleId]]) -> None:
        values = [
            {"scope": _scope(key, feed_id), "key": key, "article_id": article_id}
            for key, article_id in dict(reversed(pairs)).items()
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


def _scope(key: str, feed_id: FeedId) -> FeedId:
    return _EVERYWHERE if key.startswith("link:") else feed_id


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
        "pictures": draft.pictures,
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


def as_article(row: ArticleRow | Row[Any]) -> Article:
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
        pictures=tuple(row.pictures),
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
