"""Polling side by side: nobody waits for a slow site, and what servers say is remembered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import UserId
from bot.domain.troubles import Trouble
from bot.fetch import FetchLimits, WebFetch
from tests.usecases.house import ANA, ELENA, EN, MK, NEWS, OLD, House, person
from tests.usecases.web import Item, Page, rss

ADMIN, OTHER = UserId(ELENA), UserId(ANA)


@pytest.fixture
async def house(new_house: House) -> House:
    """A newsroom that has asked for its feeds itself."""
    await new_house.poll()
    return new_house


async def enrol(house: House, *urls: str) -> House:
    """A house whose feeds are these; its site's other name may be fetched too."""
    plan = house.world.paper.feeds[0]
    await house.newsroom.poll_feeds.enrol(tuple(replace(plan, url=url) for url in urls))
    return house


async def events(house: House) -> list[tuple[str, bool]]:
    """What the admins would be told, in order, but for the clocks: the site's goes, the house's stands."""
    async with house.world.open_store() as store:
        told = [one.event for one in await store.feeds.untold(100)]
    return [(one.trouble.value, one.is_over) for one in told if one.trouble is not Trouble.CLOCK]


async def test_a_slow_site_does_not_delay_the_others(house: House) -> None:
    """The slow feed answers only when a page of the other feed's new article was asked for."""
    other_was_read = asyncio.Event()

    async def until_the_other_is_read() -> None:
        async with asyncio.timeout(20):
            await other_was_read.wait()

    async def note() -> None:
        other_was_read.set()

    house.web.put("/mk/feed", rss(house.web.address, Item("fog", "Fog over the valley today"), OLD))
    house.web.meanwhile("/en/feed", until_the_other_is_read)
    house.web.meanwhile("/fog", note)
    await house.publish(EN, NEWS)
    assert await house.article("snow")
    assert await house.article("fog")


@asynccontextmanager
async def mute_until(released: asyncio.Event) -> AsyncIterator[str]:
    """A host of its own that takes every request and answers none before that; its address."""

    async def hold(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await released.wait()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.2", 0)
    async with server:
        yield f"http://127.0.0.2:{server.sockets[0].getsockname()[1]}"


async def test_a_hundred_feeds_on_one_slow_host_leave_places_for_another(house: House) -> None:
    """The slow host lets go when the last feed, of another host, was asked."""
    released = asyncio.Event()

    async def release() -> None:
        released.set()

    house.web.put("/late/feed", rss(house.web.address, OLD))
    house.web.meanwhile("/late/feed", release)
    allowed = {"127.0.0.1", "127.0.0.2"}
    async with (
        mute_until(released) as slow,
        WebFetch(house.clock, allowed=allowed, limits=FetchLimits(host_pause=timedelta(0))) as fetch,
        asyncio.timeout(15),
    ):
        crowded = await house.restarted(fetch=fetch)
        await enrol(crowded, *(f"{slow}/{n}" for n in range(120)), f"{house.web.address}/late/feed")
        await crowded.newsroom.poll_feeds()
    assert "/late/feed" in house.web.asked
    assert (await house.feed_at(f"{slow}/0")).failures == 1


async def test_a_feed_that_becomes_due_meanwhile_joins_in(house: House) -> None:
    async def enrol_another() -> None:
        await enrol(house, f"{house.web.address}/en/feed", f"{house.web.address}/late/feed")

    house.web.put("/late/feed", rss(house.web.address, OLD))
    house.web.meanwhile("/en/feed", enrol_another)
    await house.poll()
    assert "/late/feed" in house.web.asked


async def test_once_told_to_stop_it_begins_with_no_further_feed(house: House) -> None:
    asked = len(house.web.asked)
    house.newsroom.poll_feeds.stop()
    await house.poll()
    assert len(house.web.asked) == asked


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(house: House) -> None:
    new = house.web.put("/new/feed", rss(house.web.address, NEWS, OLD))
    house.web.put("/en/feed", Page(b"", 301, headers=(("Location", new),)))
    for _ in range(2):
        await house.poll()
    assert house.web.asked.count("/en/feed") == 2
    assert (await house.feed(EN)).address == new
    assert await events(house) == [("moved", False)]


async def test_a_feed_that_is_gone_is_asked_no_more_until_the_next_start(house: House) -> None:
    house.web.put("/en/feed", Page(b"gone", 410))
    for _ in range(3):
        await house.poll()
    assert house.web.asked.count("/en/feed") == 2
    assert await events(house) == [("gone", False)]
    await house.newsroom.poll_feeds.enrol(house.world.paper.feeds)
    await house.poll()
    assert house.web.asked.count("/en/feed") == 3


async def test_a_trouble_is_told_once_and_its_end_once(house: House) -> None:
    house.web.put("/en/feed", Page(b"broken", 500))
    for _ in range(5):
        await house.poll()
    await house.publish(EN, NEWS)
    await house.poll()
    assert [one for one in await events(house) if one[0] == "failing"] == [
        ("failing", False),
        ("failing", True),
    ]


async def test_a_feed_that_falls_silent_is_told(house: House) -> None:
    dates = [f"{day} Nov 2026 08:00:00 GMT" for day in range(18, 24)]
    items = [Item(f"n{n}", f"Number {n}", date=date) for n, date in enumerate(dates)]
    await enrol(house, house.web.put("/daily/feed", rss(house.web.address, *items)))
    for _ in range(3):
        await house.poll()
    assert await events(house) == [("silent", False)]


async def test_a_server_whose_clock_is_wrong_is_told(house: House) -> None:
    async with house.world.open_store() as store:
        told = {one.event.trouble for one in await store.feeds.untold(100)}
    assert told == {Trouble.CLOCK}


async def test_answers_without_news_are_counted(house: House) -> None:
    house.web.put("/en/feed", rss(house.web.address, OLD, etag='"one"'))
    for _ in range(3):
        await house.poll()
    tally, other = (await house.feed(EN)).tally, (await house.feed(MK)).tally
    assert (tally.asked, tally.not_modified, tally.same_body) == (4, 2, 1)
    assert (other.asked, other.not_modified, other.same_body) == (4, 0, 3)


async def test_the_admins_read_what_happened_in_words(house: House) -> None:
    paper = replace(house.world.paper, admins=frozenset({ADMIN}))
    house.web.put("/en/feed", Page(b"gone", 410))
    told = await house.restarted(paper=paper)
    await told.poll()
    for _ in range(2):
        await told.newsroom.tell_admins()
    (message,) = await told.messages(ADMIN, "gone for good")
    assert message.text.count("410") == 1
    assert await events(told) == []


async def test_what_telegram_cannot_take_now_is_told_later(house: House) -> None:
    paper = replace(house.world.paper, admins=frozenset({ADMIN, OTHER}))
    house.web.put("/en/feed", Page(b"gone", 410))
    told = await house.restarted(paper=paper)
    await told.poll()
    await told.telegram.fault(429, chat=ADMIN, retry_after=30)
    await told.newsroom.tell_admins()
    assert await events(told) == [("gone", False)]
    await told.newsroom.tell_admins()
    assert [await told.received(one, "gone for good") for one in (ADMIN, OTHER)] == [1, 1]


async def test_an_end_of_trouble_is_told_in_words(house: House) -> None:
    paper = replace(house.world.paper, admins=frozenset({ADMIN}))
    told = await house.restarted(paper=paper)
    await told.newsroom.subscribe(person(ADMIN, language="en"))
    told.web.put("/en/feed", Page(b"broken", 500))
    for _ in range(3):
        await told.poll()
    await told.publish(EN, NEWS)
    for _ in range(4):
        await told.newsroom.tell_admins()
    assert await told.received(ADMIN, "as usual again") == 1
    assert await told.received(ADMIN, "HTTP status 500") == 1
