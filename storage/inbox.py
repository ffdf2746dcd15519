"""Updates from Telegram, stored before they are acknowledged."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, bindparam, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

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


_INBOX: Any = InboxRow.__table__
_IDS: Any = bindparam("ids", expanding=True)
_BEFORE = _INBOX.alias()
_FIRST = (
    select(func.min(_BEFORE.c.update_id))
    .where(
        _BEFORE.c.handled_at.is_(None),
        _BEFORE.c.chat_id.is_not(None),
        _BEFORE.c.update_id <= bindparam("last"),
    )
    .group_by(_BEFORE.c.chat_id)
)
"""The one of each chat whose turn it is; looked for once, and not for every update anew."""
CLAIM = (
    select(_INBOX.c.update_id)
    .where(
        _INBOX.c.update_id.in_(_IDS),
        _INBOX.c.handled_at.is_(None),
        or_(_INBOX.c.chat_id.is_(None), _INBOX.c.update_id.in_(_FIRST)),
    )
    .with_for_update(skip_locked=True)
)
_MARK = (
    update(_INBOX)
    .where(_INBOX.c.update_id.in_(_IDS))
    .values(handled_at=bindparam("now"), payload=None, chat_id=None)
)
_FORGET = delete(_INBOX).where(_INBOX.c.handled_at < bindparam("before"))


class SqlInbox:
    """bot.ports.Inbox on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def store(self, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
        """Keep them; returns the ids that are new."""
        if not updates:
            return []
        await self._session.execute(_FORGET, {"before": now - _TELEGRAM_REPEATS_FOR})
        values = [
            {"update_id": one.update_id, "payload": one.payload, "chat_id": one.chat_id, "stored_at": now}
            for one in updates
        ]
        keeping = insert(self._session, _INBOX).on_conflict_do_nothing().returning(_INBOX.c.update_id)
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
        wanted = {"ids": update_ids, "last": max(update_ids, default=0)}
        return list(await self._session.scalars(CLAIM, wanted))

    async def set_aside(self, update_id: int) -> None:
        """Nobody can handle this one; it stays, and holds up its chat no longer."""
        await self._session.execute(
            update(InboxRow).where(InboxRow.update_id == update_id).values(chat_id=None)
        )

    async def handled(self, update_ids: Sequence[int], now: datetime) -> None:
        """Mark as done what was claimed."""
        await self._session.execute(_MARK, {"ids": update_ids, "now": now})
