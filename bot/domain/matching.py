"""Which words of a question a text holds, and how much of the question they are."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from bot.domain.folding import fold

Forms = Callable[[str, str], Sequence[str]]
"""The stems under which a word (as written) of a text in this language is found."""

_ALIKE = 3
"""Letters that a word and its stem share."""
_BEGINNING = 2
"""Letters, as they are written, by which most words are passed over."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """A word of a question: the stems it may stand under (`andon*`: any that begin so), and its weight."""

    forms: tuple[str, ...]
    weight: float


def together(bits: Iterable[int]) -> int:
    """All of them in one."""
    return reduce(or_, bits, 0)


def weight(holders: int, articles: int) -> float:
    """What a word counts that so many of the articles hold."""
    return math.log((articles + 1) / (holders + 0.5)) + 0.1


@lru_cache(maxsize=10_000)
def _folded(beginning: str) -> frozenset[str]:
    """What words that begin with these letters may begin with when they are folded: `gj` with `dj`."""
    return frozenset(fold(beginning + after)[:_BEGINNING] for after in ("", "j", "h"))


class _Near(dict[str, bool]):
    """Whether a word that begins with these letters may begin like one of the stems."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._starts = tuple({stem[:_BEGINNING] for stem in stems})

    def __missing__(self, beginning: str) -> bool:
        near = any(
            start.startswith(folded) or folded.startswith(start)
            for folded in _folded(beginning)
            for start in self._starts
        )
        self[beginning] = near
        return near


class Matcher:
    """Sees which words of the question a text holds, as bits of a number."""

    def __init__(self, terms: Sequence[Term], forms: Forms) -> None:
        self.terms = len(terms)
        self._forms = forms
        self._weights = [term.weight for term in terms]
        self._total = sum(self._weights) or 1.0
        self._shares: dict[int, float] = {}
        self._exact: dict[str, int] = {}
        self._beginnings: list[tuple[str, int]] = []
        for number, term in enumerate(terms):
            for form in term.forms:
                if form.endswith("*"):
                    self._beginnings.append((form[:-1], 1 << number))
                else:
                    self._exact[form] = self._exact.get(form, 0) | 1 << number
        stems = (*self._exact, *(beginning for beginning, _ in self._beginnings))
        self._starts = tuple({stem[:_ALIKE] for stem in stems})
        self._near = _Near(stems)
        self._known: dict[tuple[str, str], int] = {}

    def held(self, text: str, language: str) -> dict[str, int]:
        """The words of a text, as they and the signs beside them are written, that are of the question."""
        near = self._near
        # Folding takes a while and finding stems longer: both are for words that begin like the question's,
        # and for those with a sign within.
        words = {
            word
            for word in text.split()
            if near[word[:_BEGINNING]] or not (word.isalpha() or word[:-1].isalpha())
        }
        return {word: bits for word in words if (bits := self._in(word, language))}

    def _in(self, word: str, language: str) -> int:
        known = self._known.get((word, language))
        if known is None:
            keys, parts = _WORD.findall(fold(word)), _WORD.findall(word)
            if len(keys) != len(parts):  # there is a sign that folding makes two words of
                keys = parts = [*keys, *parts]
            near = (part for key, part in zip(keys, parts, strict=True) if key.startswith(self._starts))
            known = self._known[word, language] = together(self._of(part, language) for part in near)
        return known

    def _of(self, word: str, language: str) -> int:
        seen = 0
        for form in self._forms(word, language):
            seen |= self._exact.get(form, 0)
            for beginning, bit in self._beginnings:
                seen |= bit if form.startswith(beginning) else 0
        return seen

    def share(self, bits: int) -> float:
        """How much of the question these words are, 0 to 1."""
        if bits not in self._shares:
            held = (one for number, one in enumerate(self._weights) if bits >> number & 1)
            self._shares[bits] = sum(held) / self._total
        return self._shares[bits]
