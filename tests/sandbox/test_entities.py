"""Overlapping formatting comes out as Telegram's library sorts it out; the library itself is asked.

Its `parseMarkdown`, which the sandbox does not use, takes a text with entities the way a sent message goes.
"""

from typing import Any

import pytest
import tdjson
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import Entity
from bot.sandbox.errors import ApiError
from bot.sandbox.json_text import encoded, trusted
from bot.sandbox.texts import formatted

KINDS = {
    "bold": "textEntityTypeBold",
    "italic": "textEntityTypeItalic",
    "underline": "textEntityTypeUnderline",
    "strikethrough": "textEntityTypeStrikethrough",
    "spoiler": "textEntityTypeSpoiler",
    "code": "textEntityTypeCode",
    "pre": "textEntityTypePre",
    "blockquote": "textEntityTypeBlockQuote",
    "expandable_blockquote": "textEntityTypeExpandableBlockQuote",
    "text_link": "textEntityTypeTextUrl",
    "custom_emoji": "textEntityTypeCustomEmoji",
}
NEEDS: dict[str, dict[str, Any]] = {
    "text_link": {"url": "https://a.mk/"},
    "custom_emoji": {"custom_emoji_id": "5"},
}
NAMES = {of_library: name for name, of_library in KINDS.items()}
Piece = tuple[str, int, int]


def library(question: str, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = trusted(tdjson.td_execute(encoded({"@type": question, **more})) or b"{}")
    return answer


def sent(text: dict[str, Any]) -> tuple[str, list[Piece]] | str:
    """What the library makes of a text with entities on its way, or why it refuses it."""
    answer = library("parseMarkdown", text=text)
    if answer["@type"] == "error":
        words = answer["message"]
        return f"Bad Request: {words[0].lower()}{words[1:]}"
    return answer["text"], [(NAMES[e["type"]["@type"]], e["offset"], e["length"]) for e in answer["entities"]]


def ours(text: str, parse_mode: str = "", entities: list[Any] | None = None) -> tuple[str, list[Piece]] | str:
    try:
        found = formatted(text, parse_mode, entities)
    except ApiError as error:
        return error.description
    return found.text, [entity[:3] for entity in found.entities]


places = st.integers(0, 9)
pieces = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), places, places), min_size=1, max_size=6)


@settings(max_examples=500, deadline=None)
@given(st.text("xyџ😀\r\u2028", min_size=1, max_size=9).map(lambda text: f"x{text}x"), pieces)
@example("hello", [("bold", 0, 50)])
@example("hello", [("bold", 20, 5)])
@example("😀a", [("bold", 1, 1)])
@example("hello world", [("bold", 0, 5), ("italic", 3, 6)])
def test_given_entities_come_out_as_the_library_sends_them(text: str, given_pieces: list[Piece]) -> None:
    told = [{"type": kind, "offset": a, "length": n, **NEEDS.get(kind, {})} for kind, a, n in given_pieces]
    asked = [
        {"offset": a, "length": n, "type": {"@type": KINDS[kind], **NEEDS.get(kind, {})}}
        for kind, a, n in given_pieces
    ]
    assert ours(text, entities=told) == sent({"text": text, "entities": asked})


def element(name: str, inside: str) -> str:
    attribute = ' href="https://a.mk/"' if name == "a" else ""
    return f"<{name}{attribute}>{inside}</{name}>"


elements = st.sampled_from(["b", "i", "u", "s", "tg-spoiler", "code", "pre", "blockquote", "a"])
html = st.recursive(
    st.sampled_from("xyz"),
    lambda inside: st.lists(
        st.one_of(inside, st.builds(element, elements, inside)), min_size=1, max_size=3
    ).map("".join),
    max_leaves=8,
)


@settings(max_examples=500, deadline=None)
@given(html)
@example("<i>zx<u>x</u></i>")
@example("<b><b>x</b>x</b>")
@example("<b>a<code>b</code>c</b>")
def test_nested_markup_comes_out_as_the_library_sends_it(text: str) -> None:
    parsed = library("parseTextEntities", text=text, parse_mode={"@type": "textParseModeHTML"})
    assert ours(text, "HTML") == sent(parsed)


def test_bold_is_split_around_what_is_found_in_the_text() -> None:
    assert formatted("<b>see #news now</b>", "HTML").entities == (
        Entity("bold", 0, 4),
        Entity("hashtag", 4, 5),
        Entity("bold", 4, 5),
        Entity("bold", 9, 4),
    )


def test_what_is_found_across_the_edge_of_a_quote_is_left_out() -> None:
    found = formatted("<blockquote>https://a</blockquote>.mk/x", "HTML").entities
    assert [entity.type for entity in found] == ["blockquote"]


@pytest.mark.parametrize("kind", ["mention", "url", "hashtag", "phone_number"])
def test_what_telegram_finds_by_itself_can_not_be_given(kind: str) -> None:
    assert formatted("abc", entities=[{"type": kind, "offset": 0, "length": 3}]).entities == ()


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ({"type": "bolt", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "offset": -1, "length": 2}, "receive an entity with incorrect offset -1"),
        ({"type": "bold", "offset": 0, "length": -1}, "receive an entity with incorrect length -1"),
    ],
)
def test_an_entity_of_no_type_or_place_is_refused(entity: dict[str, Any], words: str) -> None:
    assert ours("hello", entities=[entity]) == f"Bad Request: {words}"


def test_a_great_many_pieces_are_sorted_out_at_once() -> None:
    kinds = [{"type": "blockquote"}, {"type": "text_link", "url": "https://a.mk/"}] * 20_000
    told = [kind | {"offset": place, "length": 1} for place, kind in enumerate(kinds)]
    assert len(formatted("x" * 40_000, entities=told).entities) == 100
