"""How sure a share is, and the difference of two: score intervals.

E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927) 209-212;
R. G. Newcombe, "Two-sided confidence intervals for the single proportion" and "Interval estimation for the
difference between independent proportions", Statistics in Medicine 17 (1998) 857-872 (method 3) and 873-890
(method 10), both without continuity correction. They hold for small numbers and shares near 0, as ours are.
"""

from dataclasses import dataclass
from math import hypot, sqrt

CONFIDENCE_95 = 1.959963984540054
CONFIDENCE_99 = 2.5758293035489004
"""Standard normal quantiles: 95 and 99 % of it lie between minus and plus so much."""


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both of it."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart they are."""
        return self.high - self.low

    @property
    def holds_zero(self) -> bool:
        """Whether 0 is in it: then nobody can say which of two is larger."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Share:
    """`hits` out of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 out of nothing is 0."""
        return self.hits / self.of if self.of else 0.0


def wilson(share: Share, z: float = CONFIDENCE_95) -> Interval:
    """Where the true share lies; of nothing, anywhere."""
    if not share.of:
        return Interval(0.0, 1.0)
    p, n = share.value, share.of
    middle = p + z * z / (2 * n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


def newcombe(one: Share, other: Share, z: float = CONFIDENCE_95) -> Interval:
    """Where the true difference `one` minus `other` lies, of two that know nothing of each other."""
    p, q = one.value, other.value
    of_one, of_other = wilson(one, z), wilson(other, z)
    low = p - q - hypot(p - of_one.low, of_other.high - q)
    high = p - q + hypot(of_one.high - p, q - of_other.low)
    return Interval(max(-1.0, low), min(1.0, high))
