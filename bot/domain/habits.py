"""A feed's habits: how often something new comes, how much at once, and how long it may be silent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

_FADES = timedelta(days=14)
"""A long silence of the past counts half after this time."""
_NEW_COUNTS = 0.2
_ENOUGH = 5
"""Dates from which a habit can be read."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Habit:
    """What we have seen of a feed; None and 0 where that is too little to tell."""

    last_new_at: datetime | None = None
    usual_gap: timedelta | None = None
    """Between two fetches that brought something."""
    longest_silence: timedelta | None = None
    usual_burst: float = 0.0
    """New entries in a fetch that brought any."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a body that had to be read brought, and what it says of itself."""

    new: int = 0
    dates: tuple[datetime, ...] = ()
    """When its entries were published."""
    wish: timedelta | None = None
    hub: str | None = None
    topic: str | None = None


def learned(habit: Habit, found: Found, now: datetime, *, is_first: bool) -> Habit:
    """The habit after a fetch; the first one tells of the past by its entries' dates."""
    if is_first:
        return _from_dates(found.dates, now)
    if not found.new:
        return habit
    gap = max(now - (habit.last_new_at or now), timedelta(0))
    faded = (habit.longest_silence or gap) * 0.5 ** (gap / _FADES)
    burst = habit.usual_burst or found.new
    return Habit(
        last_new_at=now,
        usual_gap=_mixed(habit.usual_gap, gap) if habit.last_new_at else habit.usual_gap,
        longest_silence=max(gap, faded),
        usual_burst=burst + _NEW_COUNTS * (found.new - burst),
    )


def _mixed(usual: timedelta | None, gap: timedelta) -> timedelta:
    return gap if usual is None else usual + _NEW_COUNTS * (gap - usual)


def _from_dates(dates: Sequence[datetime], now: datetime) -> Habit:
    past = sorted(date for date in dates if date <= now)
    first = Habit(last_new_at=past[-1] if past else now)
    if len(past) < _ENOUGH:
        return first
    gaps = [later - earlier for earlier, later in pairwise(past)]
    # An archive's oldest entries may lie years apart, which says nothing about its habits now.
    longest = min(max(gaps), _WEEK)
    return replace(
        first,
        usual_gap=timedelta(seconds=median(gap.total_seconds() for gap in gaps)),
        longest_silence=max(longest, now - past[-1]),
    )
