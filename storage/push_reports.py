"""The desk's messages about pushes, and how far each has told."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ChatId, MessageId, PushId
from bot.domain.push_reports import Ended, Place, Stage
from bot.domain.pushes import PushState
from storage.columns import Base, Number, insert
from storage.push_rows import PushRow

_KEY = ("push_id", "chat_id")


class ProgressMessageRow(Base):
    """A desk chat's message about a push; without a message id, the chat was tried in vain."""

    __tablename__ = "progress_messages"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[MessageId | None]
    stage: Mapped[Stage] = mapped_column(Number(Stage))
    asks: Mapped[bool]


class SqlPushReports:
    """bot.desk_ports.PushReports on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def places(self, push_ids: Sequence[PushId]) -> dict[tuple[PushId, ChatId], Place]:
        """Where the messages about these stand."""
        if not push_ids:
            return {}
        found = await self._session.execute(
            select(
                ProgressMessageRow.push_id,
                ProgressMessageRow.chat_id,
                ProgressMessageRow.message_id,
                ProgressMessageRow.stage,
                ProgressMessageRow.asks,
            ).where(ProgressMessageRow.push_id.in_(push_ids))
        )
        return {(row.push_id, row.chat_id): Place(row.message_id, row.stage, row.asks) for row in found}

    async def shown(
        self, push_id: PushId, chat_id: ChatId, message_id: MessageId | None, stage: Stage
    ) -> None:
        """Remember the message and what it tells."""
        telling = insert(self._session, ProgressMessageRow).values(
            push_id=push_id, chat_id=chat_id, message_id=message_id, stage=stage, asks=False
        )
        known = func.coalesce(telling.excluded.message_id, ProgressMessageRow.message_id)
        await self._session.execute(
            telling.on_conflict_do_update(
                index_elements=_KEY, set_={"message_id": known, "stage": telling.excluded.stage}
            )
        )

    async def ask(self, push_id: PushId, chat_id: ChatId, *, asks: bool) -> None:
        """The message asks whether to cancel the rest, or does not any more."""
        await self._session.execute(
            update(ProgressMessageRow)
            .where(ProgressMessageRow.push_id == push_id, ProgressMessageRow.chat_id == chat_id)
            .values(asks=asks)
        )

    async def ended(self) -> list[Ended]:
        """The pushes that are over and not yet told of to the end, oldest first."""
        found = await self._session.execute(
            select(PushRow.id, PushRow.ended_at)
            # In these words: for `report_over = 0` SQLite would not use the index of those to report.
            .where(text("NOT report_over"), PushRow.ended_at.is_not(None))
            .where((PushRow.state == PushState.DONE) | (PushRow.planned > 0))
            .order_by(PushRow.id)
        )
        return [Ended(push_id, at) for push_id, at in found if at is not None]

    async def close(self, push_ids: Sequence[PushId]) -> None:
        """All is told of these."""
        await self._session.execute(update(PushRow).where(PushRow.id.in_(push_ids)).values(report_over=True))

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be told what it missed."""
        await self._session.execute(
            delete(ProgressMessageRow).where(
                ProgressMessageRow.chat_id == chat_id, ProgressMessageRow.message_id.is_(None)
            )
        )
