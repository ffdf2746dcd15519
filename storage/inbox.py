"""Updates from Telegram, stored before they are acknowledged."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.inbox_ports import StoredUpdate
from storage.columns import Base, Json, insert

_TELEGRAM_REPEATS_FOR = timedelta(days=3)
"""Longer than the day for which Telegram keeps an update that nobody acknowledged."""


class InboxRow(Base):
    """An update. Once handled, what people wrote goes; its number stays, so that a repetition is known."""

    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    payload: Mapped[Mapping[str, Any] | None] = mapped_column(Json)
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
        values = [{"update_id": one.update_id, "payload": one.payload, "stored_at": now} for one in updates]
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

    async def handled(self, update_ids: Sequence[int], now: datetime) -> int:
        """Mark as done those that are not; how many that were."""
        ours = InboxRow.update_id.in_(update_ids), InboxRow.handled_at.is_(None)
        marking = update(InboxRow).where(*ours).values(handled_at=now, payload=None)
        return (await (await self._session.connection()).execute(marking)).rowcount
