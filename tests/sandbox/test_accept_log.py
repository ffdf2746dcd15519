"""The accept log: what arrived, told by a file and by the control API."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox import SandboxClient
from bot.sandbox.accept_log import AcceptLog

Api = Callable[..., Awaitable[dict[str, Any]]]
NOON = "2026-03-29T12:00:00+00:00"


def add(log: AcceptLog, text: str) -> None:
    log.add("sendMessage", 501, 9, text, NOON)


def test_an_entry_is_one_line_in_the_file_at_once(tmp_path: Path) -> None:
    log = AcceptLog(tmp_path / "log")
    add(log, "Здраво\n🙂")
    (line,) = (tmp_path / "log").read_text().splitlines()
    said = {"n": 1, "at": NOON, "method": "sendMessage", "chat_id": 501, "message_id": 9}
    assert json.loads(line) == {**said, "text": "Здраво\n🙂"} == log.after(0)[0]


def test_a_restart_goes_on_counting(tmp_path: Path) -> None:
    add(AcceptLog(tmp_path / "log"), "first")
    log = AcceptLog(tmp_path / "log")
    add(log, "second")
    assert [(entry["n"], entry["text"]) for entry in log.after(0)] == [(1, "first"), (2, "second")]


def test_half_a_line_at_the_end_never_happened(tmp_path: Path) -> None:
    add(AcceptLog(tmp_path / "log"), "first")
    with (tmp_path / "log").open("a") as file:
        file.write('{"n":2,"at":"20')
    log = AcceptLog(tmp_path / "log")
    add(log, "second")
    assert [entry["text"] for entry in log.after(0)] == ["first", "second"]


@pytest.mark.parametrize(
    ("after", "limit", "numbers"),
    [(0, 2, [1, 2]), (2, 2, [3, 4]), (4, 2, [5]), (5, 2, []), (99, 2, []), (-3, 1, [1]), (0, 0, [])],
)
def test_it_is_read_in_pages(after: int, limit: int, numbers: list[int]) -> None:
    log = AcceptLog()
    for number in range(5):
        add(log, str(number))
    assert [entry["n"] for entry in log.after(after, limit)] == numbers


async def test_messages_edits_and_deletions_are_accepted_and_nothing_else(
    ana: int, phones: SandboxClient, api: Api
) -> None:
    sent = (await api("sendMessage", chat_id=ana, text="<b>one</b>", parse_mode="HTML"))["result"][
        "message_id"
    ]
    await api("sendChatAction", chat_id=ana, action="typing")
    await api("editMessageText", chat_id=ana, message_id=sent, text="two")
    await api("editMessageText", chat_id=ana, message_id=sent, text="two")
    await api("deleteMessage", chat_id=ana, message_id=sent)
    accepted = [(entry.method, entry.text) for entry in await phones.accepted()]
    assert accepted == [("sendMessage", "one"), ("editMessageText", "two"), ("deleteMessage", "two")]


async def test_a_page_says_how_many_there_are(
    ana: int, api: Api, http: aiohttp.ClientSession, address: str
) -> None:
    for text in ("one", "two", "three"):
        await api("sendMessage", chat_id=ana, text=text)
    async with http.get(f"{address}/control/accepted?after=1&limit=1") as response:
        page = await response.json()
    assert ([entry["text"] for entry in page["accepted"]], page["total"]) == (["two"], 3)


async def test_the_client_reads_all_pages(ana: int, phones: SandboxClient, sandbox: Any) -> None:
    for number in range(2_345):
        add(sandbox.state.accepted, str(number))
    assert [entry.text for entry in await phones.accepted(after=3)] == [str(n) for n in range(3, 2_345)]


@pytest.mark.parametrize("query", ["after=x", "limit=-1", "after=1e9"])
async def test_a_page_needs_numbers(http: aiohttp.ClientSession, address: str, query: str) -> None:
    async with http.get(f"{address}/control/accepted?{query}") as response:
        assert (response.status, await response.json()) == (
            400,
            {"error": "after and limit must be whole numbers"},
        )
