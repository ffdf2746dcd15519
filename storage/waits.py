"""What waits for its time, in whatever table, and the latest time that the clock has shown."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.pushes import PushState
from storage.columns import Base, insert
from storage.delivery_rows import DeliveryRow, ParkedChatRow
from storage.feeds import FeedRow
from storage.push_rows import PushRow
from storage.reviews import ReviewRow
from storage.schedules import ScheduleRow
from storage.unread_pages import UnreadPageRow

_ONE = 1
_WAITS = (
    (FeedRow.id, FeedRow.next_poll_at),
    (UnreadPageRow.article_id, UnreadPageRow.due_at),
    (ParkedChatRow.chat_id, ParkedChatRow.until),
    (ScheduleRow.name, ScheduleRow.since),
)
"""Each with the key of its row. Those of deliveries may be many, are numbers and move by themselves."""


_AFTER_SEND_NOW = select(ReviewRow.push_id).where(ReviewRow.push_id.is_not(None))
_IN_WINDOW = and_(PushRow.state == PushState.SCHEDULED, PushRow.id.in_(_AFTER_SEND_NOW))
"""Pushes that leave some seconds after *Send now*, and not at an hour that somebody chose."""


class ClockRow(Base):
    """The latest time that the clock has shown; one row."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    latest: Mapped[datetime]


class SqlWaits:
    """bot.ports.Waits on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def latest(self) -> datetime | None:
        """The latest time that was kept."""
        return await self._session.scalar(select(ClockRow.latest))

    async def keep(self, latest: datetime) -> None:
        """Remember this as the latest time."""
        keeping = insert(self._session, ClockRow).values(id=_ONE, latest=latest)
        await self._session.execute(
            keeping.on_conflict_do_update(index_elements=["id"], set_={"latest": keeping.excluded.latest})
        )

    async def put_back(self, by: timedelta, now: datetime) -> None:
        """Whatever waits for a time after `now` waits for one so much earlier; what was due stays due."""
        for key, time in _WAITS:
            await self._move(key, time, by, now)
        milliseconds = by // timedelta(milliseconds=1)
        await self._session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.not_before > now)
            .values(not_before=DeliveryRow.not_before - literal(milliseconds, BigInteger))
        )
        await self._session.execute(
            update(PushRow)
            .where(PushRow.state == PushState.SCHEDULED, PushRow.due_at > now, PushRow.due_at <= now + by)
            .where(PushRow.id.not_in(_AFTER_SEND_NOW))
            .values(due_at=now)
        )
        await self._move(PushRow.id, PushRow.due_at, by, now, _IN_WINDOW)

    async def _move(
        self, key: Any, time: Any, by: timedelta, now: datetime, which: ColumnElement[bool] | None = None
    ) -> None:
        later = select(key, time).where(time > now)
        waiting = (await self._session.execute(later if which is None else later.where(which))).all()
        if not waiting:
            return
        moving = (
            update(key.class_.__table__)
            .where(key == bindparam("this_row"))
            .values({time.key: bindparam("earlier")})
        )
        await (await self._session.connection()).execute(
            moving, [{"this_row": row, "earlier": until - by} for row, until in waiting]
        )
