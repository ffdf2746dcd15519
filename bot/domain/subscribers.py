"""Subscribers: the chats that get pushes, and the people who talk to us."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.domain.ids import ChatId, Edition, SubscriberId, ThreadId, UserId


class Role(IntEnum):
    """What a person may do; a higher role includes the lower ones."""

    READER = 1
    EDITOR = 2
    ADMIN = 3


class ChatKind(StrEnum):
    """Where a subscriber reads us."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class Standing(StrEnum):
    """Whether a subscriber gets pushes, and if not, why."""

    ACTIVE = "active"
    PAUSED = "paused"
    BLOCKED = "blocked"
    LEFT = "left"
    ERASED = "erased"
    """A tombstone: nobody's any more, kept for what was counted."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who talks to us and for which chat, as Telegram tells it; `language` is their app's."""

    id: UserId
    chat_id: ChatId
    name: str
    language: str
    role: Role = Role.READER
    thread_id: ThreadId | None = None
    """The topic of the chat they speak in."""


@dataclass(frozen=True, kw_only=True)
class Subscriber:
    """A chat that gets pushes; `standing` says whether it does now."""

    id: SubscriberId
    chat_id: ChatId
    kind: ChatKind = ChatKind.PRIVATE
    edition: Edition
    language: str
    standing: Standing
    joined_at: datetime
    source: str | None = None
    """The tag of the link by which they came first."""
    thread_id: ThreadId | None = None
    """The topic of a forum group that pushes go to."""
    title: str | None = None
    """What a group or channel is called."""
    keeper_id: UserId | None = None
    """Who let us into a group or channel."""
    seen_on: date | None = None
    """The day, UTC's, on which they wrote or tapped last."""

    @property
    def is_gone(self) -> bool:
        """Whether nothing may be sent until somebody brings the chat back."""
        return self.standing in (Standing.BLOCKED, Standing.LEFT, Standing.ERASED)
