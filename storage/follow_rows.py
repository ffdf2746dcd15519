"""The rows of follows, which both follows.py and the ledger read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.follows import FollowKind
from bot.domain.ids import PushId, SubscriberId
from bot.domain.preferences import Mode
from storage.columns import Base, Choice

_MUTED = text("muted_until IS NOT NULL")
_OWN_MODE = text("mode IS NOT NULL")


class FollowRow(Base):
    """How a subscriber stands to a subject.

    The indexes hold all that planning asks: who follows a subject, and who has muted it. The few mutes have
    one of their own, or a push would look through all followers twice; so have the few follows with a mode
    of their own (partial on PostgreSQL by the migration alone, as with deliveries).
    """

    __tablename__ = "follows"
    __table_args__ = (
        Index("ix_follows_followed", "kind", "key", "subscriber_id", "since"),
        Index("ix_follows_muted", "kind", "key", "subscriber_id", "muted_until", sqlite_where=_MUTED),
        Index("ix_follows_mode", "kind", "key", "subscriber_id", "mode", sqlite_where=_OWN_MODE),
        {"sqlite_with_rowid": False},
    )

    subscriber_id: Mapped[SubscriberId] = mapped_column(
        ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[FollowKind] = mapped_column(Choice(FollowKind), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    since: Mapped[datetime | None]
    muted_until: Mapped[datetime | None]
    mode: Mapped[Mode | None] = mapped_column(Choice(Mode))


class PushKeyRow(Base):
    """A subject that a push is filed under, frozen with it."""

    __tablename__ = "push_keys"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    kind: Mapped[FollowKind] = mapped_column(Choice(FollowKind), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
