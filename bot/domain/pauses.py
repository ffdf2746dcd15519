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

    def coming(self, first: date) -> date | None:
        """The first such day from that one on, within a year; None where there is none."""
        years = [first.year, first.year + 1] if self.year is None else [self.year]
        days = (_date(year, self.month, self.day) for year in years)
        last = first + timedelta(days=LONGEST_PAUSE)
        return next((day for day in days if day and first <= day <= last), None)


def after_days(days: int, zone: ZoneInfo, now: datetime) -> datetime:
    """So many days on, when clocks there show the same as now. Raises UsageError for over a year."""
    if not 1 <= days <= LONGEST_PAUSE:
        raise UsageError("error.pause_day")
    wall = now.astimezone(zone).replace(second=0, microsecond=0)
    return instant_of(wall + timedelta(days=days))


def until_day(asked: Day, zone: ZoneInfo, now: datetime) -> datetime:
    """When that day begins there. Raises UsageError for one that is over, never is or is a year off."""
    day = asked.coming(now.astimezone(zone).date() + timedelta(days=1))
    if day is None:
        raise UsageError("error.pause_day")
    return instant_of(datetime.combine(day, time(), zone))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
