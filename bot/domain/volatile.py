"""Parts of a text that change by themselves: counters, "5 minutes ago", advertisements. No corrections."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_TAGS = re.compile(r"<[^<>]*>")
"""Up to the next `<` at most: a text full of them would otherwise be read once for each."""
_BLOCKS = re.compile(r"</?(?:p|div|li|ul|ol|br|h[1-6]|tr|td|section|figure|figcaption|blockquote)\b[^<>]*>")
_HIDDEN = re.compile(r"<(script|style|ins|iframe)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
_COUNTED = (
    r"(?:views?|reads?|comments?|shares?|likes?|прегледи|прегледа|читања|коментари?|споделувања|допаѓања"
    r"|shikime|lexime|komente?|shpërndarje)"
)
_NUMBER = r"\d[\d.,]{0,12}\s?[kк]?"
_AGO = r"(?:seconds?|minutes?|mins?|hours?|days?)\s+ago"
_COUNTER = re.compile(
    rf"\b{_NUMBER}\s*{_COUNTED}\b|\b{_COUNTED}\s*[:(]?\s*{_NUMBER}\)?|\b\d+\s+{_AGO}\b|\b(?:пред|para)\s+\d+\s+\w+",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(
    r"(?:advertisement|advert|ad|sponsored(?: content)?|реклам[аи]|оглас|спонзорирано|reklam[aeë]|oglas)"
    r"[:.]?",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
_DIGIT = re.compile(r"\d")


def lasting(text: str) -> str:
    """A line of text as it counts: one spelling, no counters; empty for an advertisement's label."""
    if not text or text.isspace():
        return ""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(plain) <= _LONGEST_LABEL and _ADVERTISEMENT.fullmatch(plain):
        return ""
    if _DIGIT.search(plain):
        plain = " ".join(_COUNTER.sub(" ", plain).split())
    return plain.casefold()


def lasting_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines that count, as they count."""
    return (line for text in lines if (line := lasting(text)))


def lines_of(html: str) -> list[str]:
    """The text of a piece of HTML, a line per block."""
    visible = _HIDDEN.sub(" ", html)
    blocks = _BLOCKS.sub("\n", visible).split("\n")
    return [_TAGS.sub(" ", block) if "<" in block else block for block in blocks]
