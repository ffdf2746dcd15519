"""What a reader asks: the words that carry the question, and what kind of answer they hint at."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain import common_words as common
from bot.domain.folding import fold
from bot.domain.ids import ChatId

QuestionId = NewType("QuestionId", int)

MOST_WORDS = 10
_LONGEST_WORD = 64
_LONGEST_QUESTION = 1000
"""Characters that are looked at; nobody asks more."""
_WORD = re.compile(r"[^\W_]+")
_LONG_NUMBER = re.compile(r"[0-9]{5}")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


class Wish(StrEnum):
    """What a question asks for besides its words."""

    REASONS = "reasons"
    NUMBER = "number"
    TIME = "time"
    PERSON = "person"


class Order(StrEnum):
    """Which answers come first."""

    BEST = "b"
    NEWEST = "n"


@dataclass(frozen=True)
class View:
    """Which part of the answers a reader looks at."""

    page: int = 0
    order: Order = Order.BEST
    only_video: bool = False


@dataclass(frozen=True)
class Question:
    """A question on file, so that the buttons below its answer know it."""

    id: QuestionId
    chat_id: ChatId
    text: str
    asked_at: datetime


_ASKED_BY = {
    Wish.REASONS: common.REASONS,
    Wish.NUMBER: common.NUMBER,
    Wish.TIME: common.TIME,
    Wish.PERSON: common.PERSON,
}


def asked_words(text: str) -> tuple[str, ...]:
    """The words that carry a question, as written, each once; none when it has only common ones."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text[:_LONGEST_QUESTION]):
        if not is_common(word):
            found.setdefault(fold(word[:_LONGEST_WORD]), word[:_LONGEST_WORD])
    return tuple(found.values())[:MOST_WORDS]


def words_to_keep(text: str) -> str:
    """What of a question may be kept when nobody is to know who asked: its words without numbers so long that
    they could be somebody's."""
    return " ".join(word.lower() for word in asked_words(text) if not _LONG_NUMBER.search(word))


def has_words(text: str) -> bool:
    """Whether there is any word at all, common or not."""
    return bool(_WORD.search(text[:_LONGEST_QUESTION]))


def is_common(word: str) -> bool:
    """Whether a word says nothing about what is asked."""
    return fold(word) in (common.CYRILLIC if _CYRILLIC.search(word) else common.LATIN)


def wishes(text: str) -> frozenset[Wish]:
    """What kinds of answer the question hints at."""
    asked = {fold(word) for word in _WORD.findall(text[:_LONGEST_QUESTION])}
    return frozenset(wish for wish, words in _ASKED_BY.items() if asked & words)
