"""How many a push would reach, and when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.audiences import Audience
from bot.domain.follows import Subject
from bot.domain.ids import Edition


@dataclass(frozen=True, kw_only=True)
class Aim:
    """Whom a push is for before anybody is chosen: the same that planning will ask."""

    editions: Sequence[Edition]
    keys: Collection[Subject]
    """What it is filed under."""
    audience: Audience | None = None
    is_breaking: bool = False
    """Past caps, digests and quiet hours."""
    is_announcement: bool = False
    """Past caps and digests; without `keys` to who follows anything."""


@dataclass(frozen=True)
class Reach:
    """How many would get it, and of those: how many later than at once, how many in their next digest."""

    readers: int
    later: int = 0
    in_digests: int = 0

    @property
    def at_once(self) -> int:
        """Who gets it as soon as it goes out."""
        return self.readers - self.later - self.in_digests
