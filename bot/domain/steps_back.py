"""A clock that is put back: noticed by the latest time that it showed before."""

from datetime import datetime, timedelta

_LEAST = timedelta(seconds=5)
"""A shorter step is waited out: broadcasts ask for moments that lie a little ahead, and machines that take
turns do not agree to the second."""


def step_back(latest: datetime, now: datetime) -> timedelta | None:
    """By how much the clock was put back since it showed `latest`; None when it was not."""
    back = latest - now
    return back if back > _LEAST else None


def lasts(begun: datetime, until: datetime, now: datetime) -> bool:
    """Whether a wait that is only remembered goes on; what began in the future was begun by another clock."""
    return begun <= now < until
