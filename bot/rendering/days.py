"""Days and hours as people read and write them in our languages."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_day_names, get_month_names

from bot.domain.folding import fold
from bot.domain.pauses import Day
from bot.domain.preferences import EVERY_DAY
from bot.errors import UsageError
from bot.locales import Texts, available

WORKDAYS = frozenset(range(5))
_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})(?:\s*[./-]\s*(\d{4}))?\.?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SPAN = re.compile(r"(\d{1,3}|a|one|eden|edna|nje)(?:\s*([a-z]+))?")
_LENGTHS = {
    **dict.fromkeys(("d", "day", "days", "den", "dena", "denovi", "dite"), 1),
    **dict.fromkeys(("week", "weeks", "nedela", "nedeli", "sedmica", "sedmici", "jave"), 7),
}
"""Days of what people count in, folded, in all our languages; days where they say only the number."""
_NAMED = re.compile(r"(\d{1,2})\.?\s+([a-z]{3,})\.?(?:\s+(\d{4}))?")


def hour_text(at: time) -> str:
    """`07:30`, as clocks show it in all our languages."""
    return f"{at:%H:%M}"


def hours_text(times: Sequence[time]) -> str:
    """`07:30, 18:00`"""
    return ", ".join(map(hour_text, times))


def wall_time(now: datetime, zone: str) -> time:
    """What the clocks of that zone show."""
    return now.astimezone(ZoneInfo(zone)).time()


def moment_text(when: datetime, zone: str, texts: Texts) -> str:
    """`Fri 27 Nov, 14:05` on the clocks of that zone."""
    wall = when.astimezone(ZoneInfo(zone))
    return str(format_datetime(wall, "EEE d MMM, HH:mm", locale=texts.language))


def weekday_name(day: int, texts: Texts) -> str:
    """`Mon`; Monday is 0."""
    return str(get_day_names("abbreviated", "stand-alone", texts.language)[day])


def days_text(days: frozenset[int], texts: Texts) -> str:
    """`every day`, `on weekdays`, or their names."""
    if days == EVERY_DAY:
        return texts.plain("days.every")
    if days == WORKDAYS:
        return texts.plain("days.workdays")
    return ", ".join(weekday_name(day, texts) for day in sorted(days))


def read_day(text: str) -> Day:
    """`15.12.`, `15.12.2027`, `2027-12-15`, `15 декември`. Raises UsageError for what is no day."""
    words = fold(text.strip())
    if match := _ISO.fullmatch(words):
        year, month, day = map(int, match.groups())
        return Day(day, month, year)
    if match := _NUMBERS.fullmatch(words):
        return Day(int(match[1]), int(match[2]), _year(match[3]))
    if (match := _NAMED.fullmatch(words)) and (number := _months().get(match[2])):
        return Day(int(match[1]), number, _year(match[3]))
    raise UsageError("error.pause_day")


def read_days(text: str) -> int | None:
    """How many days are in `3`, `3 days`, `2 недели`, `një javë`; None where it is nothing of that kind."""
    match = _SPAN.fullmatch(fold(text.strip()))
    length = _LENGTHS.get(match[2] or "d") if match else None
    if match is None or length is None or not (match[2] or match[1].isdecimal()):
        return None
    return length * (int(match[1]) if match[1].isdecimal() else 1)


def _year(text: str | None) -> int | None:
    return int(text) if text else None


@cache
def _months() -> Mapping[str, int]:
    """The numbers of the months by their folded names, whole and short, in all our languages."""
    return {
        fold(str(name)).rstrip("."): number
        for language in available()
        for width in ("abbreviated", "wide")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }
