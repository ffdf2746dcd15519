"""How long answers may take. One timer serves all requests, which wait equally long.

asyncio's own way, a timer for each, took a tenth of what a request costs altogether.
"""

import asyncio
from types import TracebackType

from bot.clock import uptime


class Patience:
    """Aborts connections whose answer takes longer than so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[asyncio.Transport, float] = {}
        """When whose time is over, in this order."""
        self._timer: asyncio.TimerHandle | None = None

    def with_(self, transport: asyncio.Transport) -> "Wait":
        """Around a request and its answer. Raises TimeoutError at the end when they took too long."""
        return Wait(self, transport)

    def begin(self, transport: asyncio.Transport) -> None:
        """Its time begins."""
        self._until[transport] = uptime() + self._seconds
        if self._timer is None:
            self._wake_in(self._seconds)

    def end(self, transport: asyncio.Transport) -> bool:
        """Whether it ends in time."""
        return self._until.pop(transport, None) is not None

    def _wake_in(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        self._timer = None
        for transport, until in list(self._until.items()):
            if (left := until - uptime()) > 0:
                self._wake_in(left)
                return
            self.end(transport)
            transport.abort()


class Wait:
    """One request's time."""

    def __init__(self, patience: Patience, transport: asyncio.Transport) -> None:
        self._patience = patience
        self._transport = transport

    def __enter__(self) -> None:
        self._patience.begin(self._transport)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        # An aborted connection looks from inside like an error, or even like the end of an answer. Who is
        # cancelled meanwhile stays so.
        if not self._patience.end(self._transport) and (error is None or isinstance(error, Exception)):
            raise TimeoutError from None
