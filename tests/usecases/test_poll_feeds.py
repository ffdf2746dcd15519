"""Polling: what is due is asked, what is wrong is named, and one feed never stops another."""

from dataclasses import replace

import pytest

from bot.domain.entries import ParsedFeed
from tests.usecases.house import EN, MK, NEWS, OLD, House
from tests.usecases.web import Item, Page, rss


@pytest.fixture
async def house(new_house: House) -> House:
    """A newsroom that has asked for its feeds itself."""
    await new_house.poll()
    return new_house


async def test_the_first_fetch_files_what_is_there_without_telling_anybody(house: House) -> None:
    old = await house.article("old")
    async with house.world.open_store() as store:
        assert await store.pushes.of_article(old.id) == []
        assert await store.reviews.get(old.id) is None


async def test_the_first_fetch_reads_no_pages(house: House) -> None:
    assert sorted(house.web.asked) == ["/en/feed", "/mk/feed"]


async def test_a_feed_is_left_alone_until_its_time(house: House) -> None:
    await house.newsroom.poll_feeds()
    assert house.web.asked.count("/en/feed") == 1


async def test_a_new_item_is_found_in_the_next_round(house: House) -> None:
    await house.publish(EN, NEWS)
    assert (await house.article("snow")).headline == NEWS.title


async def test_a_server_that_says_not_modified_has_been_read_well(new_house: House) -> None:
    new_house.web.put("/en/feed", rss(new_house.web.address, OLD, etag='"one"'))
    await new_house.poll()
    await new_house.poll()
    feed = await new_house.feed(EN)
    assert (feed.last_success_at, feed.last_problem) == (new_house.clock.now(), None)
    assert feed.validators.etag == '"one"'


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (Page(b"<!doctype html><html><body><p>Hello</p></body></html>"), "error.feed.html"),
        (Page(b""), "error.feed.empty"),
        (Page(b"{}", content_type="application/json"), "error.feed.not_a_feed"),
        (Page(b"broken", 500), "error.fetch.status"),
    ],
)
async def test_what_is_wrong_with_a_feed_is_named(house: House, page: Page, problem: str) -> None:
    house.web.put("/en/feed", page)
    await house.poll()
    feed = await house.feed(EN)
    assert (feed.last_problem or "").startswith(problem)
    assert feed.failures == 1


async def test_a_broken_feed_does_not_stop_the_next_one(house: House) -> None:
    house.web.put("/en/feed", Page(b"broken", 500))
    await house.publish(MK, NEWS)
    assert await house.article("snow")


async def test_a_server_out_of_reach_is_named(house: House) -> None:
    nowhere = replace(house.world.paper.feeds[0], url="http://127.0.0.1:9/feed")
    await house.newsroom.poll_feeds.enrol((nowhere,))
    await house.poll()
    assert "error.fetch.unreachable" in str((await house.feed_at(nowhere.url)).last_problem)


async def test_a_feed_that_breaks_our_own_code_is_one_more_broken_feed(house: House) -> None:
    async def parse(body: bytes, *, url: str, content_type: str) -> ParsedFeed:
        if "/en/" in url:
            raise RecursionError
        return await house.world.parse_feed(body, url=url, content_type=content_type)

    house.web.put("/en/feed", rss(house.web.address, NEWS, NEWS))
    await (await house.restarted(parse_feed=parse)).publish(MK, Item("fog", "Fog"))
    assert (await house.feed(EN)).last_problem == "error.unexpected: problem=RecursionError"
    assert await house.article("fog")


async def test_a_server_that_asks_for_patience_gets_it(house: House) -> None:
    house.web.put("/en/feed", Page(b"slow down", 503, headers=(("Retry-After", "7200"),)))
    await house.poll()
    feed = await house.feed(EN)
    assert (feed.next_poll_at - house.clock.now()).total_seconds() == 7200


async def test_a_feed_that_recovered_has_no_problem_left(house: House) -> None:
    house.web.put("/en/feed", Page(b"broken", 500))
    await house.poll()
    await house.publish(EN, NEWS)
    feed = await house.feed(EN)
    assert (feed.failures, feed.last_problem) == (0, None)
