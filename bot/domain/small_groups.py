"""Groups so small that a figure could tell who they are: hidden, and not found by subtraction either."""

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 10
"""Fewer than these are hidden."""


@dataclass(frozen=True)
class Group:
    """So many of a name."""

    name: str
    count: int


@dataclass(frozen=True)
class Breakdown:
    """Groups that may be told, the largest first, and how many others there are."""

    groups: tuple[Group, ...] = ()
    hidden: int = 0


def told(counts: Mapping[str, int], *, of_one_whole: bool) -> Breakdown:
    """What of these counts may be told.

    Where they add up to a whole that is told too, what is hidden must be several groups and no fewer people
    than a group that may be told: else the rest of the whole would tell it.
    """
    groups = sorted(
        (Group(name, count) for name, count in counts.items() if count > 0),
        key=lambda one: (-one.count, one.name),
    )
    small = sum(one.count < SMALL for one in groups)
    if of_one_whole and small:
        while small < len(groups) and (small < 2 or sum(one.count for one in groups[-small:]) < SMALL):
            small += 1
    return Breakdown(tuple(groups[: len(groups) - small]), small)
