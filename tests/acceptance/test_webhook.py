"""Webhooks, the whole way: Telegram calls our processes, one is killed, nothing is lost or done twice."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import aiohttp
import asyncpg
import pytest

from bot.sandbox import SandboxClient
from tests.acceptance.balancer import balancing, free_ports
from tests.acceptance.bot_process import ROOT, TOKEN, Desk
from tests.acceptance.readers import arrives

READERS = range(2_001, 2_021)
ANA = 7


@asynccontextmanager
async def worker(desk: Desk, port: int, url: str, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`main.py worker` behind a public address, for the length of the block."""
    environment = desk.environment() | {"WEB_PORT": str(port), "PUBLIC_URL": url} | more
    with desk.log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "main.py", "worker", cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.wait()


async def works(process: asyncio.subprocess.Process) -> None:
    """Let a process work for a moment."""
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), 0.1)


async def active(workers: Mapping[int, asyncio.subprocess.Process]) -> int:
    """The port of the active worker, once all of them listen and one is."""
    async with asyncio.timeout(60), aiohttp.ClientSession() as http:
        while True:
            said = [await _ready(http, port) for port in workers]
            if None not in said and "active" in said:
                return list(workers)[said.index("active")]
            await works(next(iter(workers.values())))


async def _ready(http: aiohttp.ClientSession, port: int) -> str | None:
    try:
        async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
            return str((await answer.json())["role"])
    except aiohttp.ClientError:
        return None


async def hook(telegram: SandboxClient, process: asyncio.subprocess.Process) -> str:
    """The address that Telegram calls, as soon as there is one."""
    asking = f"{telegram.address}/bot{TOKEN}/getWebhookInfo"
    async with asyncio.timeout(60), aiohttp.ClientSession() as http:
        while True:
            async with http.get(asking) as answer:
                if url := str((await answer.json())["result"]["url"]):
                    return url
            await works(process)


async def settled(books: asyncpg.Connection, updates: int, process: asyncio.subprocess.Process) -> None:
    """Wait until so many updates came in and all of them were handled."""
    async with asyncio.timeout(60):
        while await books.fetchval("SELECT count(*) FROM inbox WHERE handled_at IS NOT NULL") < updates:
            await works(process)


async def answered(telegram: SandboxClient, times: int, process: asyncio.subprocess.Process) -> None:
    """Wait until every reader was answered so often."""
    async with asyncio.timeout(60):
        for reader in READERS:
            while sum(one.is_from_bot for one in (await telegram.screen(reader)).messages) < times:
                await works(process)


async def write(telegram: SandboxClient, word: str) -> None:
    """Every reader writes to the newsroom, all at once."""
    async with asyncio.TaskGroup() as tasks:
        for reader in READERS:
            tasks.create_task(telegram.type(reader, f"/feedback {word} of {reader}"))


async def test_a_reader_is_answered_and_what_has_no_business_here_is_sent_away(
    desk: Desk, telegram: SandboxClient
) -> None:
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    async with worker(desk, port, url) as process:
        address = await hook(telegram, process)
        await arrives(telegram, ANA)
        async with aiohttp.ClientSession() as http:
            statuses = [
                (await http.post(place, json={"update_id": 1})).status
                for place in (address, f"{url}/telegram/guess")
            ]
            numbers = await (await http.get(f"{url}/metrics")).text()
    assert statuses == [403, 404]
    assert {"kolporter_active 1.0", 'kolporter_updates_received_total{way="webhook"} 1.0'} <= {
        *numbers.splitlines()
    }
    secrets = (address.rpartition("/")[2], TOKEN)
    assert not [one for one in secrets if one in desk.log.read_text("utf-8")]


async def test_who_goes_back_to_polling_takes_the_webhook_away(desk: Desk, telegram: SandboxClient) -> None:
    (port,) = free_ports(1)
    async with worker(desk, port, f"http://127.0.0.1:{port}"):
        await arrives(telegram, ANA)
    await telegram.type(ANA, "/help")
    async with worker(desk, port, ""):
        await telegram.wait_for(ANA, "/feedback", timeout=30)


@pytest.mark.proof
async def test_two_workers_handle_and_a_kill_of_the_active_one_loses_no_answer_and_repeats_no_handling(
    desk: Desk, telegram: SandboxClient, postgres_url: str
) -> None:
    await telegram.set_budgets(on=False)
    for reader in READERS:
        await telegram.person(reader, "Reader", language_code="en")
    more = {"DATABASE_URL": postgres_url, "MESSAGES_PER_SECOND": "1000"}
    async with AsyncExitStack() as stack, balancing(free_ports(2)) as proxy:
        books = await asyncpg.connect(postgres_url)
        stack.push_async_callback(books.close)
        workers = {
            port: await stack.enter_async_context(worker(desk, port, proxy.address, **more))
            for port in proxy.ports
        }
        lost = workers[await active(workers)]
        other = next(one for one in workers.values() if one is not lost)
        for reader in READERS:
            await telegram.type(reader, "/start")
        await write(telegram, "One")
        await settled(books, 40, other)
        assert set(proxy.passed) == set(proxy.ports)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(write(telegram, "Two"))
            lost.kill()
            await lost.wait()
        await write(telegram, "Three")
        await settled(books, 80, other)
        await answered(telegram, 4, other)
        words = await books.fetch("SELECT text FROM feedbacks")
        assert await books.fetchval("SELECT count(*) FROM inbox") == 80
    assert sorted(one["text"] for one in words) == sorted(
        f"{word} of {reader}" for word in ("One", "Two", "Three") for reader in READERS
    )


@pytest.mark.proof
async def test_who_stands_by_handles_while_the_active_one_hangs_and_answers_when_it_is_gone(
    desk: Desk, telegram: SandboxClient, postgres_url: str
) -> None:
    first, second = free_ports(2)
    url = f"http://127.0.0.1:{second}"
    async with AsyncExitStack() as stack:
        books = await asyncpg.connect(postgres_url)
        stack.push_async_callback(books.close)
        workers = {}
        for port in (first, second):
            starting = worker(desk, port, url, DATABASE_URL=postgres_url)
            workers[port] = await stack.enter_async_context(starting)
            assert await active(workers) == first
        epoch = await books.fetchval("SELECT epoch FROM leases")
        workers[first].send_signal(signal.SIGSTOP)
        await telegram.person(ANA, "Ana", language_code="en")
        await telegram.type(ANA, "/start")
        await settled(books, 1, workers[second])
        assert await books.fetchval("SELECT epoch FROM leases") == epoch
        workers[first].kill()
        await telegram.wait_for(ANA, "Primer Daily", timeout=30)
