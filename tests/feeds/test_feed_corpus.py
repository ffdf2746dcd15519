"""Real feeds from feed parsers' test suites, and a made-up paper's feed before and after a correction."""

import io
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from bot.domain.articles import Video
from bot.domain.entries import Changed, Entry, Known, New, Same, compare, fingerprint, identities
from bot.domain.ids import ArticleId
from bot.feeds.parse import parse_document
from bot.feeds.text import plain

FEEDS = Path(__file__).parents[2].parent / "shared" / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
REALLY_EMPTY = {
    "feedparser__http_high_bit_date.xml",
    "simplepie__feed-with-whitespace-before-xml-declaration.xml",
}

pytestmark = pytest.mark.skipif(not FEEDS.exists(), reason="the shared feeds are not here")


def entries(name: str) -> tuple[Entry, ...]:
    body = (FEEDS / name).read_bytes()
    return parse_document(body, url="https://feed.example/rss", content_type="", now=NOW).entries


@pytest.mark.parametrize("name", sorted(path.name for path in FEEDS.glob("*") if path.suffix != ".json"))
def test_every_feed_that_has_entries_gives_them(name: str) -> None:
    assert bool(entries(name)) == (name not in REALLY_EMPTY)


@pytest.mark.parametrize("name", sorted(path.name for path in FEEDS.glob("*") if path.suffix != ".json"))
def test_the_entries_are_those_that_feedparser_finds_alone(name: str) -> None:
    alone = feedparser.parse(io.BytesIO((FEEDS / name).read_bytes())).entries
    ours = entries(name)
    # Where feedparser alone finds nothing, a repaired document may give something.
    assert len(ours) >= len(alone)
    if alone:
        assert [one.title for one in ours] == [plain(str(one.get("title", "")), 300) for one in alone]
        assert [one.guid for one in ours] == [one.get("id") for one in alone]


def test_a_youtube_channel_gives_its_videos() -> None:
    first = entries("feedjira__youtube_atom.xml")[0]
    watch, poster = (
        "https://www.youtube.com/watch?v=5shykyfmb28",
        "https://i2.ytimg.com/vi/5shykyfmb28/hqdefault.jpg",
    )
    assert first.videos == (Video(url=watch, poster=poster),)


def test_the_next_version_has_one_new_and_one_changed_entry() -> None:
    known = {key: entry for entry in entries("synthetic__mk_wordpress_v1.xml") for key in identities(entry)}
    outcome = {}
    for entry in entries("synthetic__mk_wordpress_v2.xml"):
        earlier = next((known[key] for key in identities(entry) if key in known), None)
        on_file = Known(ArticleId(1), fingerprint(earlier)) if earlier else None
        outcome[entry.title.split(":")[0]] = type(compare(entry, on_file))
    assert outcome == {
        "ИТНО": New,
        "Владата го усвои буџетот": Changed,
        "Lajme shqip": Same,  # only its date moved
        "ВИДЕО": Same,
    }
