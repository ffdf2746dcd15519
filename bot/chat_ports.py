"""What groups and channels need of the database and of Telegram. All datetimes are aware UTC."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from bot.domain.ids import ChatId, ThreadId, UserId
from bot.domain.subscribers import ChatKind, Subscriber


class Chats(Protocol):
    """The subscribers that are groups and channels."""

    async def describe(
        self, chat_id: ChatId, *, kind: ChatKind, title: str, keeper_id: UserId | None = None
    ) -> None:
        """What a known group or channel is, and who let us in; None leaves that as it is."""
        ...

    async def rename(self, chat_id: ChatId, title: str) -> None:
        """A known group has another title."""
        ...

    async def send_to(self, chat_id: ChatId, thread_id: ThreadId | None) -> None:
        """The topic of a known group that pushes go to from now on."""
        ...

    async def kept_by(self, user_id: UserId) -> list[Subscriber]:
        """The groups and channels that this person let us into, and that are not erased, by title."""
        ...

    async def owe_keeper(self, chat_id: ChatId) -> None:
        """A message to this chat was refused; where somebody keeps it, they have yet to hear of it."""
        ...

    async def owed_keepers(self, limit: int) -> list[Subscriber]:
        """The chats whose keepers have yet to hear that a message was refused there."""
        ...

    async def keeper_told(self, chat_id: ChatId) -> None:
        """The keeper has heard of it, or can't be reached."""
        ...

    async def seen(self, chat_ids: Collection[ChatId], day: date) -> Collection[ChatId]:
        """These chats wrote or tapped on this day; those of them that are no strangers."""
        ...

    async def migrate(self, old: ChatId, new: ChatId, now: datetime) -> None:
        """A group goes on under another id, with all it chose; twice is the same as once."""
        ...


class ChatFacts(Protocol):
    """What Telegram tells about a group or channel."""

    async def administrators(self, chat_id: ChatId) -> frozenset[UserId] | None:
        """Who its admins are; nobody where Telegram does not show it to us, None where it does not answer."""
        ...
