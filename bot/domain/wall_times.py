"""Wall time, such as "18:30" on the paper's clocks, as an instant."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import BadTime

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def read_wall_time(text: str) -> time:
    """A time of day written HH:MM. Raises BadTime when it is none."""
    match = _TIME.fullmatch(text.strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise BadTime(text=text)
    return time(int(match[1]), int(match[2]))


def next_wall_time(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The next moment the paper's clocks show `text` (HH:MM), in UTC; see `instant_of`.

    Raises:
        BadTime: `text` is no time of day.
    """
    at = read_wall_time(text)
    today = now.astimezone(zone).date()
    walls = (datetime.combine(today + timedelta(days=n), at, zone) for n in range(3))
    return next(moment for moment in map(instant_of, walls) if moment > now)


def instant_of(wall: datetime) -> datetime:
    """The instant of an aware wall time, in UTC.

    A time inside the spring gap means the first valid minute after it, which may be on the next day; in
    autumn's doubled hour the first of the two counts.
    """
    moment = wall.astimezone(UTC)
    if moment.astimezone(wall.tzinfo) == wall:  # in one zone, what the clocks show is compared
        return moment
    # In a gap, fold=1 reads the wall clock with the offset after it: an instant before the gap.
    moment = wall.replace(fold=1).astimezone(UTC)
    before = moment.astimezone(wall.tzinfo).utcoffset()
    while moment.astimezone(wall.tzinfo).utcoffset() == before:
        moment += timedelta(minutes=1)
    return moment
