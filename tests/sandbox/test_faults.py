"""Faults over a real socket: what the bot's client sees, and what the accept log knows better."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox, SandboxClient, serve
from bot.sandbox.client import SandboxError
from bot.sandbox.faults import Match, RandomFaults
from tests.sandbox.one_socket import Socket

Api = Callable[..., Awaitable[dict[str, Any]]]
Raw = Callable[[], Awaitable[bytes]]
ANA, TOKEN = 501, "42:well-formed"


@pytest.fixture
def send(ana: int, address: str) -> Raw:
    """One sendMessage on a connection of its own; everything the server says until it closes."""

    async def send() -> bytes:
        reader, writer = await asyncio.open_connection(*address.removeprefix("http://").split(":"))
        path = f"/bot{TOKEN}/sendMessage?chat_id={ana}&text=hello"
        writer.write(f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
        try:
            return await reader.read()
        finally:
            writer.close()

    return send


async def accepted(phones: SandboxClient) -> int:
    return len(await phones.accepted())


async def test_a_reset_before_the_call_accepts_nothing(send: Raw, phones: SandboxClient) -> None:
    await phones.mishap("reset_before")
    with pytest.raises(ConnectionResetError):
        await send()
    assert await accepted(phones) == 0


async def test_a_reset_after_the_call_leaves_it_accepted(send: Raw, phones: SandboxClient) -> None:
    await phones.mishap("reset_after")
    with pytest.raises(ConnectionResetError):
        await send()
    assert await accepted(phones) == 1


@pytest.mark.parametrize(("kind", "count"), [("silence_before", 0), ("silence_after", 1)])
async def test_a_silence_ends_in_a_reset_when_its_time_is_over(
    send: Raw, phones: SandboxClient, kind: str, count: int
) -> None:
    await phones.mishap(kind, seconds=0.01)
    with pytest.raises(ConnectionResetError):
        await send()
    assert await accepted(phones) == count


async def test_a_silence_lasts_until_the_client_gives_up(send: Raw, phones: SandboxClient) -> None:
    await phones.mishap("silence_after")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(), 0.05)
    assert await accepted(phones) == 1


async def test_a_cut_answer_stops_half_way(send: Raw, phones: SandboxClient) -> None:
    await phones.mishap("cut")
    head, _, body = (await send()).partition(b"\r\n\r\n")
    announced = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    assert (len(body), await accepted(phones)) == (announced // 2, 1)


async def test_a_broken_answer_is_whole_but_no_json(send: Raw, phones: SandboxClient) -> None:
    await phones.mishap("broken")
    head, _, body = (await send()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert await accepted(phones) == 1


async def test_a_latency_delays_the_answer(send: Raw, phones: SandboxClient) -> None:
    await phones.mishap("latency", seconds=0.05)
    began = asyncio.get_running_loop().time()
    assert b'"ok":true' in await send()
    assert asyncio.get_running_loop().time() - began >= 0.05


async def test_a_client_may_leave_during_a_latency(send: Raw, phones: SandboxClient) -> None:
    await phones.mishap("latency", seconds=60)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(), 0.05)
    assert await accepted(phones) == 1


async def test_a_status_comes_with_its_words(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.fault(400, description="Bad Request: TOPIC_CLOSED")
    answer = await api("sendMessage", chat_id=ana, text="x")
    assert answer == {"ok": False, "error_code": 400, "description": "Bad Request: TOPIC_CLOSED"}


async def test_connections_are_refused_for_a_while(
    ana: int, send: Raw, phones: SandboxClient, one_socket: Socket, api: Api
) -> None:
    await api("getMe")
    await phones.refuse_connections(0.2)
    assert (await phones.people())[0]["id"] == ana
    with pytest.raises(ConnectionRefusedError):
        await send()
    await one_socket.opened()
    assert b'"ok":true' in await send()


async def test_an_outage_does_not_keep_the_server_from_stopping() -> None:
    async with serve(Sandbox().app) as address, SandboxClient(address) as phones:
        await phones.refuse_connections(600)
        await phones.people()
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 1


async def test_the_server_stops_at_once_under_a_silence(http: aiohttp.ClientSession) -> None:
    sandbox = Sandbox(chats=[ANA])
    async with serve(sandbox.app) as address, SandboxClient(address) as phones:
        await phones.mishap("silence_after", method="getMe")
        waiting = asyncio.gather(http.post(f"{address}/bot{TOKEN}/getMe"), return_exceptions=True)
        while not (await phones.faults())["dealt"]:
            pass
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 1
    assert isinstance((await waiting)[0], aiohttp.ServerDisconnectedError)


async def test_a_fault_without_count_lasts_until_cleared(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.fault(502, count=None)
    assert [(await api("sendMessage", chat_id=ana, text="x"))["ok"] for _ in range(3)] == [False] * 3
    await phones.clear_faults()
    assert (await api("sendMessage", chat_id=ana, text="x"))["ok"]


async def test_a_method_may_be_a_pattern(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.fault(500, method="get*")
    assert (await api("sendMessage", chat_id=ana, text="x"))["ok"]
    assert (await api("getMe"))["error_code"] == 500


async def test_what_is_set_and_what_was_dealt_can_be_read(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.fault(403, count=2)
    await phones.mishap("cut", chat=7)
    await phones.chances(7, status_429=0.0)
    await api("sendMessage", chat_id=ana, text="x")
    answer = await phones.faults()
    assert answer["dealt"] == {"status_403": 1}
    assert [one.get("count", "chance") for one in answer["set"]] == [1, 1, "chance"]


def outcomes(seed: int, chats: list[int]) -> dict[int, list[str | None]]:
    faults = RandomFaults(seed, {"reset_after": 0.2, "status_429": 0.3})
    dealt: dict[int, list[str | None]] = {chat: [] for chat in chats}
    for chat in chats:
        fault = faults.next("sendMessage", str(chat))
        dealt[chat].append(fault.kind.value if fault else None)
    return dealt


def test_chances_repeat_with_their_seed_however_chats_interleave() -> None:
    one_by_one, together = outcomes(7, [1] * 50 + [2] * 50), outcomes(7, [1, 2] * 50)
    assert one_by_one == together != outcomes(8, [1, 2] * 50)


def test_chances_come_true_about_as_often_as_they_say() -> None:
    dealt = outcomes(7, list(range(10_000)))
    kinds = [kinds[0] for kinds in dealt.values()]
    assert abs(kinds.count("reset_after") - 2_000) < 200
    assert abs(kinds.count("status") - 3_000) < 200


def test_chances_leave_other_calls_alone() -> None:
    faults = RandomFaults(7, {"cut": 1.0}, Match(chat=1))
    assert faults.next("sendMessage", "2") is None
    assert faults.next("getUpdates", "1") is None


async def test_chances_are_set_over_the_control_api(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.chances(7, status_429=1.0, retry_after=9)
    answer = await api("sendMessage", chat_id=ana, text="x")
    assert answer["parameters"] == {"retry_after": 9}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"kind": "earthquake"}, "no such kind of fault; there are: status, latency"),
        ({"status": 200}, "status must be from 400 to 599"),
        ({"kind": "latency", "seconds": -1}, "seconds must be from 0 to 3600"),
        ({"kind": "latency", "seconds": "long"}, "seconds must be from 0 to 3600"),
        ({"count": True}, "count must be a whole number"),
        ({"method": 5}, "method must be a text"),
        ({"seed": 1, "cut": 2}, "cut: a chance is from 0 to 1"),
        ({"seed": 1, "earthquake": 0.1}, "earthquake: a chance is"),
        ({"seed": 1, "cut": 0.6, "broken": 0.6}, "the chances add up to more than 1"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(
    phones: SandboxClient, body: dict[str, Any], words: str
) -> None:
    with pytest.raises(SandboxError, match=words):
        await phones._post("faults", body)
