"""When a push goes out: the desk's quick choices, the next free slot, and the day that is full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.paper import DeskRules
from bot.domain.pauses import Day
from bot.domain.wall_times import instant_of
from bot.errors import BadTime, UsageError

EVENING, MORNING = time(19), time(8)
_STEP = timedelta(minutes=5)
_DAY = timedelta(days=1)


class Choice(StrEnum):
    """What one tap chooses."""

    HALF_HOUR = "half_hour"
    HOUR = "hour"
    EVENING = "evening"
    MORNING = "morning"
    FREE = "free"


@dataclass(frozen=True)
class Load:
    """What goes out on the day of a moment, and how much may."""

    count: int
    cap: int | None

    @property
    def is_full(self) -> bool:
        """Whether one more is too many."""
        return self.cap is not None and self.count >= self.cap


def offers(
    taken: Sequence[datetime], rules: DeskRules, zone: ZoneInfo, now: datetime
) -> Iterator[tuple[Choice, datetime]]:
    """What the desk is offered, in this order; this evening only while it is ahead."""
    today = now.astimezone(zone).date()
    yield Choice.HALF_HOUR, _minute(now + timedelta(minutes=30))
    yield Choice.HOUR, _minute(now + timedelta(hours=1))
    evening = at_wall(today, EVENING, zone)
    if evening > now:
        yield Choice.EVENING, evening
    yield Choice.MORNING, at_wall(today + _DAY, MORNING, zone)
    yield Choice.FREE, next_free(taken, rules, zone, now)


def next_free(taken: Sequence[datetime], rules: DeskRules, zone: ZoneInfo, now: datetime) -> datetime:
    """The first full five minutes that are far enough from all that goes out, on a day that is not full."""
    moment = _rounded(now)
    while True:
        near = [one for one in taken if abs(one - moment) < rules.spacing]
        if load(taken, rules, zone, moment).is_full:
            moment = at_wall(moment.astimezone(zone).date() + _DAY, MORNING, zone)
        elif near:
            moment = _rounded(max(near) + rules.spacing)
        else:
            return moment


def load(taken: Sequence[datetime], rules: DeskRules, zone: ZoneInfo, moment: datetime) -> Load:
    """How full the day is that the paper's clocks show at this moment."""
    day = moment.astimezone(zone).date()
    return Load(sum(1 for one in taken if one.astimezone(zone).date() == day), rules.daily_cap)


def at_day(asked: Day, at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """That time of the day somebody named, today included.

    Raises:
        BadTime: it is over, or never is.
    """
    day = asked.coming(now.astimezone(zone).date())
    moment = at_wall(day, at, zone) if day else now
    if moment <= now:
        raise BadTime("error.when_over")
    return moment


def at_wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    """What clocks there show as this, as an instant."""
    return instant_of(datetime.combine(day, at, zone))


def check_ahead(moment: datetime, now: datetime) -> None:
    """Raises UsageError for a moment that is over: its button is from earlier."""
    if moment < _minute(now):
        raise UsageError("error.when_over")


def _rounded(moment: datetime) -> datetime:
    """The next full five minutes, this one included."""
    return moment + (_EPOCH - moment) % _STEP


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
