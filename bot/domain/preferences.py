"""When a subscriber wants to hear from us, in their own wall time."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

DEFAULT_DIGEST = time(7, 30)
DEFAULT_CAP = 3


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
    digest_days: frozenset[int] = frozenset(range(7))
    """Weekdays, Monday is 0; never empty."""
    daily_cap: int | None = DEFAULT_CAP
    """So many instant pushes a day, the rest waits for the digest; None for no cap."""
    quiet: QuietHours | None = None
    only_breaking: bool = False
    paused_until: datetime | None = None
    """Aware; None while not paused, or paused until they resume."""
