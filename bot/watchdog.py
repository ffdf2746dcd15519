"""What systemd is told: that we are at work, again and again as long as we live, and that we end.

At a terminal and in containers nobody asked (there is no NOTIFY_SOCKET), and nothing is told.
"""

import asyncio
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress


@contextmanager
def told_to_systemd(
    is_alive: Callable[[], bool], environment: Mapping[str, str] = os.environ
) -> Iterator[None]:
    """For the length of the block we are at work.

    With a watchdog (WatchdogSec= of the unit) it hears of us three times in the time it waits, unless
    `is_alive` denies it or the loop stands still; then it ends us and starts another.
    """
    tell = _Teller(environment.get("NOTIFY_SOCKET"))
    tell("READY=1")
    watchdog = _Watchdog(tell, is_alive, int(environment.get("WATCHDOG_USEC") or 0) / 3e6)
    try:
        yield
    finally:
        watchdog.stop()
        tell("STOPPING=1")


class _Watchdog:
    """A timer of the loop rather than a task of its own: it ends with the loop, and raises into nobody."""

    def __init__(self, tell: Callable[[str], None], is_alive: Callable[[], bool], seconds: float) -> None:
        self._tell = tell
        self._is_alive = is_alive
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None
        if seconds:
            self._beat()

    def _beat(self) -> None:
        if self._is_alive():
            self._tell("WATCHDOG=1")
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._beat)

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()


class _Teller:
    """Datagrams to an address in the file system, or in Linux's own space, which begins with @."""

    def __init__(self, address: str | None) -> None:
        self._address = address and ("\0" + address[1:] if address.startswith("@") else address)

    def __call__(self, word: str) -> None:
        if self._address:
            # Who does not listen any more has no need to be told.
            with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as letter:
                letter.setblocking(False)
                letter.sendto(word.encode(), self._address)
