"""Updates from Telegram, stored before they are acknowledged."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.domain.ids import ChatId
from bot.inbox_ports import StoredUpdate
from storage.columns import Base, Json, insert

_TELEGRAM_REPEATS_FOR = timedelta(days=3)
"""Longer than the day for which Telegram keeps an update that nobody acknowledged."""
_HANDLING = 0x6B6F6C68
"""PostgreSQL's advisory lock of handling: held by many together, or by one alone."""


class InboxRow(Base):
    """An update. Once handled, what people wrote goes; its number stays, so that a repetition is known."""

    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    payload: Mapped[Mapping[str, Any] | None] = mapped_column(Json)
    chat_id: Mapped[ChatId | None]
    """Whose turn it is kept for; None where it belongs to nobody, or holds nobody up."""
    stored_at: Mapped[datetime]
    handled_at: Mapped[datetime | None] = mapped_column(index=True)


class SqlInbox:
    """bot.ports.Inbox on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def store(self, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
        """Keep them; returns the ids that are new."""
        if not updates:
            return []
        await self._session.execute(delete(InboxRow).where(InboxRow.handled_at < now - _TELEGRAM_REPEATS_FOR))
        values = [
            {"update_id": one.update_id, "payload": one.payload, "chat_id": one.chat_id, "stored_at": now}
            for one in updates
        ]
        keeping = insert(self._session, InboxRow).on_conflict_do_nothing().returning(InboxRow.update_id)
        return sorted(await self._session.scalars(keeping, values))

    async def unhandled(self, limit: int | None = None) -> list[StoredUpdate]:
        """What nobody handled yet, oldest first."""
        waiting = select(InboxRow).where(InboxRow.handled_at.is_(None)).order_by(InboxRow.update_id)
        rows = await self._session.scalars(waiting.limit(limit))
        return [StoredUpdate(row.update_id, row.payload or {}) for row in rows]

    async def waiting(self) -> int:
        """How many updates nobody handled yet."""
        counted = select(func.count()).select_from(InboxRow).where(InboxRow.handled_at.is_(None))
        return (await self._session.scalars(counted)).one()

    async def waiting_ids(self, limit: int) -> list[int]:
        """Which those are, oldest first."""
        waiting = select(InboxRow.update_id).where(InboxRow.handled_at.is_(None))
        return list(await self._session.scalars(waiting.order_by(InboxRow.update_id).limit(limit)))

    async def of(self, update_ids: Sequence[int]) -> list[StoredUpdate]:
        """Those of them that nobody handled yet, oldest first."""
        waiting = select(InboxRow).where(InboxRow.update_id.in_(update_ids), InboxRow.handled_at.is_(None))
        rows = await self._session.scalars(waiting.order_by(InboxRow.update_id))
        return [StoredUpdate(row.update_id, row.payload or {}) for row in rows]

    async def claim(self, update_ids: Sequence[int], *, alone: bool = False) -> list[int]:
        """Those that this transaction may handle; until its end no other transaction may."""
        if self._session.get_bind().dialect.name == "postgresql":
            taking = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
            await self._session.execute(text(f"SELECT {taking}(:key)"), {"key": _HANDLING})
        before = aliased(InboxRow)
        earlier = select(before.update_id).where(
            before.handled_at.is_(None),
            before.chat_id == InboxRow.chat_id,
            before.update_id < InboxRow.update_id,
        )
        free = InboxRow.update_id.in_(update_ids), InboxRow.handled_at.is_(None), ~earlier.exists()
        claiming = select(InboxRow.update_id).where(*free).with_for_update(skip_locked=True)
        return list(await self._session.scalars(claiming))

    async def set_aside(self, update_id: int) -> None:
        """Nobody can handle this one; it stays, and holds up its chat no longer."""
        await self._session.execute(
            update(InboxRow).where(InboxRow.update_id == update_id).values(chat_id=None)
        )

    async def handled(self, update_ids: Sequence[int], now: datetime) -> None:
        """Mark as done what was claimed."""
        ours = InboxRow.update_id.in_(update_ids)
        marking = update(InboxRow).where(ours).values(handled_at=now, payload=None, chat_id=None)
        await self._session.execute(marking)
