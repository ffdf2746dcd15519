"""What is read out of a question's text."""

import pytest

from bot.domain.questions import MOST_WORDS, Wish, asked_words, has_words, wishes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Зошто поскапува лебот?", ("поскапува", "лебот")),
        ("zosto poskapuva lebot", ("poskapuva", "lebot")),
        ("Why are Skopje's buses late?", ("Skopje", "buses", "late")),
        ("Pse po zbrazet pazari i Tetovës?", ("zbrazet", "pazari", "Tetovës")),
        ("Снег снег СНЕГ sneg", ("Снег",)),
        ("зошто и како", ()),
        ("🙂?!", ()),
    ],
)
def test_common_words_and_repetitions_are_left_out(text: str, words: tuple[str, ...]) -> None:
    assert asked_words(text) == words


def test_a_question_is_its_first_words() -> None:
    assert len(asked_words(" ".join(f"w{number}" for number in range(500)))) == MOST_WORDS
    assert asked_words("x" * 5_000) == ("x" * 64,)


@pytest.mark.parametrize(("text", "found"), [("како е", True), ("_ ?! 🙂", False), ("", False)])
def test_common_words_are_words_all_the_same(text: str, found: bool) -> None:
    assert has_words(text) is found


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Колку чини лебот", Wish.NUMBER),
        ("kolku cini lebot", Wish.NUMBER),
        ("When does it open", Wish.TIME),
        ("Kush është ministri", Wish.PERSON),
        ("Pse mungon uji", Wish.REASONS),
    ],
)
def test_the_kind_of_answer_is_heard(text: str, wish: Wish) -> None:
    assert wish in wishes(text)


def test_plain_words_wish_for_nothing() -> None:
    assert wishes("public transport") == frozenset()
