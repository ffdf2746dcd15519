"""The only place that asks the time or waits (besides the sandbox's own clock)."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Time as the rest of the project sees it: aware UTC."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of real time."""
        ...


def uptime() -> float:
    """Seconds on a clock that nobody sets, and that goes on while this process is stopped."""
    return time.monotonic()


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of real time."""
        await asyncio.sleep(seconds)


class ShiftedClock(SystemClock):
    """A clock that can be put forward: the demo's evening comes when somebody asks for it."""

    def __init__(self) -> None:
        self._shift = timedelta(0)

    def now(self) -> datetime:
        """The machine's time, moved by all that was asked for."""
        return super().now() + self._shift

    def advance(self, by: timedelta) -> None:
        """Put the clock forward."""
        self._shift += by
