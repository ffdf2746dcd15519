"""SIGTERM ends the bot within five seconds, in the middle of anything, and nothing is forgotten."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import EDITOR, TOKEN, Desk, bot_at_work, told_to_stop
from tests.acceptance.readers import HEADLINE, arrives, push_the_night_train, subscribe

READERS = range(5000, 5080)


@dataclass
class Odd:
    """A server that is not what it should be. `called` is set by the first who connects."""

    address: str
    called: asyncio.Event


@asynccontextmanager
async def odd_server(*, hangs_up: bool) -> AsyncIterator[Odd]:
    """It takes every call, and says nothing or hangs up at once."""
    called, writers = asyncio.Event(), list[asyncio.StreamWriter]()

    async def take(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        writers.append(writer)
        if hangs_up:
            writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    yield Odd(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", called)
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


@pytest.mark.proof
async def test_a_push_that_was_stopped_half_way_reaches_everybody_once(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with bot_at_work(desk) as process:
        await subscribe(telegram, READERS)
        await push_the_night_train(telegram, EDITOR)
        await telegram.wait_for(READERS[20], HEADLINE, timeout=30)
        assert await told_to_stop(process) == 0
    assert desk.figure("SELECT count(*) FROM deliveries WHERE state = 0") > 0
    async with bot_at_work(desk):
        for reader in READERS:
            await telegram.wait_for(reader, HEADLINE, timeout=30)
    accepted = await telegram.accepted()
    copies = Counter(one.chat_id for one in accepted if HEADLINE in one.text and one.chat_id in READERS)
    assert copies == dict.fromkeys(READERS, 1)


async def test_an_idle_bot_stops_well_says_so_and_its_log_keeps_the_secret(
    desk: Desk, telegram: SandboxClient
) -> None:
    address = str(desk.folder / "systemd")
    desk = replace(desk, more={"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1500000"})
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        async with bot_at_work(desk) as process:
            await arrives(telegram, 7)
            assert await told_to_stop(process) == 0
        heard = [systemd.recv(100, socket.MSG_DONTWAIT) for _ in range(3)]
    assert heard[:2] == [b"READY=1", b"WATCHDOG=1"]
    log = desk.log.read_text("utf-8")
    assert TOKEN not in log
    assert "Traceback" not in log
    assert "Unclosed" not in log


@pytest.mark.parametrize("hangs_up", [True, False])
async def test_a_bot_that_waits_for_telegram_can_be_stopped(desk: Desk, hangs_up: bool) -> None:
    async with odd_server(hangs_up=hangs_up) as odd:
        waiting = replace(desk, address=odd.address)
        async with bot_at_work(waiting) as process:
            await odd.called.wait()
            assert await told_to_stop(process) == 0
    assert "Traceback" not in desk.log.read_text("utf-8")
    assert "Unclosed" not in desk.log.read_text("utf-8")


async def test_a_feed_that_never_answers_does_not_hold_up_the_end(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with odd_server(hangs_up=False) as odd:
        desk.environment()
        text = desk.newspaper.read_text("utf-8").replace(f"{desk.address}/paper/en/feed", odd.address)
        desk.newspaper.write_text(text.replace(f'["{desk.address[7:]}"]', '["127.0.0.1"]'), "utf-8")
        async with bot_at_work(desk) as process:
            await odd.called.wait()
            assert await told_to_stop(process) == 0
    assert "Traceback" not in desk.log.read_text("utf-8")
