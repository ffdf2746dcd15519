"""A sandbox on a real socket, its control client, an unmodified python-telegram-bot, and plain HTTP."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox import Sandbox, SandboxClient
from tests.canaries import CANARY
from tests.sandbox.one_socket import Socket

TOKEN = f"7000000001:{CANARY}-sandbox"
ANA = 501

Api = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture(scope="session")
def one_socket() -> Iterator[Socket]:
    socket, listening, stop = Socket(), threading.Event(), asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(socket.run(listening, stop)))
    thread.start()
    assert listening.wait(10)
    yield socket
    socket.loop.call_soon_threadsafe(stop.set)
    thread.join(10)


@pytest.fixture
def address(sandbox: Sandbox, one_socket: Socket) -> Iterator[str]:
    with one_socket.plug(sandbox) as address:
        yield address


@pytest.fixture
async def phones(address: str) -> AsyncIterator[SandboxClient]:
    """The control client."""
    async with SandboxClient(address) as client:
        yield client


@pytest.fixture
async def ana(phones: SandboxClient) -> int:
    """A reader who has pressed Start; her chat id."""
    await phones.person(ANA, "Ana", username="ana_reader", language_code="mk")
    await phones.type(ANA, "/start")
    return ANA


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    """It need not read a hundred certificates for a server without TLS."""
    calls, asks = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    base, files = f"{address}/bot", f"{address}/file/bot"
    async with Bot(TOKEN, base, files, request=calls, get_updates_request=asks) as bot:
        yield bot


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(http: aiohttp.ClientSession, address: str) -> Api:
    """Call a method with JSON parameters and get the whole answer, refusals too."""

    async def call(method: str, **params: Any) -> dict[str, Any]:
        async with http.post(f"{address}/bot{TOKEN}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] or response.status == answer["error_code"]
            return answer

    return call
