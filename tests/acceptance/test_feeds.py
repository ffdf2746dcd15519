"""Feeds as the world has them, through a poller at work: entries or a named problem, and never a crash."""
# ruff: noqa: F811 - fixtures that another package shares

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.entries import ParsedFeed
from bot.domain.feeds import Mode
from bot.feeds import FeedParser
from tests.usecases.conftest import clock, house, new_house, telegram, town, web, world  # noqa: F401
from tests.usecases.house import ANA, House
from tests.usecases.web import Page

FEEDS = Path(__file__).parents[2].parent / "shared" / "data" / "feeds"
pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="the collection of feeds is not here")
HOME = b"https://vesnik.example"


def collection() -> list[Path]:
    """Every feed of the collection."""
    return sorted(one for one in FEEDS.glob("*") if one.suffix != ".json") if FEEDS.is_dir() else []


def known_to_have_entries() -> set[str]:
    """Files in which the collection's own index counted entries."""
    index = json.loads((FEEDS / "index.json").read_text("utf-8"))["feeds"]
    return {f"/{one['file']}" for one in index if one["feedparser"]["entries"]}


@pytest.fixture
async def counting(house: House) -> AsyncIterator[tuple[House, dict[str, int]]]:
    """The house with the feed reader's real process, and how many entries it found by path."""
    found: dict[str, int] = {}
    async with FeedParser(house.clock) as parser:

        async def parse(body: bytes, *, url: str, content_type: str) -> ParsedFeed:
            parsed = await parser(body, url=url, content_type=content_type)
            found[url.removeprefix(house.web.address)] = len(parsed.entries)
            return parsed

        yield await house.restarted(parse_feed=parse), found


@pytest.mark.proof
async def test_every_feed_of_the_collection_gives_entries_or_a_named_problem(
    counting: tuple[House, dict[str, int]],
) -> None:
    house, found = counting
    plan = house.world.paper.feeds[0]
    urls = [house.web.put(f"/{one.name}", Page(one.read_bytes())) for one in collection()]
    await house.newsroom.poll_feeds.enrol(tuple(replace(plan, url=url) for url in urls))
    await house.poll()
    feeds = [await house.feed_at(url) for url in urls]
    assert all((one.last_problem or "error.").startswith("error.") for one in feeds)
    assert all(one.seeded or one.last_problem for one in feeds)
    assert known_to_have_entries() <= {path for path, count in found.items() if count}


@pytest.mark.proof
async def test_the_whole_collection_pushes_nothing_when_it_is_read_again(
    counting: tuple[House, dict[str, int]],
) -> None:
    house, _ = counting
    plan = house.world.paper.feeds[0]
    urls = [house.web.put(f"/{one.name}", Page(one.read_bytes())) for one in collection()]
    await house.newsroom.poll_feeds.enrol(tuple(replace(plan, url=url) for url in urls))
    for _ in range(2):
        await house.poll()
    assert await house.newsroom.plan_pushes() == 0


@pytest.fixture
async def wordpress(house: House) -> House:
    """A reader of a WordPress feed that pushes at once; first one, then the other version was published."""
    await house.newsroom.poll_feeds.enrol((replace(house.world.paper.feeds[1], mode=Mode.AUTO),))
    await house.subscribe(ANA, language="mk")
    for version in ("v1", "v2"):
        # Its pages are ours, so that nobody asks the world for them.
        body = (FEEDS / f"synthetic__mk_wordpress_{version}.xml").read_bytes()
        house.web.put("/mk/feed", Page(body.replace(HOME, house.web.address.encode())))
        await house.poll()
        await house.round()
    return house


async def test_the_item_that_came_with_the_second_version_is_pushed_once(wordpress: House) -> None:
    await wordpress.poll()
    await wordpress.round()
    assert await wordpress.received(ANA, "Земјотрес") == 1


async def test_nothing_else_reaches_the_reader(wordpress: House) -> None:
    screen = await wordpress.telegram.screen(ANA)
    assert sum(one.is_from_bot for one in screen.messages) == 1


async def test_the_corrected_item_is_a_revision(wordpress: House) -> None:
    article = await wordpress.article("vladata-go-usvoi-budzhetot")
    assert article.revision == 2
    assert "5,9" in " ".join(article.body)


async def test_removed_redated_and_untouched_items_are_left_alone(wordpress: House) -> None:
    for slug in ("kursna-lista", "lajme-shqip", "video-prviot-sneg"):
        assert (await wordpress.article(slug)).revision == 1
