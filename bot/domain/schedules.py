"""When an editor says "18:30": wall time in the paper's zone, as an instant."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import BadTime

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def next_wall_time(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The next moment the paper's clocks show `text` (HH:MM), in UTC.

    A time inside the spring gap means the first valid minute after it; in autumn's doubled hour
    the first of the two counts.

    Raises:
        BadTime: `text` is no time of day.
    """
    match = _TIME.fullmatch(text.strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise BadTime(text=text)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=n) for n in range(3))
    walls = (datetime(d.year, d.month, d.day, int(match[1]), int(match[2]), tzinfo=zone) for d in days)
    return next(moment for moment in map(_valid, walls) if moment > now)


def _valid(wall: datetime) -> datetime:
    """The instant of a wall time; one that the spring gap swallows becomes the gap's end."""
    moment = wall.astimezone(UTC)
    if moment.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    # In a gap, fold=1 reads the wall clock with the offset after it: an instant before the gap.
    moment = wall.replace(fold=1).astimezone(UTC)
    before = moment.astimezone(wall.tzinfo).utcoffset()
    while moment.astimezone(wall.tzinfo).utcoffset() == before:
        moment += timedelta(minutes=1)
    return moment
