"""Telegram's clock inside the sandbox: real time plus whatever was advanced by hand.

The only module of the sandbox that asks the machine for the time.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SandboxClock:
    """Aware UTC time that runs like the machine's and can be moved forward.

    `start` sets the first moment told; without it the machine's own time is taken. `on_advance` are called
    after every move forward.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = (start or datetime.now(UTC)).timestamp() - time.monotonic()
        self.on_advance: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._ahead + time.monotonic(), UTC)

    def timestamp(self) -> int:
        """Now in whole Unix seconds, as Telegram dates messages."""
        return int(self._ahead + time.monotonic())

    def advance(self, seconds: float) -> datetime:
        """Move forward by `seconds`; a negative number raises ValueError, for Telegram never goes back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        before = self._ahead
        self._ahead += seconds
        try:
            now = self.now()
        except (OverflowError, OSError, ValueError):
            self._ahead = before
            raise ValueError("that is after the end of all calendars") from None
        for listener in list(self.on_advance):
            listener()
        return now
