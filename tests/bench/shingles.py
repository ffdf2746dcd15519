"""How much two texts share, in runs of words."""

import re
from collections import Counter

_WORD = re.compile(r"\w+")


def shingles(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    """The runs of `length` words of a text, counted."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1)))


def f1(true: str, found: str) -> float:
    """The harmonic mean of precision and recall over runs of four words."""
    wanted, got = shingles(true), shingles(found)
    shared = sum((wanted & got).values())
    return 2 * shared / (sum(wanted.values()) + sum(got.values()))


def stands_in(sentence: str, text: str) -> bool:
    """Whether most of a sentence is taken from a text; what was dropped inside it does not count."""
    # A sentence of one or two words has no run of three, and would stand in no text.
    length = min(3, max(1, len(_WORD.findall(sentence))))
    wanted, there = shingles(sentence.casefold(), length), shingles(text.casefold(), length)
    return sum((wanted & there).values()) >= 0.6 * sum(wanted.values())
