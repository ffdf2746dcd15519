"""What can be wrong with a feed for longer, and when somebody must be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.habits import Habit
from bot.domain.ids import FeedId

_TOLERABLE_SKEW = timedelta(minutes=10)
_NEVER_SOONER = timedelta(hours=6)
_LONGER_THAN_USUAL = 1.5


class Trouble(StrEnum):
    """A state a feed gets into and, but for the first two, out of again."""

    GONE = "gone"
    MOVED = "moved"
    FAILING = "failing"
    CERTIFICATE = "certificate"
    SILENT = "silent"
    CLOCK = "clock"


@dataclass(frozen=True, kw_only=True)
class FeedEvent:
    """A feed got into a trouble (or out of it, when `is_over`)."""

    feed_id: FeedId
    trouble: Trouble
    is_over: bool
    at: datetime
    key: str = ""
    """The text that names the cause, where an error did; `args` fill it, or tell where the feed moved to."""
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class UntoldEvent:
    """An event the admins have not been told, with its number and its feed's address."""

    number: int
    url: str
    event: FeedEvent


def is_silent(habit: Habit, now: datetime) -> bool:
    """Whether nothing new has come for longer than this feed's habit; without a habit nobody can tell."""
    if habit.longest_silence is None or habit.last_new_at is None:
        return False
    patience = max(habit.longest_silence * _LONGER_THAN_USUAL, _NEVER_SOONER)
    return now - habit.last_new_at > patience


def clock_is_wrong(server_time: datetime | None, now: datetime) -> bool:
    """Whether the server's clock and ours tell times that differ too much."""
    return server_time is not None and abs(server_time - now) > _TOLERABLE_SKEW


def turns(before: frozenset[Trouble], after: frozenset[Trouble]) -> tuple[tuple[Trouble, bool], ...]:
    """Troubles that began (False) and that are over (True), in the order they are declared."""
    began = [(trouble, False) for trouble in Trouble if trouble in after - before]
    over = [(trouble, True) for trouble in Trouble if trouble in before - after and trouble != "moved"]
    return (*began, *over)
