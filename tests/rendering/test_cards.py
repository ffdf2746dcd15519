"""The card of an article, whatever the article."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.articles import Article, Image
from bot.domain.pushes import Button, Card
from bot.locales import texts_for
from bot.rendering.cards import CAPTION_LIMIT, article_card, shorten
from tests.rendering.samples import ARTICLE, ARTICLES, EDITION, NASTY, URL, read_by_telegram

ENGLISH = texts_for("en")


def card(article: Article = ARTICLE) -> Card:
    return article_card(article, EDITION, ENGLISH)


def test_it_shows_kicker_headline_authors_and_summary() -> None:
    assert read_by_telegram(card().html) == (
        "VIDEO | Why buses are late\nAna Andonović\n\nThere are three reasons. The first is the road."
    )


def test_kicker_and_headline_are_bold() -> None:
    assert card().html.startswith("<b>VIDEO | Why buses are late</b>")


def test_what_is_missing_leaves_no_hole() -> None:
    bare = replace(ARTICLE, kicker=None, authors=(), summary="")
    assert read_by_telegram(card(bare).html) == "Why buses are late"


@given(ARTICLES)
def test_telegram_reads_any_card_and_finds_it_short_enough(article: Article) -> None:
    assert len(read_by_telegram(card(article).html)) <= CAPTION_LIMIT


@pytest.mark.parametrize("headline", [one for one in NASTY if len(one) < 300])
def test_a_headline_arrives_as_it_was_written(headline: str) -> None:
    shown = read_by_telegram(card(replace(ARTICLE, headline=headline)).html)
    assert shown.startswith(f"VIDEO | {headline}\n")


@pytest.mark.parametrize("headline", [one for one in NASTY if len(one) > 300])
def test_an_endless_headline_is_cut_and_leaves_room_for_the_summary(headline: str) -> None:
    shown = read_by_telegram(card(replace(ARTICLE, headline=headline)).html)
    assert "…\n" in shown
    assert shown.endswith("The first is the road.")


@pytest.mark.parametrize("address", ["a.jpg", "a.JPEG", "a.png?w=1200#x"])
def test_a_picture_that_telegram_takes_is_the_photo(address: str) -> None:
    shown = card(replace(ARTICLE, image=Image(f"https://paper.example/{address}")))
    assert (shown.photo, shown.preview) == (f"https://paper.example/{address}", None)


@pytest.mark.parametrize("address", ["a.webp", "a.jpg.webp", "a?format=.jpg", "a", "a.svg"])
def test_for_any_other_picture_the_large_preview_stands_in(address: str) -> None:
    shown = card(replace(ARTICLE, image=Image(f"https://paper.example/{address}")))
    assert (shown.photo, shown.preview) == (None, URL)


def test_without_a_picture_the_large_preview_stands_in() -> None:
    assert card(replace(ARTICLE, image=None)).preview == URL


def test_its_buttons_read_watch_and_support() -> None:
    assert card().buttons == (
        (Button("Read", url=URL), Button("Watch video", url="https://video.example/1")),
        (Button("Support us", url="https://paper.example/join"),),
    )


def test_an_article_without_an_address_has_nothing_to_read_but_can_be_sent() -> None:
    bare = card(replace(ARTICLE, url="", videos=(), image=None))
    assert bare.preview is None
    assert [button.label for row in bare.buttons for button in row] == ["Support us"]


def test_without_a_video_there_is_none_to_watch() -> None:
    first_row = card(replace(ARTICLE, videos=())).buttons[0]
    assert first_row == (Button("Read", url=URL),)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("three words here", 16, "three words here"),
        ("three words here", 15, "three words…"),
        ("three, words", 11, "three…"),
        ("unbreakable", 5, "unbr…"),
        ("gone", 0, "…"),
    ],
)
def test_a_text_is_cut_between_words_and_says_so(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
