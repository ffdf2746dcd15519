"""Two web servers for a whole test run, in a thread of their own: starting and stopping them is what is slow.

What they serve is exchanged for every test, so that no test sees another one's messages or pages.
"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox import serve


class Lot:
    """A place on a loopback port where one application after the other is put up."""

    def __init__(self) -> None:
        self.address = ""
        self.built: ASGIApp = Starlette()
        self.app = Starlette(routes=[Mount("/", app=self._through)])

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.built(scope, receive, send)


@dataclass(frozen=True)
class Town:
    """Where the newspaper's site and Telegram stand."""

    site: Lot
    telegram: Lot


@contextmanager
def town_at_work() -> Iterator[Town]:
    """The servers, for the length of the block."""
    town = Town(Lot(), Lot())
    ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
    thread = threading.Thread(target=asyncio.run, args=[_serve(town, ready)])
    thread.start()
    loop, closing = ready.result(timeout=30)
    try:
        yield town
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join()


async def _serve(town: Town, ready: "Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]") -> None:
    closing = asyncio.Event()
    async with serve(town.site.app) as town.site.address, serve(town.telegram.app) as town.telegram.address:
        ready.set_result((asyncio.get_running_loop(), closing))
        await closing.wait()
