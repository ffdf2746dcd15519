"""Figures an admin reads. Never "opens": Telegram does not tell a bot who read what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.deliveries import Tally
from bot.domain.ids import PushId
from bot.domain.subscribers import Standing


@dataclass(frozen=True)
class DayMoves:
    """Who came and went on one day of the paper's zone."""

    day: date
    joined: int
    left: int
    blocked: int


@dataclass(frozen=True)
class PushTally:
    """How one push went."""

    push_id: PushId
    headline: str
    due_at: datetime
    tally: Tally


@dataclass(frozen=True)
class Statistics:
    """What /stats shows."""

    standings: Mapping[Standing, int]
    days: tuple[DayMoves, ...]
    pushes: tuple[PushTally, ...]
    digests: Tally
    """Those of the days."""
    sources: tuple[tuple[str, int], ...] = ()
    """By which links subscribers came, and how many by each, the most first."""
