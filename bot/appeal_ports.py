"""What appeals need of the database; see bot/ports.py for the rules."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.appeals import Effect, History, Pause
from bot.domain.ids import ArticleId, ChatId, Edition
from bot.member_ports import MemberStore


class Appeals(Protocol):
    """What is kept of readers for deciding about appeals, and how each wording did, which names nobody."""

    async def of(self, chat_id: ChatId) -> History | None:
        """What is kept of a chat."""
        ...

    async def hold(self, chat_id: ChatId) -> None:
        """Until this transaction ends, nobody else changes it."""
        ...

    async def keep(self, chat_id: ChatId, history: History) -> None:
        """From now on this is kept of a chat."""
        ...

    async def erase(self, chat_id: ChatId) -> None:
        """Nothing is kept of the chat."""
        ...

    async def count(self, day: date, edition: Edition, wording: str, effect: Effect) -> None:
        """One more on this day."""
        ...

    async def counts(self, since: date) -> Mapping[tuple[Edition, str], Mapping[Effect, int]]:
        """From that day on, by edition and wording."""
        ...

    async def reminders(self, now: datetime, limit: int) -> Sequence[ChatId]:
        """Who wanted to be reminded by now, the longest waiting first."""
        ...

    async def pause(self) -> Pause | None:
        """Since when all appeals are off, if they are."""
        ...

    async def begin_pause(self, name: str, now: datetime) -> bool:
        """Turn them off; False when they are."""
        ...

    async def end_pause(self) -> bool:
        """Turn them on; False when they are."""
        ...

    async def any_breaking(self, articles: Sequence[ArticleId]) -> bool:
        """Whether one of them was pushed as breaking news."""
        ...


class AppealStore(MemberStore, Protocol):
    """The part of a transaction's repositories that this is, with the memberships."""

    @property
    def appeals(self) -> Appeals:
        """When who was asked for support."""
        ...
