"""Web servers on the loopback interface, and the client that asks them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.domain.feeds import Validators
from bot.errors import FetchError
from bot.fetch import FetchLimits, WebFetch
from bot.fetch_ports import Fetched, NotModified

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]
BODY = b"<rss version='2.0'/>"
UNHURRIED = FetchLimits(host_pause=timedelta(0))
"""The clock stands still, so that no pause would end."""


class NoonClock(SystemClock):
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a web server with one handler for every path and returns its address."""
    runners: list[web.ServerRunner] = []

    async def start(handler: Handler) -> str:
        async def guarded(request: web.BaseRequest) -> web.StreamResponse:
            return await handler(request)  # type: ignore[arg-type]

        runner = web.ServerRunner(web.Server(guarded))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def silent() -> AsyncIterator[str]:
    """A server that accepts and never says anything."""
    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: writers.append(writer), "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


def place(url: str) -> str:
    return url.removeprefix("http://").split("/")[0]


async def get(
    url: str, validators: Validators | None = None, limits: FetchLimits | None = None
) -> Fetched | NotModified:
    async with WebFetch(NoonClock(), allowed=[place(url)], limits=limits or UNHURRIED) as fetch:
        return await fetch(url, validators)


async def problem(url: str, limits: FetchLimits | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await get(url, limits=limits)
    return caught.value


def answering(body: bytes = BODY, *, status: int = 200, **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers=named)

    return handler
