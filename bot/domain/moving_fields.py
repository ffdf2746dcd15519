"""What each value of a file of subscribers must be; moving.py reads and writes the lines."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.appeals import Rest
from bot.domain.follows import FollowKind
from bot.domain.preferences import Mode, is_zone
from bot.domain.subscribers import ChatKind, Role, Standing

STAYS_BEHIND = FollowKind.STORY
"""Stories are numbered by the articles of one database: in another one the number is another story's."""
_LARGEST = 2**62
_MOST_DAYS = 1_000
_TIMES = r"([01]\d|2[0-3]):[0-5]\d"

Fields = Mapping[str, Any]
Check = Callable[[Any], Any]


def checked(told: Any, checks: Mapping[str, Check]) -> dict[str, Any]:
    """The values of a JSON object. Raises ValueError, TypeError or OverflowError that names what is wrong."""
    if not isinstance(told, dict):
        raise TypeError("a JSON object is missing")
    if strange := sorted(told.keys() ^ checks.keys()):
        problem = "is missing" if strange[0] in checks else "is unknown"
        raise ValueError(f"`{strange[0]:.40}` {problem}")
    return {name: _one(name, told[name], check) for name, check in checks.items()}


def _one(name: str, value: Any, check: Check) -> Any:
    try:
        return check(value)
    except _NotThis as error:
        raise ValueError(f"`{name}` {error}") from None


class _NotThis(Exception):
    """What is wrong with a value, after its name."""


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _number(value: Any) -> int:
    if type(value) is not int or abs(value) > _LARGEST:
        raise _NotThis("is no number of Telegram's")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _NotThis("is neither true nor false")
    return value


def _cap(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 1000:
        raise _NotThis("is no number of articles a day")
    return value


def _text(value: Any) -> str:
    if isinstance(value, str) and "\0" not in value:
        with suppress(UnicodeEncodeError):
            value.encode()  # halves of surrogate pairs have no bytes
            return value
    raise _NotThis("is no text")


def _moment(value: Any) -> datetime:
    with suppress(ValueError, TypeError, OverflowError):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    raise _NotThis("is no time with a zone")


def _day(value: Any) -> date:
    with suppress(ValueError, TypeError):
        return date.fromisoformat(value)
    raise _NotThis("is no day")


def _days(value: Any) -> list[list[int]]:
    """Days by their numbers, each with how much was done on it."""
    if not isinstance(value, list) or len(value) > _MOST_DAYS:
        raise _NotThis("is no list of days")
    for pair in value:
        if not isinstance(pair, list) or [type(one) for one in pair] != [int, int]:
            raise _NotThis("holds no pair of a day and a count")
        if not (1 <= pair[0] <= date.max.toordinal() and 0 <= pair[1] < _LARGEST):
            raise _NotThis("holds a day that is none")
    return value


def _zone(value: Any) -> str:
    if not isinstance(value, str) or not is_zone(value):
        raise _NotThis("is no time zone")
    return value


def _one_of(choices: type[StrEnum]) -> Check:
    def check(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in tuple(choices):
            raise _NotThis(f"is none of {', '.join(choices)}")
        return choices(value)

    return check


def _role(value: Any) -> Role:
    if type(value) is not int or value not in (Role.EDITOR, Role.ADMIN):
        raise _NotThis("is no role that can be given")
    return Role(value)


def _like(pattern: str, what: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise _NotThis(f"is no {what}")
        return value

    return check


def _each(checks: Mapping[str, Check]) -> Check:
    def check(value: Any) -> tuple[dict[str, Any], ...]:
        if not isinstance(value, list):
            raise _NotThis("is no list")
        return tuple(checked(one, checks) for one in value)

    return check


def _but(unwanted: StrEnum) -> Check:
    check = _one_of(type(unwanted))

    def checked(value: Any) -> Any:
        if value == unwanted:
            raise _NotThis(f"is {unwanted}, which does not move")
        return check(value)

    return checked


def _follows(value: Any) -> tuple[dict[str, Any], ...]:
    follows: tuple[dict[str, Any], ...] = _each(_FOLLOW)(value)
    if len({(one["kind"], one["key"]) for one in follows}) < len(follows):
        raise _NotThis("name a subject twice")
    return follows


_SUBSCRIBER_FIELDS: Mapping[str, Check] = {
    "chat_id": _number,
    "kind": _one_of(ChatKind),
    "edition": _text,
    "language": _text,
    "standing": _but(Standing.ERASED),
    "joined_at": _moment,
    "source": _or_none(_text),
    "thread_id": _or_none(_number),
    "title": _or_none(_text),
    "keeper_id": _or_none(_number),
    "seen_on": _or_none(_day),
}
_PREFERENCES: Mapping[str, Check] = {
    "zone": _zone,
    "mode": _one_of(Mode),
    "digest_times": _like(f"{_TIMES}( {_TIMES}){{0,47}}", "list of times of day"),
    "digest_days": _like("(?=.)0?1?2?3?4?5?6?", "list of weekdays"),
    "daily_cap": _or_none(_cap),
    "quiet": _like(f"|{_TIMES}-{_TIMES}", "stretch of quiet hours"),
    "only_breaking": _truth,
    "paused_until": _or_none(_moment),
}
_FOLLOW: Mapping[str, Check] = {
    "kind": _but(STAYS_BEHIND),
    "key": _text,
    "label": _text,
    "since": _or_none(_moment),
    "muted_until": _or_none(_moment),
    "mode": _or_none(_one_of(Mode)),
}
_MOVE: Mapping[str, Check] = {
    "move": _like("joined|returned|paused|resumed|left|blocked", "move"),
    "at": _moment,
}
_APPEAL: Mapping[str, Check] = {
    "days": _days,
    "shown_at": _or_none(_moment),
    "wording": _or_none(_text),
    "is_tapped": _truth,
    "rest": _or_none(_one_of(Rest)),
    "rests_until": _or_none(_moment),
}
_MEMBER: Mapping[str, Check] = {
    "until": _day,
    "is_cancelled": _truth,
    "owes_thanks": _truth,
    "reminded": _or_none(_day),
}
COLLEAGUE: Mapping[str, Check] = {
    "type": _text,
    "id": _number,
    "role": _role,
    "name": _text,
    "since": _moment,
    "given_by": _text,
}
_TRAVELLER: Mapping[str, Check] = {
    "type": _like("subscriber", "type of line"),
    "subscriber": lambda value: checked(value, _SUBSCRIBER_FIELDS),
    "preferences": _or_none(lambda value: checked(value, _PREFERENCES)),
    "appeal": _or_none(lambda value: checked(value, _APPEAL)),
    "member": _or_none(lambda value: checked(value, _MEMBER)),
    "follows": _follows,
    "moves": _each(_MOVE),
}
TRAVELLERS: Mapping[int, Mapping[str, Check]] = {
    1: {name: check for name, check in _TRAVELLER.items() if name not in ("appeal", "member")},
    2: _TRAVELLER,
}
"""By the version of the file."""
SUBSCRIBER_FIELDS, PREFERENCE_FIELDS = tuple(_SUBSCRIBER_FIELDS), tuple(_PREFERENCES)
FOLLOW_FIELDS, MOVE_FIELDS = tuple(_FOLLOW), tuple(_MOVE)
APPEAL_FIELDS, MEMBER_FIELDS = tuple(_APPEAL), tuple(_MEMBER)
