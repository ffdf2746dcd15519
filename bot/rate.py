"""How fast Telegram may be asked. Decides, never waits: callers wait what they are told."""

from collections import deque
from datetime import datetime, timedelta


class Pace:
    """At most `limit` sends in every sliding window of `per`.

    The first window after a start counts as spent, because a process before this one may have used it.
    """

    def __init__(self, limit: int, per: timedelta, started_at: datetime) -> None:
        self._per = per
        self._reserved = deque([started_at] * limit, maxlen=limit)

    def reserve(self, at_most: int, now: datetime) -> tuple[timedelta, int]:
        """Reserve as many sends as may go at one moment, one at least: the wait for it, and how many."""
        moment = max(now, self._reserved[0] + self._per)
        count = 0
        while count < at_most and self._reserved[0] + self._per <= moment:
            self._reserved.append(moment)
            count += 1
        return moment - now, count
