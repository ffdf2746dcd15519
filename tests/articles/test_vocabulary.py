"""The words and names of an article."""

import pytest

from bot.articles.vocabulary import terms_of
from bot.domain.terms import Term


def by_key(headline: str, *paragraphs: str, language: str = "en") -> dict[str, Term]:
    return {term.key: term for term in terms_of(headline, paragraphs, language)}


def test_a_name_of_several_words_is_a_term_and_so_are_its_words() -> None:
    found = by_key("", "The mayor and Zoran Zaev spoke. Later Zoran Zaev left.")
    assert (found["zoran zaev"].written, found["zoran zaev"].times) == ("Zoran Zaev", 2)
    assert found["zaev"].is_name


@pytest.mark.parametrize(
    "text",
    ["Bridges are closed.", "He said: Bridges are closed.", "It said, “Bridges are closed” again."],
)
def test_a_capital_letter_that_any_word_would_have_makes_no_name(text: str) -> None:
    assert not by_key("", text)["bridge"].is_name


def test_a_firm_in_quotation_marks_is_a_name() -> None:
    assert by_key("", "Цените во „Газпром“ паднаа.", language="mk")["gazprom"].is_name


def test_a_word_that_is_mostly_written_small_is_no_name() -> None:
    found = by_key("", "The council and the Council met the council.")
    assert (found["council"].is_name, found["council"].written) == (False, "council")


def test_a_word_that_never_stands_small_is_shown_as_it_stands() -> None:
    assert by_key("Andonovic on snow", "Snow fell.")["andonovic"].written == "Andonovic"
    assert by_key("", "Snow fell. Much snow. Snow melts.")["snow"].written == "snow"


def test_german_nouns_are_no_names() -> None:
    assert not any(
        term.is_name for term in terms_of("", ["Gestern hat der Kanzler in Berlin gesprochen."], "de")
    )


def test_forms_of_a_word_are_one_term_in_either_script() -> None:
    found = by_key("Владата падна", "Премиерот ја напушти влада.", language="mk")
    assert found["vlad"].times == 4
    assert found["vlad"].in_headline
    assert by_key("Vlada", language="mk").keys() <= found.keys()


def test_a_possessive_is_its_owner() -> None:
    assert by_key("", "All of Skopje's buses and the mayor’s car.")["skopje"].written == "Skopje"


def test_of_an_endless_article_the_beginning_is_read() -> None:
    endless = ["Snow closes roads. " * 1_000] * 50 + ["Peppers."]
    found = by_key("", *endless)
    assert found["snow"].times < 2_000
    assert not found.keys() & {"pepper"}


def test_a_hostile_run_of_marks_takes_no_time() -> None:
    assert by_key("", "Snow " + ":" * 200_000 + "_ Roads")["snow"].times == 1


def test_little_words_are_no_terms() -> None:
    assert by_key("", "What the council has said for that.").keys().isdisjoint({"the", "for", "that", "has"})


def test_the_most_frequent_come_first_and_an_endless_article_has_a_hundred() -> None:
    text = " ".join(f"word{number}" for number in range(500))
    found = terms_of("", [f"{text} snow snow snow."], "en")
    assert (len(found), found[0].key) == (100, "snow")
