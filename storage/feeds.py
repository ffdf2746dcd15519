"""Feeds and what we remember of their servers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.feeds import Feed, FeedPlan, Mode, Validators
from bot.domain.ids import Edition, FeedId
from storage.columns import Base, Choice, clean


class FeedRow(Base):
    """A feed; `enrolled` says whether the configuration still names it."""

    __tablename__ = "feeds"
    __table_args__ = (Index(None, "enrolled", "next_poll_at"), {"sqlite_autoincrement": True})

    id: Mapped[FeedId] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    edition: Mapped[Edition]
    mode: Mapped[Mode] = mapped_column(Choice(Mode))
    topic: Mapped[str | None]
    every_seconds: Mapped[float]
    enrolled: Mapped[bool]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    body_hash: Mapped[str | None]
    seeded: Mapped[bool] = mapped_column(default=False)
    next_poll_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    last_success_at: Mapped[datetime | None]
    last_problem: Mapped[str | None]


class SqlFeeds:
    """bot.ports.Feeds on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def enrol(self, plans: Sequence[FeedPlan], now: datetime) -> None:
        """Make the table match the plans by URL: new ones due now, missing ones no longer polled."""
        rows = {row.url: row for row in await self._session.scalars(select(FeedRow))}
        for row in rows.values():
            row.enrolled = False
        for plan in plans:
            row = rows.setdefault(clean(plan.url), FeedRow(url=plan.url, next_poll_at=now, failures=0))
            _follow(row, plan, now)
        self._session.add_all(rows.values())
        await self._session.flush()

    async def due(self, now: datetime, limit: int) -> list[Feed]:
        """Enrolled feeds with `next_poll_at <= now`, longest due first."""
        due = (
            select(FeedRow)
            .where(FeedRow.enrolled, FeedRow.next_poll_at <= now)
            .order_by(FeedRow.next_poll_at, FeedRow.id)
            .limit(limit)
        )
        return [_feed(row) for row in await self._session.scalars(due)]

    async def save(self, feed: Feed) -> None:
        """Keep the feed's memory; its plan belongs to the configuration."""
        row = await self._row(feed.id)
        row.etag = feed.validators.etag
        row.last_modified = feed.validators.last_modified
        row.body_hash = feed.validators.body_hash
        row.seeded = feed.seeded
        row.next_poll_at = feed.next_poll_at
        row.failures = feed.failures
        row.last_success_at = feed.last_success_at
        row.last_problem = feed.last_problem
        await self._session.flush()

    async def get(self, feed_id: FeedId) -> Feed:
        """The feed on file. Raises LookupError."""
        return _feed(await self._row(feed_id))

    async def _row(self, feed_id: FeedId) -> FeedRow:
        row = await self._session.get(FeedRow, feed_id)
        if row is None:
            raise LookupError(f"no feed {feed_id}")
        return row


def _follow(row: FeedRow, plan: FeedPlan, now: datetime) -> None:
    row.edition = plan.edition
    row.mode = plan.mode
    row.topic = plan.topic
    row.every_seconds = plan.every.total_seconds()
    row.enrolled = True
    if row.failures == 0:
        # A shorter interval counts at once; the pause after failures is the server's due.
        row.next_poll_at = min(row.next_poll_at, now + plan.every)


def _feed(row: FeedRow) -> Feed:
    return Feed(
        id=row.id,
        plan=FeedPlan(
            url=row.url,
            edition=row.edition,
            mode=row.mode,
            topic=row.topic,
            every=timedelta(seconds=row.every_seconds),
        ),
        validators=Validators(row.etag, row.last_modified, row.body_hash),
        seeded=row.seeded,
        next_poll_at=row.next_poll_at,
        failures=row.failures,
        last_success_at=row.last_success_at,
        last_problem=row.last_problem,
    )
