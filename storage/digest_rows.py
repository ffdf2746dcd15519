"""The rows of digests, which planning, the ledger and digests.py read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import PushId, SubscriberId
from storage.columns import Base, Json


class DigestWaitRow(Base):
    """A subscriber for whose next digest something waits: pushes from this turn on. Never a row an article:
    which of them they are is asked when the digest is made."""

    __tablename__ = "digest_waits"

    subscriber_id: Mapped[SubscriberId] = mapped_column(
        ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[int] = mapped_column(BigInteger)
    """`pushes.planned_as` of the first one."""


class DigestClockRow(Base):
    """A wall time of a zone at which somebody wanted a digest once; there are a few hundred at most."""

    __tablename__ = "digest_clocks"

    zone: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime | None]
    used: Mapped[date | None]


class DigestRow(Base):
    """A digest as it was frozen for one delivery. The text goes when its push is done: then only the
    articles are kept, for a few days, for the button that shows more of them."""

    __tablename__ = "digests"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    subscriber_id: Mapped[SubscriberId] = mapped_column(
        ForeignKey("subscribers.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    html: Mapped[str | None]
    buttons: Mapped[list[list[dict[str, Any]]] | None] = mapped_column(Json)
    articles: Mapped[list[int]] = mapped_column(Json)
    """Best first, all pages together."""
    at: Mapped[datetime] = mapped_column(index=True)
