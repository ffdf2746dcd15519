"""Which of two wordings brings more, said only when the numbers can say it.

What is compared are showings, not readers: each reader sees both wordings in turn (docs/decisions/0250), so
both meet the same readers. The intervals take showings as independent of each other.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.intervals import CONFIDENCE_99, Interval, Share, newcombe, wilson

EXPECTED_AT_LEAST = 10
"""In each of the four cells, were both wordings alike; below that no interval is worth telling."""


class Verdict(StrEnum):
    """What may be said of two wordings."""

    NOT_ENOUGH = "not_enough"
    ALIKE = "alike"
    """Enough to say that they differ by less than what either brings, not enough to say which is ahead."""
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True)
class Comparison:
    """Two shares, the first wording's first."""

    first: Share
    second: Share

    @property
    def pooled(self) -> float:
        """The share of both together."""
        return Share(self.first.hits + self.second.hits, self.first.of + self.second.of).value

    @property
    def difference(self) -> Interval:
        """The first minus the second, 95 %."""
        return newcombe(self.first, self.second)

    @property
    def is_countable(self) -> bool:
        """Whether each cell, hits and misses of either, would be expected to hold enough."""
        rarer = min(self.pooled, 1 - self.pooled)
        return rarer * min(self.first.of, self.second.of) >= EXPECTED_AT_LEAST

    @property
    def verdict(self) -> Verdict:
        """Somebody looks every day, and one look in twenty would find a difference that is none: a wording
        is called ahead by the interval of 99 % only, alike by that of 95 %."""
        if not self.is_countable:
            return Verdict.NOT_ENOUGH
        sure = newcombe(self.first, self.second, CONFIDENCE_99)
        if not sure.holds_zero:
            return Verdict.FIRST if sure.low > 0 else Verdict.SECOND
        known = self.difference
        is_alike = known.holds_zero and known.width <= self.pooled
        return Verdict.ALIKE if is_alike else Verdict.NOT_ENOUGH


@dataclass(frozen=True)
class Funnel:
    """How often a wording was shown, opened, and ended in a membership that was confirmed."""

    shown: int = 0
    tapped: int = 0
    confirmed: int = 0

    @property
    def taps(self) -> Share:
        """Of those shown. More than were shown cannot be, but days may begin between them."""
        return Share(min(self.tapped, self.shown), self.shown)

    @property
    def members(self) -> Share:
        """Of those shown."""
        return Share(min(self.confirmed, self.shown), self.shown)

    @property
    def sure_taps(self) -> Interval:
        """Where the true share lies, 95 %."""
        return wilson(self.taps)

    @property
    def sure_members(self) -> Interval:
        """Likewise."""
        return wilson(self.members)


def compared(first: Funnel, second: Funnel) -> tuple[Comparison, Comparison]:
    """What the two bring: taps, and memberships."""
    return Comparison(first.taps, second.taps), Comparison(first.members, second.members)
