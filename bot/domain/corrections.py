"""Corrections: what the paper changed in an article that readers have, and what the desk makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.articles import Article
from bot.domain.changes import Change
from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.ids import ChatId, PushId, SubscriberId, UserId
from bot.domain.pushes import HAS_REPORT, Action, Push, PushKind, PushState
from bot.domain.subscribers import ChatKind

CorrectionId = NewType("CorrectionId", int)

DELETED_WITHIN = timedelta(hours=48)
"""Telegram deletes no older message; what is older gets another text."""
TRIED_FOR = timedelta(days=7)
"""How long a correction or retraction goes on trying."""


class CorrectionState(StrEnum):
    """Where a correction stands. The first decision stands."""

    WAITING = "waiting"
    FIXED = "fixed"
    CORRECTED = "corrected"
    """With a note to those who have the message."""
    IGNORED = "ignored"
    RETRACTED = "retracted"
    """The article was taken back before anybody decided."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What readers have (`base`) and what the paper says now (the article's revision)."""

    id: CorrectionId
    article: Article
    base: int
    revision: int
    """The article's when the desk was last told; the article may be further by now."""
    changes: Sequence[Change] = ()
    state: CorrectionState = CorrectionState.WAITING
    note: str = ""
    """What an editor wants to tell readers of it."""
    notes: int = 0
    """How many times somebody wrote one: the one that was seen is the one that goes out."""
    decided_by: UserId | None = None
    decided_name: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PushOut:
    """A push of an article or announcement, or one that changes or answers another, and how it
    stands."""

    push_id: PushId
    kind: PushKind
    action: Action
    state: PushState
    revision: int | None
    tally: Tally

    @property
    def brings_it(self) -> bool:
        """Whether readers have the article or announcement from it, or will."""
        sends = self.kind in HAS_REPORT and self.action is Action.SEND
        return sends and (self.state is not PushState.CANCELLED or self.tally.of(DeliveryState.SENT) > 0)


@dataclass(frozen=True, kw_only=True)
class Ended:
    """An edit, a deletion or a note that is over, for the desk."""

    push_id: PushId
    headline: str
    kind: PushKind
    action: Action
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """Somebody who did not get a push, and why."""

    push_id: PushId
    subscriber_id: SubscriberId
    chat_id: ChatId
    chat_kind: ChatKind
    state: DeliveryState
    reason: Reason | None
    detail: str | None
    attempts: int
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Copies:
    """Who has an article or announcement: `have` it, `old` of these for longer than Telegram deletes;
    `missed` it."""

    about: Article | Push
    """The article, or the push that brought the announcement first."""
    pushes: Sequence[PushOut]
    old: int
    missed: int

    @property
    def have(self) -> int:
        """How many people."""
        return people(self.pushes)


def people(pushes: Sequence[PushOut]) -> int:
    """How many have the article or announcement."""
    return sum(one.tally.of(DeliveryState.SENT) for one in pushes if one.brings_it)


def is_retracted(pushes: Sequence[PushOut]) -> bool:
    """Whether somebody took it back."""
    return any(one.kind is PushKind.RETRACTION for one in pushes)


def base_of(revision: int, pushes: Sequence[PushOut]) -> int | None:
    """The oldest revision that readers have, or will get, where it is older than this one; else None."""
    out = [revision - 1 if one.revision is None else one.revision for one in pushes if one.brings_it]
    base = min(out, default=revision)
    return base if base < revision and not is_retracted(pushes) else None
