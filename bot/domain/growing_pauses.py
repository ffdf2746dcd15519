"""How long to wait before something that failed is tried again."""

_MANY = 16
"""Doublings after which every pause is as long as it gets; an outage of hours makes thousands of failures."""


def pause_after(failures: int, first: float, longest: float) -> float:
    """Seconds: `first` after one failure, twice as long after each further one, never more than `longest`."""
    return min(first * 2.0 ** min(failures - 1, _MANY), longest)
