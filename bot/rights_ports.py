"""What readers' rights need of the database: their records, and what they tell the newsroom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.articles import Article
from bot.domain.feedback import Feedback, FeedbackId, FeedbackState
from bot.domain.ids import ArticleId, ChatId, MessageId
from bot.domain.records import Record
from bot.domain.subscribers import Person


class Records(Protocol):
    """Everything kept about one chat."""

    async def of(self, chat_id: ChatId) -> Record:
        """All of it, oldest first; empty for a stranger."""
        ...

    async def erase(self, chat_id: ChatId, now: datetime) -> None:
        """Chat, messages, settings and times go. What waits for the chat is cancelled; a tombstone keeps how
        deliveries ended, so that no count changes. The feedback's text goes, its copies are to follow."""
        ...

    async def article_of(self, chat_id: ChatId, message_id: MessageId) -> Article | None:
        """The article that a message of ours in this chat pushed."""
        ...


class FeedbackFile(Protocol):
    """What readers told the newsroom, and the desk messages that show it."""

    async def add(self, person: Person, text: str, article_id: ArticleId | None, now: datetime) -> FeedbackId:
        """File it."""
        ...

    async def count(self, chat_id: ChatId, since: datetime) -> int:
        """How much came from a chat since then."""
        ...

    async def get(self, feedback_id: FeedbackId) -> Feedback | None:
        """One on file."""
        ...

    async def answer(self, feedback_id: FeedbackId, text: str, by: Person, now: datetime) -> bool:
        """Keep an editor's answer; False when it has one, or when nobody is there to answer any more."""
        ...

    async def answered(self) -> list[Feedback]:
        """Those whose answer is to be delivered, oldest first."""
        ...

    async def settle(self, feedback_id: FeedbackId, state: FeedbackState) -> None:
        """Its answer came to this end."""
        ...

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Feedback, ChatId]]:
        """What waits and a desk chat has not been shown (or tried) yet, oldest first."""
        ...

    async def shown(self, feedback: Feedback, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message and in which state it shows it; None: the chat could not be reached."""
        ...

    async def outdated(self) -> list[tuple[Feedback, ChatId, MessageId]]:
        """Desk messages that show another state than there is."""
        ...

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be shown what it missed."""
        ...

    async def forget(self, before: datetime) -> None:
        """Drop what came earlier than `before`, and what was erased and is on no desk any more."""
        ...
