"""Summaries: the article's own sentences, the deck first, within the budget."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.compression import compressed, unlabelled
from bot.articles.plain import summary_of_text
from bot.articles.summary import digest_line, summarise
from bot.domain.sentences import split_sentences

BODY = (
    "The council of Bitola voted for the new budget on Monday evening. The debate took five hours.",
    "Outside, a hundred people waited in the rain. They were given tea.",
    "The budget gives the schools of Bitola two million more than last year. It cuts the money for roads.",
    '"We have waited for this," a teacher said.',
)
DECK = "Schools in Bitola will get two million more, and the roads of the town will have to wait."


def text_of(*body: str, deck: str | None = None, budget: int = 400, headline: str = "Budget voted") -> str:
    return summarise(headline, deck, body, "en", budget=budget).text


def test_every_sentence_is_the_articles_own_and_they_keep_their_order() -> None:
    article = " ".join(BODY)
    places = [article.index(sentence) for sentence in split_sentences(text_of(*BODY, budget=250))]
    assert len(places) > 1
    assert places == sorted(places)


def test_the_lead_is_always_in() -> None:
    assert text_of(*BODY, budget=250).startswith("The council of Bitola voted")


def test_the_same_article_has_the_same_summary() -> None:
    assert text_of(*BODY) == text_of(*BODY)


def test_a_complete_deck_stands_first() -> None:
    assert text_of(*BODY, deck=DECK).startswith(DECK)


@pytest.mark.parametrize(
    "deck",
    [
        "Schools in Bitola will get two million more, and the roads of the …",
        "Schools in Bitola will get two million more, and the roads of the town",
        "Short deck.",
        "All the news about everything, always fresh and always first, read by millions daily.",
        BODY[0],
        "",
    ],
)
def test_a_deck_that_says_nothing_of_its_own_is_left_out(deck: str) -> None:
    assert text_of(*BODY, deck=deck) == text_of(*BODY)


def test_headings_and_fragments_are_no_summary() -> None:
    assert text_of("Background", "No.", BODY[0]) == BODY[0]


def test_a_first_sentence_that_is_too_long_is_cut_and_marked() -> None:
    summary = text_of("word " * 200 + "end.")
    assert (len(summary) <= 400, summary.endswith("word…")) == (True, True)


def test_an_empty_article_has_no_summary() -> None:
    assert asdict(summarise("", None, [], "mk")) == {"text": "", "key_points": ()}


def test_a_digest_line_has_at_most_160_characters() -> None:
    line = digest_line("Budget voted", DECK, BODY, "en")
    assert 60 <= len(line) <= 160


@given(st.lists(st.text(max_size=400), max_size=6), st.text(max_size=80), st.integers(40, 700))
def test_no_text_breaks_the_budget(body: list[str], headline: str, budget: int) -> None:
    found = summarise(headline, headline * 3, body, "und", budget=budget, with_points=budget)
    assert len(" ".join((found.text, *found.key_points))) <= budget


@pytest.mark.parametrize(
    ("sentence", "shorter"),
    [
        ("The bank (founded in 1901) closed its last branch.", "The bank closed its last branch."),
        ("Меѓутоа, цените на храната повторно пораснаа.", "Цените на храната повторно пораснаа."),
        ("Megjithatë, çmimet u rritën përsëri këtë muaj.", "Çmimet u rritën përsëri këtë muaj."),
        ("However, (he left).", "However, (he left)."),
        ("However hard they tried, the door stayed shut.", "However hard they tried, the door stayed shut."),
    ],
)
def test_asides_and_connectives_leave_and_nothing_else(sentence: str, shorter: str) -> None:
    assert compressed(sentence) == shorter


@pytest.mark.parametrize(
    ("point", "bare"),
    [
        ("Прво, мрежата е стара педесет години.", "Мрежата е стара педесет години."),
        ("Secondly, the clinic has no doctor at all.", "The clinic has no doctor at all."),
        ("Прво, рече тој, нема доволно лекари.", "Прво, рече тој, нема доволно лекари."),
        ("The second reason is the price of bread.", "The second reason is the price of bread."),
    ],
)
def test_a_point_loses_its_counting_word_where_the_rest_can_stand(point: str, bare: str) -> None:
    assert unlabelled(point) == bare


def test_a_plain_text_loses_its_appeal_and_kicker_first() -> None:
    text = "\n".join(
        (*BODY, "Dear reader,", "Become a member of our paper to keep the news free for everyone.")
    )
    found = summary_of_text("VIDEO | Budget voted", text, "en", 700)
    assert "member" not in found.text
    assert len(found.text) > 200
