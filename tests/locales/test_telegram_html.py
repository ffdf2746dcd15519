"""Every text passes Telegram's own parser, whatever is filled in."""

import json
from typing import Any

import pytest
import tdjson

from bot.locales import texts_for
from tests.locales.catalogues import LANGUAGES, forms, messages, placeholders

WITH_MARKUP = (
    "start.", "settings.", "stop.", "latest.", "video.", "search.", "support.", "privacy.", "help.",
    "appeals.", "member.", "mydata.", "forget.", "feedback.",
    "topics.", "follow.", "following.", "chat.", "chats.", "edit.",
    "push.", "stats.", "correction.", "retract.", "retraction.", "missed.", "proof.", "ended.", "log.",
    "people.", "made.", "feedpage.", "effect.", "health.",
    "bill.", "thanks.", "terms.", "paysupport.",
    "stars.paid_twice", "stars.supports", "stars.renews", "stars.too_late",
    "surge.flood", "surge.guids", "trouble.unknown", "trouble.stopped",
)  # fmt: skip
NASTY = 'Tom & "Jerry" <b>x</i> {name}'


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> None:
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_telegram_html(language: str) -> None:
    answers = {key: _parsed(_filled(language, key)) for key in messages(language)}
    assert not {key: answer for key, answer in answers.items() if answer["@type"] != "formattedText"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_arrives_as_it_was(language: str) -> None:
    for key, message in messages(language).items():
        if placeholders(forms(message)[0]) - {"count"}:
            assert NASTY in _parsed(_filled(language, key))["text"], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_for_buttons_notices_and_terminals_have_no_markup(language: str) -> None:
    plain = {key: one for key, one in messages(language).items() if not key.startswith(WITH_MARKUP)}
    assert not [key for key, one in plain.items() if any(set("<>&") & set(form) for form in forms(one))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_marks_up_as_the_english_text(language: str) -> None:
    for key in messages(language):
        kinds = [_kinds(_filled(one, key)) for one in (language, "en")]
        assert kinds[0] == kinds[1], key


def _filled(language: str, key: str) -> str:
    args: dict[str, object] = dict.fromkeys(placeholders(forms(messages(language)[key])[0]), NASTY)
    if "count" in args:
        args["count"] = 2
    return texts_for(language).html(key, **args)


def _kinds(html: str) -> list[str]:
    """What Telegram makes of it besides plain words: bold, commands and the like, sorted."""
    return sorted(one["type"]["@type"] for one in _parsed(html)["entities"])


def _parsed(html: str) -> dict[str, Any]:
    query = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(query).encode()) or "")
    return answer
