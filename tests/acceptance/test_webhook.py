"""Webhooks, the whole way: Telegram calls processes of ours, one of which is killed; nothing is lost or done twice."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import asyncpg

from bot.sandbox import SandboxClient
from tests.acceptance.balancer import balancing, free_ports
from tests.acceptance.bot_process import ROOT, TOKEN, Desk
from tests.acceptance.readers import arrives

READERS = range(2_001, 2_031)
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


async def ready(port: int) -> dict[str, object]:
    """What a worker says of itself, once it says anything."""
    async with asyncio.timeout(30), aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    said: dict[str, object] = await answer.json()
                    return said
            except aiohttp.ClientError:
                continue


async def active(ports: list[int]) -> int:
    """Which of the workers is the active one, as soon as one is."""
    async with asyncio.timeout(30):
        while True:
            for port in ports:
                if (await ready(port))["role"] == "active":
                    return port


async def hook(telegram: SandboxClient) -> str:
    """The address that Telegram calls, as soon as there is one."""
    asking = f"{telegram.address}/bot{TOKEN}/getWebhookInfo"
    async with asyncio.timeout(30), aiohttp.ClientSession() as http:
        while True:
            async with http.get(asking) as answer:
                if url := str((await answer.json())["result"]["url"]):
                    return url


async def figure(url: str, query: str) -> int:
    """One number from the PostgreSQL database."""
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(query))
    finally:
        await connection.close()


async def settled(url: str, updates: int) -> None:
    """Wait until so many updates came in and all of them were handled."""
    async with asyncio.timeout(60):
        while await figure(url, "SELECT count(*) FROM inbox WHERE handled_at IS NOT NULL") < updates:
            pass


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
    async with worker(desk, port, url):
        address = await hook(telegram)
        await arrives(telegram, ANA)
        async with aiohttp.ClientSession() as http:
            statuses = [
                (await http.post(place, json={"update_id": 1})).status
                for place in (address, f"{url}/telegram/guess")
            ]
    assert statuses == [403, 404]
    secrets = (address.rpartition("/")[2], TOKEN)
    assert not [one for one in secrets if one in desk.log.read_text("utf-8")]


async def test_who_goes_back_to_polling_takes_the_webhook_away(desk: Desk, telegram: SandboxClient) -> None:
    (port,) = free_ports(1)
    async with worker(desk, port, f"http://127.0.0.1:{port}"):
        await arrives(telegram, ANA)
    await telegram.type(ANA, "/help")
    async with worker(desk, port, ""):
        await telegram.wait_for(ANA, "/feedback", timeout=30)


async def test_two_workers_receive_and_a_kill_of_the_active_one_loses_and_repeats_nothing(
    desk: Desk, telegram: SandboxClient, postgres_url: str
) -> None:
    await telegram.set_budgets(on=False)
    for reader in READERS:
        await telegram.person(reader, "Reader", language_code="en")
    ports = free_ports(2)
    more = {"DATABASE_URL": postgres_url, "MESSAGES_PER_SECOND": "1000"}
    async with balancing(ports) as proxy:
        async with worker(desk, ports[0], proxy.address, **more) as first:
            async with worker(desk, ports[1], proxy.address, **more) as second:
                await asyncio.gather(*map(ready, ports))
                await hook(telegram)
                for reader in READERS:
                    await telegram.type(reader, "/start")
                await write(telegram, "One")
                await settled(postgres_url, 2 * len(READERS))
                assert set(proxy.passed) == set(ports)
                one_word = asyncio.ensure_future(write(telegram, "Two"))
                lost = first if await active(ports) == ports[0] else second
                lost.kill()
                await lost.wait()
                await one_word
                await write(telegram, "Three")
                await settled(postgres_url, 4 * len(READERS))
                await telegram.wait_for(READERS[-1], "Thank you", timeout=30)
    words = await figure(postgres_url, "SELECT count(*) FROM feedbacks")
    different = await figure(postgres_url, "SELECT count(DISTINCT text) FROM feedbacks")
    updates = await figure(postgres_url, "SELECT count(*) FROM inbox")
    assert (words, different, updates) == (90, 90, 120)
