"""How long a pause lasts: so many days, or until a day that somebody named."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.wall_times import instant_of
from bot.errors import UsageError

LONGEST_PAUSE = 366
"""Days."""


@dataclass(frozen=True)
class Day:
    """A day as people write it; without a year the next one of that name."""

    day: int
    month: int
    year: int | None = None


def after_days(days: int, zone: ZoneInfo, now: datetime) -> datetime:
    """So many days on, when clocks there show the same as now. Raises UsageError for over a year."""
    if not 1 <= days <= LONGEST_PAUSE:
        raise UsageError("error.pause_day")
    wall = now.astimezone(zone).replace(second=0, microsecond=0)
    return instant_of(wall + timedelta(days=days))


def until_day(asked: Day, zone: ZoneInfo, now: datetime) -> datetime:
    """When that day begins there. Raises UsageError for one that is over, never is or is a year off."""
    today = now.astimezone(zone).date()
    years = [today.year, today.year + 1] if asked.year is None else [asked.year]
    coming = [day for year in years if (day := _date(asked, year)) and day > today]
    if not coming or coming[0] > today + timedelta(days=LONGEST_PAUSE):
        raise UsageError("error.pause_day")
    return instant_of(datetime.combine(coming[0], time(), zone))


def _date(asked: Day, year: int) -> date | None:
    try:
        return date(year, asked.month, asked.day)
    except ValueError:
        return None
