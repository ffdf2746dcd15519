"""Word forms: endings and spellings that mean the same word."""

import pytest

from bot.wordforms import indexed, open_dictionary, split, stem


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("mk", "влада владата влади владите vladata ВЛАДА"),
        ("mk", "град градот градови градовите"),
        ("mk", "причина причини причините"),
        ("sr", "lekar lekari lekarima лекари"),
        ("sq", "qeveri qeveria qeverisë qeverinë"),
        ("en", "company companies Companies"),
        ("bg", "причина причини причината"),
        ("ru", "причина причины причин"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    assert len({stem(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["влада Владимир", "град градинка", "мост мостра"])
def test_words_that_only_begin_alike_do_not(pair: str) -> None:
    one, other = pair.split()
    assert stem(one, "mk") != stem(other, "mk")


@pytest.mark.parametrize(("word", "language"), [("Çmimet", "und"), ("", "mk"), ("б" * 50, "mk")])
def test_what_no_dictionary_knows_is_only_folded(word: str, language: str) -> None:
    assert stem(word, language) == {"Çmimet": "cmimet", "": "", "б" * 50: "b" * 50}[word]


def test_an_index_keeps_each_word_and_each_marked_stem_once() -> None:
    assert indexed(["Владата, владата", "влада"], "mk") == ["vladata", "_vlad", "vlada"]


def test_a_text_is_split_into_words_as_written() -> None:
    assert split("„Андоновиќ“ — зошто? 3") == ["Андоновиќ", "зошто", "3"]


async def test_a_dictionary_can_be_opened_beforehand() -> None:
    for language in ("sq", "sq", "xx"):
        await open_dictionary(language)
    assert stem("qeveria", "sq") == "qever"
