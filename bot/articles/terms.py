"""Texts as weighted words, for comparing sentences. Language-free: a word is its first six letters, and how
rare it is among the article's own sentences decides what it weighs, so that no stop list is needed."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"\w{2,}")
_STEM = 6

Vector = Mapping[str, float]


def stems(text: str) -> list[str]:
    """The words of a text cut to six letters, in order."""
    return [word[:_STEM] for word in _WORD.findall(text.casefold())]


def rarity(sentences: Iterable[Iterable[str]]) -> dict[str, float]:
    """The weight of each word: the fewer of these sentences hold it, the more; never 0."""
    distinct = [set(sentence) for sentence in sentences]
    spread = Counter(word for sentence in distinct for word in sentence)
    return {word: math.log((len(distinct) + 1) / count) for word, count in spread.items()}


def vector(words: Iterable[str], weights: Mapping[str, float]) -> Vector:
    """How often each word occurs times its weight, as a vector of length 1; words without a weight leave."""
    raw = {word: times * weights[word] for word, times in Counter(words).items() if word in weights}
    length = math.sqrt(sum([weight * weight for weight in raw.values()]))
    return {word: weight / length for word, weight in raw.items()}


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two vectors, 0 to 1; 0 when one of them is empty."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum([weight * large[word] for word, weight in small.items() if word in large])
