"""Entry and page → draft, where the two differ or something is missing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.articles.read import read_page
from bot.domain.articles import Draft, Video
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.domain.videos import watch_address

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
URL = "https://x.mk/a/"
TEXT = "Советот го усвои буџетот на седницата што траеше шест часа. " * 6


def draft(html: str = "", entry: Entry | None = None, topic: str | None = None) -> Draft:
    page = html.encode() if html else None
    return read_page(entry or Entry(url=URL), page, edition=Edition("mk"), topic=topic).draft


def fixtures() -> list[object]:
    source = SHARED / "video_fixtures.json"
    items = json.loads(source.read_text()) if source.exists() else []
    return [pytest.param(item["html"], item["expect"], id=item["name"]) for item in items]


@pytest.mark.parametrize(("html", "expected"), fixtures())
def test_the_articles_video_is_found_and_no_other(html: str, expected: str | None) -> None:
    assert [video.url for video in draft(html).videos] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("player", "watch"),
    [
        ("https://www.youtube.com/live/dQw4w9WgXcQ?si=x", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?t=3", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://geo.dailymotion.com/player.html?video=x8abc", "https://www.dailymotion.com/video/x8abc"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", None),
        ("https://evil.example/youtube.com/embed/dQw4w9WgXcQ", None),
        ("https://ads.example/player", None),
    ],
)
def test_players_become_addresses_to_watch(player: str, watch: str | None) -> None:
    assert watch_address(player) == watch


def test_structured_data_tells_poster_title_and_length() -> None:
    video = {"@type": "VideoObject", "embedUrl": "https://youtu.be/dQw4w9WgXcQ", "name": "Снег",
             "thumbnailUrl": ["/t.jpg"], "duration": "PT1M5S"}  # fmt: skip
    page = f'<script type="application/ld+json">{json.dumps(video)}</script>'
    watch = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert draft(page).videos == (
        Video(url=watch, poster="https://x.mk/t.jpg", title="Снег", duration_seconds=65),
    )


def test_a_reference_to_the_author_is_followed() -> None:
    graph = {
        "@graph": [{"@type": "NewsArticle", "author": {"@id": "#a"}}, {"@id": "#a", "name": "Ана Илиева"}]
    }
    assert draft(f'<script type="application/ld+json">{json.dumps(graph)}</script>').authors == (
        "Ана Илиева",
    )


@pytest.mark.parametrize(
    "script", ["{", "[" * 100_000, "null", '[1, "a"]', '{"@type": 5, "author": 7}', "NaN"]
)
def test_broken_structured_data_is_no_trouble(script: str) -> None:
    page = f'<h1>Наслов</h1><script type="application/ld+json">{script}</script>'
    assert draft(page).headline == "Наслов"


@pytest.mark.parametrize(
    "canonical", ["https://x.mk/", "https://other.example/a/", "javascript:alert(1)", "http://["]
)
def test_a_wrong_canonical_address_is_not_believed(canonical: str) -> None:
    assert draft(f'<link rel="canonical" href="{canonical}"><p>x</p>').url == URL


def test_the_canonical_address_of_the_same_host_counts() -> None:
    assert draft('<link rel="canonical" href="https://www.x.mk/b/">').url == "https://www.x.mk/b/"


def test_the_headline_of_the_feed_counts_before_the_pages() -> None:
    entry = Entry(url=URL, title="ВИДЕО: Снег")
    assert (draft("<h1>Друг</h1>", entry).headline, draft("<h1>Друг</h1>", entry).kicker) == ("Снег", "ВИДЕО")


def test_a_page_with_less_text_than_the_feed_does_not_replace_it() -> None:
    read = draft("<article><p>Најавете се.</p></article>", Entry(url=URL, html=f"<p>{TEXT}</p>"))
    assert read.body == (TEXT.strip(),)


def test_a_page_completes_a_cut_off_feed() -> None:
    entry = Entry(url=URL, html="<p>Советот го усвои […]</p>")
    assert draft(f'<div class="entry-content"><p>{TEXT}</p></div>', entry).body == (TEXT.strip(),)


def test_without_a_page_the_feed_alone_makes_the_draft() -> None:
    entry = Entry(
        url=URL, title="Снег", authors=("Ана Илиева",), categories=("Македонија",), image="https://x.mk/a.jpg",
        published=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        html=f'<figure><img src="b.jpg"><figcaption>Маврово / Фото МИА</figcaption></figure><p>{TEXT}</p>',
    )  # fmt: skip
    read = draft(entry=entry, topic="Време")
    assert (read.headline, read.authors, read.topics) == ("Снег", ("Ана Илиева",), ("Време", "Македонија"))
    assert (read.image and read.image.credit, read.body, read.published_at) == (
        "МИА",
        (TEXT.strip(),),
        entry.published,
    )


def test_topics_that_differ_only_in_spelling_are_one() -> None:
    assert draft(entry=Entry(url=URL, categories=("Ekonomija", "Свет")), topic="Економија").topics == (
        "Економија",
        "Свет",
    )


@pytest.mark.parametrize(
    "html", ["", "<p>", "\x00", "<div>" * 5000, "<html><body></body></html>", "plain words"]
)
def test_a_page_without_an_article_gives_a_poor_draft(html: str) -> None:
    read = draft(html, Entry(url=URL, title="Само наслов"))
    assert (read.headline, read.url, read.language) == ("Само наслов", URL, "mk")


def test_a_page_of_endless_boxes_is_read_from_its_entry_alone() -> None:
    page = b"<div>" * 200_000
    read = read_page(
        Entry(url="https://x.mk/a", title="T", html="<p>Text.</p>"), page, edition=Edition("en"), topic=None
    ).draft
    assert (read.headline, read.body) == ("T", ("Text.",))
