"""Texts are cleaned, trimmed and marked as Telegram's own library and server do."""

from typing import Any

import pytest
import tdjson
from hypothesis import given as of
from hypothesis import settings
from hypothesis import strategies as st

from bot.sandbox.entities import Entity
from bot.sandbox.json_text import encoded, trusted
from bot.sandbox.texts import PLAIN_LINK, checked_link, formatted


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("  a  ", "a"),
        ("a\r\nb", "a\nb"),
        ("a\tb\x01c", "a b c"),
        ("  <b>  a</b>", "  a"),
        ("<b>a </b>\n", "a"),
        ("&lt;&nbsp;&#33;", "<&nbsp;!"),
        ("a\u2028b\u202ec a\u030ae\u0333\u033f", "abc ae"),
    ],
)
def test_the_text_is_cleaned_and_trimmed(given: str, text: str) -> None:
    assert formatted(given, "HTML").text.strip(" ") == text.strip(" ")


def test_offsets_count_utf16_units() -> None:
    assert formatted("\r😀 <b>Скопје</b>", "HTML").entities == (Entity("bold", 3, 6),)


def test_links_commands_and_hashtags_are_found() -> None:
    kinds = [entity.type for entity in formatted("/start https://a.mk #вести @ana_reader").entities]
    assert kinds == ["bot_command", "url", "hashtag", "mention"]


@settings(max_examples=200, deadline=None)
@of(st.from_regex(PLAIN_LINK, fullmatch=True, alphabet=st.characters(codec="ascii")))
def test_an_address_that_is_not_checked_would_have_passed(url: str) -> None:
    mode = {"@type": "textParseModeHTML"}
    question = {"@type": "parseTextEntities", "text": f'<a href="{url}">x</a>', "parse_mode": mode}
    answer = trusted(tdjson.td_execute(encoded(question)) or b"")
    assert answer["entities"][0]["type"]["url"] == url


def test_a_link_text_is_not_a_link_again() -> None:
    found = formatted('<a href="https://a.mk">https://b.mk</a>', "HTML").entities
    assert [entity.type for entity in found] == ["text_link"]


def test_bold_is_cut_around_code() -> None:
    found = formatted("<b>a<code>b</code>c</b>", "HTML").entities
    assert [(entity.type, entity.offset) for entity in found] == [("bold", 0), ("code", 1), ("bold", 2)]


def test_an_entity_that_is_only_white_space_disappears() -> None:
    assert formatted("a<b>  </b>", "HTML").entities == ()


def test_a_quote_in_a_quote_is_flattened() -> None:
    nested = "<blockquote>a<blockquote>b</blockquote></blockquote>"
    assert len(formatted(nested, "HTML").entities) == 1


def test_no_more_than_a_hundred_entities_stay() -> None:
    assert len(formatted("<b>a</b> " * 120, "HTML").entities) == 100


def test_a_language_of_code_is_kept() -> None:
    found = formatted('<pre><code class="language-py">x</code></pre>', "HTML").entities
    assert found[0].as_json() == {"type": "pre", "offset": 0, "length": 1, "language": "py"}


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("a.mk", "http://a.mk/"),
        ("https://a.mk/?x=1&y=2", "https://a.mk/?x=1&y=2"),
        ("http://127.0.0.1:8080/paper/", "http://127.0.0.1:8080/paper/"),
        ("http://localhost/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_links_are_stored_as_telegram_stores_them(url: str, stored: str | None) -> None:
    assert checked_link(url) == stored


@pytest.mark.parametrize(("mode", "text"), [("Markdown", "*a*"), ("MarkdownV2", "*a*"), ("html", "<b>a</b>")])
def test_every_markup_of_telegram_is_read(mode: str, text: str) -> None:
    assert formatted(text, mode).entities == (Entity("bold", 0, 1),)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"type": "custom_emoji", "custom_emoji_id": "5"}, {"custom_emoji_id": "5"}),
        ({"type": "date_time", "unix_time": 7}, {"unix_time": 7}),
        ({"type": "text_mention", "user": {"id": 9}}, {"user_id": 9}),
    ],
)
def test_given_entities_keep_what_they_need(given: dict[str, Any], kept: dict[str, Any]) -> None:
    (entity,) = formatted("a", entities=[{"offset": 0, "length": 1} | given]).entities
    assert dict(entity.extra) == kept
