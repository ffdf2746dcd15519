"""The way to a membership in counts: where we asked, where the page was opened, what was confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class Step(StrEnum):
    """How far somebody came."""

    SHOWN = "shown"
    """An appeal of their own was shown; what stands under pushes and cards is not counted as one."""
    TAPPED = "tapped"
    """The page with the ways to become a member was opened."""
    CONFIRMED = "confirmed"
    """The paper's site said that they became a member."""


class Dimension(StrEnum):
    """What is kept of a step besides its day."""

    PLACE = "place"
    EDITION = "edition"
    WORDING = "wording"
    PUSH = "push_id"
    ARTICLE = "article_id"


Steps = Mapping[Step, int]
"""How often each was taken."""


@dataclass(frozen=True)
class Since:
    """A day of the paper's, and its first moment."""

    day: date
    moment: datetime

    @classmethod
    def begin(cls, day: date, zone: ZoneInfo) -> "Since":
        """The day in this zone."""
        return cls(day, datetime.combine(day, time(), zone))
