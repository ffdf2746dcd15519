"""The control API: faults, the accept log, the clock, the paper, live events, and its refusals."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import InvalidToken

from bot.sandbox import Sandbox, SandboxClient, SandboxClock, serve
from bot.sandbox.client import SandboxError

Api = Callable[..., Awaitable[dict[str, Any]]]
ANA = 501
TOKEN = "42:well-formed"


async def test_a_fault_answers_so_many_sends_with_429(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.fault(429, retry_after=3, count=1)
    refused = await api("sendMessage", chat_id=ana, text="x")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 3})
    assert (await api("sendMessage", chat_id=ana, text="x"))["ok"]


async def test_a_fault_hits_only_its_chat_and_method(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.fault(502, chat=777)
    await phones.fault(500, method="getMe")
    assert (await api("sendMessage", chat_id=ana, text="x"))["ok"]
    assert (await api("getMe"))["description"] == "Internal Server Error"


async def test_a_refused_send_is_not_accepted(ana: int, phones: SandboxClient, bot: Bot, api: Api) -> None:
    await phones.fault(429)
    await api("sendMessage", chat_id=ana, text="no")
    sent = await bot.send_message(ana, "yes")
    (entry,) = await phones.accepted()
    assert (entry.n, entry.method, entry.message_id, entry.text) == (1, "sendMessage", sent.message_id, "yes")
    assert await phones.accepted(after=1) == []


async def test_the_accept_log_is_also_a_file(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    log = tmp_path / "accepted.jsonl"
    async with serve(Sandbox(accept_log=log, chats=[ANA]).app) as address:
        await http.post(f"{address}/bot{TOKEN}/sendMessage", json={"chat_id": ANA, "text": "x"})
        assert json.loads(log.read_text())["chat_id"] == ANA


async def test_the_clock_dates_messages(ana: int, phones: SandboxClient, bot: Bot) -> None:
    before = (await bot.send_message(ana, "x")).date
    await phones.advance(86_400)
    assert ((await bot.send_message(ana, "y")).date - before).days == 1


async def test_the_paper_and_telegram_date_their_answers_by_the_same_clock(
    http: aiohttp.ClientSession,
) -> None:
    sandbox = Sandbox()
    async with serve(sandbox.app) as address, SandboxClient(address) as phones:
        for path in ("/paper/sq/feed", f"/bot{TOKEN}/getMe"):
            await phones.advance(86_400)
            async with http.get(address + path) as answer:
                (date,) = answer.headers.getall("Date")
            assert abs(parsedate_to_datetime(date) - sandbox.clock.now()) < timedelta(seconds=5)


def test_the_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        SandboxClock().advance(-1)


async def test_the_paper_publishes_and_corrects(phones: SandboxClient) -> None:
    waiting = next(entry for entry in await phones.paper() if not entry["published"])
    await phones.publish(waiting["edition"], waiting["slug"])
    await phones.correct(waiting["edition"], waiting["slug"])
    (entry,) = [entry for entry in await phones.paper() if entry["slug"] == waiting["slug"]]
    assert entry["published"]
    assert entry["corrected"]


async def test_waiting_ends_when_the_message_comes(ana: int, phones: SandboxClient, bot: Bot) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(phones.wait_for(ana, lambda message: message.text == "later"))
        await bot.send_message(ana, "later")
    assert waiting.result().is_from_bot


async def test_waiting_in_vain_shows_the_screen(ana: int, phones: SandboxClient) -> None:
    with pytest.raises(TimeoutError, match=r"'never' did not appear.*\n> /start"):
        await phones.wait_for(ana, "never", timeout=0.05)


async def test_people_are_listed_with_their_roles(phones: SandboxClient) -> None:
    await phones.person(9, "Elena", role="editor")
    (person,) = await phones.people()
    assert (person["role"], person["started"]) == ("editor", False)


async def test_a_hook_given_by_main_can_be_called(http: aiohttp.ClientSession) -> None:
    called: list[str] = []

    async def next_day() -> None:
        called.append("next-day")

    sandbox = Sandbox(actions={"next-day": next_day})
    async with serve(sandbox.app) as address, SandboxClient(address) as phones:
        await phones.demo("next-day")
        with pytest.raises(SandboxError, match="no such action; there are: next-day"):
            await phones.demo("last-year")
    assert called == ["next-day"]


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("type", {"person": 1, "text": "x"}, 404, "no person 1"),
        ("type", {"person": ANA}, 400, "text must be a text"),
        ("type", {"person": ANA, "text": "  "}, 409, "there is nothing to send"),
        ("type", {"person": ANA, "text": "x", "chat": -5}, 404, "no chat -5"),
        ("tap", {"person": ANA, "message_id": 9, "button": "A"}, 409, "message 9 is not on the screen"),
        (
            "tap",
            {"person": ANA, "message_id": 1, "button": "A"},
            409,
            "message 1 has no button 'A'; buttons: none",
        ),
        ("people", {"id": -1}, 400, "id must be a positive number"),
        ("people", {"id": "x"}, 400, "id must be a whole number"),
        ("clock", {"advance_seconds": -1}, 400, "advance_seconds: the clock only moves forward"),
        (
            "faults",
            {"status": "x"},
            400,
            "status must be a whole number",
        ),
        (
            "paper/publish",
            {"edition": "en", "slug": "no"},
            404,
            "the sample newspaper has no article en/no",
        ),
        ("people", [1], 400, "the body must be a JSON object"),
    ],
)
async def test_a_wish_that_cannot_be_met_says_why(
    ana: int, http: aiohttp.ClientSession, address: str, path: str, body: Any, status: int, words: str
) -> None:
    async with http.post(f"{address}/control/{path}", json=body) as response:
        assert (response.status, await response.json()) == (status, {"error": words})


async def test_who_has_blocked_the_bot_cannot_write(ana: int, phones: SandboxClient) -> None:
    await phones.block(ana)
    with pytest.raises(SandboxError, match="unblock it or type /start"):
        await phones.type(ana, "hello")
    await phones.unblock(ana)
    assert await phones.type(ana, "hello")


async def test_who_is_deactivated_cannot_write(ana: int, phones: SandboxClient) -> None:
    await phones.deactivate(ana)
    with pytest.raises(SandboxError, match="has deleted the account"):
        await phones.type(ana, "hello")


async def test_an_uploaded_photo_can_be_drawn(
    ana: int, bot: Bot, phones: SandboxClient, address: str
) -> None:
    gif = b"GIF89a\x02\x00\x01\x00"
    await bot.send_photo(ana, gif, caption="drawn", filename="a.gif")
    photo = (await phones.wait_for(ana, "drawn")).photo
    async with aiohttp.request("GET", f"{address}{photo}") as response:
        assert await response.read() == gif


async def test_thousands_of_chats_are_opened_by_one_call(phones: SandboxClient, bot: Bot) -> None:
    await phones.open_chats(10_001, 5_000)
    assert await bot.send_message(15_000, "x")
    with pytest.raises(SandboxError, match="count from 1"):
        await phones.open_chats(1, 0)


async def test_a_revoked_token_is_unauthorized(phones: SandboxClient, bot: Bot) -> None:
    await phones.set_token("42:another")
    with pytest.raises(InvalidToken):
        await bot.get_me()
    await phones.set_token(None)
    assert await bot.get_me()


async def test_a_token_of_another_form_is_refused(phones: SandboxClient) -> None:
    with pytest.raises(SandboxError, match="form"):
        await phones.set_token("secret")


@pytest.mark.parametrize("seconds", [3e11, 1e15, 1e17, 1e300])
async def test_the_clock_stays_inside_the_calendar(phones: SandboxClient, seconds: float) -> None:
    with pytest.raises(SandboxError, match="calendars"):
        await phones.advance(seconds)
    await phones.advance(1)
