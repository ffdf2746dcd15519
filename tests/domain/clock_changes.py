"""Every change of the clocks from 2026 to 2035 in twenty zones, found from the zones themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.domain.ids import Edition
from bot.domain.schedules import Plan, ScheduleKind

ZONES = (
    "Europe/Skopje",
    "Europe/Dublin",  # its summer time is the standard one
    "Atlantic/Azores",  # at midnight
    "Africa/Casablanca",  # an hour back for Ramadan
    "Africa/Cairo",  # at midnight
    "Asia/Beirut",  # at midnight
    "Asia/Jerusalem",
    "Asia/Gaza",  # on Saturdays
    "America/New_York",
    "America/St_Johns",  # half an hour beside the others
    "America/Havana",  # at midnight
    "America/Santiago",  # at midnight
    "America/Nuuk",  # over midnight
    "America/Scoresbysund",  # over midnight
    "Pacific/Easter",  # on Saturdays
    "Pacific/Auckland",
    "Pacific/Chatham",  # three quarters of an hour beside the others
    "Australia/Adelaide",
    "Australia/Lord_Howe",  # by half an hour
    "Antarctica/Troll",  # by two hours
)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Change:
    """The first minute of a zone's new offset."""

    zone: ZoneInfo
    at: datetime

    @property
    def new(self) -> datetime:
        """What the clocks show at that minute."""
        return shown(self.at, self.zone)

    @property
    def old(self) -> datetime:
        """What they would have shown."""
        return shown(self.at - MINUTE, self.zone) + MINUTE

    def walls(self) -> tuple[datetime, ...]:
        """Before, at the beginning, inside, at the end of and after what is jumped over or doubled."""
        first, last = sorted((self.old, self.new))
        return (first - MINUTE, first, first + (last - first) / 2, last - MINUTE, last)

    @cache  # noqa: B019 - there are a few hundred changes
    def instant(self, wall: datetime) -> datetime:
        """When the clocks first show a wall time near the change: looked for minute by minute.

        When they never do, it is the first minute after the gap.
        """
        near = (self.at + n * MINUTE for n in range(-130, 131))
        return next((one for one in near if shown(one, self.zone) == wall), self.at)


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show."""
    return moment.astimezone(zone).replace(tzinfo=None)


def plan_of(wall: datetime, zone: ZoneInfo) -> Plan:
    """A plan for this time of every day."""
    at = time(wall.hour, wall.minute)
    return Plan(kind=ScheduleKind.VIDEO_OF_THE_DAY, edition=Edition("mk"), at=at, zone=zone)


@cache
def changes(zone: str) -> tuple[Change, ...]:
    """The changes of a zone in these ten years."""
    return tuple(Change(ZoneInfo(zone), at) for at in _found(ZoneInfo(zone)))


def _found(zone: ZoneInfo) -> Iterator[datetime]:
    day = BEGIN
    while day < END:
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            yield _minute_of_change(day, zone)
        day += DAY


def _minute_of_change(day: datetime, zone: ZoneInfo) -> datetime:
    before, after = 0, 24 * 60
    while after - before > 1:
        middle = (before + after) // 2
        same = (day + middle * MINUTE).astimezone(zone).utcoffset() == day.astimezone(zone).utcoffset()
        before, after = (middle, after) if same else (before, middle)
    return day + after * MINUTE
