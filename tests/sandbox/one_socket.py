"""One server for a whole test run: starting and stopping one for each test would take most of the time."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from bot.sandbox import Sandbox, serve


class Socket(Starlette):
    """One server for the whole run, in a thread of its own; each test plugs its own sandbox in."""

    address: str
    loop: asyncio.AbstractEventLoop
    plugged: Starlette

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.plugged(scope, receive, send)

    async def run(self, listening: threading.Event, stop: asyncio.Event) -> None:
        self.loop = asyncio.get_running_loop()
        async with serve(self) as self.address:
            listening.set()
            await stop.wait()

    async def opened(self) -> None:
        """Wait until connections are taken again."""
        waiting = asyncio.run_coroutine_threadsafe(self.state.server.is_open.wait(), self.loop)
        await asyncio.wrap_future(waiting)

    @contextmanager
    def plug(self, sandbox: Sandbox) -> Iterator[str]:
        sandbox.app.state.server = self.state.server
        self.plugged = sandbox.app
        yield self.address
        asyncio.run_coroutine_threadsafe(_closed(sandbox), self.loop).result(timeout=5)


async def _closed(sandbox: Sandbox) -> None:
    sandbox.close()
