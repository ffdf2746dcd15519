"""Feeds, and when to ask them again. Fetching and parsing live elsewhere."""

import zlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.habits import Found, Habit, learned
from bot.domain.ids import Edition, FeedId
from bot.domain.troubles import Trouble, clock_is_wrong, is_silent

LONGEST_BACKOFF = timedelta(days=1)
_PATIENCE = 3
"""Failures before somebody is told; a single one is the weather of the web."""
_SLOWEST = 3
"""A quiet feed is asked this many times more rarely than its plan says, at most."""
_LOOKS_PER_GAP = 12
_WISH_COUNTS = 2
"""What the document says of itself (WordPress writes `hourly` into every feed) counts up to so many
times the interval that the editor-in-chief chose."""
_LONGEST_FRESHNESS = timedelta(hours=1)
_JITTER = 0.1
_BREATH = timedelta(seconds=10)
"""Between two looks at a feed, however often its hub calls."""


class Mode(StrEnum):
    """What happens to a new article of a feed."""

    AUTO = "auto"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True)
class FeedPlan:
    """A feed as the editor-in-chief writes it down."""

    url: str
    edition: Edition
    mode: Mode
    topic: str | None = None
    every: timedelta = timedelta(minutes=5)


@dataclass(frozen=True)
class Validators:
    """What a server told us last time, so that it may answer 304."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a server's headers say besides the body."""

    fresh_for: timedelta | None = None
    """How long the answer stays the newest one there is."""
    server_time: datetime | None = None
    moved_to: str | None = None
    """Where the address leads for good."""
    hub: str | None = None
    """The WebSub hub that would tell us of news."""
    topic: str | None = None
    """The address under which the hub knows the feed."""


@dataclass(frozen=True)
class Tally:
    """How a feed's server has answered so far; the rest of `asked` are bodies that had to be read."""

    asked: int = 0
    not_modified: int = 0
    same_body: int = 0
    failed: int = 0
    wire_bytes: int = 0


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed with its memory. An unseeded feed has never been read: its first entries are old news."""

    id: FeedId
    plan: FeedPlan
    validators: Validators = field(default_factory=Validators)
    seeded: bool = False
    next_poll_at: datetime
    failures: int = 0
    last_success_at: datetime | None = None
    last_problem: str | None = None
    moved_to: str | None = None
    hub: str | None = None
    topic: str | None = None
    """The address under which the hub knows it; its own where it names none."""
    wish: timedelta | None = None
    """How often the document itself wants to be asked (`<ttl>`, `sy:updatePeriod`)."""
    habit: Habit = field(default_factory=Habit)
    tally: Tally = field(default_factory=Tally)
    troubles: frozenset[Trouble] = frozenset()
    stopped: bool = False
    """Gone for good (410): not asked again before the next start."""
    was_due_at: datetime | None = None
    """When it was due before this look: whoever made it due since then shall not be overruled."""

    @property
    def address(self) -> str:
        """Where to ask."""
        return self.moved_to or self.plan.url


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A feed's server answered; `found` where there was a new body to read."""

    validators: Validators
    notice: Notice = field(default_factory=Notice)
    wire_bytes: int = 0
    found: Found | None = None


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A feed could not be read: the cause for the log, and the trouble it stands for."""

    problem: str
    trouble: Trouble = Trouble.FAILING
    retry_after: timedelta | None = None


def after_answer(feed: Feed, answer: Answer, now: datetime) -> Feed:
    """The feed answered, changed or not: what we know of it now, and when to ask again."""
    found = answer.found
    notice = answer.notice
    hub, topic = _hub_of(found, notice) or (feed.hub, feed.topic)
    known = replace(
        feed,
        validators=answer.validators,
        seeded=True,
        failures=0,
        last_success_at=now,
        last_problem=None,
        moved_to=notice.moved_to or feed.moved_to,
        hub=hub,
        topic=topic,
        wish=found.wish if found else feed.wish,
        habit=learned(feed.habit, found, now, is_first=not feed.seeded) if found else feed.habit,
        tally=_counted(feed.tally, answer),
    )
    troubles = {
        Trouble.MOVED: known.moved_to is not None,
        Trouble.SILENT: is_silent(known.habit, now),
        Trouble.CLOCK: clock_is_wrong(notice.server_time, now),
    }
    return replace(
        known,
        troubles=frozenset(trouble for trouble, is_there in troubles.items() if is_there),
        was_due_at=feed.next_poll_at,
        next_poll_at=now + _spread(feed.id, _interval(known, notice), now),
    )


def after_failure(feed: Feed, failure: Failure, now: datetime) -> Feed:
    """The feed failed: wait twice as long each time, a day at most, never shorter than it asks.

    A feed that is gone stops. One that moved and now fails there is asked at its old address again.
    """
    failures = feed.failures + 1
    backoff = min(feed.plan.every * 2 ** min(failures - 1, 12), LONGEST_BACKOFF)
    wait = max(backoff, min(failure.retry_after or timedelta(0), LONGEST_BACKOFF))
    is_lost = failure.trouble is Trouble.GONE or failures >= _PATIENCE
    tell = failure.trouble is not Trouble.FAILING or failures >= _PATIENCE
    return replace(
        feed,
        failures=failures,
        last_problem=failure.problem,
        was_due_at=feed.next_poll_at,
        next_poll_at=now + wait,
        moved_to=None if is_lost else feed.moved_to,
        stopped=failure.trouble is Trouble.GONE and feed.moved_to is None,
        tally=replace(feed.tally, asked=feed.tally.asked + 1, failed=feed.tally.failed + 1),
        troubles=feed.troubles | {failure.trouble} if tell else feed.troubles,
    )


def nudged(feed: Feed, now: datetime) -> datetime | None:
    """When to ask a feed whose hub says that there is news: at once, but for who was asked this moment.

    None where the feed fails: its server's wish to be left alone is stronger.
    """
    if feed.failures:
        return None
    rested = feed.last_success_at + _BREATH if feed.last_success_at else now
    return min(max(now, rested), now + _BREATH)


def _hub_of(found: Found | None, notice: Notice) -> tuple[str, str | None] | None:
    """Hub and topic belong together; the document's word goes before the server's."""
    for told in (found, notice):
        if told is not None and told.hub is not None:
            return told.hub, told.topic
    return None


def _interval(feed: Feed, notice: Notice) -> timedelta:
    every = feed.plan.every
    quiet = (feed.habit.usual_gap or timedelta(0)) / _LOOKS_PER_GAP
    wished = min(feed.wish or timedelta(0), every * _WISH_COUNTS)
    fresh = min(notice.fresh_for or timedelta(0), _LONGEST_FRESHNESS)
    return max(every, min(quiet, every * _SLOWEST), wished, fresh)


def _spread(feed_id: FeedId, wait: timedelta, now: datetime) -> timedelta:
    """A little longer, by a part that differs from feed to feed and time to time: no two stay in step."""
    part = zlib.crc32(f"{feed_id} {now.isoformat()}".encode()) % 1_000 / 1_000
    return min(wait * (1 + _JITTER * part), LONGEST_BACKOFF)


def _counted(tally: Tally, answer: Answer) -> Tally:
    return replace(
        tally,
        asked=tally.asked + 1,
        not_modified=tally.not_modified + (answer.found is None and not answer.wire_bytes),
        same_body=tally.same_body + (answer.found is None and bool(answer.wire_bytes)),
        wire_bytes=tally.wire_bytes + answer.wire_bytes,
    )
