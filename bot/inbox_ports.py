"""What handling updates needs of the world: the inbox, the file of answers, who understands updates and who
sends the answers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.answers import Matter, OwedAnswer
from bot.domain.ids import ChatId


@dataclass(frozen=True)
class StoredUpdate:
    """An update as Telegram gave it, kept until it was handled."""

    update_id: int
    payload: Mapping[str, Any]

    @property
    def chat_id(self) -> ChatId | None:
        """The chat it belongs to, where there is none the person's own; None where there is nobody."""
        for part in self.payload.values():
            if isinstance(part, dict):
                chat = part.get("chat") or (part.get("message") or {}).get("chat") or {}
                return chat.get("id") or (part.get("from") or part.get("user") or {}).get("id")
        return None


AnswerKey = tuple[int, int]
"""The update that is answered, and which of its answers it is."""


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

    async def waiting_ids(self, limit: int) -> list[int]:
        """Which those are, oldest first."""
        ...

    async def of(self, update_ids: Sequence[int]) -> list[StoredUpdate]:
        """Those of them that nobody handled yet, oldest first."""
        ...

    async def claim(self, update_ids: Sequence[int], *, alone: bool = False) -> list[int]:
        """Those that this transaction may handle; until its end no other transaction may.

        Left out is what was handled, what another process has in hand at this moment, and what comes after
        an earlier update of its chat. While one is handled `alone`, no process handles anything else.
        """
        ...

    async def set_aside(self, update_id: int) -> None:
        """Nobody can handle this one; it stays, and holds up its chat no longer."""
        ...

    async def handled(self, update_ids: Sequence[int], now: datetime) -> None:
        """Mark as done what was claimed."""
        ...


class Answers(Protocol):
    """What we have to say to people, on file until Telegram took it."""

    async def add(self, owed: Sequence[OwedAnswer]) -> None:
        """Keep them until `remove`."""
        ...

    async def owed(self, keys: Sequence[AnswerKey] | None = None) -> list[OwedAnswer]:
        """What was not sent yet, oldest update first; of these alone, where there are `keys`."""
        ...

    async def owed_keys(self, limit: int) -> list[AnswerKey]:
        """Which were not sent yet, in the same order."""
        ...

    async def crowded(self, chat_ids: Collection[ChatId], crowd: int) -> set[ChatId]:
        """The chats for which so many answers or more were not sent yet."""
        ...

    async def remove(self, owed: Sequence[OwedAnswer], now: datetime) -> None:
        """They are sent, or given up."""
        ...


class Outlet(Protocol):
    """Where answers go once they are on file: to who sends them."""

    def __len__(self) -> int:
        """How many answers wait here."""
        ...

    @property
    def pressing(self) -> int:
        """The same, when of each chat a crowd counts at most."""
        ...

    async def crowded(self, answers: Answers, chat_ids: Collection[ChatId]) -> Collection[ChatId]:
        """Those for whom so many answers wait already that nobody can be reading them."""
        ...

    async def resume(self, answers: Answers) -> None:
        """Take up what is on file from before."""
        ...

    def add(self, owed: Sequence[OwedAnswer]) -> None:
        """These are on file now."""
        ...

    async def rest(self) -> None:
        """Wait until nothing waits here any more."""
        ...

    async def run(self, progress: Callable[[], None]) -> None:
        """Work until cancelled; tells `progress` whenever something is off the file."""
        ...


class Understand(Protocol):
    """An update, as Telegram gave it → what it asks of us."""

    def __call__(self, payload: Mapping[str, Any]) -> Matter | None:
        """None for what nobody needs to handle, or can't read. Never raises."""
        ...
