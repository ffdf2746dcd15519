"""Feeds, and when to ask them again. Fetching and parsing live elsewhere."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import Edition, FeedId

LONGEST_BACKOFF = timedelta(days=1)


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


def after_success(feed: Feed, validators: Validators, now: datetime) -> Feed:
    """The feed answered, changed or not: ask again after its own interval."""
    return replace(
        feed,
        validators=validators,
        seeded=True,
        failures=0,
        last_success_at=now,
        last_problem=None,
        next_poll_at=now + feed.plan.every,
    )


def after_failure(feed: Feed, problem: str, retry_after: timedelta | None, now: datetime) -> Feed:
    """The feed failed: wait twice as long each time, a day at most, never shorter than it asks."""
    failures = feed.failures + 1
    backoff = min(feed.plan.every * 2 ** min(failures - 1, 12), LONGEST_BACKOFF)
    wait = max(backoff, min(retry_after or timedelta(0), LONGEST_BACKOFF))
    return replace(feed, failures=failures, last_problem=problem, next_poll_at=now + wait)
