"""Moments as editors type them: `18:30`, `7`, `tomorrow 8:00`, `15.12. 8:00`, `15 декември`."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.folding import fold
from bot.domain.pauses import Day
from bot.domain.timing import MORNING, at_day
from bot.domain.wall_times import next_wall_time, read_wall_time
from bot.errors import BadTime, UsageError
from bot.locales import available, texts_for
from bot.rendering.days import read_day

_HOUR = re.compile(r"\d{1,2}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")


def read_moment(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The next moment that is called so on the paper's clocks; a day alone means its morning.

    Raises:
        BadTime: nobody can read it, or it is over.
    """
    words = text.split()
    if len(words) == 1 and _is_hour(words[0]):
        return next_wall_time(_clock(words[0]), zone, now)
    at = words.pop() if len(words) > 1 and _CLOCK.fullmatch(words[-1]) else None
    return at_day(_day(" ".join(words), text, zone, now), read_wall_time(at) if at else MORNING, zone, now)


def _is_hour(word: str) -> bool:
    return bool(_HOUR.fullmatch(word) or _CLOCK.fullmatch(word))


def _clock(word: str) -> str:
    return f"{word}:00" if _HOUR.fullmatch(word) else word


def _day(words: str, text: str, zone: ZoneInfo, now: datetime) -> Day:
    today = now.astimezone(zone).date()
    for key, ahead in (("when.today", 0), ("when.tomorrow", 1)):
        if fold(words) in {fold(texts_for(code).plain(key)) for code in available()}:
            day = today + timedelta(days=ahead)
            return Day(day.day, day.month, day.year)
    try:
        return read_day(words)
    except UsageError:
        raise BadTime("error.when", text=text) from None
