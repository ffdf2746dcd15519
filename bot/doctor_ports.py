"""What `doctor` asks, and what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.feed_choices import KnownFeed
from bot.domain.ids import ChatId


class Inspector(Protocol):
    """What `doctor` asks Telegram. Each raises TokenRefused, or FetchError when Telegram is out of reach."""

    async def identify(self) -> str:
        """The bot's username."""
        ...

    async def server_time(self) -> datetime:
        """The time on Telegram's clock."""
        ...

    async def can_write(self, chat_id: ChatId) -> bool:
        """Whether the bot may send into this chat."""
        ...


@dataclass(frozen=True)
class DatabaseReport:
    """Which database it is (never with a password), and SQLite's version where it is one."""

    place: str
    sqlite: tuple[int, ...] | None
    revision: str | None = None
    """Of its schema; None of one that nobody has been in."""
    newest: str | None = None
    """The revision that this version wants."""
    free: int | None = None
    """Bytes that are left on its disk, where it is on ours."""
    feeds: Sequence[KnownFeed] = ()
    """About which a chat chose something."""
    has_admin: bool = False
    """Whether a chat made somebody one."""
