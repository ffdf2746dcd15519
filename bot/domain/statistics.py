"""Figures an admin reads. Never "opens": Telegram does not tell a bot who read what.

A day is one of the paper's zone; what pushes did counts on the day on which they were due.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.ids import PushId
from bot.domain.small_groups import SMALL, Breakdown
from bot.domain.subscribers import Standing
from bot.domain.support_figures import SupportFigures

ASKED_AT_LEAST = 3
"""What was asked less often is not told: a question may tell who asked it."""
KEPT_AFTER = (7, 30, 90)
"""Days after which it is asked who of those that joined is still there."""


class Period(StrEnum):
    """How far back figures go; today is their last day."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    ALL = "all"

    def since(self, today: date, first: date | None) -> date:
        """The first day of it; `first` is the first of which anything is known."""
        if self is Period.ALL:
            return min(first or today, today)
        return today - timedelta(days=int(self) - 1)


class Topic(StrEnum):
    """What the figures are about; each has a page of /stats."""

    OVERVIEW = "overview"
    GROWTH = "growth"
    AUDIENCE = "audience"
    RETENTION = "retention"
    DELIVERIES = "deliveries"
    HOURS = "hours"
    ARTICLES = "articles"
    QUESTIONS = "questions"
    SUPPORT = "support"


class Facet(StrEnum):
    """By what the active subscribers are told apart. Everybody has one of the first four; of the others some
    have none and some have many."""

    EDITION = "edition"
    KIND = "kind"
    MODE = "mode"
    SOURCE = "source"
    TOPIC = "topic"
    AUTHOR = "author"

    @property
    def is_of_one_whole(self) -> bool:
        """Whether its groups add up to all active subscribers."""
        return self not in (Facet.TOPIC, Facet.AUTHOR)


class Ending(StrEnum):
    """How a delivery ended."""

    SENT = "sent"
    LOST = "lost"
    """The chat can't be reached any more: blocked, or gone."""
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class DayMoves:
    """Who came and went on one day of the paper's zone."""

    day: date
    joined: int
    left: int
    blocked: int
    subscribers: int = 0
    """How many there were at its end, paused ones included."""


@dataclass(frozen=True)
class Audience:
    """The active subscribers by what tells them apart; groups so small that they tell who, are hidden."""

    active: int
    by: Mapping[Facet, Breakdown]
    counted_on: date | None = None
    """The day at whose beginning modes and follows were counted; None where that was now."""


@dataclass(frozen=True)
class JoinWeek:
    """Of those who joined in a week, how many were still there so many days later; None where it is too
    early to say."""

    monday: date
    joined: int
    kept: Mapping[int, int | None]

    @property
    def is_small(self) -> bool:
        """Whether it is too small to be told."""
        return self.joined < SMALL

    def share(self, days: int) -> float | None:
        """How large a part was still there, from 0 to 1."""
        kept = self.kept.get(days)
        return None if kept is None or self.is_small else kept / self.joined


@dataclass(frozen=True)
class DayEndings:
    """How the deliveries of a day's pushes ended, and how many of those that arrived were digests."""

    day: date
    endings: Mapping[Ending, int]
    digests: int = 0

    @property
    def sent(self) -> int:
        """How many arrived."""
        return self.endings.get(Ending.SENT, 0)


@dataclass(frozen=True)
class ArticleFigures:
    """What one push of an article, or of other news, did."""

    push_id: PushId
    headline: str
    due_at: datetime
    delivered: int
    gone: int | None
    """Readers who left or blocked us within a day after they got it; None while that is not over."""
    taps: int = 0
    unfollowed: int = 0


@dataclass(frozen=True)
class Asked:
    """Words that were asked for and found in no article, and how often."""

    words: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The figures of a period. What was not asked for is empty."""

    period: Period
    since: date
    until: date
    standings: Mapping[Standing, int]
    """Of now, whatever the period."""
    days: tuple[DayMoves, ...] = ()
    """Every day, oldest first."""
    audience: Audience | None = None
    weeks: tuple[JoinWeek, ...] = ()
    """Newest first."""
    deliveries: tuple[DayEndings, ...] = ()
    """Days with any, oldest first."""
    hours: Mapping[tuple[int, int], int] | None = None
    """Messages that arrived, by weekday (Monday is 0) and hour of their push."""
    articles: tuple[ArticleFigures, ...] = ()
    """Those with the most taps first."""
    taps: int = 0
    gone: int = 0
    unfollowed: int = 0
    unanswered: tuple[Asked, ...] = ()
    """The most asked first."""
    unanswered_count: int = 0
    support: SupportFigures | None = None

    @property
    def subscribers(self) -> int:
        """Who gets pushes, or will when their pause is over."""
        return self.standings.get(Standing.ACTIVE, 0) + self.standings.get(Standing.PAUSED, 0)

    @property
    def sent(self) -> int:
        """Messages that arrived."""
        return sum(one.sent for one in self.deliveries)

    @property
    def digests(self) -> int:
        """How many of them were digests."""
        return sum(one.digests for one in self.deliveries)

    def ended(self, ending: Ending) -> int:
        """Deliveries that ended so."""
        return sum(one.endings.get(ending, 0) for one in self.deliveries)


def per_thousand(taps: int, delivered: int) -> float | None:
    """Taps per 1,000 messages that arrived; None where none did."""
    return 1000 * taps / delivered if delivered else None


def monday_of(day: date) -> date:
    """The day on which its week began."""
    return day - timedelta(days=day.weekday())
