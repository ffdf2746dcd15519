"""Counting the characters a reader would see."""

import pytest

from bot.rendering.plain import one_line, shorten, text_length


@pytest.mark.parametrize(
    ("markup", "length"),
    [
        ("", 0),
        ("Зошто", 5),
        ("<p>two</p>\n\n<p>words</p>", 9),
        ("a &amp; b", 5),
        ("before<script>var x = '<p>';</script>after", 12),
        ("before<style>p { color: red }", 6),
        ("1 < 2", 5),
    ],
)
def test_markup_and_spacing_do_not_count(markup: str, length: int) -> None:
    assert text_length(markup) == length


@pytest.mark.parametrize("piece", ["<", "<script ", "<script></style>"])
def test_hostile_markup_is_read_once(piece: str) -> None:
    assert text_length(piece * 100_000) <= len(piece) * 100_000


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("three words here", 16, "three words here"),
        ("three words here", 15, "three words…"),
        ("three, words", 11, "three…"),
        ("unbreakable", 5, "unbr…"),
        ("gone", 0, "…"),
    ],
)
def test_a_text_is_cut_between_words_and_says_so(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


def test_a_line_has_no_line_ends_and_nothing_that_turns_its_neighbours_around() -> None:
    assert one_line(" a\r\nb\u202ec\x00  d ") == "a b c d"
