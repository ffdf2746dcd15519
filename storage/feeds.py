"""Feeds and what we remember of their servers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.feed_choices import FeedChoices, FeedStanding
from bot.domain.feeds import Feed, FeedPlan, Mode, Tally, Validators
from bot.domain.habits import Habit
from bot.domain.ids import Edition, FeedId
from bot.domain.troubles import FeedEvent, Trouble, UntoldEvent
from storage.columns import ROW_ID, Base, Choice, Json, UTCDateTime, clean
from storage.hubs import SqlHubOrders


class FeedRow(Base):
    """A feed; `enrolled` says whether it is asked."""

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
    moved_to: Mapped[str | None]
    hub: Mapped[str | None]
    topic_url: Mapped[str | None]
    wish_seconds: Mapped[float | None]
    habit: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    tally: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    troubles: Mapped[list[str]] = mapped_column(Json, default=list)
    stopped: Mapped[bool] = mapped_column(default=False)
    named: Mapped[bool]
    """By the configuration, at the last start."""
    added: Mapped[bool] = mapped_column(default=False)
    """By somebody in a chat."""
    choices: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What was chosen in a chat; edition, mode and topic are what holds."""
    version: Mapped[int] = mapped_column(default=0)


class FeedEventRow(Base):
    """What happened to a feed, kept until the admins were told."""

    __tablename__ = "feed_events"
    __table_args__ = (Index(None, "told_at", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    feed_id: Mapped[FeedId] = mapped_column(ForeignKey("feeds.id"))
    trouble: Mapped[Trouble] = mapped_column(Choice(Trouble))
    is_over: Mapped[bool]
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class SqlFeeds:
    """bot.ports.Feeds on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.hubs = SqlHubOrders(session)

    async def enrol(self, plans: Sequence[FeedPlan], now: datetime) -> None:
        """Make the table match the plans by URL, but for what was chosen in a chat: new ones due now, missing
        ones no longer polled."""
        rows = {row.url: row for row in await self._session.scalars(select(FeedRow))}
        for row in rows.values():
            row.named = False
        for plan in plans:
            row = rows.setdefault(
                clean(plan.url),
                FeedRow(url=plan.url, next_poll_at=now, failures=0, stopped=False, added=False, choices={}),
            )
            row.named = True
            _follow(row, choices_of(row).over(plan), now)
        for row in rows.values():
            row.enrolled = is_enrolled(row.named, row.added, choices_of(row))
        self._session.add_all(rows.values())
        await self._session.flush()

    async def due(self, now: datetime, limit: int, *, but: Collection[FeedId] = ()) -> list[Feed]:
        """Enrolled feeds with `next_poll_at <= now` that have not stopped, longest due first; not those
        in `but`."""
        due = (
            select(FeedRow)
            .where(FeedRow.enrolled, FeedRow.stopped.is_(False), FeedRow.next_poll_at <= now)
            .where(FeedRow.id.not_in(but))
            .order_by(FeedRow.next_poll_at, FeedRow.id)
            .limit(limit)
        )
        return [as_feed(row) for row in await self._session.scalars(due)]

    async def save(self, feeds: Sequence[Feed]) -> None:
        """Keep the feeds' memory; their plans belong to the configuration."""
        if feeds:
            # One statement for all: a sweep over a thousand feeds must cost little more than its requests.
            await (await self._session.connection()).execute(_REMEMBER, [_memory(feed) for feed in feeds])

    async def with_hub(self) -> list[Feed]:
        """Enrolled feeds that name a hub and have not stopped."""
        rows = select(FeedRow).where(FeedRow.enrolled, FeedRow.stopped.is_(False), FeedRow.hub.is_not(None))
        return [as_feed(row) for row in await self._session.scalars(rows.order_by(FeedRow.id))]

    async def enrolled(self) -> list[Feed]:
        """All that the configuration names, those that have stopped too."""
        rows = select(FeedRow).where(FeedRow.enrolled).order_by(FeedRow.id)
        return [as_feed(row) for row in await self._session.scalars(rows)]

    async def due_at(self, feed_id: FeedId, at: datetime) -> None:
        """Ask this feed at that time."""
        await self._session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(next_poll_at=at))

    async def get(self, feed_id: FeedId) -> Feed:
        """The feed on file. Raises LookupError."""
        return as_feed(await self._row(feed_id))

    async def report(self, events: Sequence[FeedEvent]) -> None:
        """Keep what happened to feeds until the admins were told."""
        self._session.add_all(
            FeedEventRow(
                feed_id=event.feed_id,
                trouble=event.trouble,
                is_over=event.is_over,
                detail={"key": event.key, "args": event.args},
                at=event.at,
            )
            for event in events
        )
        await self._session.flush()

    async def untold(self, limit: int) -> list[UntoldEvent]:
        """What the admins have not been told, oldest first."""
        found = await self._session.execute(
            select(FeedEventRow, FeedRow.url)
            .join(FeedRow)
            .where(FeedEventRow.told_at.is_(None))
            .order_by(FeedEventRow.id)
            .limit(limit)
        )
        return [UntoldEvent(number=row.id, url=url, event=_event(row)) for row, url in found]

    async def told(self, numbers: Sequence[int], now: datetime) -> None:
        """The admins know."""
        await self._session.execute(
            update(FeedEventRow).where(FeedEventRow.id.in_(numbers)).values(told_at=now)
        )

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
    if row.stopped:
        row.stopped, row.next_poll_at = False, now
    if row.failures == 0:
        # A shorter interval counts at once; the pause after failures is the server's due.
        row.next_poll_at = min(row.next_poll_at, now + plan.every)


def as_feed(row: FeedRow) -> Feed:
    """A feed with its memory, from its row."""
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
        moved_to=row.moved_to,
        hub=row.hub,
        topic=row.topic_url,
        wish=_span(row.wish_seconds),
        habit=_habit(row.habit),
        tally=Tally(**row.tally),
        troubles=frozenset(map(Trouble, row.troubles)),
        stopped=row.stopped,
    )


def choices_of(row: FeedRow) -> FeedChoices:
    """What was chosen about it in a chat."""
    kept = row.choices
    return FeedChoices(
        edition=kept.get("edition"),
        mode=Mode(kept["mode"]) if kept.get("mode") else None,
        topic=kept.get("topic"),
        standing=FeedStanding(kept.get("standing", FeedStanding.ON)),
    )


def kept_choices(choices: FeedChoices) -> dict[str, Any]:
    """The same, as it is kept."""
    return {name: value for name, value in asdict(choices).items() if value is not None}


def is_enrolled(named: bool, added: bool, choices: FeedChoices) -> bool:
    """Whether somebody names it and nobody stopped it."""
    return (named or added) and choices.standing is FeedStanding.ON


_WAS_DUE = bindparam("was_due_at", type_=UTCDateTime)
_REMEMBER = (
    update(FeedRow.__table__)  # type: ignore[arg-type]
    .where(FeedRow.id == bindparam("this_id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                *(
                    "etag",
                    "last_modified",
                    "body_hash",
                    "seeded",
                    "next_poll_at",
                    "failures",
                    "last_success_at",
                ),
                *("last_problem", "moved_to", "hub", "wish_seconds", "habit", "tally", "troubles", "stopped"),
                "topic_url",
            )
        }
        # Whoever made it due while it was being asked knows of news that this look may have missed.
        | {
            "next_poll_at": case(
                (
                    FeedRow.next_poll_at == func.coalesce(_WAS_DUE, FeedRow.next_poll_at),
                    bindparam("next_poll_at", type_=UTCDateTime),
                ),
                else_=FeedRow.next_poll_at,
            )
        }
    )
)


def _memory(feed: Feed) -> dict[str, Any]:
    return {
        "this_id": feed.id,
        "etag": feed.validators.etag,
        "last_modified": feed.validators.last_modified,
        "body_hash": feed.validators.body_hash,
        "seeded": feed.seeded,
        "next_poll_at": feed.next_poll_at,
        "failures": feed.failures,
        "last_success_at": feed.last_success_at,
        "last_problem": feed.last_problem,
        "moved_to": feed.moved_to,
        "hub": feed.hub,
        "topic_url": feed.topic,
        "was_due_at": feed.was_due_at,
        "wish_seconds": _seconds(feed.wish),
        "habit": _habit_as_json(feed.habit),
        "tally": asdict(feed.tally),
        "troubles": sorted(feed.troubles),
        "stopped": feed.stopped,
    }


def _habit(kept: Mapping[str, Any]) -> Habit:
    last = kept.get("last_new_at")
    return Habit(
        last_new_at=datetime.fromisoformat(last) if last else None,
        usual_gap=_span(kept.get("usual_gap")),
        longest_silence=_span(kept.get("longest_silence")),
        usual_burst=kept.get("usual_burst", 0.0),
    )


def _habit_as_json(habit: Habit) -> dict[str, Any]:
    return {
        "last_new_at": habit.last_new_at.isoformat() if habit.last_new_at else None,
        "usual_gap": _seconds(habit.usual_gap),
        "longest_silence": _seconds(habit.longest_silence),
        "usual_burst": habit.usual_burst,
    }


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def _event(row: FeedEventRow) -> FeedEvent:
    return FeedEvent(
        feed_id=row.feed_id,
        trouble=row.trouble,
        is_over=row.is_over,
        at=row.at,
        key=row.detail["key"],
        args=row.detail["args"],
    )
