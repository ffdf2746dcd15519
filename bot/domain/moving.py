"""Subscribers on the way to another database or bot: a file of JSON lines.

The first line names format and version, then comes a subscriber a line with all that goes along, then who was
given a role in a chat; the last one counts them and has the checksum of the lines between. Whoever reads it
believes nothing: what is not as it must be is refused by the number of its line.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bot.domain.moving_fields import COLLEAGUE, TRAVELLERS, Fields, checked
from bot.domain.people import Colleague
from bot.errors import MoveRefused

FORMAT = "kolporter-subscribers"
VERSION = 2
"""Version 1 knew no appeals, memberships and roles."""
LONGEST_LINE = 1_000_000
"""Characters; a subscriber with the most follows has a twentieth of it."""
_NEWER = ("appeals", "members", "colleagues")
"""Not counted in version 1."""
_SUBSCRIBER, _COLLEAGUE, _END = "subscriber", "colleague", "end"


@dataclass(frozen=True, kw_only=True)
class Traveller:
    """A subscriber with their preferences, follows and moves, with what they said to appeals and their
    membership, each as its columns are called."""

    subscriber: Fields
    preferences: Fields | None
    follows: tuple[Fields, ...]
    moves: tuple[Fields, ...]
    appeal: Fields | None = None
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
    appeals: int = 0
    members: int = 0
    follows: int = 0
    moves: int = 0
    colleagues: int = 0
    standings: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._hash = sha256()

    def add(self, one: Traveller | Colleague, line: str) -> None:
        """One more."""
        self._hash.update(line.encode() + b"\n")
        if isinstance(one, Colleague):
            self.colleagues += 1
            return
        self.subscribers += 1
        self.preferences += one.preferences is not None
        self.appeals += one.appeal is not None
        self.members += one.member is not None
        self.follows += len(one.follows)
        self.moves += len(one.moves)
        self.standings[str(one.subscriber["standing"])] += 1

    @property
    def checksum(self) -> str:
        """SHA-256 of the lines, in hexadecimal."""
        return self._hash.hexdigest()

    def told(self) -> dict[str, Any]:
        """For the last line, and for scripts."""
        return {
            "subscribers": self.subscribers,
            "preferences": self.preferences,
            "appeals": self.appeals,
            "members": self.members,
            "follows": self.follows,
            "moves": self.moves,
            "colleagues": self.colleagues,
            "standings": dict(sorted(self.standings.items())),
            "checksum": self.checksum,
        }


def header(made_at: datetime) -> str:
    """The first line."""
    return _line({"format": FORMAT, "version": VERSION, "made_at": _written(made_at)})


def line_of(one: Traveller | Colleague) -> str:
    """Their line; the same subscriber has the same line in every database."""
    if isinstance(one, Colleague):
        return _line({"type": _COLLEAGUE, **asdict(one)})
    told = {
        "type": _SUBSCRIBER,
        "subscriber": one.subscriber,
        "preferences": one.preferences,
        "appeal": one.appeal,
        "member": one.member,
        "follows": one.follows,
        "moves": one.moves,
    }
    return _line(told)


def footer(manifest: Manifest) -> str:
    """The last line."""
    return _line({"type": _END, **manifest.told()})


def read_moving(lines: Iterable[str]) -> Iterator[Traveller | Colleague]:
    """The subscribers of a file one by one, then those with a role.

    Raises MoveRefused naming the line: for what is no such file, is damaged, was changed, or ends too early.
    What was read before must then not stay.
    """
    lines, number, version, manifest, last = iter(lines), 0, VERSION, Manifest(), None
    for number, line in enumerate(lines, 1):
        told = _object(line, number)
        if number == 1:
            version = _version_of(told)
        elif told.get("type") == _END:
            _check_end(told, manifest, number, version)
            _check_rest(lines, number)
            return
        else:
            one = _one(told, number, version)
            if last is not None and _place(one) <= last:
                problem = "subscribers, then those with a role, come in order, each once"
                raise MoveRefused(line=number, problem=problem)
            last = _place(one)
            manifest.add(one, line.rstrip("\n"))
            yield one
    raise MoveRefused(line=number + 1, problem="the file ends too early")


def _place(one: Traveller | Colleague) -> tuple[bool, int]:
    """Where they stand in a file."""
    return (True, one.id) if isinstance(one, Colleague) else (False, one.chat_id)


def _version_of(told: Fields) -> int:
    if told.get("format") != FORMAT:
        raise MoveRefused(line=1, problem="this is no file of `export-subscribers`")
    version = told.get("version")
    if type(version) is not int or version not in TRAVELLERS:
        problem = f"version {version!r:.20} is unknown; this Kolporter reads up to {VERSION}"
        raise MoveRefused(line=1, problem=problem)
    return version


def _check_end(told: Fields, manifest: Manifest, number: int, version: int) -> None:
    counted = {name: value for name, value in manifest.told().items() if version > 1 or name not in _NEWER}
    if told.get("subscribers") != manifest.subscribers:
        problem = f"{told.get('subscribers')!r:.20} subscribers were written, {manifest.subscribers} are here"
        raise MoveRefused(line=number, problem=problem)
    if told != {"type": _END, **counted}:
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


def _one(told: Fields, number: int, version: int) -> Traveller | Colleague:
    is_colleague = version > 1 and told.get("type") == _COLLEAGUE
    try:
        whole = checked(told, COLLEAGUE if is_colleague else TRAVELLERS[version])
    except (ValueError, TypeError, OverflowError) as error:
        raise MoveRefused(line=number, problem=str(error)) from None
    del whole["type"]
    return Colleague(**whole) if is_colleague else Traveller(**whole)


def _line(told: Mapping[str, Any]) -> str:
    return _ENCODER.encode(told)


def _written(value: Any) -> Any:
    """Moments in UTC, and days."""
    return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_written)
