"""The process's counters, written from wherever something happens, as its log is, and read by `/metrics`.

Plain sums: what they are called and mean stands in bot/domain/measures.py.
"""

from bisect import bisect_left

from bot.domain.measures import BUCKETS, Figure, Measure, Times

_Place = tuple[Measure, tuple[str, ...]]


class Meter:
    """Counts and times since the process began."""

    def __init__(self) -> None:
        self._counts: dict[_Place, int] = {}
        self._times: dict[_Place, tuple[list[int], float]] = {}

    def count(self, measure: Measure, *labels: str, by: int = 1) -> None:
        """So many more of them."""
        place = measure, labels
        self._counts[place] = self._counts.get(place, 0) + by

    def time(self, measure: Measure, seconds: float, *labels: str) -> None:
        """One more, which took so long."""
        counts, total = self._times.get((measure, labels)) or ([0] * (len(BUCKETS) + 1), 0.0)
        counts[bisect_left(BUCKETS, seconds)] += 1
        self._times[measure, labels] = counts, total + seconds

    def figures(self) -> list[Figure]:
        """Everything that happened at least once."""
        counted = [Figure(*place, count) for place, count in self._counts.items()]
        timed = [Figure(*place, Times(tuple(counts), sum_)) for place, (counts, sum_) in self._times.items()]
        return counted + timed


meter = Meter()
"""The process's own."""
