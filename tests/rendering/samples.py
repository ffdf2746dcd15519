"""Articles as bad as pages can be, editions, and Telegram's own reading of a text."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import tdjson
from hypothesis import strategies as st

from bot.domain.articles import Article, Image, Video
from bot.domain.ids import ArticleId, Edition
from bot.domain.paper import EditionFacts, Paper

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
LANGUAGES = ("mk", "en", "sq")
URL = "https://paper.example/why-buses"
NASTY = [
    "Tom & Jerry <b>bold</b> </b> <script>",
    "\"Quoted\" and 'single' and „ours“",
    "&lt;already&gt; &amp;escaped; &#39;",
    "Зошто 🚌🚌🏽‍♀️ доцни?",
    "שלום \u202eעברית\u202c مرحبا",
    "a <a href='x'>b</a> <tg-spoiler>c",
    "x" * 3000,
    "слово " * 800,
    "🚌" * 2000,
    "<" * 1500,
    "{name} %s {} {0}",
]
EDITION = EditionFacts(
    code=Edition("en"),
    title="Primer <Daily>",
    membership_url="https://paper.example/join",
    appeal="Join & read",
)
PAPER = Paper(name="Primer", zone=ZoneInfo("Europe/Skopje"), editions={EDITION.code: EDITION})
ARTICLE = Article(
    id=ArticleId(17),
    seen_at=NOW,
    url=URL,
    edition=EDITION.code,
    language="en",
    headline="Why buses are late",
    kicker="VIDEO",
    authors=("Ana Andonović",),
    image=Image("https://paper.example/bus.jpg"),
    videos=(Video(url="https://video.example/1"),),
    summary="There are three reasons. The first is the road.",
)
LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=2500) | st.sampled_from(NASTY)
ARTICLES = st.builds(
    Article,
    id=st.integers(1, 2**63 - 1),
    revision=st.integers(1, 2**31 - 1),
    seen_at=st.just(NOW),
    published_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    url=st.just(URL) | LETTERS,
    edition=st.just("en"),
    language=st.just("en"),
    headline=LETTERS,
    kicker=st.none() | LETTERS,
    authors=st.lists(LETTERS, max_size=5).map(tuple),
    series=st.none() | LETTERS,
    image=st.none() | st.builds(Image, LETTERS | st.just("http://[bad/a.jpg"), st.none() | LETTERS),
    body=st.lists(LETTERS, max_size=8).map(tuple),
    subheadings=st.just((0, 2)),
    quotes=st.just((1,)),
    key_points=st.lists(LETTERS, max_size=4).map(tuple),
    videos=st.lists(st.builds(Video, url=LETTERS), max_size=2).map(tuple),
    summary=LETTERS,
)

tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def read_by_telegram(html: str) -> str:
    """The text that Telegram's own parser makes of it."""
    return str(parsed_by_telegram(html)["text"])


def marks_by_telegram(html: str) -> list[str]:
    """What Telegram's own parser sets apart in it, in order: `Bold`, `Italic`, `TextUrl` …"""
    kinds = [one["type"]["@type"] for one in parsed_by_telegram(html)["entities"]]
    return [kind.removeprefix("textEntityType") for kind in kinds]


def parsed_by_telegram(html: str) -> dict[str, Any]:
    """The answer of Telegram's own parser; it must not refuse."""
    query = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(query).encode()) or b"{}")
    assert answer["@type"] == "formattedText", answer
    return answer
