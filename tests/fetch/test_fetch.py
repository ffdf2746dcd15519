"""The guarded HTTP client, against real sockets on the loopback interface."""

import asyncio
import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import brotli
import pytest
from aiohttp import web
from backports import zstd

from bot.domain.feeds import Validators
from bot.errors import FetchError, Gone
from bot.fetch import USER_AGENT, FetchLimits, WebFetch
from bot.fetch_ports import Fetched, NotModified
from tests.fetch.conftest import BODY, UNHURRIED, NoonClock, Serve, answering, get, place, problem
from tests.fuzz.pulse import Pulse


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
    assert seen == [USER_AGENT, "gzip, deflate, br, zstd"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("br", brotli.compress(BODY)),
        ("zstd", zstd.compress(BODY)),
        ("gzip", gzip.compress(BODY[:7], mtime=0) + gzip.compress(BODY[7:], mtime=0) + bytes(8)),
        ("gzip", b""),
        ("identity", BODY),
    ],
    ids=["gzip", "deflate", "bare-deflate", "br", "zstd", "gzip-in-two", "nothing", "identity"],
)
async def test_it_inflates(serve: Serve, encoding: str, body: bytes) -> None:
    answer = await get(await serve(answering(body, Content_Encoding=encoding)))
    assert isinstance(answer, Fetched)
    assert answer.body == (BODY if body else b"")
    assert answer.wire_bytes == len(body)


async def test_a_304_is_not_modified_and_keeps_what_it_does_not_repeat(serve: Serve) -> None:
    known = Validators('"v1"', "Mon, 23 Nov 2026 08:00:00 GMT", "hash")

    async def handler(request: web.Request) -> web.StreamResponse:
        asked = (request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since"))
        return web.Response(status=304 if asked == (known.etag, known.last_modified) else 500)

    answer = await get(await serve(handler), known)
    assert isinstance(answer, NotModified)
    assert (answer.validators, answer.wire_bytes) == (known, 0)


async def test_an_identical_body_is_not_modified_without_any_validator(serve: Serve) -> None:
    url = await serve(answering())
    first = await get(url)
    again = await get(url, first.validators)
    assert isinstance(again, NotModified)
    assert again.wire_bytes == len(BODY)


async def test_it_remembers_etag_and_date(serve: Serve) -> None:
    answer = await get(await serve(answering(ETag='"v2"', Last_Modified="Mon, 23 Nov 2026 08:00:00 GMT")))
    assert answer.validators.etag == '"v2"'
    assert answer.validators.last_modified == "Mon, 23 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("header", "wait", "minutes"),
    [
        ("120", timedelta(seconds=120), 2),
        ("7", timedelta(seconds=7), 1),
        ("Mon, 23 Nov 2026 12:10:00 GMT", timedelta(minutes=10), 10),
        ("Mon, 23 Nov 2026 11:00:00 GMT", timedelta(0), None),
        ("99999999999999", timedelta(days=30), 43_200),
        ("soon", None, None),
    ],
)
async def test_it_hands_on_how_long_to_wait(
    serve: Serve, header: str, wait: timedelta | None, minutes: int | None
) -> None:
    error = await problem(await serve(answering(status=503, Retry_After=header)))
    key = "error.fetch.busy" if minutes else "error.fetch.status"
    assert (error.text_key, error.args_["status"], error.retry_after) == (key, 503, wait)
    assert error.args_.get("minutes") == minutes


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


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [("gzip", gzip.compress), ("br", partial(brotli.compress, quality=1)), ("zstd", zstd.compress)],
)
async def test_a_compressed_bomb_is_refused(
    serve: Serve, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    bomb = compress(bytes(20_000_000))
    error = await problem(await serve(answering(bomb, Content_Encoding=encoding)))
    assert (len(bomb) < 50_000, error.text_key) == (True, "error.fetch.too_large")


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("", bytes),
        ("gzip", gzip.compress),
        ("br", partial(brotli.compress, quality=1)),
        ("zstd", zstd.compress),
    ],
)
async def test_of_a_body_over_a_limit_the_beginning_is_given_where_that_will_do(
    serve: Serve, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    page = b"<p>Snow</p>" * 100_000
    url = await serve(answering(compress(page), Content_Encoding=encoding))
    limits = replace(UNHURRIED, wire_bytes=200_000, inflated_bytes=300_000)
    async with WebFetch(NoonClock(), allowed=[place(url)], limits=limits) as fetch:
        answer = await fetch(url, beginning=True)
    assert isinstance(answer, Fetched)
    assert answer.is_cut
    assert 200_000 <= len(answer.body) <= 300_000
    assert answer.body == page[: len(answer.body)]


async def test_of_a_compressed_body_that_is_cut_on_the_wire_the_beginning_is_given(serve: Serve) -> None:
    noise = b"".join(
        hashlib.blake2b(bytes([number % 256, number // 256])).digest() for number in range(9_000)
    )
    url = await serve(answering(gzip.compress(noise), Content_Encoding="gzip"))
    limits = replace(UNHURRIED, wire_bytes=200_000)
    async with WebFetch(NoonClock(), allowed=[place(url)], limits=limits) as fetch:
        answer = await fetch(url, beginning=True)
    assert isinstance(answer, Fetched)
    assert (answer.is_cut, answer.wire_bytes) == (True, 200_000)
    assert noise.startswith(answer.body)
    assert len(answer.body) > 150_000


async def test_a_whole_body_is_not_cut_and_a_broken_one_an_error_where_a_beginning_will_do(
    serve: Serve,
) -> None:
    url = await serve(answering())
    async with WebFetch(NoonClock(), allowed=[place(url)], limits=UNHURRIED) as fetch:
        answer = await fetch(url, beginning=True)
    broken = await serve(answering(gzip.compress(BODY)[:-9], Content_Encoding="gzip"))
    async with WebFetch(NoonClock(), allowed=[place(broken)], limits=UNHURRIED) as fetch:
        with pytest.raises(FetchError, match="cut_off"):
            await fetch(broken, beginning=True)
    assert isinstance(answer, Fetched)
    assert (answer.body, answer.is_cut) == (BODY, False)


async def test_a_gzip_of_very_many_members_is_inflated_at_once(serve: Serve) -> None:
    members = gzip.compress(b"", mtime=0) * 240_000 + gzip.compress(BODY, mtime=0)
    answer = await get(await serve(answering(members, Content_Encoding="gzip")))
    assert isinstance(answer, Fetched)
    assert answer.body == BODY


async def test_double_compression_is_refused(serve: Serve) -> None:
    error = await problem(await serve(answering(BODY, Content_Encoding="gzip, gzip")))
    assert error.text_key == "error.fetch.encoding"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)[:-9]),
        ("br", brotli.compress(BODY)[:-3]),
        ("zstd", zstd.compress(BODY)[:-3]),
    ],
    ids=["gzip", "br", "zstd"],
)
async def test_a_compressed_body_without_its_end_is_cut_off(serve: Serve, encoding: str, body: bytes) -> None:
    error = await problem(await serve(answering(body, Content_Encoding=encoding)))
    assert error.text_key == "error.fetch.cut_off"


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
async def test_what_is_marked_as_compressed_and_cannot_be_unpacked_is_named_so(
    serve: Serve, encoding: str
) -> None:
    error = await problem(await serve(answering(b"no such thing at all", Content_Encoding=encoding)))
    assert (error.text_key, error.args_["encoding"]) == ("error.fetch.damaged", encoding)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
async def test_a_plain_document_is_read_whatever_it_is_marked_as(serve: Serve, encoding: str) -> None:
    answer = await get(await serve(answering(b"\n" + BODY, Content_Encoding=encoding)))
    assert isinstance(answer, Fetched)
    assert answer.body == b"\n" + BODY


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress), ("deflate", zlib.compress)],
)
async def test_a_small_bomb_does_not_hold_the_loop(
    serve: Serve, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    """A few kilobytes that become a hundred million: the loop's own thread has no work with them."""
    bomb = compress(bytes(100_000_000))
    url = await serve(answering(bomb, Content_Encoding=encoding))
    limits = replace(UNHURRIED, inflated_bytes=100_000_000)
    async with WebFetch(NoonClock(), allowed=[place(url)], limits=limits) as fetch:
        with Pulse() as pulse:
            answer = await fetch(url)
    assert isinstance(answer, Fetched)
    assert (len(bomb) < 120_000, len(answer.body)) == (True, 100_000_000)
    assert pulse.longest < 0.1


async def test_a_page_that_is_gone_for_good_has_an_error_of_its_own(serve: Serve) -> None:
    assert isinstance(await problem(await serve(answering(status=410))), Gone)


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


async def test_a_server_without_https_is_not_taken_for_one_with_a_bad_certificate(serve: Serve) -> None:
    url = (await serve(answering())).replace("http://", "https://")
    async with WebFetch(NoonClock(), allowed=["127.0.0.1"]) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(url)
    assert caught.value.text_key == "error.fetch.no_https"


async def test_spaces_around_an_address_are_not_part_of_it(serve: Serve) -> None:
    url = await serve(answering())
    async with WebFetch(NoonClock(), allowed=[place(url)]) as fetch:
        assert isinstance(await fetch(f" {url}/feed\n"), Fetched)


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
    async with WebFetch(NoonClock(), allowed=[place(url)], limits=UNHURRIED) as fetch:
        await asyncio.gather(*(fetch(f"{url}/{number}") for number in range(6)))
    assert most == 2
