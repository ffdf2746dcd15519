"""Live news of screens for the page and the tests: server-sent events, one line per changed chat."""

import asyncio
import json
from collections.abc import AsyncIterator

PING_SECONDS = 15


class ScreenEvents:
    """Hands every change to everyone who listens; `close` ends all streams."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[int | None]] = set()
        self._closed = False

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def changed(self, chat_id: int) -> None:
        for listener in self._listeners:
            listener.put_nowait(chat_id)

    def close(self) -> None:
        self._closed = True
        for listener in self._listeners:
            listener.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """The text of one event stream, until the listener leaves or the sandbox stops."""
        listener: asyncio.Queue[int | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            yield ": listening\n\n"
            while not self._closed:
                line = await _next_line(listener)
                if line is None:
                    return
                yield line
        finally:
            self._listeners.discard(listener)


async def _next_line(listener: asyncio.Queue[int | None]) -> str | None:
    try:
        async with asyncio.timeout(PING_SECONDS):
            chat_id = await listener.get()
    except TimeoutError:
        return ": ping\n\n"
    return None if chat_id is None else f"data: {json.dumps({'chat_id': chat_id})}\n\n"
