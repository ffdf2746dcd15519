"""Terms: the words and names of an article, what each tells, and which of them are its keywords."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.folding import fold

_SPREAD = 0.1
"""A term of more than this share of the articles tells nothing."""
_ALWAYS_TELLING = 3
_USUAL_LENGTH = 300
_KEYWORDS = 8
_LEAST_OF_WORD = 4


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word or a name of an article: the folded stem it is known by, and how it is mostly written."""

    key: str
    written: str
    times: int
    """Occurrences; the one in the headline counts as three."""
    is_name: bool = False
    in_headline: bool = False


@dataclass(frozen=True)
class Background:
    """How many articles of the last 30 days there are, and how many of them hold each term."""

    articles: int = 0
    holders: Mapping[str, int] = field(default_factory=dict)

    def holding(self, key: str) -> int:
        """How many articles hold a term."""
        return self.holders.get(key, 0)

    def rarity(self, key: str) -> float:
        """What a term tells: near 0 for one that every article holds."""
        return math.log((self.articles + 2) / (self.holding(key) + 1))

    def is_telling(self, key: str) -> bool:
        """Whether few enough articles hold it."""
        return self.holding(key) <= max(_ALWAYS_TELLING, _SPREAD * self.articles)


def weights(terms: Sequence[Term]) -> dict[str, float]:
    """The weight of each term in its article, 0 to 2.2: the tenth time says less than the second (BM25)."""
    length = sum(term.times for term in terms)
    damping = 1.2 * (0.25 + 0.75 * length / _USUAL_LENGTH)
    return {term.key: round(2.2 * term.times / (term.times + damping), 3) for term in terms}


def keywords(topics: Sequence[str], terms: Sequence[Term], background: Background) -> tuple[str, ...]:
    """What an article is about in at most eight words and names, the editors' own topics first."""
    weight = weights(terms)
    chosen = {fold(topic): topic for topic in topics[:_KEYWORDS]}
    ranked = sorted(
        filter(_may_be_keyword, terms),
        key=lambda one: (-_standing(one) * weight[one.key] * background.rarity(one.key), one.key),
    )
    for term in ranked:
        if len(chosen) < _KEYWORDS and not _is_said(term, chosen):
            chosen[term.key] = term.written
    return tuple(chosen.values())


def _may_be_keyword(term: Term) -> bool:
    """Once is chance, unless it is in the headline."""
    return len(term.written) >= _LEAST_OF_WORD and (term.times > 1 or term.in_headline)


def _standing(term: Term) -> float:
    """Names of several words, then other names and the headline's words, then the rest."""
    if " " in term.key:
        return 2.0
    return 1.5 if term.is_name or term.in_headline else 1.0


def _is_said(term: Term, chosen: Mapping[str, str]) -> bool:
    """Whether the chosen ones hold it already: `Zaev` after `Zoran Zaev`."""
    said = {word for key, written in chosen.items() for word in (*key.split(), *fold(written).split())}
    return said.issuperset(term.key.split()) or said.issuperset(fold(term.written).split())
