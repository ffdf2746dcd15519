"""The catalogues agree with each other and say every key in every language."""

import string

import pytest

from bot.locales import FOLDER, available, texts_for
from tests.locales.catalogues import LANGUAGES, catalogue, forms, messages, placeholders

OTHERS = [language for language in LANGUAGES if language != "en"]


def test_there_is_a_catalogue_per_language() -> None:
    assert available() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_names_its_language(language: str) -> None:
    assert str(catalogue(language).locale) == language
    assert f"Language: {language}" in (FOLDER / f"{language}.po").read_text("utf-8")


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_have_the_same_keys_in_the_same_order(language: str) -> None:
    assert list(messages(language)) == list(messages("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice(language: str) -> None:
    """The reader of catalogues would silently take the first text."""
    lines = (FOLDER / f"{language}.po").read_text("utf-8").splitlines()
    keys = [line for line in lines if line.startswith("msgid ")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_unsure(language: str) -> None:
    assert not [key for key, one in messages(language).items() if one.fuzzy or not all(forms(one))]


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_placeholders_of_the_english_text(language: str) -> None:
    translated = messages(language)
    for key, english in messages("en").items():
        wanted = placeholders(forms(english)[0])
        assert all(placeholders(one) == wanted for one in forms(translated[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_are_nothing_but_placeholders(language: str) -> None:
    for key, one in messages(language).items():
        names = [name for form in forms(one) for _, name, _, _ in string.Formatter().parse(form)]
        assert all(name is None or name.isidentifier() for name in names), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_texts_have_all_forms_of_the_language(language: str) -> None:
    plural = {key: one for key, one in messages(language).items() if one.pluralizable}
    assert plural
    assert all(len(forms(one)) == catalogue(language).num_plurals == 2 for one in plural.values())


@pytest.mark.parametrize("count", [1, 21, 101, 1021])
def test_macedonian_counts_ending_in_one_are_singular(count: int) -> None:
    assert _entries(count) == f"Фид: F има {count} објава."


@pytest.mark.parametrize("count", [0, 2, 11, 12, 22, 100, 111, 1011])
def test_other_macedonian_counts_are_plural(count: int) -> None:
    assert _entries(count) == f"Фид: F има {count} објави."


@pytest.mark.parametrize("language", ["en", "sq"])
def test_english_and_albanian_have_one_singular(language: str) -> None:
    one, many, twenty_one = (texts_for(language).plain("doctor.feed", url="F", count=n) for n in (1, 2, 21))
    assert one.replace("1", "#") != many.replace("2", "#") == twenty_one.replace("21", "#")


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_of_commands_fit_telegrams_menu(language: str) -> None:
    described = [forms(one)[0] for key, one in messages(language).items() if key.startswith("command.")]
    assert all(1 <= len(text) <= 256 for text in described)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "key",
    [
        "not_allowed",
        "stale_button",
        "article_changed",
        "not_subscribed",
        "incident",
        "already_pushed",
        "feedback_gone",
        "feedback_answered",
        "only_admins",
        "admins_unknown",
        "readers_button",
        "too_many_follows",
    ],
)
def test_what_a_tap_can_be_told_fits_a_notice(language: str, key: str) -> None:
    args = {"incident": "0a1b2c3d", "headline": "h" * 60, "name": "n" * 64, "limit": 100}
    text = texts_for(language).plain(f"error.{key}", **args)
    assert len(text) <= 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_read_as_babel_reads_it(language: str) -> None:
    texts = texts_for(language)._translations
    ours = {key: {texts.ngettext(key, key, count) for count in range(5)} for key in messages(language)}
    assert ours == {key: set(forms(one)) for key, one in messages(language).items()}


def test_a_language_we_do_not_speak_gets_english() -> None:
    assert texts_for("de").plain("button.read") == texts_for(None).plain("button.read") == "Read"


def test_a_regional_tag_gets_its_language() -> None:
    assert texts_for("mk-MK").language == texts_for("mk_MK").language == "mk"


def _entries(count: int) -> str:
    return texts_for("mk").plain("doctor.feed", url="F", count=count)
