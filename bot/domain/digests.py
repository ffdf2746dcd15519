"""Digests: several articles in one message, at the reader's own hours.

When one is due follows from its clock and the day it was used last; what is in it, and in which order,
from what waits for the reader. docs/decisions/0100-when.md says what waits.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.articles import Article
from bot.domain.follows import Follow, FollowKind
from bot.domain.headlines import is_same_headline
from bot.domain.ids import StoryId
from bot.domain.preferences import Mode
from bot.domain.schedules import Slot
from bot.domain.wall_times import instant_of

ON_A_PAGE = 10
MOST_ARTICLES = 50
"""Of one digest, all its pages together."""
REMEMBERED = timedelta(days=8)
"""What is older is in no digest any more: a weekly one looks back a week, which may have an hour more."""
_HALF_LIFE_HOURS = 12.0
_CHOSEN = 1.0
"""What an editor's decision counts, beside freshness, which is 1 at first."""
_STRENGTH: Mapping[FollowKind, float] = {
    FollowKind.STORY: 0.6,
    FollowKind.SERIES: 0.5,
    FollowKind.AUTHOR: 0.5,
    FollowKind.KEYWORD: 0.4,
    FollowKind.TOPIC: 0.3,
    FollowKind.VIDEO: 0.3,
    FollowKind.DIGEST: 0.0,
    FollowKind.EDITION: 0.0,
}
_DAY = timedelta(days=1)
_NAME = "digest"


@dataclass(frozen=True, kw_only=True)
class DigestClock:
    """A wall time of a zone at which somebody wants a digest."""

    zone: str
    at: time
    since: datetime | None = None
    """Slots before that are nobody's; None for one that was just chosen."""
    used: date | None = None
    """The day whose slot was used last."""

    @property
    def schedule(self) -> str:
        """The name of its schedule."""
        return f"{_NAME}/{self.zone}/{self.at:%H:%M}"


def clock_of(schedule: str) -> DigestClock:
    """The clock whose schedule has this name."""
    zone, _, at = schedule.removeprefix(f"{_NAME}/").rpartition("/")
    return DigestClock(zone=zone, at=time.fromisoformat(at))


def due_slot(clock: DigestClock, now: datetime) -> Slot | None:
    """The newest slot that has come, if it was not used and is not too late; None for a clock just chosen.

    As with schedules, nothing but the last used day is kept: a clock that jumps can do no lasting harm.
    """
    if clock.since is None:
        return None
    zone = ZoneInfo(clock.zone)
    # Where clocks go back over midnight, tomorrow's slot can be older than today's time.
    tomorrow = now.astimezone(zone).date() + _DAY
    days = (tomorrow - n * _DAY for n in range(3))
    slots = (Slot(day, instant_of(datetime.combine(day, clock.at, zone))) for day in days)
    newest = next((slot for slot in slots if slot.due_at <= now), None)
    if newest is None or newest.day == clock.used:
        return None
    return newest if clock.since <= newest.due_at and now < newest.expires_at else None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A push that may be in a digest: for a reader's own one that they did not get, and how they stand to its
    subjects; for the desk's, without `follows`, one of that day."""

    article: Article
    story: StoryId | None = None
    due_at: datetime
    is_chosen: bool
    """Whether an editor decided to push it."""
    follows: Sequence[Follow]
    is_only_breaking: bool = False
    """Whether they want only breaking news, and no digest of everything else."""


def ranked(candidates: Iterable[Candidate], now: datetime) -> list[Candidate]:
    """What a digest holds, best first: an editor's choice, freshness and what the reader follows decide. No
    story is in it twice, nor what they have ended or muted since it was planned."""
    return _best([one for one in candidates if _is_wanted(one, now)], now, MOST_ARTICLES)


def best_of_the_day(candidates: Iterable[Candidate], now: datetime) -> list[Article]:
    """What the desk's own digest holds, best first: an editor's choice and freshness decide."""
    return [one.article for one in _best(candidates, now, ON_A_PAGE)]


def grouped(articles: Sequence[Article]) -> list[tuple[str, list[Article]]]:
    """By their first topic, in the order of the best of each; without topics under an empty one."""
    groups: dict[str, list[Article]] = {}
    for one in articles:
        groups.setdefault(next(iter(one.topics), ""), []).append(one)
    return list(groups.items())


def _best(wanted: Iterable[Candidate], now: datetime, most: int) -> list[Candidate]:
    best = sorted(wanted, key=lambda one: (-_worth(one, now), -one.article.id))
    kept: list[Candidate] = []
    for one in best:
        if len(kept) < most and not any(_is_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _is_wanted(one: Candidate, now: datetime) -> bool:
    is_followed = any(follow.since for follow in one.follows)
    is_for_digests = not one.is_only_breaking or any(follow.mode is Mode.DIGEST for follow in one.follows)
    return is_followed and is_for_digests and not any(follow.is_muted(now) for follow in one.follows)


def _worth(one: Candidate, now: datetime) -> float:
    age = max((now - one.due_at) / timedelta(hours=1), 0.0)
    strength = max((_STRENGTH[follow.subject.kind] for follow in one.follows if follow.since), default=0.0)
    freshness = math.exp2(-age / _HALF_LIFE_HOURS)
    return one.is_chosen * _CHOSEN + freshness + strength


def _is_same(one: Candidate, other: Candidate) -> bool:
    return (one.story is not None and one.story == other.story) or is_same_headline(
        one.article.headline, other.article.headline
    )
