"""`init`: a few questions, and a newspaper's file that the bot can read."""

from pathlib import Path

import pytest

from bot.settings import read_newspaper
from tests.cli.conftest import Invoke
from tests.usecases.web import Item, Page, Web, rss

ANSWERS = "The Daily\nen\nhttps://daily.example/membership\n42\n"


@pytest.fixture
def feed(web: Web) -> str:
    """A feed's address."""
    return web.put("/feed", rss(web.address, Item("snow", "Snow")))


def test_the_answers_become_a_file_that_can_be_read(invoke: Invoke, feed: str, newspaper: Path) -> None:
    ended = invoke("init", "--feed", feed, given=ANSWERS)
    paper = read_newspaper(newspaper)
    assert ended.exit_code == 0, ended.output
    assert (paper.name, paper.feeds[0].url, paper.desk.editors) == ("The Daily", feed, [42])
    assert paper.editions["en"].membership_url == "https://daily.example/membership"


def test_the_feed_is_asked_for(invoke: Invoke, feed: str, newspaper: Path) -> None:
    invoke("init", given=f"{feed}\n{ANSWERS}")
    assert read_newspaper(newspaper).feeds[0].url == feed


def test_the_feeds_own_title_is_offered(invoke: Invoke, feed: str, newspaper: Path) -> None:
    invoke("init", "--feed", feed, given="\n" + ANSWERS.partition("\n")[2])
    assert read_newspaper(newspaper).name == "Daily"


def test_an_answer_that_cannot_be_used_is_asked_for_again(invoke: Invoke, feed: str, newspaper: Path) -> None:
    given = "The Daily\nklingon\nsq\nwww.daily.example\nhttps://daily.example\n\n"
    assert invoke("init", "--feed", feed, given=given).exit_code == 0
    assert list(read_newspaper(newspaper).editions) == ["sq"]


def test_quotes_in_an_answer_stay_what_they_are(invoke: Invoke, feed: str, newspaper: Path) -> None:
    invoke("init", "--feed", feed, given='The "Daily"\\\n' + ANSWERS.partition("\n")[2])
    assert read_newspaper(newspaper).name == 'The "Daily"\\'


def test_a_file_that_is_there_is_never_overwritten(invoke: Invoke, feed: str, newspaper: Path) -> None:
    newspaper.write_text("mine")
    ended = invoke("init", "--feed", feed, given=ANSWERS)
    assert (ended.exit_code, newspaper.read_text(), len(ended.stderr.splitlines())) == (2, "mine", 1)


@pytest.mark.parametrize("page", [Page(b"gone", 410), Page(b"<html><body>Hello</body></html>")])
def test_what_is_no_feed_ends_it_before_the_questions(
    invoke: Invoke, web: Web, newspaper: Path, page: Page
) -> None:
    ended = invoke("init", "--feed", web.put("/feed", page), given=ANSWERS)
    assert (ended.exit_code, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
    assert not newspaper.exists()


def test_a_file_is_no_address_of_a_feed(invoke: Invoke, tmp_path: Path, newspaper: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss("https://paper.example", Item("snow", "Snow")).body)
    ended = invoke("init", "--feed", str(tmp_path / "feed.xml"), given=ANSWERS)
    assert (ended.exit_code, newspaper.exists()) == (2, False)


def test_a_folder_that_is_not_there_is_told_before_the_questions(
    invoke: Invoke, feed: str, newspaper: Path
) -> None:
    newspaper.parent.rmdir()
    ended = invoke("init", "--feed", feed, given=ANSWERS)
    assert (ended.exit_code, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
    assert str(newspaper) in ended.stderr


def test_a_home_page_offers_its_feeds_as_editions_and_topics(
    invoke: Invoke, web: Web, newspaper: Path
) -> None:
    web.put(
        "/", '<html><head><link hreflang="sq"></head><body><a href="/tag/moti/feed">RSS</a></body></html>'
    )
    web.put("/feed/", rss(web.address, Item("snow", "Snow")))
    web.put("/tag/moti/feed", rss(web.address, Item("rain", "Rain")))
    albanian = rss(web.address, Item("bora", "Bora"))
    body = albanian.body.replace(b"<channel>", b"<channel><language>sq-AL</language>")
    web.put("/sq/feed/", Page(body, content_type=albanian.content_type))
    ended = invoke("init", "--feed", f"{web.address}/", given="y\ny\ny\n" + ANSWERS)
    assert ended.exit_code == 0, ended.output
    paper = read_newspaper(newspaper)
    assert [(one.edition, one.topic) for one in paper.feeds] == [("en", "Daily"), ("en", None), ("sq", None)]
    assert list(paper.editions) == ["en", "sq"]


def test_only_the_wanted_feeds_are_written_down(invoke: Invoke, web: Web, newspaper: Path) -> None:
    web.put("/", "<html><body>Hello</body></html>")
    web.put("/feed/", rss(web.address, Item("snow", "Snow")))
    web.put("/rss.xml", rss(web.address, Item("rain", "Rain")))
    invoke("init", "--feed", f"{web.address}/", given="n\ny\n" + ANSWERS)
    assert [one.url for one in read_newspaper(newspaper).feeds] == [f"{web.address}/rss.xml"]
