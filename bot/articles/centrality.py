"""Which sentences tell an article best: near its beginning, centre and headline, each thing said once.

The lead beats every classic summariser on news, so it stays in, and position weighs as much as centre or
headline. Three equal weights instead of fitted ones, so that the figures of `tests.bench.summaries` may
hold on other articles, too.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import chain

from bot.articles.compression import compressed
from bot.articles.terms import Vector, likeness, rarity, stems, vector

_MOST_SENTENCES = 200
"""What stands further down is in no summary of a newspaper article, and would only cost time."""
_FADES_AFTER = 4.0
"""After so many sentences the weight of the position has fallen to a third."""
_LEAST_LEAD = 40
_ENOUGH = 0.4
"""A summary that fills this share of its budget ends where the next best sentence does not fit."""
_SHORT, _LONG = 60, 260
_SPEECH = "\"“„«'–—-"


def central(sentences: Sequence[str], headline: str, budget: int, opening: str = "") -> list[str]:
    """The best sentences in their order, lightly compressed, within `budget` characters joined by spaces.

    `opening` is a text that already stands before them: it counts, and its content is not said again. Without
    one the first sentence of some length is always in. Empty when not even one sentence fits.
    """
    texts = [compressed(sentence) for sentence in sentences[:_MOST_SENTENCES]]
    words = [stems(text) for text in texts]
    weights = rarity(words)
    vectors = [vector(each, weights) for each in words]
    whole = vector(chain.from_iterable(words), weights)
    worth = _worth(texts, vectors, whole, _wanted(headline, weights))
    before = vector(stems(opening), weights)
    told = [likeness(each, before) for each in vectors]
    if not opening and (lead := _lead(texts, budget)) is not None:
        worth[lead] = math.inf
    return [texts[number] for number in sorted(_picked(texts, vectors, worth, told, budget, len(opening)))]


def _picked(
    texts: Sequence[str],
    vectors: Sequence[Vector],
    worth: Sequence[float],
    told: list[float],
    budget: int,
    length: int,
) -> list[int]:
    """Numbers of sentences by what they add: their worth less the likeness to what is `told` already."""
    left, picked = set(range(len(texts))), list[int]()
    while left:
        best = max(left, key=lambda number: (worth[number] - told[number], -number))
        left.discard(best)
        longer = length + bool(length) + len(texts[best])
        if longer <= budget:
            picked.append(best)
            length = longer
            for number in left:
                told[number] = max(told[number], likeness(vectors[number], vectors[best]))
        elif length >= _ENOUGH * budget:
            break
    return picked


def _lead(texts: Sequence[str], budget: int) -> int | None:
    return next((number for number, text in enumerate(texts) if _LEAST_LEAD <= len(text) <= budget), None)


def _worth(
    texts: Sequence[str], vectors: Sequence[Vector], whole: Vector, wanted: Mapping[str, float]
) -> list[float]:
    centre = [likeness(each, whole) for each in vectors]
    nearest = max(centre, default=0.0) or 1.0
    return [
        math.exp(-number / _FADES_AFTER)
        + centre[number] / nearest
        + sum(weight for word, weight in wanted.items() if word in vectors[number])
        - unfit(texts[number])
        for number in range(len(texts))
    ]


def _wanted(headline: str, weights: Mapping[str, float]) -> dict[str, float]:
    """The headline's words that the article uses, with weights that add up to 1."""
    known = {word: weights[word] for word in stems(headline) if word in weights}
    everything = sum(known.values())
    return {word: weight / everything for word, weight in known.items()}


def unfit(text: str) -> float:
    """How little a sentence can stand alone: too short or long, somebody's speech, a question."""
    length = len(text)
    size = 0.6 if length < _LEAST_LEAD else 0.15 if length < _SHORT else max(0, length - _LONG) * 0.0015
    return size + 0.15 * text.startswith(tuple(_SPEECH)) + 0.3 * text.endswith("?")
