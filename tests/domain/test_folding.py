"""Folding: one spelling for many."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.folding import fold, words


@pytest.mark.parametrize("spelling", ["Андоновиќ", "Andonović", "Andonovikj", "Andonovik", "ANDONOVIC"])
def test_a_surname_in_any_spelling_is_one_key(spelling: str) -> None:
    assert fold(spelling) == "andonovic"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ѓорѓи", "Gjorgji"),
        ("Џафери", "Xhaferi"),
        ("Џафери", "Dzhaferi"),
        ("Шапкалиска", "Shapkaliska"),
        ("Жељко", "Zheljko"),
        ("Чашка", "Chaška"),
        ("Ќумур", "Kjumur"),
        ("Ѕвезда", "Dzvezda"),
        ("Њујорк", "Njujork"),
        ("Ђорђе", "Đorđe"),
    ],
)
def test_cyrillic_and_latin_meet(cyrillic: str, latin: str) -> None:
    assert fold(cyrillic) == fold(latin)


@pytest.mark.parametrize(("albanian", "bare"), [("Çështja", "ceshtja"), ("KËNGË", "kenge")])
def test_albanian_marks_are_optional(albanian: str, bare: str) -> None:
    assert fold(albanian) == fold(bare)


def test_a_letter_and_its_accent_may_come_apart() -> None:
    assert fold("к\u0301умур") == fold("ќумур")


def test_what_is_no_letter_is_kept() -> None:
    assert fold("24-ти мај, 18:30!") == "24-ti maj, 18:30!"


@given(st.text())
@example("chh")
@example("xhh")
@example("№ ℋ")
@example("ӑ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_every_letter_there_is_twice_changes_nothing() -> None:
    letters = " ".join(letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.isalpha())
    assert fold(fold(letters)) == fold(letters)


def test_words_come_folded_and_in_order() -> None:
    assert words("„Андоновиќ“ — зошто? 3 причини") == ["andonovic", "zosto", "3", "pricini"]


def test_a_text_without_words_has_none() -> None:
    assert words(" … — !") == []
