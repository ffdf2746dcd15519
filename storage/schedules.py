"""Schedules and the record of their slots."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.articles import Article
from bot.domain.ids import Edition
from bot.domain.reviews import ReviewState
from bot.domain.schedules import Plan, Schedule, SlotState, oldest_remembered
from bot.domain.surges import SurgeState
from storage.articles import ArticleRow, as_article
from storage.columns import Base, Choice, insert
from storage.push_rows import PushRow
from storage.reviews import ReviewRow
from storage.surges import SurgeArticleRow, SurgeRow


class ScheduleRow(Base):
    """A schedule that the configuration names; `plan` is kept to notice when it changes."""

    __tablename__ = "schedules"

    name: Mapped[str] = mapped_column(primary_key=True)
    plan: Mapped[str]
    since: Mapped[datetime]


class SlotRow(Base):
    """What became of a slot. The rows outlive their schedules, so that a slot is used once for all time."""

    __tablename__ = "slots"

    schedule: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[date] = mapped_column(primary_key=True)
    state: Mapped[SlotState] = mapped_column(Choice(SlotState))
    at: Mapped[datetime]


class SqlSchedules:
    """bot.ports.Schedules on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def enrol(self, plans: Sequence[Plan], now: datetime) -> None:
        """Make the schedules match the plans: new and changed ones stand since now, others are over."""
        names = [plan.schedule for plan in plans]
        await self._session.execute(delete(ScheduleRow).where(ScheduleRow.name.not_in(names)))
        for plan in plans:
            adding = insert(self._session, ScheduleRow).values(
                name=plan.schedule, plan=_written(plan), since=now
            )
            await self._session.execute(
                adding.on_conflict_do_update(
                    index_elements=["name"],
                    set_={"plan": adding.excluded.plan, "since": adding.excluded.since},
                    where=ScheduleRow.plan != adding.excluded.plan,
                )
            )

    async def at_work(self, plans: Sequence[Plan], now: datetime) -> list[Schedule]:
        """The schedules of these plans, those that were enrolled, with the slots they remember."""
        names = [plan.schedule for plan in plans]
        since = {
            row.name: row.since
            for row in await self._session.scalars(select(ScheduleRow).where(ScheduleRow.name.in_(names)))
        }
        remembered = await self._session.scalars(
            select(SlotRow).where(SlotRow.schedule.in_(names), SlotRow.slot >= oldest_remembered(now))
        )
        slots: dict[str, dict[date, SlotState]] = defaultdict(dict)
        for row in remembered:
            slots[row.schedule][row.slot] = row.state
        return [
            Schedule(plan=plan, since=since[plan.schedule], slots=slots[plan.schedule])
            for plan in plans
            if plan.schedule in since
        ]

    async def use(self, schedule: str, day: date, now: datetime) -> bool:
        """Take a day's slot; False when it is used already."""
        filing = self._filing(schedule, day, SlotState.USED, now)
        return await self._is_filed(
            filing.on_conflict_do_update(
                index_elements=["schedule", "slot"],
                set_={"state": filing.excluded.state, "at": filing.excluded.at},
                where=SlotRow.state == SlotState.EXPIRED,
            )
        )

    async def expire(self, schedule: str, day: date, now: datetime) -> bool:
        """Record that a slot went by unused; False when it has a record already."""
        return await self._is_filed(
            self._filing(schedule, day, SlotState.EXPIRED, now).on_conflict_do_nothing()
        )

    async def newest_video(self, edition: Edition, since: datetime) -> Article | None:
        """The newest article with a video that neither a push has taken nor an editor held back."""
        row = await self._session.scalar(
            select(ArticleRow)
            .where(
                ArticleRow.edition == edition,
                ArticleRow.videos != [],
                ArticleRow.news_at >= since,
                ~exists().where(PushRow.article_id == ArticleRow.id),
                ~_held_back(),
            )
            .order_by(ArticleRow.news_at.desc(), ArticleRow.id.desc())
            .limit(1)
        )
        return as_article(row) if row else None

    def _filing(self, schedule: str, day: date, state: SlotState, now: datetime) -> Any:
        return insert(self._session, SlotRow).values(schedule=schedule, slot=day, state=state, at=now)

    async def _is_filed(self, filing: Any) -> bool:
        return await self._session.scalar(filing.returning(SlotRow.slot)) is not None


def _held_back() -> ColumnElement[bool]:
    """Skipped at the desk, or held in a surge of which nobody wanted its articles one by one."""
    skipped = exists().where(ReviewRow.article_id == ArticleRow.id, ReviewRow.state == ReviewState.SKIPPED)
    held = exists().where(
        SurgeArticleRow.article_id == ArticleRow.id,
        SurgeRow.id == SurgeArticleRow.surge_id,
        SurgeRow.state != SurgeState.REVIEWED,
    )
    return skipped | held


def _written(plan: Plan) -> str:
    days = "".join(str(day) for day in sorted(plan.weekdays))
    return f"{plan.at:%H:%M} {plan.zone.key} {days}"
