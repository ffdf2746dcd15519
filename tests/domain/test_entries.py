"""Entries: the keys they are known under, and how they compare with what we know."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.articles import Video
from bot.domain.entries import (
    Changed,
    Entry,
    Known,
    Met,
    New,
    Same,
    compare,
    compare_all,
    fingerprint,
    identities,
    link_identity,
    needs_page,
)
from bot.domain.ids import ArticleId

PUBLISHED = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LONG = "<p>" + "Зборови. " * 100 + "</p>"
ENTRY = Entry(
    guid="https://paper.example/?p=17",
    url="https://paper.example/why-buses",
    title="VIDEO | Why buses",
    published=PUBLISHED,
    html=LONG,
    image="https://paper.example/bus.jpg",
    videos=(Video(url="https://video.example/1"),),
)
PATHS = st.text(alphabet="abcdefgh0123456789-/%", max_size=30).map(lambda tail: "/" + tail.lstrip("/"))


def kinds(entry: Entry) -> list[str]:
    return [key.split(":")[0] for key in identities(entry)]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ENTRY, ["guid", "link"]),
        (replace(ENTRY, guid=None), ["link"]),
        (replace(ENTRY, url=None), ["guid"]),
        (replace(ENTRY, guid="", url=""), ["title"]),
        (Entry(), ["title"]),
    ],
)
def test_the_strongest_key_comes_first_and_the_title_is_the_last_resort(
    entry: Entry, expected: list[str]
) -> None:
    assert kinds(entry) == expected


@given(path=PATHS)
def test_the_link_key_outlives_a_move_to_https_or_from_www(path: str) -> None:
    hosts = ("http://paper.example", "https://paper.example", "https://www.paper.example")
    ports = ("http://paper.example:80", "https://WWW.Paper.example:443")
    assert len({link_identity(host + path) for host in hosts + ports}) == 1


@pytest.mark.parametrize(
    "other",
    [
        "https://paper.example/why-trains",
        "https://paper.example/why-buses?page=2",
        "https://paper.example:8080/why-buses",
        "https://paper2.example/why-buses",
    ],
)
def test_another_page_has_another_link_key(other: str) -> None:
    assert link_identity(other) != link_identity("https://paper.example/why-buses")


@pytest.mark.parametrize("same", ["https://paper.example/why-buses/", "https://paper.example/why-buses#top"])
def test_a_last_slash_and_a_fragment_do_not_make_another_page(same: str) -> None:
    assert link_identity(same) == link_identity("https://paper.example/why-buses")


@pytest.mark.parametrize("broken", ["http://[paper/a", "http://paper.example:99999/a", "http://paper:x/a"])
def test_an_address_that_nobody_can_read_still_is_a_key(broken: str) -> None:
    assert link_identity(broken).startswith("link:")
    assert link_identity(broken) != link_identity(broken + "b")


@given(st.text())
def test_any_text_as_address_is_a_key(url: str) -> None:
    assert link_identity(url).startswith("link:")


def test_the_title_key_holds_title_and_day() -> None:
    bare = Entry(title="  Why   buses ", published=PUBLISHED)
    later = replace(bare, title="why buses", published=PUBLISHED.replace(hour=20))
    assert identities(bare) == identities(later)
    assert identities(bare) != identities(replace(bare, published=PUBLISHED.replace(day=24)))


def test_nobody_knows_it_so_it_is_new() -> None:
    assert compare(ENTRY, None) == New()


@pytest.mark.parametrize(
    "touched",
    [
        replace(ENTRY, published=PUBLISHED.replace(day=24)),
        replace(ENTRY, title="video |  why\u00a0buses"),
        replace(ENTRY, html=LONG.replace("<p>", "<div class='new'>").replace("</p>", "</div>\n")),
        replace(ENTRY, image=None, categories=("Traffic",), guid="other"),
    ],
)
def test_date_spacing_and_markup_alone_are_no_change(touched: Entry) -> None:
    assert compare(touched, Known(ArticleId(5), fingerprint(ENTRY))) == Same(ArticleId(5))


@pytest.mark.parametrize("corrected", [{"title": "Why trams"}, {"html": "<p>Corrected.</p>"}])
def test_other_words_are_a_change(corrected: dict[str, str]) -> None:
    entry = replace(ENTRY, **corrected)  # type: ignore[arg-type]
    assert compare(entry, Known(ArticleId(5), fingerprint(ENTRY))) == Changed(ArticleId(5))


def test_what_another_feed_or_an_editor_filed_is_met_not_changed() -> None:
    assert compare(ENTRY, Known(ArticleId(5), None)) == Met(ArticleId(5))


def test_counters_and_advertisements_in_the_text_are_no_change() -> None:
    noisy = replace(ENTRY, html=LONG + "<div>Advertisement</div><p>1,204 views</p><ins>Buy!</ins>")
    assert fingerprint(noisy) == fingerprint(ENTRY)


def test_a_guid_that_is_an_address_outlives_a_move_to_https() -> None:
    assert identities(replace(ENTRY, guid="http://www.paper.example/?p=17")) == identities(ENTRY)


def test_items_of_a_live_blog_have_one_link_and_stay_apart() -> None:
    items = [replace(ENTRY, guid=f"live-{n}", title=f"At {n} o'clock") for n in (1, 2)]
    assert [one.result for one in compare_all(items, {})] == [New(), New()]
    assert [[key.split(":")[0] for key in one.keys] for one in compare_all(items, {})] == [["guid"]] * 2


def test_one_guid_for_everything_names_nothing() -> None:
    items = [replace(ENTRY, guid="1", url=f"https://paper.example/{n}") for n in (1, 2)]
    assert [one.keys for one in compare_all(items, {})] == [(link_identity(one.url or ""),) for one in items]


def test_an_item_published_again_under_another_guid_is_one() -> None:
    assert len(compare_all([replace(ENTRY, guid="first"), replace(ENTRY, guid="second")], {})) == 1


def test_entries_that_share_everything_that_could_name_them_are_told_apart_by_title() -> None:
    links = ["https://paper.example/1", "https://paper.example/2"]
    items = [replace(ENTRY, guid=g, url=u, title=f"{g} {u}") for g in ("a", "b") for u in links]
    assert [one.keys[0].split(":")[0] for one in compare_all(items, {})] == ["title"] * 4


def test_a_known_link_under_a_new_guid_is_renamed() -> None:
    guid, link = identities(ENTRY)
    known = Known(ArticleId(5), fingerprint(ENTRY))
    (by_link,) = compare_all([ENTRY], {link: known})
    (by_guid,) = compare_all([ENTRY], {guid: known, link: known})
    assert (by_link.result, by_link.is_renamed) == (Same(ArticleId(5)), True)
    assert (by_guid.result, by_guid.is_renamed) == (Same(ArticleId(5)), False)


def test_a_fingerprint_made_by_the_parser_is_used() -> None:
    (one,) = compare_all([replace(ENTRY, fingerprint="made")], {})
    assert one.fingerprint == "made"


def test_unclosed_tags_by_the_hundred_thousand_are_read_once() -> None:
    hostile = replace(ENTRY, html="<" * 300_000)
    assert fingerprint(hostile) != fingerprint(ENTRY)
    assert not needs_page(hostile)


@pytest.mark.parametrize(
    ("entry", "needed"),
    [
        (ENTRY, False),
        (replace(ENTRY, title="Why buses", videos=()), False),
        (replace(ENTRY, html="<p>Short.</p>"), True),
        (replace(ENTRY, html=f"<div title='{'x' * 700}'>Short.</div>"), True),
        (replace(ENTRY, html=LONG + "<p>And so on […]</p>"), True),
        (replace(ENTRY, html=LONG + "and so [&#8230;]"), True),
        (replace(ENTRY, html=LONG + "and so on..."), True),
        (replace(ENTRY, html=LONG + "and … so on"), False),
        (replace(ENTRY, image=None), True),
        (replace(ENTRY, videos=()), True),
        (replace(ENTRY, title="ВИДЕО | Зошто", videos=()), True),
        (replace(ENTRY, title="Videotape", videos=()), False),
    ],
)
def test_the_page_is_needed_where_the_feed_leaves_something_out(entry: Entry, needed: bool) -> None:
    assert needs_page(entry) is needed
