"""Surges: more news at once than a paper writes. A moved site or new guids must not flood the readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.articles import Article
from bot.domain.entries import Compared, Entry, New
from bot.domain.feeds import Feed
from bot.domain.ids import UserId

SurgeId = NewType("SurgeId", int)

_TIMES_USUAL = 2
_OLD_NEWS = timedelta(days=7)
_FEWEST_KNOWN = 3


class Surprise(StrEnum):
    """Why new entries are held."""

    FLOOD = "flood"
    GUIDS = "guids"
    """The feed names its entries anew; what looks new may be old."""


class SurgeState(StrEnum):
    """What became of a surge."""

    WAITING = "waiting"
    NEWEST_PUSHED = "newest_pushed"
    SEEN = "seen"
    REVIEWED = "reviewed"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Surge:
    """Articles of one fetch that wait together for one decision, the newest first."""

    id: SurgeId
    feed_url: str
    surprise: Surprise
    articles: tuple[Article, ...]
    state: SurgeState
    decided_by: UserId | None = None
    decided_name: str | None = None
    decided_at: datetime | None = None


def surprise(feed: Feed, compared: Sequence[Compared], allowed: int) -> Surprise | None:
    """Whether the new entries of a fetch are to be held; `allowed` go out without asking.

    A feed that usually brings more at once may bring twice as many as usual.
    """
    new = sum(isinstance(one.result, New) for one in compared)
    known = len(compared) - new
    if not feed.seeded or not new:
        return None
    if new > max(allowed, round(feed.habit.usual_burst * _TIMES_USUAL)):
        return Surprise.FLOOD
    renamed = sum(one.is_renamed for one in compared)
    if known >= _FEWEST_KNOWN and renamed * 2 > known:
        return Surprise.GUIDS
    return Surprise.GUIDS if new > 1 and not known else None


def is_old_news(feed: Feed, entry: Entry) -> bool:
    """Whether an entry that is new to us was published long before we last looked."""
    seen = feed.last_success_at
    return bool(seen and entry.published and entry.published < seen - _OLD_NEWS)


@dataclass(frozen=True)
class SurgeDecided:
    """How a surge stands now, and whether it was this press that decided it."""

    surge: Surge
    by_this_press: bool
