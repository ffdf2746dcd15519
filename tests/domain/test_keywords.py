"""Words that readers follow, read from what they type and held against an article's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import words
from bot.domain.follows import FollowKind, Subject
from bot.domain.keywords import Words, matching_words, read_words, words_subject

TOKENS = frozenset(words("The new metro of Skopje: Андоновиќ asks what a ticket costs"))


def forms(word: str) -> list[str]:
    """A word counts as it is written."""
    return words(word)


def followed(text: str) -> Subject:
    """The words of this text as a subject."""
    asked = read_words(text)
    assert asked
    return words_subject(asked)


@pytest.mark.parametrize(
    ("text", "wanted", "ruled_out"),
    [
        ("metro", ("metro",), ()),
        ("  Metro,  билет ", ("Metro", "билет"), ()),
        ("metro -price –цена −fare", ("metro",), ("price", "цена", "fare")),
        ("metro Metro МЕТРО", ("metro",), ()),
        ("public-transport", ("public", "transport"), ()),
        ("a metro", ("metro",), ()),
        ("x" * 41 + " metro", ("metro",), ()),
        ("a1 b2 c3 d4 e5 f6 g7", ("a1", "b2", "c3", "d4", "e5", "f6"), ()),
        (".* (metro|tram)+", ("metro", "tram"), ()),
    ],
)
def test_words_are_read_as_they_were_typed(
    text: str, wanted: tuple[str, ...], ruled_out: tuple[str, ...]
) -> None:
    assert read_words(text) == Words(wanted, ruled_out)


@pytest.mark.parametrize("text", ["", "-metro", "a b", "🚌", "?!", "- -"])
def test_without_a_wanted_word_there_is_nothing_to_follow(text: str) -> None:
    assert read_words(text) is None


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_back_from_its_label(text: str) -> None:
    asked = read_words(text)
    assert asked is None or words_subject(read_words(words_subject(asked).label) or asked) == words_subject(
        asked
    )


def test_order_case_and_alphabet_make_no_other_subject() -> None:
    assert followed("Битола метро -цена") == followed("metro BITOLA -cena") != followed("metro bitola")
    assert followed("metro").kind is FollowKind.KEYWORD


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("metro", True),
        ("METRO skopje", True),
        ("Andonović", True),
        ("metro bitola", False),
        ("metro -ticket", False),
        ("metro -bus", True),
        ("metr", False),
    ],
)
def test_an_article_is_meant_by_all_words_and_none_ruled_out(text: str, is_meant: bool) -> None:
    assert bool(matching_words([followed(text)], TOKENS, forms)) is is_meant


def test_two_spellings_of_the_same_words_match_once() -> None:
    found = matching_words([followed("Andonović"), followed("Андоновиќ")], TOKENS, forms)
    assert found == (followed("andonovic"),)


def test_a_label_that_nobody_can_read_matches_nothing() -> None:
    assert matching_words([Subject(FollowKind.KEYWORD, "x", "?")], TOKENS, forms) == ()
