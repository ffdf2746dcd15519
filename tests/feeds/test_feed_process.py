"""Parsing in a process that can be killed."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.clock import SystemClock
from bot.errors import FeedError
from bot.feeds import FeedParser
from bot.feeds.parse import parse_document

FEED = "<rss version='2.0'><channel><item><title>Вест</title></item></channel></rss>".encode()
TRAP = b"<rss " + b" ".join(b"a%d='1'" % number for number in range(100_000)) + b"><channel/></rss>"
"""Quadratic in the parser: minutes."""


class NoonClock(SystemClock):
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def test_it_gives_what_parsing_here_would_give() -> None:
    here = parse_document(FEED, url="http://a.example/", content_type="", now=NoonClock().now())
    async with FeedParser(NoonClock()) as parse:
        assert await parse(FEED, url="http://a.example/", content_type="") == here


async def test_a_refusal_comes_through_with_its_name() -> None:
    async with FeedParser(NoonClock()) as parse:
        with pytest.raises(FeedError) as caught:
            await parse(b"{}", url="http://a.example/", content_type="")
    assert (caught.value.text_key, caught.value.args_) == (
        "error.feed.not_a_feed",
        {"url": "http://a.example/", "found": "JSON"},
    )


async def test_a_feed_that_takes_too_long_is_refused_and_the_next_one_read() -> None:
    async with FeedParser(NoonClock(), seconds=0.5) as parse:
        with pytest.raises(FeedError) as caught:
            await parse(TRAP, url="http://trap.example/", content_type="")
        after = await parse(FEED, url="http://a.example/", content_type="")
    assert (caught.value.text_key, after.entries[0].title) == ("error.feed.too_slow", "Вест")


async def test_the_loop_goes_on_and_stopping_does_not_wait() -> None:
    async with FeedParser(NoonClock(), seconds=600) as parse:
        await parse(FEED, url="http://a.example/", content_type="")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(parse(TRAP, url="http://trap.example/", content_type=""), 0.2)


async def test_several_at_once_take_turns() -> None:
    async with FeedParser(NoonClock()) as parse:
        calls = (parse(FEED, url=f"http://{name}.example/", content_type="") for name in "abc")
        assert [len(feed.entries) for feed in await asyncio.gather(*calls)] == [1, 1, 1]
