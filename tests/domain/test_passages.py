"""Which articles answer a question, and which of their sentences are shown."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.articles import Article
from bot.domain.folding import fold
from bot.domain.ids import ArticleId, Edition
from bot.domain.matching import Term, weight
from bot.domain.passages import ENOUGH, Found, rank
from bot.domain.questions import Order, asked_words, wishes

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EN = Edition("en")


def article(headline: str, *body: str, number: int = 1, **more: Any) -> Article:
    """An article of the English edition."""
    told = {"url": "u", "edition": EN, "language": "en", "seen_at": NOW, **more}
    return Article(id=ArticleId(number), headline=headline, body=body, **told)


def forms(word: str, _language: str) -> Sequence[str]:
    """Words as they are, folded, without the s of the plural."""
    return (fold(word).removesuffix("s"),)


def asked(text: str) -> list[Term]:
    """The words of a question, all of one weight."""
    return [Term(tuple(forms(word, "en")), 1) for word in asked_words(text)]


def answers(text: str, *articles: Article, **more: Any) -> list[Found]:
    """What a reader of the English edition finds."""
    return rank(articles, asked(text), wishes(text), forms, **{"edition": EN, **more})


def passage(text: str, *body: str, headline: str = "", **more: Any) -> tuple[str, ...]:
    """What an article of these paragraphs is quoted with."""
    return answers(text, article(headline, *body, **more))[0].sentences


def test_the_sentence_that_holds_the_words_is_quoted() -> None:
    body = ("It is winter. Nobody minds.", "The passes are closed for snow.", "Then came spring.")
    assert "The passes are closed for snow." in passage("snow on the pass", *body)


def test_two_sentences_are_quoted_in_the_articles_order() -> None:
    assert passage("snow ice", "Ice came first.", "So it was.", "Then snow and snow.") == (
        "Ice came first.", "Then snow and snow.",
    )  # fmt: skip


def test_a_sentence_that_goes_on_is_taken_along() -> None:
    assert passage("snow", "A lead. Snow fell. It was deep. The end.")[-2:] == ("Snow fell.", "It was deep.")


def test_below_a_heading_its_sentence_is_quoted() -> None:
    assert passage("alarm", "A lead.", "Press every alarm", "Half had no battery.", "The end.") == (
        "Press every alarm", "Half had no battery.",
    )  # fmt: skip


def test_a_heading_at_the_end_is_quoted_with_another_sentence() -> None:
    assert passage("alarm", "A lead.", "Press every alarm") == ("A lead.", "Press every alarm")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many buses", "Buses are 212."),
        ("When do buses come", "Buses come on Monday."),
        ("Who counts buses", "Buses are counted by Ruth Hale."),
        ("Why are there buses", "Buses run because people do."),
    ],
)
def test_what_tells_the_kind_of_answer_is_preferred(question: str, sentence: str) -> None:
    body = ("Buses exist.", "Buses are 212.", "Buses come on Monday.", "Buses are counted by Ruth Hale.",
            "Buses run because people do.")  # fmt: skip
    assert sentence in passage(question, *body)


def test_an_endless_sentence_is_only_quoted_when_there_is_no_other() -> None:
    endless = "Snow " + "and so on " * 60 + "."
    assert passage("snow", endless, "Snow fell.") == ("Snow fell.",)
    assert passage("snow", endless) == (" ".join(endless.split()),)


def test_an_article_without_text_is_found_by_its_headline() -> None:
    (found,) = answers("snow", article("Snow"))
    assert (found.sentences, found.covered) == ((), 1)


def test_topics_and_authors_count_as_its_headline() -> None:
    (found,) = answers("Hale botany", article("Plants", authors=("Ruth Hale",), topics=("Botany",)))
    assert found.covered == 1


def test_words_all_over_an_article_cover_less_than_those_in_one_place() -> None:
    near = article("", "Snow and ice.", "Rain.", "Wind.", number=1)
    far = article("", "Snow.", "Rain.", "Wind.", "Ice.", number=2)
    assert [one.article.id for one in answers("snow ice", far, near)] == [1, 2]


def test_half_of_a_question_is_not_enough() -> None:
    (found,) = answers("snow zebra", article("Snow", "Snow fell."))
    assert found.covered < ENOUGH


def test_a_question_without_terms_is_covered_by_nothing() -> None:
    assert answers("is it so", article("Snow"))[0].covered == 0


def test_the_own_edition_comes_first() -> None:
    other = article("Snow", number=1, edition=Edition("mk"))
    assert [one.article.id for one in answers("snow", other, article("Snow", number=2))] == [2, 1]


def test_the_newest_of_those_that_are_about_it_may_come_first() -> None:
    old = article("Snow, snow", number=1, published_at=NOW - timedelta(days=1))
    new = article("Weather", "There is snow.", number=2)
    unrelated = article("Ice", number=3, published_at=NOW + timedelta(days=1))
    found = answers("snow", old, new, unrelated, order=Order.NEWEST)
    assert [one.article.id for one in found] == [2, 1]


POINTS = ("Snow.", "Strikes.")


@pytest.mark.parametrize(
    ("question", "is_list"),
    [
        ("Why are buses late", True),
        ("late buses", True),
        ("How many buses are late", False),
        ("drivers who sleep", False),
        ("Why do trams stop", False),
    ],
)
def test_the_points_of_a_list_are_the_answer_where_the_list_is_asked_for(
    question: str, is_list: bool
) -> None:
    late = article("Two reasons why buses are late", "The drivers sleep. A tram.", key_points=POINTS)
    assert answers(question, late)[0].is_list is is_list


def test_no_list_is_the_answer_where_there_is_none() -> None:
    assert not answers("Why are buses late", article("Why buses are late"))[0].is_list


def test_a_beginning_finds_what_begins_so() -> None:
    (found,) = rank([article("", "Andonovic.")], [Term(("andon*",), 1)], frozenset(), forms, edition=EN)
    assert found.covered == 1
    (found,) = rank([article("", "Andersen.")], [Term(("andon*",), 1)], frozenset(), forms, edition=EN)
    assert found.covered == 0


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Kjosev", "Ќосев."),
        ("Ќосев", "KJOSEV"),
        ("Gjorgji", "Ѓорѓи"),
        ("Ѓорѓи", "Đorđi,"),
        ("Xhani", "Џани"),
        ("Çela", "C\u0327ela"),
        ("snow", "rain-and-snow"),
        ("snow", "„Snow“"),
        ("snow", "ｓｎｏｗ"),
        ("2", "½"),
        ("a", "А"),
    ],
)
def test_a_word_is_seen_however_it_is_written(word: str, text: str) -> None:
    (found,) = rank(
        [article("", f"A lead. {text}")], [Term((fold(word),), 1)], frozenset(), forms, edition=EN
    )
    assert found.covered == 1


def test_a_sign_that_folds_into_two_words_does_no_harm() -> None:
    assert answers("snow", article("", "A ½ of snow."))[0].covered == 1


def test_rare_words_weigh_more() -> None:
    assert weight(0, 100) > weight(1, 100) > weight(100, 100) > 0
