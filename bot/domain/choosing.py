"""What one tap in the settings makes of what a reader chose before. Said twice it is the same as once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time

from bot.domain.preferences import Mode, Preferences, QuietHours
from bot.errors import UsageError

MOST_HOURS = 8
Step = Callable[[Preferences], Preferences]


def in_mode(mode: Mode) -> Step:
    """Everything that is followed, at once or in a digest."""
    return lambda chosen: replace(chosen, mode=mode, only_breaking=False)


def only_breaking(chosen: Preferences) -> Preferences:
    """Breaking news and nothing else."""
    return replace(chosen, mode=Mode.INSTANT, only_breaking=True)


def capped_at(cap: int | None) -> Step:
    """So many a day; None for as many as there are."""
    return lambda chosen: replace(chosen, daily_cap=cap)


def quiet_between(hours: QuietHours | None) -> Step:
    """The hours in which nothing comes; None for no such hours."""
    return lambda chosen: replace(chosen, quiet=hours)


def in_zone(zone: str) -> Step:
    """Whose clocks all times mean."""
    return lambda chosen: replace(chosen, zone=zone)


def digest_at(at: time, *, on: bool) -> Step:
    """A digest at that time, or none then. Raises UsageError for taking the last one, or for too many."""

    def step(chosen: Preferences) -> Preferences:
        times = {*chosen.digest_times, at} if on else {*chosen.digest_times} - {at}
        if not times:
            raise UsageError("error.last_hour")
        if len(times) > MOST_HOURS:
            raise UsageError("error.too_many_hours", limit=MOST_HOURS)
        return replace(chosen, digest_times=tuple(sorted(times)))

    return step


def digest_on(days: frozenset[int]) -> Step:
    """A digest on these weekdays."""
    return lambda chosen: replace(chosen, digest_days=days)


def digest_day(day: int, *, on: bool) -> Step:
    """A digest on that weekday, or none then. Raises UsageError for taking the last one."""

    def step(chosen: Preferences) -> Preferences:
        days = chosen.digest_days | {day} if on else chosen.digest_days - {day}
        if not days:
            raise UsageError("error.last_day")
        return replace(chosen, digest_days=days)

    return step
