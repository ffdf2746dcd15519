"""Checking a feed: read as the poller reads it, and remembered nowhere."""

import pytest

from bot.errors import FeedError, FetchError
from bot.usecases.check_feed import CheckFeed
from tests.usecases.house import NEWS, House
from tests.usecases.web import Page, rss


@pytest.fixture
def check_feed(new_house: House) -> CheckFeed:
    """The reader of any feed."""
    return CheckFeed(fetch=new_house.world.fetch, parse_feed=new_house.world.parse_feed)


async def test_a_feed_at_an_address_is_read(new_house: House, check_feed: CheckFeed) -> None:
    url = new_house.web.put("/feed", rss(new_house.web.address, NEWS))
    assert [one.title for one in (await check_feed(url)).entries] == [NEWS.title]


async def test_a_feed_at_hand_is_read(check_feed: CheckFeed) -> None:
    parsed = await check_feed.file(rss("https://paper.example", NEWS).body, "feed.xml")
    assert [one.url for one in parsed.entries] == ["https://paper.example/snow"]


async def test_what_is_no_feed_is_named(new_house: House, check_feed: CheckFeed) -> None:
    url = new_house.web.put("/feed", Page(b"<!doctype html><html><body>Hello</body></html>"))
    with pytest.raises(FeedError, match=r"error\.feed\.html"):
        await check_feed(url)


async def test_an_address_that_answers_nothing_is_named(new_house: House, check_feed: CheckFeed) -> None:
    with pytest.raises(FetchError, match="status=404"):
        await check_feed(f"{new_house.web.address}/nothing")


async def test_a_file_is_named_in_its_error(check_feed: CheckFeed) -> None:
    with pytest.raises(FeedError, match=r"url=feed\.xml"):
        await check_feed.file(b"", "feed.xml")
