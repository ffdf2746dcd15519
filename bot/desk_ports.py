"""What the desk needs of the database besides reviews: the record of its decisions.

All datetimes are aware UTC.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.audit import Decision, Logged
from bot.domain.ids import ArticleId, ChatId, MessageId, PushId
from bot.domain.newsroom_stops import Held, Stop
from bot.domain.push_reports import Effect, Effects, Ended, Place, Stage


class Audit(Protocol):
    """Every decision of the desk. What is in it stays as it is: the database itself refuses to change it."""

    async def add(self, decision: Decision) -> None:
        """Keep a decision, in the transaction that carries it out."""
        ...

    async def latest(self, limit: int, before: int | None = None) -> Sequence[Logged]:
        """The newest decisions first, those with a number below `before` where it is given."""
        ...


class PushReports(Protocol):
    """The desk's messages about pushes: one in each chat, edited while the push goes out and after it."""

    async def places(self, push_ids: Sequence[PushId]) -> Mapping[tuple[PushId, ChatId], Place]:
        """Where they stand."""
        ...

    async def shown(
        self, push_id: PushId, chat_id: ChatId, message_id: MessageId | None, stage: Stage
    ) -> None:
        """Remember the message and what it tells; None means that the chat could not be reached."""
        ...

    async def ask(self, push_id: PushId, chat_id: ChatId, *, asks: bool) -> None:
        """The message asks from now on whether to cancel the rest, or does not any more."""
        ...

    async def ended(self) -> Sequence[Ended]:
        """The pushes that are over and not yet told of to the end, oldest first."""
        ...

    async def close(self, push_ids: Sequence[PushId]) -> None:
        """All is told of these."""
        ...

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be told what it missed."""
        ...


class PushEffects(Protocol):
    """What readers made of pushes: counted for each push, never for a reader."""

    async def tapped(self, chat_id: ChatId, message_id: MessageId, article_id: ArticleId) -> PushId | None:
        """The push of this article that brought this message to this chat."""
        ...

    async def count(self, push_id: PushId, effect: Effect, by: int = 1) -> None:
        """Add so many; a count never falls below 0."""
        ...

    async def of(self, push_id: PushId) -> Effects:
        """What came of a push so far, with those who left within a day after they got it."""
        ...

    async def link(self, key: str) -> tuple[PushId, str] | None:
        """Whose link it is, and where it leads."""
        ...


class NewsroomStop(Protocol):
    """Whether all pushing is stopped, and what that holds back. Corrections of what is out go on."""

    async def get(self) -> Stop | None:
        """The stop in force."""
        ...

    async def begin(self, name: str, now: datetime) -> bool:
        """Stop, and give back what is claimed; False when it is stopped already."""
        ...

    async def end(self) -> Stop | None:
        """Let pushing go on; the stop that was in force, None when there was none."""
        ...

    async def held(self, now: datetime) -> Sequence[Held]:
        """What a stop holds back, or waits for an editor, and has not expired; oldest first."""
        ...

    async def expired(self, since: datetime, now: datetime) -> Sequence[Held]:
        """What went stale since then."""
        ...

    async def hold(self, push_ids: Sequence[PushId]) -> None:
        """Each of these waits for an editor from now on, also one whose readers are not chosen yet."""
        ...
