"""Answers: what a handler has to say in the chat its update came from, and what their sending comes to."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.domain.deliveries import Ambiguous, Moved, NotSent, Outcome, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId, ThreadId
from bot.domain.pushes import Card

_AT_ONCE = timedelta(0)
_SHORTEST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=30)


class Way(StrEnum):
    """How an answer gets onto the phone."""

    NEW = "new"
    EDIT = "edit"
    """In place of the tapped message; below it, where that can't be edited any more."""
    BUTTONS = "buttons"
    """Other buttons under the tapped message."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One message or edit. `message_id` is the tapped message, None for a new one."""

    chat_id: ChatId
    card: Card
    way: Way = Way.NEW
    message_id: MessageId | None = None
    thread_id: ThreadId | None = None
    """The topic of a forum group that a new one goes to."""


Errand = Callable[[], Coroutine[Any, Any, None]]
"""Something to do after the commit that a crash may forget, such as the notice that ends a tap."""


@dataclass(frozen=True)
class Response:
    """What a handler came to: answers to keep until they are sent, and errands to run once."""

    answers: Sequence[Answer] = ()
    errands: Sequence[Errand] = ()


@dataclass(frozen=True)
class Matter:
    """What an update asks of us.

    `answer` changes nothing but the store it joins, and may be asked again when that was rolled back.
    `explain` is what is said instead when something was raised. `fetch`, where there is one, goes first,
    outside any transaction, and is harmless when repeated. `alone` is what may touch more than its
    own chat: no other process handles anything beside it.
    """

    answer: Callable[[], Awaitable[Response]]
    explain: Callable[[Exception], Response]
    fetch: Callable[[], Awaitable[None]] | None = None
    alone: bool = False
    visitor: ChatId | None = None
    """The chat that wrote or tapped."""


@dataclass(frozen=True, kw_only=True)
class OwedAnswer:
    """An answer on file until Telegram took it: the `position`th to this update."""

    update_id: int
    position: int
    answer: Answer


@dataclass(frozen=True)
class Attempt:
    """An answer on its way, and what happened to it so far."""

    answer: Answer
    failures: int = 0
    """How often it certainly did not reach Telegram."""
    doubts: int = 0
    """How often nobody could say whether it arrived."""


@dataclass(frozen=True)
class Again:
    """Try `attempt` after `wait`."""

    attempt: Attempt
    wait: timedelta = _AT_ONCE


@dataclass(frozen=True)
class Over:
    """Nothing more to do; `problem` says why it was given up, if it was."""

    problem: str | None = None
    lost_chat: bool = False
    """Whether the chat put us out."""


def after(attempt: Attempt, outcome: Outcome) -> Again | Over:
    """What becomes of an answer whose attempt ended with `outcome`."""
    match outcome:
        case Sent():
            return Over()
        case Throttled(retry_after):
            return Again(attempt, retry_after)
        case Moved(chat_id):
            return Again(replace(attempt, answer=replace(attempt.answer, chat_id=chat_id)))
        case NotSent():
            pause = min(_SHORTEST_PAUSE * 2 ** min(attempt.failures, 10), _LONGEST_PAUSE)
            return Again(replace(attempt, failures=attempt.failures + 1), pause)
        case Ambiguous(cause):
            doubted = replace(attempt, doubts=attempt.doubts + 1)
            return Over(cause) if attempt.doubts else Again(doubted, _SHORTEST_PAUSE)
        case Refused(reason, detail) if reason.loses_the_chat:
            return Over(detail, lost_chat=True)
        case _:
            return _rejected(attempt, outcome.detail)


def _rejected(attempt: Attempt, detail: str) -> Again | Over:
    """Telegram took offence at the message itself: say it below the tapped one, or as text alone."""
    answer = attempt.answer
    text_alone = Card(html=answer.card.html)
    match answer.way:
        case Way.EDIT:
            return Again(replace(attempt, answer=replace(answer, way=Way.NEW, message_id=None)))
        case Way.NEW if answer.card != text_alone:
            return Again(replace(attempt, answer=replace(answer, card=text_alone)))
    return Over(detail)
