"""How fast Telegram may be asked. Decides, never waits: callers wait what they are told."""

from collections import deque
from datetime import datetime, timedelta


class Pace:
    """At most `limit` sends in every sliding window of `per`; each call of `wait` reserves one.

    The first window after a start counts as spent, because a process before this one may have used it.
    """

    def __init__(self, limit: int, per: timedelta, started_at: datetime) -> None:
        self._per = per
        self._reserved = deque([started_at] * limit, maxlen=limit)

    def wait(self, now: datetime) -> timedelta:
        """How long to wait before the send that this call reserves."""
        at = max(now, self._reserved[0] + self._per)
        self._reserved.append(at)
        return at - now
