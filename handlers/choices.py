"""Reading what a button of the settings sent back, or what somebody typed for one."""

import re
from datetime import time

from bot.domain.preferences import Mode, QuietHours
from bot.domain.wall_times import read_wall_time
from bot.errors import BadTime, UsageError

_HOUR = re.compile(r"([+-])(\d\d)(\d\d)")
_DAY = re.compile(r"([+-])([0-6])")
_DAYS = re.compile(r"[0-6]{1,7}")
_CAP = re.compile(r"\d{1,3}")
_QUIET = re.compile(r"(\d\d)(\d\d)-(\d\d)(\d\d)")
_PAUSE = re.compile(r"\d{0,3}")
_BARE_HOUR = re.compile(r"\d{1,2}")


def read_mode(subject: str) -> Mode:
    """How news comes. Raises UsageError."""
    if subject not in set(Mode):
        raise UsageError("error.stale_button")
    return Mode(subject)


def read_cap(subject: str) -> int | None:
    """So many a day; `0` for as many as there are. Raises UsageError."""
    return int(_match(_CAP, subject)[0]) or None


def read_hour(subject: str) -> tuple[time, bool]:
    """`+0730`: a time of day, and whether a digest comes then. Raises UsageError."""
    sign, hour, minute = _match(_HOUR, subject).groups()
    return _time(hour, minute), sign == "+"


def read_typed_hour(text: str) -> time:
    """`7:30`, `7.30` or `7`. Raises BadTime."""
    words = text.strip()
    return read_wall_time(f"{words}:00" if _BARE_HOUR.fullmatch(words) else words)


def read_day(subject: str) -> tuple[int, bool]:
    """`+3`: a weekday, and whether a digest comes on it. Raises UsageError."""
    sign, day = _match(_DAY, subject).groups()
    return int(day), sign == "+"


def read_days(subject: str) -> frozenset[int]:
    """`01234`: weekdays. Raises UsageError."""
    return frozenset(map(int, _match(_DAYS, subject)[0]))


def read_quiet(subject: str) -> QuietHours | None:
    """`2200-0700`; nothing for no quiet hours. Raises UsageError."""
    if not subject:
        return None
    match = _match(_QUIET, subject)
    return QuietHours(start=_time(match[1], match[2]), end=_time(match[3], match[4]))


def read_pause(subject: str) -> int | None:
    """Days; nothing for until they resume. Raises UsageError."""
    days = _match(_PAUSE, subject)[0]
    return int(days) if days else None


def _time(hour: str, minute: str) -> time:
    try:
        return read_wall_time(f"{hour}:{minute}")
    except BadTime as error:
        raise UsageError("error.stale_button") from error


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise UsageError("error.stale_button")
    return match
