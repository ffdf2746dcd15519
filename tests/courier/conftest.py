"""A courier before the sandbox, on a real socket; before a stand-in only for what the sandbox never says."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from bot.courier import Courier
from bot.sandbox import Sandbox, SandboxClient
from bot.telegram_http import AiohttpRequest, QuietBot
from tests import canaries
from tests.courier.stand_in import TOKEN, StandIn, standing_in
from tests.sandbox.one_socket import Socket

ANA = canaries.ANA


@asynccontextmanager
async def bot_at(address: str, proxy: str | None = None, patience: float = 20) -> AsyncIterator[QuietBot]:
    """A bot on our request class that waits `patience` seconds to connect, and again for an answer."""
    request = AiohttpRequest(connect_seconds=patience, answer_seconds=patience, proxy=proxy)
    await request.initialize()
    try:
        yield QuietBot(
            token=TOKEN,
            base_url=f"{address}/bot",
            request=request,
            get_updates_request=AiohttpRequest(connections=1),
        )
    finally:
        await request.shutdown()


@pytest.fixture(scope="session")
def one_socket() -> Iterator[Socket]:
    """One server for all sandboxes of the run."""
    socket, listening, stop = Socket(), threading.Event(), asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(socket.run(listening, stop)))
    thread.start()
    assert listening.wait(10)
    yield socket
    socket.loop.call_soon_threadsafe(stop.set)
    thread.join(10)


@pytest.fixture
async def phones(one_socket: Socket) -> AsyncIterator[SandboxClient]:
    """A sandbox in which Ana has started the bot; its control client."""
    with one_socket.plug(Sandbox(token=TOKEN, chats=[ANA])) as address:
        async with SandboxClient(address) as phones:
            yield phones


@pytest.fixture
async def courier(phones: SandboxClient) -> AsyncIterator[Courier]:
    """A courier whose Telegram is the sandbox."""
    async with bot_at(phones.address) as bot:
        yield Courier(bot.wire)


@pytest.fixture
async def impatient(phones: SandboxClient) -> AsyncIterator[Courier]:
    """Such a courier that soon gives up waiting for an answer."""
    async with bot_at(phones.address, patience=0.5) as bot:
        yield Courier(bot.wire)


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(telegram: StandIn) -> AsyncIterator[QuietBot]:
    """A bot whose Telegram is the stand-in."""
    async with bot_at(telegram.address) as bot:
        yield bot


@pytest.fixture
def carrier(bot: QuietBot) -> Courier:
    """A courier whose Telegram is the stand-in."""
    return Courier(bot.wire)
