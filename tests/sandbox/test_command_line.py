"""`python -m bot.sandbox` runs by itself and stops on SIGTERM; a mistake is told in one line."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox, serve
from bot.sandbox.__main__ import _arguments, main

ROOT = Path(__file__).parents[2]
ANY = "42:well-formed"


async def start(*arguments: str) -> Process:
    command = (sys.executable, "-m", "bot.sandbox", *arguments)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=PIPE)


@asynccontextmanager
async def running(*arguments: str) -> AsyncIterator[tuple[str, Process]]:
    """Its address and its process, which is ended after the block if nobody did."""
    process = await start(*arguments)
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().split()[2], process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def test_it_serves_an_open_chat_until_terminated(http: aiohttp.ClientSession, token: str) -> None:
    async with running("--port", "0", "--token", token, "--chat", "501") as (address, process):
        async with http.get(f"{address}/bot{token}/sendMessage?chat_id=501&text=x") as response:
            assert (await response.json())["ok"]
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 5) == 0


async def test_without_budgets_a_bot_writes_as_fast_as_it_likes(http: aiohttp.ClientSession) -> None:
    async with running("--chat", "501", "--no-budgets") as (address, _):
        for _ in range(50):
            async with http.get(f"{address}/bot{ANY}/sendMessage?chat_id=501&text=x") as response:
                assert response.status == 200


async def test_the_fast_one_is_chosen_by_a_flag(http: aiohttp.ClientSession) -> None:
    async with running("--fast") as (address, _):
        response = await http.get(f"{address}/bot{ANY}/sendMessage?chat_id=9&text=<b>&parse_mode=HTML")
        assert (await response.json())["ok"]


async def test_the_fast_one_accepts_everything_unread(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    log = tmp_path / "log"
    calls = ("sendMessage?text=<b>", "editMessageText?message_id=1&text=y", "deleteMessage?message_id=1")
    async with serve(Sandbox(accept_log=log, is_fast=True).app) as address:
        for call in calls:
            async with http.get(f"{address}/bot{ANY}/{call}&chat_id=9&parse_mode=HTML") as response:
                assert (await response.json())["ok"]
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(entry["chat_id"], entry["text"]) for entry in entries] == [(9, "<b>"), (9, "y"), (9, "")]


@pytest.mark.parametrize("call", ["sendMediaGroup?chat_id=9", "sendDocument?chat_id=9", "getChat?chat_id=x"])
async def test_the_fast_one_is_strict_where_it_has_no_fast_way(
    http: aiohttp.ClientSession, call: str
) -> None:
    async with (
        serve(Sandbox(is_fast=True).app) as address,
        http.get(f"{address}/bot{ANY}/{call}") as response,
    ):
        assert response.status == 400


async def test_the_fast_one_takes_a_number_of_any_length(http: aiohttp.ClientSession) -> None:
    call = f"sendMessage?text=x&chat_id={10**25}"
    async with (
        serve(Sandbox(is_fast=True).app) as address,
        http.get(f"{address}/bot{ANY}/{call}") as response,
    ):
        assert (await response.json())["result"]["chat"]["id"] == 0


def test_many_chats_are_open_by_a_range_of_numbers() -> None:
    chats = _arguments(["--chat", "7", "--chat", "1001-3000"]).chat
    assert [len(numbers) for numbers in chats] == [1, 2000]


async def test_the_accept_log_outlives_a_killed_sandbox(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with running("--chat", "501", "--accept-log", str(log)) as (address, process):
        await http.get(f"{address}/bot{ANY}/sendMessage?chat_id=501&text=x")
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert json.loads(log.read_text())["text"] == "x"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--port", "many"), "'many' is no port: give a number from 0 to 65535"),
        (("--port", "65536"), "'65536' is no port: give a number from 0 to 65535"),
        (("--token", "secret"), "that is no token of Telegram's form, <number>:<letters and digits>"),
        (("--chat", "-5"), "'-5' is no private chat: give a person's number, 1 or above"),
        (("--chat", "9-7"), "'9-7' is no private chat: give a person's number, 1 or above"),
        (("--chat", "0"), "'0' is no private chat: give a person's number, 1 or above"),
        (
            ("--accept-log", "/nowhere/log"),
            "The sandbox can't start on /nowhere/log: No such file or directory",
        ),
    ],
)
def test_a_mistake_is_told_in_one_line(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        raise SystemExit(main(arguments))
    errors = capsys.readouterr().err
    assert (stop.value.code, errors.count("\n")) == (2, 1)
    assert errors.strip().endswith(words)


async def test_a_taken_port_is_told_in_one_line() -> None:
    async with running() as (address, _):
        port = address.rpartition(":")[2]
        process = await start("--port", port)
        _, errors = await process.communicate()
    assert errors.decode() == f"The sandbox can't start on port {port}: Address already in use\n"
