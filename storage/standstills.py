"""Standstills on file: what they hold back, who was told, and what somebody decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.feedback import FeedbackState
from bot.domain.ids import ChatId, MessageId, UserId
from bot.domain.pushes import Action, PushKind, PushState
from bot.domain.standstills import Gap, Standstill, StandstillId, StandstillState
from bot.domain.subscribers import Person
from storage.answers import AnswerRow
from storage.columns import ROW_ID, Base, Choice, insert
from storage.digest_rows import DigestWaitRow
from storage.endings import halt
from storage.feedback import FeedbackRow
from storage.inbox import InboxRow
from storage.push_rows import PushRow
from storage.pushes import AS_FAR_AS_IT_WAS


class StandstillRow(Base):
    """A standstill. `digest_turn` is the first `pushes.planned_as` after a restore, 0 where it was none."""

    __tablename__ = "standstills"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[StandstillId] = mapped_column(ROW_ID, primary_key=True)
    since: Mapped[datetime | None]
    until: Mapped[datetime]
    held_before: Mapped[datetime]
    is_restore: Mapped[bool]
    digest_turn: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[StandstillState] = mapped_column(Choice(StandstillState))
    decided_by: Mapped[UserId | None]
    decided_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class StandstillMessageRow(Base):
    """A desk chat's message with it; without a message id, the chat was tried in vain."""

    __tablename__ = "standstill_messages"

    standstill_id: Mapped[StandstillId] = mapped_column(
        ROW_ID, ForeignKey("standstills.id"), primary_key=True, autoincrement=False
    )
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[MessageId | None]


_NEWEST = select(StandstillRow).order_by(StandstillRow.id.desc()).limit(1)


class SqlStandstills:
    """bot.upkeep_ports.Standstills on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(self, gap: Gap) -> StandstillId:
        """From now on it holds what is waiting and what is under way, besides what it `hold`s later."""
        turn = await self._session.scalar(select(func.max(PushRow.planned_as))) if gap.is_restore else None
        row = StandstillRow(
            since=gap.since,
            until=gap.until,
            held_before=gap.held_before,
            is_restore=gap.is_restore,
            digest_turn=1 + (turn or 0) if gap.is_restore else 0,
            state=StandstillState.WAITING,
        )
        self._session.add(row)
        await self._session.flush()
        await self._halt_what_is_under_way(row.id, gap.until)
        await self.hold()
        return row.id

    async def reach(self, standstill_id: StandstillId, until: datetime, held_before: datetime) -> None:
        """It lasted until now: nobody was there since."""
        await self._session.execute(
            update(StandstillRow)
            .where(StandstillRow.id == standstill_id)
            .values(until=until, held_before=held_before)
        )
        await self.hold()

    async def hold(self) -> None:
        """Hold what falls due meanwhile and belongs to the time before: slots and digests of then."""
        row = await self._waiting()
        if row is None:
            return
        late: ColumnElement[bool] = PushRow.due_at < row.held_before
        if row.is_restore and await self._digest_readers(row):
            late = or_(late, PushRow.kind == PushKind.DIGEST)
        due = update(PushRow).where(PushRow.state == PushState.SCHEDULED, PushRow.action == Action.SEND)
        new = due.where(late, PushRow.held_by.is_(None))
        await self._session.execute(new.values(state=PushState.PAUSED, held_by=row.id))

    async def latest(self) -> Standstill | None:
        """The newest one, decided or not."""
        row = await self._session.scalar(_NEWEST)
        return await self._standstill(row) if row else None

    async def gap(self) -> Gap | None:
        """The newest one's."""
        row = await self._session.scalar(_NEWEST)
        return _gap(row) if row else None

    async def get(self, standstill_id: StandstillId) -> Standstill | None:
        """By its number."""
        row = await self._session.get(StandstillRow, standstill_id)
        return await self._standstill(row) if row else None

    async def decide(
        self, standstill_id: StandstillId, state: StandstillState, by: Person, now: datetime
    ) -> bool:
        """Send or drop what it holds, keeping who decided; False when somebody was faster."""
        row = await self._session.scalar(
            update(StandstillRow)
            .where(StandstillRow.id == standstill_id, StandstillRow.state == StandstillState.WAITING)
            .values(state=state, decided_by=by.id, decided_name=by.name, decided_at=now)
            .returning(StandstillRow)
        )
        if row is None:
            return False
        if state is StandstillState.SENT:
            release = update(PushRow).where(_held_by(row.id))
            await self._session.execute(release.values(state=AS_FAR_AS_IT_WAS))
        else:
            await self._drop(row, now)
        return True

    async def forget_what_was_owed(self, now: datetime) -> None:
        """A restored backup owes answers that people have had since, and updates that were handled."""
        await self._session.execute(delete(AnswerRow).where(AnswerRow.said_at.is_(None)))
        waiting = update(InboxRow).where(InboxRow.handled_at.is_(None))
        await self._session.execute(waiting.values(handled_at=now, payload=None))
        answered = update(FeedbackRow).where(FeedbackRow.state == FeedbackState.ANSWERED)
        await self._session.execute(answered.values(state=FeedbackState.DELIVERED))

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Standstill, ChatId]]:
        """The one that waits and holds something, for each desk chat that was not told (or tried) yet."""
        row = await self._waiting()
        standstill = await self._standstill(row) if row else None
        if standstill is None or not standstill.holds_anything:
            return []
        tried = select(StandstillMessageRow.chat_id).where(
            StandstillMessageRow.standstill_id == standstill.id
        )
        told = set(await self._session.scalars(tried))
        return [(standstill, chat_id) for chat_id in desk if chat_id not in told]

    async def shown(self, standstill_id: StandstillId, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message; None means that the chat could not be reached."""
        telling = insert(self._session, StandstillMessageRow).values(
            standstill_id=standstill_id, chat_id=chat_id, message_id=message_id
        )
        await self._session.execute(
            telling.on_conflict_do_update(
                index_elements=["standstill_id", "chat_id"], set_={"message_id": telling.excluded.message_id}
            )
        )

    async def messages(self, standstill_id: StandstillId) -> list[tuple[ChatId, MessageId]]:
        """Every desk message about it."""
        found = await self._session.execute(
            select(StandstillMessageRow.chat_id, StandstillMessageRow.message_id)
            .where(StandstillMessageRow.standstill_id == standstill_id)
            .order_by(StandstillMessageRow.chat_id)
        )
        return [(chat_id, message_id) for chat_id, message_id in found if message_id is not None]

    async def _waiting(self) -> StandstillRow | None:
        return await self._session.scalar(_NEWEST.where(StandstillRow.state == StandstillState.WAITING))

    async def _halt_what_is_under_way(self, standstill_id: StandstillId, now: datetime) -> None:
        sending = select(PushRow.id).where(
            PushRow.state == PushState.SENDING, PushRow.action == Action.SEND, PushRow.held_by.is_(None)
        )
        connection = await self._session.connection()
        for push_id in (await self._session.scalars(sending)).all():
            await connection.run_sync(halt, push_id, PushState.PAUSED, now)
            held = update(PushRow).where(PushRow.id == push_id)
            await self._session.execute(held.values(held_by=standstill_id))

    async def _drop(self, row: StandstillRow, now: datetime) -> None:
        connection = await self._session.connection()
        for push_id in (await self._session.scalars(select(PushRow.id).where(_held_by(row.id)))).all():
            await connection.run_sync(halt, push_id, PushState.CANCELLED, now)
        await self._session.execute(
            update(DigestWaitRow).where(DigestWaitRow.since < row.digest_turn).values(since=row.digest_turn)
        )

    async def _digest_readers(self, row: StandstillRow) -> int:
        waiting = select(func.count()).select_from(DigestWaitRow)
        return await self._session.scalar(waiting.where(DigestWaitRow.since < row.digest_turn)) or 0

    async def _standstill(self, row: StandstillRow) -> Standstill:
        held = select(func.count()).select_from(PushRow).where(_held_by(row.id))
        is_waiting = row.state is StandstillState.WAITING
        return Standstill(
            id=row.id,
            gap=_gap(row),
            state=row.state,
            pushes=await self._session.scalar(held) or 0,
            digest_readers=await self._digest_readers(row) if is_waiting and row.is_restore else 0,
            decided_by=row.decided_by,
            decided_name=row.decided_name,
            decided_at=row.decided_at,
        )


def _gap(row: StandstillRow) -> Gap:
    return Gap(since=row.since, until=row.until, held_before=row.held_before, is_restore=row.is_restore)


def _held_by(standstill_id: StandstillId) -> ColumnElement[bool]:
    return and_(PushRow.held_by == standstill_id, PushRow.state == PushState.PAUSED)
