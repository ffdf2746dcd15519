"""What appeals need of the database; see bot/ports.py for the rules."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain.appeals import Effect, History, Pause
from bot.domain.ids import ArticleId, ChatId, Edition, PushId
from bot.domain.support_counts import Dimension, Since, Step, Steps
from bot.domain.support_links import Place, Reference
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


class SupportCounts(Protocol):
    """Steps on the way to a membership, per day and by what brought them; they name nobody."""

    async def count(self, day: date, step: Step, reference: Reference, source: str | None = None) -> None:
        """One more on this day; also for the source, where there is one."""
        ...

    async def total(self, since: Since) -> Steps:
        """Each step since then, whatever brought it."""
        ...

    async def by(self, dimension: Dimension, since: Since, place: Place | None = None) -> Mapping[Any, Steps]:
        """Since then, of one place or of all, by what the dimension holds; what says nothing there is left
        out."""
        ...

    async def by_source(self, since: Since) -> Mapping[str, Steps]:
        """Since then, by the link with which they once came to us."""
        ...

    async def articles(self, since: Since) -> Mapping[ArticleId, tuple[str, Sequence[str]]]:
        """Headline and authors of those that led to a step since then."""
        ...

    async def pushes(self, since: Since) -> Mapping[PushId, str]:
        """What names the pushes that led to a step since then."""
        ...


class AppealStore(MemberStore, Protocol):
    """The part of a transaction's repositories that this is, with the memberships."""

    @property
    def appeals(self) -> Appeals:
        """When who was asked for support."""
        ...

    @property
    def support(self) -> SupportCounts:
        """What came of it."""
        ...
