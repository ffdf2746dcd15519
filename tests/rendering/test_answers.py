"""Answers to a question, as Telegram reads them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.articles import Article, Video
from bot.domain.ids import Edition
from bot.domain.matching import Term
from bot.domain.passages import Answered, rank
from bot.domain.questions import Order, QuestionId, View
from bot.locales import texts_for
from bot.rendering.answers import answer_page
from tests.rendering.samples import ARTICLE, ARTICLES, LANGUAGES, NASTY, NOW, PAPER, read_by_telegram

ENGLISH = texts_for("en")
WATCH = Video(url="https://www.youtube.com/watch?v=dQw4w9WgXcQ")


def answered(*articles: Article, **more: object) -> Answered:
    """A page of these articles."""
    found = rank(
        articles, [Term(("bus",), 1)], frozenset(), lambda word, _: (word.lower(),), edition=Edition("mk")
    )
    told: dict[str, object] = {
        "text": "buses", "view": View(), "found": found, "has_more": False, "topics": (),
        "edition": Edition("mk"), "now": NOW, "question_id": QuestionId(10**14), **more,
    }  # fmt: skip
    return Answered(**told)  # type: ignore[arg-type]


def labels(page: Answered) -> list[list[str]]:
    """The rows of buttons."""
    return [[one.label for one in row] for row in answer_page(page, PAPER, ENGLISH).buttons]


@given(
    articles=st.lists(ARTICLES, max_size=3),
    language=st.sampled_from(LANGUAGES),
    text=st.one_of(st.sampled_from(NASTY), st.text(max_size=300)),
)
def test_telegram_reads_any_answer_and_finds_it_short_enough(
    articles: list[Article], language: str, text: str
) -> None:
    page = answered(*articles, text=text, topics=(text,), related=articles)
    card = answer_page(page, PAPER, texts_for(language))
    assert len(read_by_telegram(card.html).encode("utf-16-le")) // 2 <= 4096
    assert all(len((one.data or "").encode()) <= 64 for row in card.buttons for one in row)


@pytest.mark.parametrize("text", ["<b>", "a & b", "„x“", "{words}"])
def test_the_question_is_repeated_as_it_was_asked(text: str) -> None:
    card = answer_page(answered(question_id=None, text=text), PAPER, ENGLISH)
    assert f"“{text}”" in read_by_telegram(card.html)


def test_sentences_apart_are_told_apart() -> None:
    apart = replace(ARTICLE, body=("A bus. Nothing. Nobody. Then a bus.",), key_points=())
    assert "A bus. … Then a bus." in read_by_telegram(answer_page(answered(apart), PAPER, ENGLISH).html)


def test_what_is_related_follows_the_answers() -> None:
    other = replace(ARTICLE, headline="Trams are <late>")
    shown = read_by_telegram(answer_page(answered(ARTICLE, related=[other]), PAPER, ENGLISH).html)
    assert "Trams are <late>" in shown.partition("\n\nRelated\n• ")[2]


def test_an_article_without_an_address_has_no_link() -> None:
    assert "<a " not in answer_page(answered(replace(ARTICLE, url="")), PAPER, ENGLISH).html


def test_endless_points_are_cut() -> None:
    headline = replace(ARTICLE, headline="bus", key_points=("x" * 690, "y" * 300, "z" * 300))
    shown = read_by_telegram(answer_page(answered(headline), PAPER, ENGLISH).html)
    assert "x" * 690 in shown
    assert "zz" not in shown


@pytest.mark.parametrize(
    ("more", "rows"),
    [
        ({"has_more": True}, [["More"], ["Newest first", "Only video"]]),
        ({"view": View(page=1)}, [["‹ Back"], ["Newest first", "Only video"]]),
        ({"view": View(order=Order.NEWEST)}, [["Best first", "Only video"]]),
        ({"view": View(only_video=True)}, [["Newest first", "With and without video"]]),
        ({"view": View(only_video=True), "found": ()}, [["With and without video"]]),
    ],
)
def test_the_buttons_lead_to_what_is_not_shown(more: dict[str, object], rows: list[list[str]]) -> None:
    film = replace(ARTICLE, videos=(WATCH,))
    plain = replace(ARTICLE, videos=())
    assert labels(answered(film, plain, **more)) == rows


def test_only_video_is_not_offered_where_nothing_else_is() -> None:
    film = replace(ARTICLE, videos=(WATCH,))
    assert labels(answered(film, film)) == [["Newest first"]]
    assert "Only video" in labels(answered(film, film, has_more=True))[1]


def test_one_answer_alone_needs_no_buttons() -> None:
    assert labels(answered(replace(ARTICLE, videos=()))) == []
