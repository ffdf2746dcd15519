"""When a subscriber wants to hear from us, in their own wall time."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.wall_times import instant_of
from bot.errors import UsageError

DEFAULT_DIGEST = time(7, 30)
DEFAULT_CAP = 3
EVERY_DAY = frozenset(range(7))


class Mode(StrEnum):
    """How news comes: each at once, or several in one message at the reader's hours."""

    INSTANT = "instant"
    DIGEST = "digest"


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From `start` until before `end` nothing rings; over midnight where `end` is the smaller one."""

    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """What a subscriber chose, or what holds for who chose nothing. Times are wall times of `zone`."""

    zone: str
    """An IANA name, such as `Europe/Skopje`."""
    mode: Mode = Mode.INSTANT
    digest_times: tuple[time, ...] = (DEFAULT_DIGEST,)
    """In order, each once; never empty."""
    digest_days: frozenset[int] = EVERY_DAY
    """Weekdays, Monday is 0; never empty."""
    daily_cap: int | None = DEFAULT_CAP
    """So many instant pushes a day, the rest waits for the digest; None for no cap."""
    quiet: QuietHours | None = None
    only_breaking: bool = False
    paused_until: datetime | None = None
    """Aware; None while not paused, or paused until they resume."""


def tidy(chosen: Preferences) -> Preferences:
    """The same, its digest times in order and each once.

    Raises UsageError for what means nothing: no digest time or day, a cap below one, an unknown zone.
    """
    sound = (
        chosen.digest_times
        and chosen.digest_days
        and chosen.digest_days <= EVERY_DAY
        and (chosen.daily_cap is None or chosen.daily_cap >= 1)
        and (chosen.quiet is None or chosen.quiet.start != chosen.quiet.end)
        and is_zone(chosen.zone)
    )
    if not sound:
        raise UsageError("error.stale_button")
    return replace(chosen, digest_times=tuple(sorted(set(chosen.digest_times))))


def is_zone(name: str) -> bool:
    """Whether there is a zone of this IANA name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


@dataclass(frozen=True)
class Hours:
    """What the clocks of readers in one zone, with the same quiet hours, mean for news of this moment."""

    not_before: datetime | None
    """When their quiet hours end, if it is quiet now."""
    day_begins: datetime
    """Of the day in which it is due, which the daily cap counts; as `day_ends`."""
    day_ends: datetime


def hours_of(zone_name: str, quiet: QuietHours | None, now: datetime) -> Hours:
    """For a zone's clocks now."""
    zone = ZoneInfo(zone_name)
    until = quiet_until(quiet, zone, now) if quiet else None
    day = (until or now).astimezone(zone).date()
    midnights = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return Hours(until, *map(instant_of, midnights))


def quiet_until(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours end that it is in now; None outside of them."""
    wall = now.astimezone(zone)
    clock = wall.time()
    over_midnight = quiet.start > quiet.end
    before_end, after_start = clock < quiet.end, clock >= quiet.start
    if not (before_end or after_start if over_midnight else before_end and after_start):
        return None
    day = wall.date() if before_end else wall.date() + timedelta(days=1)
    end = datetime.combine(day, quiet.end, zone)
    first = instant_of(end)
    # In autumn's doubled hour the clocks show the end twice.
    return first if first > now else end.replace(fold=1).astimezone(UTC)
