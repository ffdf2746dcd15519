"""Which words of a question a text holds, and how much of the question they are."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from bot.domain.folding import fold

Forms = Callable[[str, str], Sequence[str]]
"""The stems under which a word (as written) of a text in this language is found."""

_ALIKE = 3
"""Letters that a word and its stem share."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """A word of a question: the stems it may stand under (`andon*`: any that begin so), and its weight."""

    forms: tuple[str, ...]
    weight: float


def count_words(text: str) -> int:
    """How many words a text has, as they are told apart here."""
    return len(_WORD.findall(text))


def together(bits: Iterable[int]) -> int:
    """All of them in one."""
    return reduce(or_, bits, 0)


def weight(holders: int, articles: int) -> float:
    """What a word counts that so many of the articles hold."""
    return math.log((articles + 1) / (holders + 0.5)) + 0.1


class Matcher:
    """Sees which words of the question the words of a text are, as bits of a number."""

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
        starts = sorted({stem[:_ALIKE] for stem in stems})
        self._alike = re.compile(rf"\b(?:{'|'.join(map(re.escape, starts))})" if starts else r"\Z\A")
        self._starts = tuple(starts)

    def told(self, lines: Sequence[str], language: str) -> list[list[int]]:
        """For each line of a text the question's words in each of its words; empty where there are none."""
        folded = fold("\n".join(lines)).split("\n")
        # Stems take long to find, so that only words that begin like one of the question's are looked at.
        return [
            self._in(line, key, language) if self._alike.search(key) else []
            for line, key in zip(lines, folded, strict=True)
        ]

    def _in(self, line: str, folded: str, language: str) -> list[int]:
        keys, words = _WORD.findall(folded), _WORD.findall(line)
        if len(words) != len(keys):  # there is a sign that folding makes two words of
            return [self._parts(word, language) for word in words]
        return [
            self._of(word, language) if key.startswith(self._starts) else 0
            for word, key in zip(words, keys, strict=True)
        ]

    def _parts(self, word: str, language: str) -> int:
        seen = 0
        for part in (word, *_WORD.findall(fold(word))):
            if fold(part).startswith(self._starts):
                seen |= self._of(part, language)
        return seen

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
