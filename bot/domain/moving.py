"""Subscribers on the way to another database or bot: a file of JSON lines.

The first line names format and version, then comes a subscriber a line with all that goes along, the last
one counts them and has the checksum of the lines between. Whoever reads it believes nothing: what is not as
it must be is refused by the number of its line.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from bot.domain.follows import FollowKind
from bot.domain.preferences import Mode, is_zone
from bot.domain.subscribers import ChatKind, Standing
from bot.errors import MoveRefused

FORMAT = "kolporter-subscribers"
VERSION = 2
"""Version 1 knew no memberships."""
LONGEST_LINE = 1_000_000
"""Characters; a subscriber with the most follows has a twentieth of it."""
STAYS_BEHIND = FollowKind.STORY
"""Stories are numbered by the articles of one database: in another one the number is another story's."""
_SUBSCRIBER, _END = "subscriber", "end"
_LARGEST = 2**62
_TIMES = r"([01]\d|2[0-3]):[0-5]\d"

Fields = Mapping[str, Any]
Check = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Traveller:
    """A subscriber with their preferences, follows, moves and membership, each as its columns are called."""

    subscriber: Fields
    preferences: Fields | None
    follows: tuple[Fields, ...]
    moves: tuple[Fields, ...]
    member: Fields | None = None

    @property
    def chat_id(self) -> int:
        """Whose line it is."""
        chat_id: int = self.subscriber["chat_id"]
        return chat_id


@dataclass
class Manifest:
    """What was in a file, counted while it was written or read."""

    subscribers: int = 0
    preferences: int = 0
    follows: int = 0
    moves: int = 0
    standings: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._hash = sha256()

    def add(self, traveller: Traveller, line: str) -> None:
        """One more."""
        self.subscribers += 1
        self.preferences += traveller.preferences is not None
        self.follows += len(traveller.follows)
        self.moves += len(traveller.moves)
        self.standings[str(traveller.subscriber["standing"])] += 1
        self._hash.update(line.encode() + b"\n")

    @property
    def checksum(self) -> str:
        """SHA-256 of the lines, in hexadecimal."""
        return self._hash.hexdigest()

    def told(self) -> dict[str, Any]:
        """For the last line, and for scripts."""
        return {
            "subscribers": self.subscribers,
            "preferences": self.preferences,
            "follows": self.follows,
            "moves": self.moves,
            "standings": dict(sorted(self.standings.items())),
            "checksum": self.checksum,
        }


def header(made_at: datetime) -> str:
    """The first line."""
    return _line({"format": FORMAT, "version": VERSION, "made_at": _written(made_at)})


def line_of(traveller: Traveller) -> str:
    """A subscriber's line; the same subscriber has the same line in every database."""
    told = {
        "type": _SUBSCRIBER,
        "subscriber": traveller.subscriber,
        "preferences": traveller.preferences,
        "follows": traveller.follows,
        "moves": traveller.moves,
        "member": traveller.member,
    }
    return _line(told)


def footer(manifest: Manifest) -> str:
    """The last line."""
    return _line({"type": _END, **manifest.told()})


def read_moving(lines: Iterable[str]) -> Iterator[Traveller]:
    """The subscribers of a file, one by one.

    Raises MoveRefused naming the line: for what is no such file, is damaged, was changed, or ends too early.
    What was read before must then not stay.
    """
    lines, number, manifest, last_chat = iter(lines), 0, Manifest(), None
    checks: Mapping[str, Check] = {}
    for number, line in enumerate(lines, 1):
        told = _object(line, number)
        if number == 1:
            checks = _BY_VERSION[_version_of(told)]
        elif told.get("type") == _END:
            _check_end(told, manifest, number)
            _check_rest(lines, number)
            return
        else:
            traveller = _traveller(told, number, checks)
            if last_chat is not None and traveller.chat_id <= last_chat:
                raise MoveRefused(line=number, problem="chats come in order, each once")
            last_chat = traveller.chat_id
            manifest.add(traveller, line.rstrip("\n"))
            yield traveller
    raise MoveRefused(line=number + 1, problem="the file ends too early")


def _version_of(told: Fields) -> int:
    if told.get("format") != FORMAT:
        raise MoveRefused(line=1, problem="this is no file of `export-subscribers`")
    version = told.get("version")
    if type(version) is not int or version not in _BY_VERSION:
        problem = f"version {version!r:.20} is unknown; this Kolporter reads up to {VERSION}"
        raise MoveRefused(line=1, problem=problem)
    return version


def _check_end(told: Fields, manifest: Manifest, number: int) -> None:
    if told.get("subscribers") != manifest.subscribers:
        problem = f"{told.get('subscribers')!r:.20} subscribers were written, {manifest.subscribers} are here"
        raise MoveRefused(line=number, problem=problem)
    if told != {"type": _END, **manifest.told()}:
        raise MoveRefused(line=number, problem="the checksum is another: the file was changed or damaged")


def _check_rest(lines: Iterable[str], number: int) -> None:
    if any(line.strip() for line in lines):
        raise MoveRefused(line=number + 1, problem="there is more after the last line")


def _object(line: str, number: int) -> Fields:
    if len(line) > LONGEST_LINE:
        raise MoveRefused(line=number, problem="the line is too long")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise MoveRefused(line=number, problem="this is no JSON") from None
    if not isinstance(told, dict):
        raise MoveRefused(line=number, problem="this is no JSON object")
    return told


def _traveller(told: Fields, number: int, checks: Mapping[str, Check]) -> Traveller:
    try:
        whole = _checked(told, checks)
    except (ValueError, TypeError, OverflowError) as error:
        raise MoveRefused(line=number, problem=str(error)) from None
    del whole["type"]
    return Traveller(**whole)


def _checked(told: Any, checks: Mapping[str, Check]) -> dict[str, Any]:
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
        return tuple(_checked(one, checks) for one in value)

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
_MEMBER: Mapping[str, Check] = {
    "until": _day,
    "is_cancelled": _truth,
    "owes_thanks": _truth,
    "reminded": _or_none(_day),
}
_WHOLE: Mapping[str, Check] = {
    "type": _like(_SUBSCRIBER, "type of line"),
    "subscriber": lambda value: _checked(value, _SUBSCRIBER_FIELDS),
    "preferences": _or_none(lambda value: _checked(value, _PREFERENCES)),
    "follows": _follows,
    "moves": _each(_MOVE),
    "member": _or_none(lambda value: _checked(value, _MEMBER)),
}
_BY_VERSION = {
    1: {name: check for name, check in _WHOLE.items() if name != "member"},
    VERSION: _WHOLE,
}
SUBSCRIBER_FIELDS, PREFERENCE_FIELDS = tuple(_SUBSCRIBER_FIELDS), tuple(_PREFERENCES)
FOLLOW_FIELDS, MOVE_FIELDS, MEMBER_FIELDS = tuple(_FOLLOW), tuple(_MOVE), tuple(_MEMBER)


def _line(told: Mapping[str, Any]) -> str:
    return _ENCODER.encode(told)


def _written(value: Any) -> Any:
    """Moments in UTC, and days."""
    return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_written)
