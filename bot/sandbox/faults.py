"""What goes wrong on purpose: by chat, by method, by count, or by chance with a seed. Decides; acts nowhere.

How a wrong answer looks on the wire stands in exchange.py; the closed door in server.py.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from hashlib import blake2b
from typing import Any

from bot.sandbox.errors import STATUS_TEXTS, ApiError, too_many_requests


class Kind(StrEnum):
    """`…_before` keeps the call from being accepted; the others that lose an answer let it be accepted."""

    STATUS = "status"
    LATENCY = "latency"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    SILENCE_BEFORE = "silence_before"
    SILENCE_AFTER = "silence_after"
    CUT = "cut"
    BROKEN = "broken"


@dataclass(frozen=True)
class Match:
    """Which calls: of one chat, of a method or a pattern such as `edit*`; without `method` every send."""

    chat: int | None = None
    method: str | None = None

    def __call__(self, method: str, chat_id: str) -> bool:
        if self.chat is not None and chat_id != str(self.chat):
            return False
        if self.method is not None:
            return fnmatchcase(method.lower(), self.method.lower())
        return method.startswith(("send", "copy", "forward")) and method != "sendChatAction"


@dataclass(frozen=True)
class Fault:
    """One way to go wrong. `seconds` is the length of a latency or the bound of a silence."""

    kind: Kind = Kind.STATUS
    status: int = 429
    retry_after: int = 1
    description: str | None = None
    seconds: float = 60.0

    def as_error(self) -> ApiError:
        if self.status == 429:
            return too_many_requests(self.retry_after)
        description = self.description or STATUS_TEXTS.get(self.status, "Internal Server Error")
        return ApiError(self.status, description)


@dataclass
class CountedFault:
    """The next `count` matching calls; None is every one until the faults are cleared."""

    fault: Fault
    match: Match = Match()
    count: int | None = 1

    def next(self, method: str, chat_id: str) -> Fault | None:
        if self.count == 0 or not self.match(method, chat_id):
            return None
        if self.count is not None:
            self.count -= 1
        return self.fault


RATES = {
    "status_429": Fault(status=429),
    "status_403": Fault(status=403),
    "status_400": Fault(status=400),
    "status_5xx": Fault(status=502),
    **{kind.value: Fault(kind) for kind in Kind if kind is not Kind.STATUS},
}


@dataclass
class RandomFaults:
    """Faults by chance: `rates` maps names of RATES to probabilities.

    A chance belongs to the seed, the method, the chat and the how-manieth such call it is, so a run with the
    same calls goes wrong at the same places however they interleave.
    """

    seed: int
    rates: Mapping[str, float]
    match: Match = Match()
    retry_after: int = 1
    seconds: float = 60.0
    _calls: Counter[tuple[str, str]] = field(default_factory=Counter)

    def next(self, method: str, chat_id: str) -> Fault | None:
        if not self.match(method, chat_id):
            return None
        call = (method, chat_id)
        self._calls[call] += 1
        chance = _chance(f"{self.seed} {method} {chat_id} {self._calls[call]}")
        for name, rate in self.rates.items():
            if chance < rate:
                return replace(RATES[name], retry_after=self.retry_after, seconds=self.seconds)
            chance -= rate
        return None


def _chance(of: str) -> float:
    """A number from 0 up to 1 that looks like chance and is always the same for the same words."""
    return int.from_bytes(blake2b(of.encode(), digest_size=7).digest()) / 256**7


class Faults:
    """All that is set, asked for every call. The oldest that matches is dealt."""

    def __init__(self) -> None:
        self.dealt: Counter[str] = Counter()
        self._set: list[CountedFault | RandomFaults] = []

    def add(self, fault: CountedFault | RandomFaults) -> None:
        self._set.append(fault)

    def clear(self) -> None:
        self._set.clear()

    def next(self, method: str, chat_id: str) -> Fault | None:
        """What this call has to suffer, used up thereby; None when it goes well."""
        for source in self._set:
            if fault := source.next(method, chat_id):
                self.dealt[_name(fault)] += 1
                return fault
        return None

    def as_json(self) -> dict[str, Any]:
        counted = [one for one in self._set if isinstance(one, CountedFault) and one.count != 0]
        chances = [one for one in self._set if isinstance(one, RandomFaults)]
        return {
            "set": [_described(one) for one in counted] + [_chances(one) for one in chances],
            "dealt": dict(self.dealt),
        }


def _name(fault: Fault) -> str:
    return f"status_{fault.status}" if fault.kind is Kind.STATUS else fault.kind.value


def _described(counted: CountedFault) -> dict[str, Any]:
    scope = {"chat": counted.match.chat, "method": counted.match.method, "count": counted.count}
    if counted.fault.kind is not Kind.STATUS:
        return {"kind": counted.fault.kind.value, "seconds": counted.fault.seconds, **scope}
    fault = counted.fault
    words = {"status": fault.status, "retry_after": fault.retry_after, "description": fault.description}
    return {"kind": fault.kind.value, **words, **scope}


def _chances(chances: RandomFaults) -> dict[str, Any]:
    return {"seed": chances.seed, **chances.rates, "chat": chances.match.chat, "method": chances.match.method}
