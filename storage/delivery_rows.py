"""The rows of the delivery machine, which ledger.py moves and others count."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.deliveries import DeliveryState, Reason
from bot.domain.ids import ChatId, MessageId, PushId, SubscriberId
from storage.columns import ROW_ID, Base, Millis, Number

_WAITING = text("not_before IS NOT NULL")
_IN_HAND = text("epoch IS NOT NULL")


class DeliveryRow(Base):
    """One push to one subscriber, kept small: there are millions, and most have ended.

    `epoch` names who is at work on it and is empty otherwise; `not_before` is set while it waits, and
    only then: the partial indexes hold no more than what is asked of them, and both databases use them
    for `not_before <= ?` and `epoch <= ?` (on PostgreSQL by the migration alone: to name it here would load
    its dialect at every start). No foreign keys: planning would look up two parents a row.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "ix_deliveries_waiting",
            "push_id",
            "not_before",
            "subscriber_id",
            sqlite_where=_WAITING,
        ),
        Index("ix_deliveries_in_hand", "epoch", "push_id", sqlite_where=_IN_HAND),
        {"sqlite_with_rowid": False},
    )

    push_id: Mapped[PushId] = mapped_column(primary_key=True, autoincrement=False)
    subscriber_id: Mapped[SubscriberId] = mapped_column(ROW_ID, primary_key=True, autoincrement=False)
    state: Mapped[DeliveryState] = mapped_column(Number(DeliveryState))
    epoch: Mapped[int | None] = mapped_column(BigInteger)
    not_before: Mapped[datetime | None] = mapped_column(Millis)
    attempts: Mapped[int]
    risk: Mapped[int]
    """How many times the message may have arrived once more than recorded."""
    at: Mapped[datetime | None] = mapped_column(Millis)
    """When it was last attempted or ended."""
    message_id: Mapped[MessageId | None]
    reason: Mapped[Reason | None] = mapped_column(Number(Reason))
    detail: Mapped[str | None]


class ParkedChatRow(Base):
    """A chat that Telegram wants left alone for a while."""

    __tablename__ = "parked_chats"

    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[datetime]


class LeaseRow(Base):
    """Who may work, and under which number: every claim and every outcome carries the epoch."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
    holder: Mapped[str]
    until: Mapped[datetime]
