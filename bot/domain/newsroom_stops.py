"""The newsroom stop: nothing new goes to readers until somebody lets it; then what waited is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import PushId


@dataclass(frozen=True)
class Stop:
    """The stop in force: since when, and the first name of the editor who asked for it."""

    begun_at: datetime
    name: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A push that does not go out: `left` readers have yet to get it, None where they are not chosen yet."""

    push_id: PushId
    headline: str
    left: int | None
    expires_at: datetime
    is_note: bool = False
    """Whether it tells of a correction those who have the article."""


@dataclass(frozen=True, kw_only=True)
class Halt:
    """What a stop holds back, or held back when it ended."""

    stop: Stop | None
    held: Sequence[Held]
    """What is still worth asking about, oldest first."""
    expired: Sequence[Held]
    """What went stale meanwhile; `left` is how many did not get it."""
