"""ROUGE-1, -2 and -L F1 of a summary against its reference, in any script.

The definitions of the `rouge-score` package (a test compares the two), whose own words are Latin letters
only, and which is too slow for thousands of articles.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+")


class Rouge(NamedTuple):
    """F1 of single words, of pairs, and of the longest common subsequence; 0 to 1."""

    one: float
    two: float
    longest: float


def rouge(summary: str, reference: str) -> Rouge:
    """Compare two texts, folding case only; nothing is stemmed or left out."""
    ours, theirs = tokens(summary), tokens(reference)
    return Rouge(
        _overlap(ours, theirs, 1),
        _overlap(ours, theirs, 2),
        _f1(_common_subsequence(ours, theirs), len(ours), len(theirs)),
    )


def tokens(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _overlap(ours: Sequence[str], theirs: Sequence[str], size: int) -> float:
    mine, other = _grams(ours, size), _grams(theirs, size)
    return _f1((mine & other).total(), mine.total(), other.total())


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))


def _f1(common: int, ours: int, theirs: int) -> float:
    return 2 * common / (ours + theirs) if common else 0.0


def _common_subsequence(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Its length, a row of the usual table at a time, the row being the bits of one number."""
    places: dict[str, int] = {}
    for place, word in enumerate(theirs):
        places[word] = places.get(word, 0) | 1 << place
    row = everything = (1 << len(theirs)) - 1
    for word in ours:
        kept = row & places.get(word, 0)
        row = (row + kept | row - kept) & everything
    return len(theirs) - row.bit_count()
