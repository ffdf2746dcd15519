"""Addresses: many spellings of one article are one, and two articles stay two."""

import pytest
from courlan import clean_url
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import canonical, host_of

ARTICLE = "https://paper.example/2026/zosto-avtobusite"


@pytest.mark.parametrize(
    "other",
    [
        "http://paper.example/2026/zosto-avtobusite",
        "https://www.paper.example/2026/zosto-avtobusite/",
        "https://m.paper.example/2026/zosto-avtobusite/amp/",
        "https://amp.paper.example./2026/zosto-avtobusite",
        "https://PAPER.example:443/2026/zosto-avtobusite#comments",
        "https://paper.example/2026/zosto-avtobusite?utm_source=rss&utm_medium=feed&fbclid=Iw",
        "https://paper.example/2026/zosto-avtobusite?gclid=1&mc_cid=2&_ga=3&igsh=4&ref=telegram",
        "https://paper.example/2026/zosto%2davtobusite",
        " https://paper.example/2026/zosto-avtobusite ",
    ],
)
def test_an_article_has_one_address_in_many_spellings(other: str) -> None:
    assert canonical(other) == canonical(ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        "https://paper.example/2026/zosto-vozovite",
        "https://paper.example/2026/zosto-avtobusite?page=2",
        "https://paper.example/2026/zosto-avtobusite#!/video/3",
        "https://paper.example:8080/2026/zosto-avtobusite",
        "https://sport.paper.example/2026/zosto-avtobusite",
        "https://paper.example/2026/Zosto-avtobusite",
    ],
)
def test_another_page_has_another_address(other: str) -> None:
    assert canonical(other) != canonical(ARTICLE)


def test_cyrillic_addresses_may_be_written_plainly_or_encoded() -> None:
    host = "весник.мкд".encode("idna").decode()
    encoded = f"https://{host}/%D0%B7%D0%BE%D1%88%D1%82%D0%BE?%D1%82=%D0%B0"
    assert canonical("https://весник.мкд/зошто?т=а") == canonical(encoded)


@pytest.mark.parametrize("query", ["a=1&b=2", "b=2&a=1", "b=2&utm_id=x&a=1"])
def test_the_order_of_parameters_is_nothing(query: str) -> None:
    assert canonical(f"{ARTICLE}?{query}") == canonical(f"{ARTICLE}?a=1&b=2")


@pytest.mark.parametrize("number", ["p=17", "id=17", "article=17&lang=mk"])
def test_parameters_that_name_the_article_stay(number: str) -> None:
    assert canonical(f"https://paper.example/?{number}") != canonical("https://paper.example/")


@pytest.mark.parametrize(
    "tracking", ["utm_source=x", "fbclid=x", "gclid=x", "msclkid=x", "mc_eid=x", "mtm_campaign=x", "pk_kwd=x"]
)
def test_what_courlan_takes_for_tracking_we_do_too(tracking: str) -> None:
    assert clean_url(f"{ARTICLE}?{tracking}") == ARTICLE
    assert canonical(f"{ARTICLE}?{tracking}") == canonical(ARTICLE)


@pytest.mark.parametrize("broken", ["http://[paper/a", "http://paper.example:99999/a", "http://paper:x/a"])
def test_an_address_that_nobody_can_read_is_its_own_essence(broken: str) -> None:
    assert canonical(broken) == broken


def test_a_name_that_is_no_name_is_left_as_it_is() -> None:
    assert canonical(f"https://{'ж' * 80}.example/a").endswith(".example/a")


@given(st.text())
def test_any_text_has_an_essence(url: str) -> None:
    assert isinstance(canonical(url), str)


@pytest.mark.parametrize(
    ("url", "host"),
    [("http://Paper.example:8080/feed", "paper.example"), ("http://[", ""), ("nonsense", "")],
)
def test_a_host_is_who_is_asked(url: str, host: str) -> None:
    assert host_of(url) == host
