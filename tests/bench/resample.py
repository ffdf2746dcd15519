"""Paired bootstrap over articles, set by set: every set counts the same however many articles it has."""

import random
from collections.abc import Mapping, Sequence
from statistics import fmean

_TIMES = 2_000


def chance_of_no_gain(differences: Mapping[str, Sequence[float]]) -> float:
    """How often the mean over sets is 0 or less when articles are drawn anew: the p-value of a gain."""
    chance = random.Random(5)
    means = (fmean(fmean(_drawn(chance, each)) for each in differences.values()) for _ in range(_TIMES))
    return sum(mean <= 0 for mean in means) / _TIMES


def is_below(differences: Sequence[float]) -> bool:
    """Whether one set's mean is below 0 in 97.5 % of the draws."""
    chance = random.Random(5)
    return sum(fmean(_drawn(chance, differences)) < 0 for _ in range(_TIMES)) > 0.975 * _TIMES


def _drawn(chance: random.Random, values: Sequence[float]) -> list[float]:
    return chance.choices(values, k=len(values))
