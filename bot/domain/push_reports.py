"""What the desk is told of a push: one message, edited while it goes out, at its end, twice after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.domain.ids import MessageId, PushId

EFFECT_LASTS = timedelta(hours=24)
"""Who stops or blocks us so soon after a delivery, does it because of it."""


class Stage(IntEnum):
    """How far the desk has been told, as a small number."""

    UNDER_WAY = 0
    ENDED = 1
    AFTER_AN_HOUR = 2
    AFTER_A_DAY = 3


class Effect(StrEnum):
    """What readers do with a push that is counted: never who."""

    READ_HERE = "read_here"
    LESS = "less"
    LINK = "link"
    """A link of its buttons was opened, by way of our own address."""
    UNFOLLOWED = "unfollowed"
    """Something was muted or unfollowed under it."""


_AFTER = (
    (timedelta(hours=24), Stage.AFTER_A_DAY),
    (timedelta(hours=1), Stage.AFTER_AN_HOUR),
    (timedelta(0), Stage.ENDED),
)


@dataclass(frozen=True)
class Place:
    """The desk's message about a push in one chat; without a message id, the chat could not be reached."""

    message_id: MessageId | None
    stage: Stage
    asks: bool = False
    """Whether it asks if the rest should be cancelled."""


@dataclass(frozen=True)
class Ended:
    """A push of which nothing more leaves, and since when."""

    push_id: PushId
    at: datetime


@dataclass(frozen=True)
class Effects:
    """What readers made of a push so far."""

    counts: Mapping[Effect, int] = field(default_factory=dict)
    gone: int = 0
    """How many stopped or blocked us within a day after they got it."""

    def of(self, effect: Effect) -> int:
        """How often."""
        return self.counts.get(effect, 0)


def stage_of(ended: Ended, now: datetime) -> Stage:
    """What is due to be told now of a push that has ended."""
    since = now - ended.at
    return next((stage for after, stage in _AFTER if since >= after), Stage.ENDED)
