"""Hostile feeds: each gives entries or a named refusal, and what it gives is clean."""

import re

import pytest

from bot.clock import SystemClock
from bot.domain.entries import ParsedFeed
from bot.errors import FeedError
from bot.feeds import FeedParser
from tests.feeds.hostile import TRAPS, corpus

SECONDS = 1.0
"""Less than the bot allows, for the sake of the tests' own time; `make fuzz` uses the real limit."""
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module")
def bodies() -> dict[str, bytes]:
    """The corpus."""
    return corpus()


async def read_all(bodies: dict[str, bytes]) -> dict[str, ParsedFeed | str]:
    """What each document gives, one after the other: the feed, or the name of the refusal."""
    found: dict[str, ParsedFeed | str] = {}
    async with FeedParser(SystemClock(), seconds=SECONDS) as parse:
        for name, body in bodies.items():
            try:
                found[name] = await parse(body, url="https://hostile.example/feed", content_type="")
            except FeedError as refusal:
                found[name] = refusal.text_key
    return found


def stray(feed: ParsedFeed) -> list[str]:
    """Fields of a feed that are longer, stranger or more dangerous than promised."""
    found = []
    for entry in feed.entries:
        links = [entry.url, entry.image, *(video.url for video in entry.videos)]
        found += [link for link in links if link and not re.match("https?://[^/@]+(/|$)", link)]
        lines = [entry.title, entry.guid or "", *entry.authors, *entry.categories]
        found += [line for line in lines if len(line) > 512 or _UNCLEAN.search(line)]
    return found


def test_there_are_more_than_300_of_them(bodies: dict[str, bytes]) -> None:
    assert len(bodies) >= 300
    assert set(TRAPS) <= bodies.keys()


@pytest.mark.timeout(240)
@pytest.mark.proof
async def test_each_gives_clean_entries_or_a_named_refusal(bodies: dict[str, bytes]) -> None:
    found = await read_all(bodies)
    feeds = {name: feed for name, feed in found.items() if isinstance(feed, ParsedFeed)}
    refused = {name: key for name, key in found.items() if isinstance(key, str)}
    assert set(refused.values()) <= {
        f"error.feed.{key}" for key in ("not_a_feed", "too_slow", "too_large", "empty", "html")
    }
    assert {refused.get(name) for name in TRAPS} == {"error.feed.too_slow"}
    assert {name: some for name, feed in feeds.items() if (some := stray(feed))} == {}
    assert max(len(feed.entries) for feed in feeds.values()) == 300
