"""Feedback: what a reader tells the newsroom, perhaps about an article, and what it answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.articles import Article
from bot.domain.ids import ChatId

FeedbackId = NewType("FeedbackId", int)

PER_HOUR = 5
"""So much of one person reaches the desk in an hour: a thousand messages must not bury the others'."""
KEPT_FOR = timedelta(days=90)
LONGEST = 3_000
"""Characters of a message or an answer, as Telegram counts them: with what stands around it, 4096 is all."""


class FeedbackState(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    ANSWERED = "answered"
    """An editor wrote an answer, which is on its way."""
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    """The reader can't be reached any more."""
    ERASED = "erased"
    """The reader had everything erased; the desk's copies follow."""


def is_too_long(text: str) -> bool:
    """Whether it does not fit into one message."""
    return len(text.encode("utf-16-le", "ignore")) // 2 > LONGEST


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """One message to the newsroom. `chat_id` is the reader's; None once they had everything erased."""

    id: FeedbackId
    chat_id: ChatId | None
    name: str
    language: str
    text: str
    article: Article | None = None
    at: datetime
    state: FeedbackState = FeedbackState.WAITING
    answer: str | None = None
    answered_name: str | None = None
    answered_at: datetime | None = None
