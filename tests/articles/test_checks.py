"""What a summary that somebody else wrote must be, and what it must not hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.checks import (
    BOILERPLATE,
    EMPTY,
    FOREIGN,
    MARKUP,
    NAME,
    NUMBER,
    SENTENCES,
    TOO_LONG,
    objection,
)
from bot.domain.articles import Draft
from bot.domain.ids import Edition
from bot.domain.sentences import split_sentences

ENGLISH = Draft(
    url="https://paper.example/a",
    edition=Edition("en"),
    language="en",
    headline="Skopje buys three hundred buses",
    body=(
        "The council of Skopje has voted to buy 300 buses for 1,200,000 euros, said mayor Danela Arsovska.",
        "The first buses arrive in March 2027. Two of the city's lines will be served by night, too.",
        "The opposition calls the price high: in Bitola buses cost 2.5 percent less, says Petar Ilievski.",
    ),
    appeal="Dear reader, our articles are free. Become a member and support the newsroom.",
)
MACEDONIAN = Draft(
    url="https://paper.example/b",
    edition=Edition("mk"),
    language="mk",
    headline="Скопје купува автобуси",
    body=(
        "Советот на Град Скопје изгласа набавка на 300 автобуси за 1,2 милиони евра, рече градоначалничката.",
        "Данела Арсовска најави дека првите возила пристигнуваат во март. Опозицијата ја критикува цената.",
    ),
)
GOOD = "Skopje’s council voted for 300 buses, for 1.200.000 euros. The opposition says the price is high."


def key(summary: str, draft: Draft = ENGLISH) -> str | None:
    found = objection(summary, draft)
    return found.key if found else None


@pytest.mark.parametrize(
    "summary",
    [
        GOOD,
        "Two lines will be served by night, says Arsovska.",
        "Buses arrive in March 2027; Bitola’s cost less.",
    ],
)
def test_what_says_only_what_the_article_says_may_be_used(summary: str) -> None:
    assert objection(summary, ENGLISH) is None


def test_a_name_may_have_another_ending() -> None:
    summary = "Советот изгласа набавка на 300 автобуси. Возилата пристигнуваат во март, најави Арсовска."
    assert objection(summary, MACEDONIAN) is None


@pytest.mark.parametrize("name", ["Zaev", "Danela Petrova", "Tetovo", "NATO", "Ilievskaja"])
@pytest.mark.parametrize("place", ["{} is against it. ", "In the council {} voted for it. "])
def test_an_invented_name_is_refused_wherever_it_stands(name: str, place: str) -> None:
    assert key(place.format(name) + GOOD) == NAME


@pytest.mark.parametrize(
    ("told", "changed"),
    [("300", "400"), ("300", "30"), ("1.200.000", "1.300.000"), ("1.200.000", "1,200"), ("300", "four")],
)
def test_a_changed_number_is_refused(told: str, changed: str) -> None:
    assert key(GOOD.replace(told, changed)) == NUMBER


@pytest.mark.parametrize(
    "changed", ["1.200.000 million euros", "€1.200.000", "2.5%", "25 percent", "3 percent"]
)
def test_so_are_changed_magnitudes_and_signs(changed: str) -> None:
    assert key(f"The council of Skopje voted for buses: {changed} less, says the mayor.") == NUMBER


@pytest.mark.parametrize("written", ["1,200,000", "1.200.000", "1 200 000", "1200000"])
def test_a_number_may_be_grouped_otherwise(written: str) -> None:
    assert objection(GOOD.replace("1.200.000", written), ENGLISH) is None


@pytest.mark.parametrize("empty", ["", "  \n", "…", "300."])
def test_a_summary_without_words_is_empty(empty: str) -> None:
    assert key(empty) == EMPTY


def test_a_summary_that_does_not_fit_a_card_is_too_long() -> None:
    assert key(" ".join([GOOD] * 5)) == TOO_LONG


@pytest.mark.parametrize(
    "markup",
    [
        "<b>Skopje</b> buys buses.", "**Skopje** buys buses.", "# Skopje buys buses.", "- Skopje buys buses.",
        "Skopje buys buses.\n- The price is high.", "1. Skopje buys buses.", "Skopje buys `` ```buses```.",
        "Skopje [buys](a) buses.", "Skopje &amp; buses.", "Buses: https://paper.example.",
        "Skopje\x07 buys buses.",
    ],
)  # fmt: skip
def test_markup_lists_and_addresses_are_refused(markup: str) -> None:
    assert key(markup) == MARKUP


@pytest.mark.parametrize(
    "said",
    [
        "Dear reader, our articles are free.", "Here is the summary: Skopje buys buses.",
        "Summary of the article: Skopje buys buses.", "As an AI I buy buses.",
        "Read also: Skopje buys buses.",
        "Become a member and support the newsroom.",
    ],
)  # fmt: skip
def test_appeals_and_pleasantries_are_refused(said: str) -> None:
    assert key(said) == BOILERPLATE


@pytest.mark.parametrize(
    "said",
    [
        "Советот на Скопје изгласа набавка на автобуси.",
        "Këshilli i qytetit vendosi të blejë autobusë për banorët.",
        "the weather stays pleasant because clouds gather elsewhere",
    ],
)
def test_another_script_language_or_matter_is_refused(said: str) -> None:
    assert key(said) == FOREIGN


def test_the_articles_language_in_the_other_script_is_refused() -> None:
    assert key("Sovetot na Grad Skopje izglasa nabavka na 300 avtobusi.", MACEDONIAN) == FOREIGN


@pytest.mark.parametrize(
    "said",
    [
        "The council of Skopje voted for 300 buses. The first buses arrive in",
        "The council of Skopje voted for 300 buses, said mayor…",
        "The council of Skopje voted for 300 buses, said mayor...",
        "the council of Skopje voted for 300 buses, said the mayor.",
        "The council of skopje voted for 300 buses, said mayor arsovska and mayor petrova.",
    ],
)
def test_what_is_cut_or_ignores_capitals_is_refused(said: str) -> None:
    assert key(said) == SENTENCES


def test_one_word_may_lose_its_capital() -> None:
    assert key("The council of Skopje voted for 300 buses; the first arrive in march.") is None


@given(
    st.lists(st.sampled_from([s for p in ENGLISH.body for s in split_sentences(p)]), min_size=1, max_size=2)
)
def test_the_articles_own_sentences_always_pass(sentences: list[str]) -> None:
    assert objection(" ".join(sentences), ENGLISH) is None


@given(st.integers(min_value=21, max_value=10**9))
def test_no_number_passes_that_the_article_does_not_have(number: int) -> None:
    has = str(number) in {"300", "2027", "1200000"}
    assert (key(f"The council of Skopje voted for {number} buses.") is None) is has


@given(st.from_regex(r"[A-Z][a-z]{3,9}ovic", fullmatch=True))
def test_no_surname_passes_that_the_article_does_not_have(name: str) -> None:
    assert key(f"The council of Skopje voted for buses, mayor {name} said.") == NAME
