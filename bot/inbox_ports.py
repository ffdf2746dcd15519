"""What handling updates needs of the world: the inbox, the file of answers, and who understands updates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.answers import Matter, OwedAnswer


@dataclass(frozen=True)
class StoredUpdate:
    """An update as Telegram gave it, kept until it was handled."""

    update_id: int
    payload: Mapping[str, Any]


class Inbox(Protocol):
    """Updates from Telegram, stored before they are acknowledged."""

    async def store(self, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
        """Keep them; returns the ids that are new."""
        ...

    async def unhandled(self, limit: int | None = None) -> list[StoredUpdate]:
        """What nobody handled yet, oldest first."""
        ...

    async def waiting(self) -> int:
        """How many updates nobody handled yet."""
        ...

    async def handled(self, update_ids: Sequence[int], now: datetime) -> int:
        """Mark as done those that are not; how many that were."""
        ...


class Answers(Protocol):
    """What we have to say to people, on file until Telegram took it."""

    async def add(self, owed: Sequence[OwedAnswer]) -> None:
        """Keep them until `remove`."""
        ...

    async def owed(self) -> list[OwedAnswer]:
        """What was not sent yet, oldest update first."""
        ...

    async def remove(self, owed: Sequence[OwedAnswer], now: datetime) -> None:
        """They are sent, or given up."""
        ...


class Understand(Protocol):
    """An update, as Telegram gave it → what it asks of us."""

    def __call__(self, payload: Mapping[str, Any]) -> Matter | None:
        """None for what nobody needs to handle, or can't read. Never raises."""
        ...
