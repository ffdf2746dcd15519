"""Plain text: one line of it, cut to a length, or counted in somebody's HTML."""

import html
import re

# Each alternative eats what it has looked at, so that hostile markup takes no longer than other text.
_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_TURNING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls and marks of direction: a headline must not turn the rest of its message around."""


def text_length(markup: str) -> int:
    """Characters of text that a reader would see."""
    return len(" ".join(html.unescape(_MARKUP.sub(" ", markup)).split()))


def visible_text(markup: str) -> str:
    """What stands on the phone for Telegram HTML of our own, for a terminal."""
    return html.unescape(_MARKUP.sub("", markup))


def one_line(text: str) -> str:
    """The text without line ends, controls and marks of direction, single spaces between its words."""
    return " ".join(_TURNING.sub(" ", text).split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    return text[: max(limit - 1, 0)].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
