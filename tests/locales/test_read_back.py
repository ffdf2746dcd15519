"""Our own questions are known again by their text, in every language, with what was filled in."""

import pytest

from bot.locales import read_back, texts_for
from bot.rendering.plain import visible_text
from tests.locales.catalogues import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_known_again(language: str) -> None:
    asked = visible_text(texts_for(language).html("feedback.ask_answer", number=17))
    assert read_back("feedback.ask_answer", asked) == {"number": "17"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_filled_in_may_hold_anything(language: str) -> None:
    headline = "Why “this” (is) a\nquestion?"
    filled = texts_for(language).html("feedback.ask_about", url="https://p.example/?a&b", headline=headline)
    assert read_back("feedback.ask_about", visible_text(filled)) == {"headline": headline}


def test_another_text_is_not() -> None:
    assert read_back("feedback.ask", "Why?") is None
    assert read_back("feedback.ask", texts_for("en").plain("feedback.ask") + " Yes.") is None
