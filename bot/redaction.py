"""What must not stand in a log or a report: secrets, wherever they appear, and the numbers of people.

`redact` goes over the finished text, so that it does not matter who wrote it: a message, an argument, a
traceback, somebody else's exception with an address in it. What a secret looks like is known here; which
ones this installation has is told by `hide`.
"""

import hashlib
import hmac
import re
import secrets
from urllib.parse import quote

_SHAPES = (
    (re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE), "<token>"),
    (re.compile(r"(://[^\s/@:?#'\"\\]*):[^\s/@'\"\\]+@"), r"\1:<password>@"),
    (re.compile(r"(/(?:telegram|hub)/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"), r"\1<path>"),
    (
        re.compile(
            r"((?:password|passwd|secret_token|secret-token|api_key|authorization)\\?['\"]?\s*[=:]\s*"
            r"(?:Bearer |Basic )?\\?['\"]?)[^\s'\"\\,;&)}<]+",
            re.IGNORECASE,
        ),
        r"\1<hidden>",
    ),
    # PostgreSQL quotes the rows it complains of.
    (re.compile(r"(Key \([^)\n]*\)=|Failing row contains )\([^\n\"\\]*?\)(?=[\s.]|$)"), r"\1(<row>)"),
)
_SHORTEST = 8
"""Characters; a shorter secret would black out ordinary words. It is still found where addresses have it."""


class _Known:
    """What this installation hides. One for the process, as its log is."""

    def __init__(self) -> None:
        self.values: frozenset[str] = frozenset()
        self.pattern: re.Pattern[str] | None = None
        self.key = secrets.token_bytes(16)


_known = _Known()


def hide(*values: str | None) -> None:
    """From now on these are blacked out wherever they stand, as they are and as addresses spell them."""
    given = {value for value in values if value and len(value) >= _SHORTEST}
    _known.values |= given | {quote(value, safe="") for value in given}
    if _known.values:
        longest_first = sorted(_known.values, key=len, reverse=True)
        _known.pattern = re.compile("|".join(map(re.escape, longest_first)))


def name_people_by(key: str) -> None:
    """Processes that share this secret call the same person by the same name."""
    _known.key = hmac.digest(b"people in logs", key.encode(), hashlib.sha256)


def name_of(number: int) -> str:
    """What logs call a person: always the same, and no way back to the number without the secret."""
    return "p-" + hmac.new(_known.key, str(number).encode(), hashlib.sha256).hexdigest()[:12]


def redact(text: str) -> str:
    """The text without secrets: those that look like one, and those that were told."""
    if _known.pattern is not None:
        text = _known.pattern.sub("<secret>", text)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text
