"""Counting the characters a reader would see."""

import pytest

from bot.rendering.plain import text_length


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
