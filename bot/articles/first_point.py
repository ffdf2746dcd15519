"""The first point of a list that labels only its second and third: the sentence before them most like it."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.articles.centrality import unfit
from bot.articles.terms import rarity, stems

_LEAST = 30
_INSIDE = re.compile(r"(?<=[\w,;:»”\"] )[^\W\d_]\w+")
"""A word inside a sentence."""
_CONTENT = 4


def inner_names(text: str) -> list[str]:
    """Words with a capital inside a sentence; they stand everywhere in an article and mark no part of it."""
    return [word for word in _INSIDE.findall(text) if word[0].isupper()]


def first_point(
    stretch: Sequence[str], known: Sequence[str], rest: Sequence[str], headline: str
) -> int | None:
    """The number of the sentence of `stretch` (between lead and second point) that makes the point.

    It is rich in words that mark the stretch against the `rest` of the article, and in words of the
    points that are `known`. None when no sentence could be it.
    """
    if not stretch:
        return None
    common = {stem for text in (*stretch, *rest) for name in inner_names(text) for stem in stems(name)}
    common |= set(stems(headline))
    own = [_content(text) - common for text in stretch]
    theirs = [_content(text) - common for text in rest]
    marks, shared = _marks(own, theirs), _shared(known, [*own, *theirs])
    worth = {
        number: (_share(own[number], marks) + _share(own[number], shared)) / math.sqrt(1 + len(stems(text)))
        - 2 * unfit(text)
        for number, text in enumerate(stretch)
        if len(text) >= _LEAST and text[-1] not in "?:"
    }
    return max(worth, key=lambda number: (worth[number], -number)) if worth else None


def _content(text: str) -> set[str]:
    return {stem for stem in stems(text) if len(stem) >= _CONTENT}


def _marks(own: Sequence[set[str]], theirs: Sequence[set[str]]) -> dict[str, float]:
    """Words that return in the stretch, by how much more often they stand there than elsewhere."""
    here, there = _spread(own), _spread(theirs)
    scale = max(1, len(theirs)) / len(own)
    return {
        word: excess * count
        for word, count in here.items()
        if count > 1 and (excess := math.log(scale * (count + 0.5) / (there[word] + 0.5))) > 0
    }


def _shared(known: Sequence[str], sentences: Sequence[set[str]]) -> dict[str, float]:
    weights = rarity(sentences)
    return {word: weights[word] for text in known for word in _content(text) if word in weights}


def _spread(sentences: Iterable[set[str]]) -> Counter[str]:
    return Counter(word for sentence in sentences for word in sentence)


def _share(words: set[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, 0.0) for word in words) / max(weights.values(), default=1.0)
