"""What `doctor` found: one finding per thing it looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Health(StrEnum):
    """How a finding should be taken."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """A check's result: `key` with `args_` is the sentence a person reads, remedy included."""

    health: Health
    key: str
    args_: Mapping[str, object] = field(default_factory=dict)
