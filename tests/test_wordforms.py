"""Word forms: endings and spellings that mean the same word."""

import pytest

from bot.wordforms import ASKED_IN, asked_forms, forms, indexed, names, open_dictionary, split, stem


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


def test_an_index_keeps_each_stem_once_and_again_where_the_article_is_about_it() -> None:
    kept = indexed(["Владата"], ["владата, влада", "Снег, снег и снегот", "лед"], "mk")
    assert kept == ["vlad", "sneg", "i", "led", "_vlad", "_sneg"]


@pytest.mark.parametrize("asked", ["луѓе", "lugje", "човек", "covek", "luǵe"])
def test_an_irregular_word_is_found_in_either_form_and_letters(asked: str) -> None:
    assert set(asked_forms(asked)) & set(forms("луѓе", "mk"))


@pytest.mark.parametrize(
    ("asked", "written"), [("buses", "bus"), ("qeveria", "qeverisë"), ("vladite", "владата")]
)
def test_a_reader_may_ask_in_any_of_the_languages(asked: str, written: str) -> None:
    assert any(set(asked_forms(asked)) & set(forms(written, language)) for language in ASKED_IN)


def test_names_are_the_headlines_words_and_what_begins_with_a_capital() -> None:
    said = ["Зоран Тасевски рече", "the Ana Taseva, Taseva"]
    assert names(["the late buses"], said) == ["late", "buses", "zoran", "tasevski", "taseva"]


def test_a_text_is_split_into_words_as_written() -> None:
    assert split("„Андоновиќ“ — зошто? 3") == ["Андоновиќ", "зошто", "3"]


async def test_a_dictionary_can_be_opened_beforehand() -> None:
    for language in ("sq", "sq", "xx"):
        await open_dictionary(language)
    assert stem("qeveria", "sq") == "qever"
