"""Small things about plain text that the other modules share."""

import html
import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|div|span|strong|em|img|script|style|iframe|h[1-6]|ul|ol|li|font|center|table|tr|td"
    r"|blockquote)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
"""Markup that somebody escaped twice, so that readers would see it."""


_DRAWN = re.compile(r"[\s_*=~#•·.–—-]{3,}")
"""A line between two parts of a text: `___`, `* * *`."""


def clean(text: str) -> str:
    """One line without control, direction and invisible characters, single spaces between words.

    Empty for a line that was drawn, not written.
    """
    line = " ".join(_CONTROL.sub("", text).split())
    return "" if _DRAWN.fullmatch(line) else line


def bare(text: str) -> str:
    """One line without tags and entities that a site shows by mistake, as `&amp;quot;` and `&lt;b&gt;`."""
    return clean(_TAG.sub("", html.unescape(text)))


def word_set(words: str) -> frozenset[str]:
    """A set written as one line of words."""
    return frozenset(words.split())
