"""Misspelt names find the right ones, and not too many."""

import pytest

from bot.domain.spelling import closest, edges, slips

KNOWN = ("andonovic", "antonovic", "tasevski", "trpeski", "ana", "mirela")


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("andnovic", ("andonovic",)),
        ("tasefski", ("tasevski",)),
        ("tasevksi", ("tasevski",)),
        ("trepski", ("trpeski",)),
        ("mirella", ("mirela",)),
        ("anlonovic", ("andonovic", "antonovic")),
        ("tazefski", ("tasevski",)),
        ("mixxla", ()),
        ("anaa", ("ana",)),
        ("an", ()),
        ("tasevsk1", ()),
        ("zimbabwe", ()),
    ],
)
def test_the_nearest_known_names_are_meant(word: str, names: tuple[str, ...]) -> None:
    assert closest(word, KNOWN) == names


def test_no_more_than_three_are_meant() -> None:
    assert closest("petrova", ["betrova", "detrova", "fetrova", "getrova"]) == (
        "betrova",
        "detrova",
        "fetrova",
    )


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert closest("petrova", []) == ()


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("ab", "ab", 0), ("ab", "ba", 1), ("ab", "", 2), ("abc", "xyz", 3), ("abcdef", "uvwxyz", 3)],
)
def test_slips_are_counted_up_to_a_limit(one: str, other: str, far: int) -> None:
    assert slips(one, other, 2) == far


def test_longer_words_share_more_of_their_edges() -> None:
    assert (edges("arsov"), edges("andonovic")) == (("ar", "ov"), ("and", "vic"))
