"""`check-feed`: a JSON line per entry on standard output, everything else on standard error."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.acceptance.bot_process import command
from tests.cli.conftest import Invoke
from tests.usecases.web import Item, Page, Web, rss

SNOW = Item("snow", "Снег на Маврово", text="Екипите се на терен.")
KEYS = [
    *("id", "url", "title", "published", "authors", "categories"),
    *("language", "image", "videos", "text_length"),
]


def file(folder: Path, *items: Item) -> str:
    """A feed in a file; its path."""
    path = folder / "feed.xml"
    path.write_bytes(rss("https://paper.example", *items).body)
    return str(path)


def test_a_file_gives_a_line_per_entry(invoke: Invoke, tmp_path: Path) -> None:
    ended = invoke("check-feed", file(tmp_path, SNOW, Item("fog", "Магла")))
    entries = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [one["title"] for one in entries] == ["Снег на Маврово", "Магла"]
    assert (ended.exit_code, ended.stderr) == (0, "")


def test_an_entry_is_told_in_full(invoke: Invoke, tmp_path: Path) -> None:
    entry = json.loads(invoke("check-feed", file(tmp_path, SNOW)).stdout)
    assert list(entry) == KEYS
    assert (entry["id"], entry["url"]) == ("snow", "https://paper.example/snow")
    assert (entry["published"], entry["text_length"]) == ("2026-11-23T08:00:00+00:00", len(SNOW.text))


def test_letters_are_written_as_they_are(invoke: Invoke, tmp_path: Path) -> None:
    assert "Маврово" in invoke("check-feed", file(tmp_path, SNOW)).stdout


def test_duplicates_are_listed_as_the_feed_has_them(invoke: Invoke, tmp_path: Path) -> None:
    assert len(invoke("check-feed", file(tmp_path, SNOW, SNOW)).stdout.splitlines()) == 2


def test_at_most_300_entries_are_listed(invoke: Invoke, tmp_path: Path) -> None:
    ended = invoke("check-feed", file(tmp_path, *(Item(str(number), "Fog") for number in range(310))))
    assert len(ended.stdout.splitlines()) == 300
    assert "310 entries" in ended.stderr


def test_an_address_is_read_too(invoke: Invoke, web: Web) -> None:
    ended = invoke("check-feed", web.put("/feed", rss(web.address, SNOW)))
    assert (ended.exit_code, json.loads(ended.stdout)["title"]) == (0, "Снег на Маврово")


@pytest.mark.parametrize(("hosts", "status"), [("[]", 1), ('["127.0.0.1"]', 0)])
def test_a_private_address_is_read_where_the_newspapers_file_allows(
    web: Web, newspaper: Path, hosts: str, status: int
) -> None:
    newspaper.write_text(
        f'name = "P"\nprivate_hosts = {hosts}\n'
        '[editions.mk]\ntitle = "P"\nmembership_url = "https://p.example/join"\nappeal = ""\n'
    )
    url = web.put("/feed", rss(web.address, SNOW))
    ended = asyncio.run(command("check-feed", url, environment={"NEWSPAPER": str(newspaper)}))
    assert (ended.status, "Снег" in ended.output) == (status, status == 0)
    assert ("private_hosts" in ended.errors) == (status == 1)


def test_a_feed_without_entries_is_told_and_ends_with_1(invoke: Invoke, tmp_path: Path) -> None:
    ended = invoke("check-feed", file(tmp_path))
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "without entries" in ended.stderr


def test_a_web_page_is_named_in_one_line(invoke: Invoke, web: Web) -> None:
    ended = invoke("check-feed", web.put("/", Page(b"<!doctype html><html><body>Hello</body></html>")))
    assert (ended.exit_code, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1)
    assert "web page" in ended.stderr


def test_an_empty_file_is_named(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "empty.xml").touch()
    ended = invoke("check-feed", str(tmp_path / "empty.xml"))
    assert (ended.exit_code, len(ended.stderr.splitlines())) == (1, 1)


def test_an_address_that_answers_nothing_is_named(invoke: Invoke, web: Web) -> None:
    ended = invoke("check-feed", f"{web.address}/nothing")
    assert ended.exit_code == 1
    assert "404" in ended.stderr


def test_a_file_that_is_not_there_is_wrong_use(invoke: Invoke, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.xml", tmp_path):
        ended = invoke("check-feed", str(path))
        assert (ended.exit_code, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
        assert str(path) in ended.stderr


def test_no_argument_is_wrong_use(invoke: Invoke) -> None:
    assert invoke("check-feed").exit_code == 2


def test_what_the_server_says_stands_beside_the_entries(invoke: Invoke, web: Web) -> None:
    page = rss(web.address, SNOW, SNOW, etag='"one"')
    channel = b"<channel><ttl>8</ttl><atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>"
    headers = (*page.headers, ("Cache-Control", "max-age=600"), ("Date", "Mon, 23 Nov 2026 12:00:00 GMT"))
    url = web.put("/feed", Page(page.body.replace(b"<channel>", channel), headers=headers))
    web.put("/old", Page(b"", 301, headers=(("Location", url),)))
    told = invoke("check-feed", f"{web.address}/old").stderr
    facts = ("utf-8", 'ETag: "one"', "after 1", "Entries: 2, articles: 1", f"for good to {url}", "10 minutes")
    more = ("every 8 minutes", "hub.example", "with another one: 2")
    assert [fact for fact in (*facts, *more) if fact not in told] == []


def test_how_often_something_comes_is_told(invoke: Invoke, web: Web) -> None:
    items = [Item(f"n{n}", f"Number {n}", date=f"Mon, 23 Nov 2026 0{n}:00:00 GMT") for n in range(6)]
    told = invoke("check-feed", web.put("/feed", rss(web.address, *items))).stderr
    assert "2026-11-23 05:00 UTC; usually one comes every 60 minutes" in told
