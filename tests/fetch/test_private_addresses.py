"""Private addresses are out of reach, however they are spelt: a listening socket hears nothing."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import FetchError
from bot.fetch import FetchLimits, WebFetch, is_public
from bot.fetch_ports import Fetched
from tests.fetch.conftest import NoonClock, Serve, answering, get, problem

SPELLINGS = (
    # names and dotted numbers
    "localhost", "localhost.", "LOCALHOST", "127.0.0.1", "127.0.0.1.", "127.0.0.2", "127.255.255.254",
    "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255",
    "192.0.0.8", "192.88.99.1", "100.64.0.1", "100.127.255.254",
    # short, decimal, octal, hexadecimal, mixed
    "127.1", "127.0.1", "0", "2130706433", "017700000001", "0177.0.0.1", "0177.1", "127.0.0.01",
    "0x7f000001", "0x7f.1", "0x7f.0.0.1", "0X7F.0x0.0.0x1", "0x7F.0.0.01", "0xa9fea9fe", "2852039166",
    "0251.0376.0251.0376", "0xc0a80101", "3232235777", "00000177.0.0.1", "00",
    # letters that look like digits and dots
    "127\u30020\u30020\u30021", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "127%2e0%2e0%2e1",
    # version 6, and version 4 wrapped in it
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:0:127.0.0.1]",
    "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[::ffff:169.254.169.254]", "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::1]", "[2002:a9fe:a9fe::]",
    "[2001:0:7f00:1::]", "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[100::1]", "[fe80::1]", "[fe80::1%25lo]",
    "[fc00::1]", "[fd00::1]", "[fec0::1]", "[ff02::1]", "[ff0e::1]",
)  # fmt: skip
REFUSALS = {"error.fetch.private_address", "error.fetch.odd_address", "error.fetch.unknown_host"}
"""Some spellings are no address at all, or unknown to the machine's look-up: nothing to connect to either."""


@dataclass
class Canary:
    """A listening port of this machine, and how many have come to it."""

    port: int = 0
    visitors: list[object] = field(default_factory=list)


@pytest.fixture
async def canary() -> AsyncIterator[Canary]:
    """One that hears every address of the machine."""
    canary = Canary()

    def visited(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        canary.visitors.append(writer)
        writer.close()

    server = await asyncio.start_server(visited, "0.0.0.0", 0, family=socket.AF_INET)
    canary.port = server.sockets[0].getsockname()[1]
    async with server:
        yield canary


class Names(AbstractResolver):
    """A name server that gives one answer after the other."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0)
            for one in self.answers.pop(0)
        ]

    async def close(self) -> None:
        pass


async def refusal(url: str, names: Names | None = None) -> str:
    limits = FetchLimits(seconds=5)
    async with WebFetch(NoonClock(), limits=limits, look_up=names) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(url)
    return caught.value.text_key


def test_there_are_enough_spellings() -> None:
    assert len(set(SPELLINGS)) >= 60


@pytest.mark.parametrize("host", SPELLINGS)
async def test_no_spelling_of_a_private_address_is_connected_to(host: str, canary: Canary) -> None:
    assert await refusal(f"http://{host}:{canary.port}/") in REFUSALS
    assert canary.visitors == []


async def test_the_canary_would_hear_somebody(canary: Canary) -> None:
    assert (await problem(f"http://127.0.0.1:{canary.port}/")).text_key == "error.fetch.unreachable"
    assert canary.visitors


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"]])
async def test_a_name_with_a_private_address_among_its_own_is_refused(
    answer: list[str], canary: Canary
) -> None:
    reason = await refusal(f"http://paper.example:{canary.port}/", Names(answer))
    assert (reason, canary.visitors) == ("error.fetch.private_address", [])


async def test_a_name_that_changes_its_mind_is_looked_up_anew_and_refused(canary: Canary) -> None:
    names = Names(["255.255.255.255"], ["127.0.0.1"])
    for _ in range(2):
        assert await refusal(f"http://rebind.example:{canary.port}/", names) == "error.fetch.private_address"
    assert (names.answers, canary.visitors) == ([], [])


async def test_a_redirect_into_the_house_is_refused(serve: Serve, canary: Canary) -> None:
    error = await problem(
        await serve(answering(status=302, Location=f"http://2130706433:{canary.port}/latest/meta-data"))
    )
    assert error.text_key in REFUSALS
    assert canary.visitors == []


async def test_proxies_of_the_environment_are_not_used(
    serve: Serve, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{canary.port}")
    assert isinstance(await get(await serve(answering())), Fetched)
    assert canary.visitors == []


async def test_a_name_on_the_allow_list_reaches_only_that_port(silent: str) -> None:
    async with WebFetch(NoonClock(), allowed=["127.0.0.1:1"], limits=FetchLimits(seconds=1)) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(silent)
    assert caught.value.text_key == "error.fetch.private_address"


async def test_a_host_on_the_allow_list_reaches_every_port(serve: Serve) -> None:
    url = await serve(answering())
    async with WebFetch(NoonClock(), allowed=["127.0.0.1"]) as fetch:
        assert isinstance(await fetch(url), Fetched)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://paper.example/", "error.fetch.not_http"),
        ("file:///etc/passwd", "error.fetch.not_http"),
        ("paper.example/feed", "error.fetch.not_http"),
        ("", "error.fetch.not_http"),
        ("http://", "error.fetch.odd_address"),
        ("http://[", "error.fetch.odd_address"),
        ("http://x:99999/", "error.fetch.odd_address"),
        ("http://127.1/", "error.fetch.odd_address"),
        ("http://a..b/", "error.fetch.odd_address"),
        ("http://2130706433/", "error.fetch.odd_address"),
    ],
)
async def test_only_http_is_fetched_and_only_hosts_as_everybody_writes_them(url: str, reason: str) -> None:
    async with WebFetch(NoonClock()) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(url)
    assert caught.value.text_key == reason


async def test_an_address_with_a_password_is_refused_and_the_password_not_shown() -> None:
    async with WebFetch(NoonClock()) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch("http://editor:secret@paper.example/feed")
    assert (caught.value.text_key, "secret" in str(caught.value)) == ("error.fetch.odd_address", False)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:80b::200e"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)
