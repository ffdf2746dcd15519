"""An article to read in Telegram, a digest's line, and the note about a correction."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.articles import Article
from bot.locales import texts_for
from bot.rendering.corrections import correction_note
from bot.rendering.digests import digest_line
from bot.rendering.pages import MESSAGE_LIMIT, reading_pages
from tests.rendering.samples import (
    ARTICLE,
    ARTICLES,
    LETTERS,
    NOW,
    PAPER,
    URL,
    marks_by_telegram,
    read_by_telegram,
)

ENGLISH, MACEDONIAN = texts_for("en"), texts_for("mk")
LONG = replace(ARTICLE, body=tuple(f"Paragraph {number}: " + "word " * 150 + "end." for number in range(12)))


def pages(article: Article) -> tuple[str, ...]:
    return reading_pages(article, PAPER, ENGLISH)


def test_a_short_article_is_one_page_that_opens_with_a_tap() -> None:
    (page,) = pages(replace(ARTICLE, body=("First.", "Second <b>.")))
    assert read_by_telegram(page) == (
        "🎬 VIDEO | Why buses are late\nAna Andonović\n\nFirst.\n\nSecond <b>.\n\nPrimer <Daily>"
    )
    assert marks_by_telegram(page)[-2:] == ["ExpandableBlockQuote", "TextUrl"]
    assert f'<a href="{URL}">' in page


def test_an_article_without_an_address_names_the_paper_all_the_same() -> None:
    (page,) = pages(replace(ARTICLE, url="", body=("First.",)))
    assert page.endswith("</blockquote>\n\nPrimer &lt;Daily&gt;")


def test_a_long_article_is_several_numbered_pages_with_every_paragraph_once() -> None:
    shown = [read_by_telegram(page) for page in pages(LONG)]
    assert [page.rsplit("\n\n", 1)[1] for page in shown] == [
        f"Primer <Daily> · {number}/3" for number in (1, 2, 3)
    ]
    text = "\n".join(shown)
    assert [text.count(f"Paragraph {number}:") for number in range(12)] == [1] * 12


def test_a_paragraph_longer_than_a_page_goes_on_on_the_next() -> None:
    shown = [read_by_telegram(page) for page in pages(replace(ARTICLE, body=("word " * 1600 + "end.",)))]
    assert len(shown) == 3
    assert sum(page.count("word") for page in shown) == 1600


def test_subheadings_are_bold_and_quotes_are_italic() -> None:
    (page,) = pages(replace(ARTICLE, body=("The road", "I said it."), subheadings=(0,), quotes=(1,)))
    assert "<b>The road</b>\n\n<i>I said it.</i>" in page


def test_a_page_has_no_more_marks_than_telegram_shows() -> None:
    article = replace(ARTICLE, body=("Head",) * 120, subheadings=tuple(range(120)))
    assert max(len(marks_by_telegram(page)) for page in pages(article)) < 100


def test_an_article_without_text_has_no_pages() -> None:
    assert pages(replace(ARTICLE, body=())) == ()


@given(ARTICLES)
def test_telegram_reads_any_page_and_finds_it_short_enough(article: Article) -> None:
    assert all(len(read_by_telegram(page)) <= MESSAGE_LIMIT for page in pages(article))


def test_a_digests_line_is_a_linked_headline_over_a_short_summary() -> None:
    assert digest_line(ARTICLE) == (
        f'<b><a href="{URL}">🎬 VIDEO | Why buses are late</a></b>\n'
        "There are three reasons. The first is the road."
    )
    assert read_by_telegram(digest_line(replace(ARTICLE, summary="word " * 90))).endswith("word…")
    two = replace(ARTICLE, summary="There it stands. " + "Word " * 90)
    assert read_by_telegram(digest_line(two)).endswith("There it stands.")
    assert digest_line(replace(ARTICLE, url="", summary="")) == "<b>🎬 VIDEO | Why buses are late</b>"


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        ("The strike began on Jan. 6 in Skopje. " + "Word " * 90, "The strike began on Jan. 6 in Skopje."),
        ("Зборуваше и проф. Петров. " + "Збор " * 90, "Зборуваше и проф. Петров."),
        ("The strike began on Jan. 6 in " + "word " * 90, "word…"),
    ],
)
def test_a_digests_line_ends_where_a_sentence_does(summary: str, line: str) -> None:
    shown = read_by_telegram(digest_line(replace(ARTICLE, summary=summary))).partition("\n")[2]
    assert shown.endswith(line)
    assert len(shown) == len(line) or line == "word…"


def test_a_digests_line_of_a_list_without_a_lead_is_its_first_point() -> None:
    points = ("The first reason is the road.", "The second is the rain.")
    line = digest_line(replace(ARTICLE, summary="", key_points=points))
    assert read_by_telegram(line).endswith("\nThe first reason is the road.")


@given(ARTICLES)
def test_telegram_reads_any_line_of_a_digest(article: Article) -> None:
    assert set(marks_by_telegram(digest_line(article))) <= {"Bold", "TextUrl"}


def test_a_correction_says_what_changed_when_and_where() -> None:
    note = correction_note(ARTICLE, "Four roads, not three.", NOW, PAPER, MACEDONIAN)
    assert read_by_telegram(note) == (
        "✏️ Исправка, 23 ное., 19:30\n\nFour roads, not three.\n\n🎬 VIDEO | Why buses are late"
    )


def test_a_correction_of_an_article_without_an_address_is_no_link() -> None:
    assert "<a" not in correction_note(replace(ARTICLE, url=""), "x", NOW, PAPER, ENGLISH)


@given(ARTICLES, LETTERS)
def test_telegram_reads_any_correction(article: Article, change: str) -> None:
    assert set(marks_by_telegram(correction_note(article, change, NOW, PAPER, ENGLISH))) <= {
        "Bold",
        "TextUrl",
    }
