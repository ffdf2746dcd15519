"""Plain text out of a feed's fields: no markup, no control characters, bounded length."""

import html
import re
from datetime import UTC, datetime, timedelta
from time import struct_time

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# Only names HTML really has: "<23 November>" in a headline is text.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|ol|p|q|s|script|small|span"
    r"|strike|strong|style|sub|sup|tt|u|ul|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_FUTURE = timedelta(days=1)


def without_controls(text: str) -> str:
    """The text without control and direction characters and lone surrogates; line ends stay."""
    return _CONTROL.sub("", text)


def plain(text: str, limit: int, *, markup: bool = True) -> str:
    """One line of plain text of at most `limit` characters, cut at a word with `…` where needed.

    With `markup`, HTML tags go and entities are read once.
    """
    if markup:
        text = html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text[: limit * 20])))
    line = " ".join(without_controls(text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def moment(parsed: struct_time | None, now: datetime) -> datetime | None:
    """A feed's date in UTC; None for what cannot be: before 1990 or more than a day ahead."""
    if parsed is None:
        return None
    try:
        when = datetime(*parsed[:5], min(parsed[5], 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return when if _EARLIEST <= when <= now + _FUTURE else None
