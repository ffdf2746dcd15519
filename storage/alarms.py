"""Alarms on file, what the admins have yet to hear of them, and the figures they are decided from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.alarm_ports import Backlog, Ended
from bot.domain.alarms import Alarm, AlarmEvent, AlarmKind, Raised
from bot.domain.deliveries import DeliveryState, Reason
from bot.domain.ids import PushId
from bot.domain.pushes import PushState
from storage.columns import ROW_ID, Base, Choice, Json
from storage.delivery_rows import DeliveryRow
from storage.inbox import InboxRow
from storage.push_rows import PushRow, PushTallyRow

_GONE = [int(reason) for reason in Reason if reason.loses_the_chat]


class AlarmRow(Base):
    """An alarm that is not over."""

    __tablename__ = "alarms"

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[AlarmKind] = mapped_column(Choice(AlarmKind))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]


class AlarmEventRow(Base):
    """What the admins are told, kept until they were; `over_at` where it is over."""

    __tablename__ = "alarm_events"
    __table_args__ = (Index(None, "told_at", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    kind: Mapped[AlarmKind] = mapped_column(Choice(AlarmKind))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    since: Mapped[datetime]
    over_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class SqlAlarms:
    """bot.alarm_ports.Alarms on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def raised(self) -> Sequence[Raised]:
        """Every alarm that is not over, oldest first."""
        rows = await self._session.scalars(select(AlarmRow).order_by(AlarmRow.since, AlarmRow.key))
        return [
            Raised(Alarm(row.kind, row.key.partition(":")[2], row.facts), row.since, row.seen_at)
            for row in rows
        ]

    async def begin(self, alarm: Alarm, now: datetime) -> None:
        """It is wrong from now on; the admins are to be told."""
        self._session.add(
            AlarmRow(key=alarm.key, kind=alarm.kind, facts=dict(alarm.facts), since=now, seen_at=now)
        )
        await self._tell(alarm, now, None)

    async def last(self, alarm: Alarm, now: datetime) -> None:
        """It is still wrong."""
        await self._session.execute(
            update(AlarmRow).where(AlarmRow.key == alarm.key).values(seen_at=now, facts=dict(alarm.facts))
        )

    async def end(self, raised: Raised, now: datetime) -> None:
        """It is over; the admins are to be told."""
        await self._session.execute(delete(AlarmRow).where(AlarmRow.key == raised.alarm.key))
        await self._tell(raised.alarm, raised.since, now)

    async def untold(self, limit: int) -> Sequence[AlarmEvent]:
        """What the admins have not been told, oldest first."""
        waiting = select(AlarmEventRow).where(AlarmEventRow.told_at.is_(None)).order_by(AlarmEventRow.id)
        rows = await self._session.scalars(waiting.limit(limit))
        return [
            AlarmEvent(
                number=row.id, alarm=Alarm(row.kind, facts=row.facts), since=row.since, over_at=row.over_at
            )
            for row in rows
        ]

    async def told(self, number: int, now: datetime) -> None:
        """The admins know."""
        await self._session.execute(
            update(AlarmEventRow).where(AlarmEventRow.id == number).values(told_at=now)
        )

    async def backlog(self, now: datetime) -> Backlog:
        """What is due and waits."""
        unhandled = InboxRow.handled_at.is_(None)
        updates = await self._session.execute(
            select(func.count(), func.min(InboxRow.stored_at)).where(unhandled)
        )
        count, oldest = updates.one()
        late = select(func.min(PushRow.due_at)).where(
            PushRow.state == PushState.SCHEDULED, PushRow.due_at <= now
        )
        push_at = await self._session.scalar(late)
        return Backlog(count, oldest, push_at, await self._sending(now))

    async def _sending(self, now: datetime) -> Mapping[PushId, tuple[datetime, int]]:
        """Of each push one look into the index of what waits, not a count of it."""
        first = (
            select(DeliveryRow.not_before)
            .where(DeliveryRow.push_id == PushRow.id, DeliveryRow.not_before <= now)
            .order_by(DeliveryRow.not_before)
            .limit(1)
            .correlate(PushRow)
            .scalar_subquery()
        )
        ended = (
            select(func.coalesce(func.sum(PushTallyRow.count), 0))
            .where(PushTallyRow.push_id == PushRow.id)
            .correlate(PushRow)
            .scalar_subquery()
        )
        found = await self._session.execute(
            select(PushRow.id, PushRow.due_at, first, ended).where(PushRow.state == PushState.SENDING)
        )
        return {
            push_id: (max(due_at, since), int(count))
            for push_id, due_at, since, count in found
            if since is not None
        }

    async def ended(self, since: datetime) -> Ended:
        """How deliveries of the pushes since then ended; unknown ones of all time that no editor has seen."""
        row = PushTallyRow
        counted = await self._session.execute(
            select(row.state, func.sum(row.count))
            .join(PushRow, PushRow.id == row.push_id)
            .where(PushRow.due_at >= since, row.reason.not_in(_GONE))
            .where(row.state.in_((DeliveryState.SENT, DeliveryState.FAILED)))
            .group_by(row.state)
        )
        by_state = {state: int(count) for state, count in counted}
        unseen = row.count - PushRow.unknown_seen
        unknown = await self._session.scalar(
            select(func.sum(unseen))
            .join(PushRow, PushRow.id == row.push_id)
            .where(row.state == DeliveryState.UNKNOWN, unseen > 0)
        )
        sent, failed = (by_state.get(state, 0) for state in (DeliveryState.SENT, DeliveryState.FAILED))
        return Ended(sent, failed, int(unknown or 0))

    async def _tell(self, alarm: Alarm, since: datetime, over_at: datetime | None) -> None:
        if not alarm.kind.is_told_by_itself:
            self._session.add(
                AlarmEventRow(kind=alarm.kind, facts=dict(alarm.facts), since=since, over_at=over_at)
            )
        await self._session.flush()
