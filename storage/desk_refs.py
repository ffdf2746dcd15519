"""What the desk's buttons stand for, by the token they carry."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Index, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.desk_refs import DeskRef
from bot.domain.ids import ChatId
from storage.columns import Base

_TOKEN_BYTES = 16
_REMEMBERED = timedelta(days=7)
"""How long after it expired a button is still told so, and not that nobody knows it."""


class DeskRefRow(Base):
    """A button's reference."""

    __tablename__ = "desk_refs"
    __table_args__ = (Index(None, "expires_at"),)

    token: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str]
    about: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str]
    chat_id: Mapped[ChatId]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SqlDeskRefs:
    """bot.desk_ports.DeskRefs on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def issue(self, ref: DeskRef, now: datetime) -> str:
        """Keep it under a new token; what expired long before it goes."""
        await self._session.execute(delete(DeskRefRow).where(DeskRefRow.expires_at < now - _REMEMBERED))
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._session.add(
            DeskRefRow(
                token=token,
                action=ref.action,
                about=ref.about,
                version=ref.version,
                words=ref.words,
                chat_id=ref.chat_id,
                expires_at=ref.expires_at,
            )
        )
        await self._session.flush()
        return token

    async def find(self, token: str) -> DeskRef | None:
        """What a token stands for."""
        row = await self._session.get(DeskRefRow, token, populate_existing=True)
        if row is None:
            return None
        return DeskRef(
            action=row.action,
            about=row.about,
            version=row.version,
            words=row.words,
            chat_id=row.chat_id,
            expires_at=row.expires_at,
        )

    async def use(self, token: str, now: datetime) -> bool:
        """It is carried out; False when it was before."""
        used = await self._session.scalar(
            update(DeskRefRow)
            .where(DeskRefRow.token == token, DeskRefRow.used_at.is_(None))
            .values(used_at=now)
            .returning(DeskRefRow.token)
        )
        return used is not None
