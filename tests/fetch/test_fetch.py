"""The guarded HTTP client, against real sockets on the loopback interface."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.domain.feeds import Validators
from bot.errors import FetchError
from bot.fetch import USER_AGENT, FetchLimits, WebFetch, is_public
from bot.ports import Fetched, NotModified

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]
BODY = b"<rss version='2.0'/>"


class NoonClock(SystemClock):
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a web server with one handler for every path and returns its address."""
    runners: list[web.ServerRunner] = []

    async def start(handler: Handler) -> str:
        async def guarded(request: web.BaseRequest) -> web.StreamResponse:
            return await handler(request)  # type: ignore[arg-type]

        runner = web.ServerRunner(web.Server(guarded))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def silent() -> AsyncIterator[str]:
    """A server that accepts and never says anything."""
    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: writers.append(writer), "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


def place(url: str) -> str:
    return url.removeprefix("http://").split("/")[0]


async def get(
    url: str, validators: Validators | None = None, limits: FetchLimits | None = None
) -> Fetched | NotModified:
    async with WebFetch(NoonClock(), allowed=[place(url)], limits=limits) as fetch:
        return await fetch(url, validators)


async def problem(url: str, limits: FetchLimits | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await get(url, limits=limits)
    return caught.value


def answering(body: bytes = BODY, status: int = 200, **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers=named)

    return handler


async def test_it_gives_body_type_and_address(serve: Serve) -> None:
    url = await serve(answering(Content_Type="application/rss+xml"))
    answer = await get(url + "/feed")
    assert isinstance(answer, Fetched)
    assert (answer.body, answer.content_type, answer.url) == (BODY, "application/rss+xml", url + "/feed")


async def test_it_says_who_it_is(serve: Serve) -> None:
    seen: list[str] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        seen.extend([request.headers["User-Agent"], request.headers["Accept-Encoding"]])
        return web.Response(body=BODY)

    await get(await serve(handler))
    assert seen == [USER_AGENT, "gzip, deflate"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("identity", BODY),
    ],
)
async def test_it_inflates(serve: Serve, encoding: str, body: bytes) -> None:
    answer = await get(await serve(answering(body, Content_Encoding=encoding)))
    assert isinstance(answer, Fetched)
    assert answer.body == BODY


async def test_a_304_is_not_modified_and_keeps_what_it_does_not_repeat(serve: Serve) -> None:
    known = Validators('"v1"', "Mon, 23 Nov 2026 08:00:00 GMT", "hash")

    async def handler(request: web.Request) -> web.StreamResponse:
        asked = (request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since"))
        return web.Response(status=304 if asked == (known.etag, known.last_modified) else 500)

    assert await get(await serve(handler), known) == NotModified(known)


async def test_an_identical_body_is_not_modified_without_any_validator(serve: Serve) -> None:
    url = await serve(answering())
    first = await get(url)
    assert isinstance(await get(url, first.validators), NotModified)


async def test_it_remembers_etag_and_date(serve: Serve) -> None:
    answer = await get(await serve(answering(ETag='"v2"', Last_Modified="Mon, 23 Nov 2026 08:00:00 GMT")))
    assert answer.validators.etag == '"v2"'
    assert answer.validators.last_modified == "Mon, 23 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Mon, 23 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("99999999999999", timedelta(days=30)),
        ("soon", None),
    ],
)
async def test_it_hands_on_how_long_to_wait(serve: Serve, header: str, wait: timedelta | None) -> None:
    error = await problem(await serve(answering(status=503, Retry_After=header)))
    assert (error.text_key, error.args_["status"], error.retry_after) == ("error.fetch.status", 503, wait)


async def test_it_follows_a_redirect_and_says_where_it_ended(serve: Serve) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        if request.path == "/new":
            return web.Response(body=BODY)
        return web.Response(status=301, headers={"Location": "/new"})

    url = await serve(handler)
    answer = await get(url + "/old")
    assert isinstance(answer, Fetched)
    assert answer.url == url + "/new"


async def test_a_redirect_loop_ends(serve: Serve) -> None:
    error = await problem(await serve(answering(status=302, Location="/again")))
    assert error.text_key == "error.fetch.redirects"


async def test_a_redirect_to_a_private_address_is_refused(serve: Serve, silent: str) -> None:
    error = await problem(await serve(answering(status=302, Location=silent)))
    assert (error.text_key, error.args_["address"]) == ("error.fetch.private_address", "127.0.0.1")


async def test_a_redirect_to_another_scheme_is_refused(serve: Serve) -> None:
    error = await problem(await serve(answering(status=302, Location="file:///etc/passwd")))
    assert error.text_key == "error.fetch.not_http"


async def test_a_body_over_the_limit_is_refused(serve: Serve) -> None:
    error = await problem(await serve(answering(b"x" * 2000)), FetchLimits(wire_bytes=1000))
    assert (error.text_key, error.args_["limit"]) == ("error.fetch.too_large", 1000)


async def test_an_endless_body_is_refused_at_the_limit(serve: Serve) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 10_000)

    assert (
        await problem(await serve(handler), FetchLimits(wire_bytes=50_000))
    ).text_key == "error.fetch.too_large"


async def test_a_compressed_bomb_is_refused(serve: Serve) -> None:
    bomb = gzip.compress(bytes(20_000_000))
    error = await problem(await serve(answering(bomb, Content_Encoding="gzip")))
    assert (len(bomb) < 50_000, error.text_key) == (True, "error.fetch.too_large")


async def test_double_compression_is_refused(serve: Serve) -> None:
    error = await problem(await serve(answering(BODY, Content_Encoding="gzip, gzip")))
    assert error.text_key == "error.fetch.encoding"


@pytest.mark.parametrize("body", [gzip.compress(BODY, mtime=0)[:-9], b"no gzip at all"])
async def test_broken_compression_is_a_cut_off_body(serve: Serve, body: bytes) -> None:
    assert (
        await problem(await serve(answering(body, Content_Encoding="gzip")))
    ).text_key == "error.fetch.cut_off"


async def test_a_body_shorter_than_announced_is_cut_off() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    async with server:
        error = await problem(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    assert error.text_key == "error.fetch.cut_off"


async def test_a_server_that_never_answers_ends_at_the_deadline(silent: str) -> None:
    error = await problem(silent, FetchLimits(seconds=0.1))
    assert (error.text_key, error.args_["seconds"]) == ("error.fetch.timeout", 0.1)


async def test_a_closed_port_is_unreachable(unused_tcp_port: int) -> None:
    error = await problem(f"http://127.0.0.1:{unused_tcp_port}/")
    assert (error.text_key, error.args_["problem"]) == ("error.fetch.unreachable", "Connection refused")


async def test_an_unknown_name_is_named() -> None:
    async with WebFetch(NoonClock()) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch("http://paper.invalid/feed")
    assert (caught.value.text_key, caught.value.args_["host"]) == (
        "error.fetch.unknown_host",
        "paper.invalid",
    )


async def test_at_most_two_connections_to_one_host(serve: Serve) -> None:
    now, most, third = 0, 0, asyncio.Event()

    async def handler(_: web.Request) -> web.StreamResponse:
        nonlocal now, most
        now += 1
        most = max(most, now)
        if now == 2:
            third.set()
        await third.wait()
        now -= 1
        return web.Response(body=BODY)

    url = await serve(handler)
    async with WebFetch(NoonClock(), allowed=[place(url)]) as fetch:
        await asyncio.gather(*(fetch(f"{url}/{number}") for number in range(6)))
    assert most == 2


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "localhost.", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001",
        "0177.0.0.1", "0.0.0.0", "0", "0x7f.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "0xa9fea9fe", "100.64.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::1]",
        "[2001:0:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]",
    ],
)  # fmt: skip
async def test_no_spelling_of_a_private_address_is_connected_to(host: str) -> None:
    async with WebFetch(NoonClock(), limits=FetchLimits(seconds=5)) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(f"http://{host}/")
    # Some spellings are no address at all, or unknown to the machine's look-up: nothing to connect to either.
    reason = caught.value.text_key.removeprefix("error.fetch.")
    assert reason in ("private_address", "not_http", "unknown_host")


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
    "url",
    [
        "ftp://paper.example/",
        "file:///etc/passwd",
        "paper.example/feed",
        "",
        "http://",
        "http://[",
        "http://x:99999/",
    ],
)
async def test_only_http_is_fetched(url: str) -> None:
    async with WebFetch(NoonClock()) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(url)
    assert caught.value.text_key == "error.fetch.not_http"


async def test_an_address_with_a_password_is_refused_and_the_password_not_shown() -> None:
    async with WebFetch(NoonClock()) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch("http://editor:secret@paper.example/feed")
    assert (caught.value.text_key, "secret" in str(caught.value)) == ("error.fetch.not_http", False)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:80b::200e"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)
