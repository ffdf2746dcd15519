"""Summaries: the article's own sentences, the deck first, within the budget."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.compression import compressed, unlabelled
from bot.articles.plain import summary_of_text
from bot.articles.summary import summarise
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


def test_of_an_endless_article_the_beginning_is_read() -> None:
    book = [
        "The ferry to the islands was late again on Monday.",
        *["It rained in Bitola all day long. " * 30] * 200,
    ]
    assert text_of(*book, "The ferry of the budget sank.") == text_of(*book)
    assert text_of("The ferry was late again. " * 40_000) == text_of("The ferry was late again. " * 4_000)


def test_an_empty_article_has_no_summary() -> None:
    assert asdict(summarise("", None, [], "mk")) == {"text": "", "key_points": ()}


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
    "sentence",
    [
        '"We want [the government] to resign," said the leader of the opposition.',
        '"[Putin] has lost the war," the minister said in Skopje on Monday.',
        '"We want (all of them) to resign," said the leader of the opposition.',
        "„Сакаме (сите) да си одат“, рече лидерот на опозицијата во Скопје.",
        "‘We want (all of them) to resign,’ said the leader of the opposition.",
        "'We don't want (all of them) to resign,' said the leader.",
        'We want (all of them) to resign," said the leader of the opposition.',
        "He said (and this is important.) Then the street was closed.",
        "The suspect(s) fled before the police came to the old bazaar.",
        "Поделени се на (населби А) Аеродром, б) Центар) и уште една.",
        "It is (not) a good idea to close the only road to the lake.",
        "See [this report](http://x.y) and [that one](http://z.y) for the figures.",
    ],
)
def test_what_may_be_somebodys_words_or_part_of_a_word_or_list_stays(sentence: str) -> None:
    assert compressed(sentence) == sentence


def test_an_aside_beside_a_quotation_leaves() -> None:
    assert compressed('The mayor (aged 50) said "we are late" on Monday.') == (
        'The mayor said "we are late" on Monday.'
    )
    assert compressed("(MIA) The mayor spoke in Bitola (as ever), and left.") == (
        "The mayor spoke in Bitola, and left."
    )


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


def test_lines_drawn_between_the_paragraphs_of_a_plain_text_are_no_points() -> None:
    questions = ("Who is first in line?", "Who pays for it?", "Who will stay?")
    text = "\n".join(
        ("Three questions hang over the town.", *(f"{one}\n{BODY[2]}\n___" for one in questions))
    )
    points = summary_of_text("Three key questions", text, "en").key_points
    assert [point.partition("?")[0] + "?" for point in points] == list(questions)
