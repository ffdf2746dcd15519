"""How long the event loop was held up: a beat every few milliseconds, and the longest pause between two.

What counts is the processor time that the loop's own thread took in a pause: on a busy machine a thread
that wants nothing may wait for a core all the same.
"""

import asyncio
import time

_EVERY = 0.002


class Pulse:
    """`with Pulse() as pulse: …` in a running loop; then `pulse.longest` in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._loop = asyncio.get_running_loop()
        self._used = 0.0
        self._next: asyncio.TimerHandle | None = None

    def __enter__(self) -> "Pulse":
        self._beat_again()
        return self

    def __exit__(self, *_: object) -> None:
        if self._next:
            self._next.cancel()

    def _beat_again(self) -> None:
        self._used = time.thread_time()
        self._next = self._loop.call_later(_EVERY, self._beat)

    def _beat(self) -> None:
        self.longest = max(self.longest, time.thread_time() - self._used)
        self._beat_again()
