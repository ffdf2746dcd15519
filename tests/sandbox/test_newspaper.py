"""The sample newspaper over a real socket: what it shows, publishes and corrects."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import feedparser
import pytest
import uvicorn
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.sandbox.membership_site import MembershipSite
from bot.sandbox.newspaper import Paper, newspaper
from bot.sandbox.paper import NoSuchArticleError, NotPublishedError, load_editions

STARTED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EDITIONS = ("en", "mk", "sq")
BUSES = "video-stojcevska-three-reasons-why-skopjes-buses-are-late"
PEPPERS = "strumicas-pepper-harvest-is-smaller"


@dataclass
class Newsstand:
    """The newspaper, its clock and its address."""

    address: str
    now: datetime = STARTED
    paper: Paper = field(init=False)

    def __post_init__(self) -> None:
        self.paper = Paper(lambda: self.now)

    async def get(self, path: str, **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
        async with aiohttp.ClientSession() as session:
            url = self.address + path
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                return answer, await answer.read()

    async def page(self, path: str) -> LexborHTMLParser:
        return LexborHTMLParser((await self.get(path))[1])

    async def feed(self, edition: str) -> Any:
        return feedparser.parse((await self.get(f"/{edition}/feed"))[1])

    def waiting(self, edition: str) -> list[dict[str, Any]]:
        return [a for a in self.paper.listing() if a["edition"] == edition and not a["published"]]


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    listener = socket.create_server(("127.0.0.1", 0))
    newsstand = Newsstand(f"http://127.0.0.1:{listener.getsockname()[1]}/paper")
    members = MembershipSite("secret", newsstand.address, lambda: int(STARTED.timestamp()))
    app = Starlette(routes=[Mount("/paper", newspaper(newsstand.paper, members))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield newsstand
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("edition", EDITIONS)
async def test_a_feed_is_well_formed_and_newest_first(stand: Newsstand, edition: str) -> None:
    feed = await stand.feed(edition)
    dates = [entry.published_parsed for entry in feed.entries]
    assert not feed.bozo
    assert len(dates) >= 2
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("edition", EDITIONS)
async def test_every_address_in_a_feed_answers(stand: Newsstand, edition: str) -> None:
    for entry in (await stand.feed(edition)).entries:
        pages = [entry.link, entry.media_content[0]["url"]]
        statuses = [(await stand.get(url.removeprefix(stand.address)))[0].status for url in pages]
        assert statuses == [200, 200]


async def test_a_guid_is_a_short_address_that_leads_to_the_article(stand: Newsstand) -> None:
    entry = (await stand.feed("en")).entries[0]
    answer, _ = await stand.get(entry.id.removeprefix(stand.address))
    assert answer.headers["Location"] == entry.link


async def test_a_description_is_a_cut_excerpt_and_the_content_is_whole(stand: Newsstand) -> None:
    _, body = await stand.get("/mk/feed")
    entry = (await stand.feed("mk")).entries[0]
    assert " [&#8230;]</p>" in body.decode()
    assert "сите училишта по патот" in entry.content[0].value


async def test_a_feed_that_has_not_changed_is_304(stand: Newsstand) -> None:
    first, _ = await stand.get("/en/feed")
    by_tag, body = await stand.get("/en/feed", **{"If-None-Match": f"W/{first.headers['ETag']}"})
    by_date, _ = await stand.get("/en/feed", **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status, by_date.status, body) == (304, 304, b"")


async def test_a_feed_is_sent_again_after_a_publication(stand: Newsstand) -> None:
    first, _ = await stand.get("/en/feed")
    stand.paper.publish("en", BUSES)
    second, _ = await stand.get("/en/feed", **{"If-None-Match": first.headers["ETag"]})
    assert second.status == 200
    assert parsedate_to_datetime(second.headers["Last-Modified"]) == STARTED


async def test_a_date_that_is_no_date_gets_the_whole_feed(stand: Newsstand) -> None:
    answer, _ = await stand.get("/en/feed", **{"If-Modified-Since": "yesterday"})
    assert answer.status == 200


async def test_a_waiting_article_does_not_exist_for_readers(stand: Newsstand) -> None:
    answer, _ = await stand.get(f"/en/{BUSES}/")
    assert answer.status == 404


async def test_a_published_article_leads_the_feed_with_the_time_of_its_publication(stand: Newsstand) -> None:
    stand.now += timedelta(minutes=30)
    stand.paper.publish("en", BUSES)
    entry = (await stand.feed("en")).entries[0]
    assert entry.link.endswith(BUSES + "/")
    assert parsedate_to_datetime(entry.published) == STARTED + timedelta(minutes=30)


async def test_publishing_twice_changes_nothing(stand: Newsstand) -> None:
    first = stand.paper.publish("en", BUSES)
    stand.now += timedelta(hours=1)
    assert stand.paper.publish("en", BUSES) == first


async def test_a_correction_keeps_guid_and_link_and_changes_the_title(stand: Newsstand) -> None:
    before = {e.id: e for e in (await stand.feed("en")).entries}
    stand.paper.correct("en", PEPPERS)
    after = {e.id: e for e in (await stand.feed("en")).entries}
    changed = [guid for guid in before if before[guid].title != after[guid].title]
    assert before.keys() == after.keys()
    assert [after[guid].title for guid in changed] == ["Strumica's pepper harvest is 9 percent smaller"]
    assert [before[guid].link for guid in changed] == [after[guid].link for guid in changed]


async def test_a_correction_in_the_second_of_publication_still_looks_newer(stand: Newsstand) -> None:
    stand.paper.publish("en", BUSES)
    stand.paper.correct("en", BUSES)
    page = await stand.page(f"/en/{BUSES}/")
    data = structured(page)
    assert datetime.fromisoformat(data["dateModified"]) > datetime.fromisoformat(data["datePublished"])
    assert "only 156 of them" in text_of(page, ".entry-content")


@pytest.mark.parametrize("number", range(12))
def test_every_correction_really_changes_the_body(number: int) -> None:
    paper = Paper(lambda: STARTED)
    listed = paper.listing()[number]
    before = paper.publish(listed["edition"], listed["slug"])
    after = paper.correct(listed["edition"], listed["slug"])
    assert after.paragraphs != before.paragraphs
    assert paper.correct(listed["edition"], listed["slug"]) == after


def test_what_is_not_published_can_not_be_corrected() -> None:
    with pytest.raises(NotPublishedError):
        Paper(lambda: STARTED).correct("en", BUSES)


def test_an_unknown_article_is_named() -> None:
    with pytest.raises(NoSuchArticleError, match="en/nothing"):
        Paper(lambda: STARTED).publish("en", "nothing")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_video_analysis_waits_in_every_edition(edition: str) -> None:
    waiting = [a for a in Paper(lambda: STARTED).listing() if a["edition"] == edition and not a["published"]]
    assert waiting[0]["title"].startswith(("VIDEO | ", "ВИДЕО | "))


async def test_an_article_page_carries_what_a_wordpress_page_carries(stand: Newsstand) -> None:
    page = await stand.page("/en/video-stojcevska-why-the-night-train-may-return/")
    data = structured(page)
    canonical = attributes(page, "link[rel=canonical]")["href"]
    assert attributes(page, "html")["lang"] == "en"
    assert canonical == data["mainEntityOfPage"]
    assert canonical.startswith(stand.address)
    assert data["author"]["name"] == "Biljana Stojčevska"
    assert "Stojcevska" in text_of(page, "h1.entry-title")
    assert text_of(page, "figcaption") == "Analysis with Stojčevska / Photo Primer"


@pytest.mark.parametrize("edition", EDITIONS)
async def test_the_articles_video_is_not_the_video_of_the_day(stand: Newsstand, edition: str) -> None:
    article = stand.paper.publish(edition, stand.waiting(edition)[0]["slug"])
    page = await stand.page(article.path)
    inside = attributes(page, ".entry-content iframe")
    beside = attributes(page, "aside iframe")["src"]
    source = inside.get("src") or inside["data-src"]
    assert f"/embed/{article.video}?" in source
    assert source.partition("?")[0] != beside


async def test_one_video_is_lazy_on_the_page_and_plain_in_the_feed(stand: Newsstand) -> None:
    article = stand.paper.publish("mk", stand.waiting("mk")[0]["slug"])
    page = await stand.page(article.path)
    assert "data-src" in attributes(page, ".entry-content iframe")
    assert f' src="https://www.youtube.com/embed/{article.video}' in (await stand.get("/mk/feed"))[1].decode()


@pytest.mark.parametrize("edition", EDITIONS)
async def test_a_read_also_line_points_to_a_published_article(stand: Newsstand, edition: str) -> None:
    article = stand.paper.publish(edition, stand.waiting(edition)[0]["slug"])
    page = await stand.page(article.path)
    label = load_editions()[edition]["read_also"]
    line = next(p for p in page.css(".entry-content p") if p.text().startswith(label))
    answer, _ = await stand.get(attributes(line, "a")["href"].removeprefix(stand.address))
    assert answer.status == 200


@pytest.mark.parametrize("edition", EDITIONS)
async def test_the_appeal_leads_to_the_membership_page(stand: Newsstand, edition: str) -> None:
    page = await stand.page(stand.paper.published(edition)[0].path)
    link = attributes(page, ".donate-box a")["href"]
    answer, body = await stand.get(link.removeprefix(stand.address))
    assert answer.status == 200
    assert load_editions()[edition]["membership_title"] in body.decode()


async def test_who_pretends_to_pay_while_no_bot_listens_is_shown_a_code(stand: Newsstand) -> None:
    page = f"{stand.address}/en/membership/"
    async with aiohttp.ClientSession() as http:
        async with http.post(page) as answer:
            shown = [one.text() for one in LexborHTMLParser(await answer.read()).css("main code")]
        async with http.post(page, headers={"Origin": "https://elsewhere.example"}) as answer:
            assert answer.status == 403
    assert shown[0] == "away"
    assert re.fullmatch(r"([0-9A-Z]{5}-){3}[0-9A-Z]{5}", shown[1])


async def test_the_front_page_lists_what_is_published(stand: Newsstand) -> None:
    answer, body = await stand.get("/sq/")
    assert answer.status == 200
    assert "34 fshatra malore" in body.decode()
    assert "Tri arsye" not in body.decode()


@pytest.mark.parametrize(
    "path", ["/xx/", "/xx/feed", "/xx/membership/", "/xx/slug/", "/en/slug/", "/images/x.png"]
)
async def test_what_the_paper_does_not_have_is_404(stand: Newsstand, path: str) -> None:
    assert (await stand.get(path))[0].status == 404


async def test_the_root_is_the_front_edition(stand: Newsstand) -> None:
    answers = [(await stand.get(path))[0] for path in ("/", "/?p=1", "/?p=x")]
    assert {a.headers["Location"] for a in answers} == {stand.address + "/mk/"}


async def test_a_picture_is_a_small_png(stand: Newsstand) -> None:
    answer, body = await stand.get("/images/buses.png")
    assert answer.content_type == "image/png"
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    assert body[16:24] == (640).to_bytes(4) + (360).to_bytes(4)
    assert len(body) < 20_000


def structured(page: LexborHTMLParser) -> Any:
    return json.loads(text_of(page, 'script[type="application/ld+json"]'))


def one(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    node = page.css_first(selector)
    assert node is not None
    return node


def attributes(page: LexborHTMLParser | LexborNode, selector: str) -> dict[str, str]:
    return {name: value or "" for name, value in one(page, selector).attributes.items()}


def text_of(page: LexborHTMLParser, selector: str) -> str:
    return one(page, selector).text().strip()
