"""A large archive to search: made-up articles, half of them Macedonian, whose words follow Zipf's law."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

from bot.domain.articles import Draft
from bot.domain.ids import Edition
from bot.domain.questions import is_common

VOCABULARY = 200_000
WORDS = 550
_SENTENCE = 18
_PARAGRAPH = 5
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_EVERY = timedelta(minutes=30)
_SYLLABLES = {
    "mk": "ва ра та на ни ко по ст ра де ми ла ши ти је до ку мо ри са бе го ди пе чу жа ќе ле ву зи",
    "en": "ba re to na ni co po st ra de mi la shi ti the do cu mo ri sa be go di pe chu ja ke le vu zi",
}


@cache
def words(language: str) -> tuple[str, ...]:
    """The vocabulary of a language, the most frequent word first; rare words are longer."""
    chance = random.Random(language)
    syllables = _SYLLABLES[language].split()
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        length = 2 + (len(found) > 1_000) + (len(found) > 40_000) * chance.randint(0, 1)
        word = "".join(chance.choices(syllables, k=length)) + chance.choice(("", "", syllables[0][:1]))
        if not is_common(word):
            found[word] = None
    return tuple(found)


@cache
def _shares() -> tuple[float, ...]:
    return tuple(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))


def drafts(count: int) -> Iterator[Draft]:
    """So many articles, the oldest first."""
    chance = random.Random(7)
    for number in range(count):
        language = "mk" if number % 2 else "en"
        told = chance.choices(words(language), cum_weights=_shares(), k=WORDS)
        sentences = [
            " ".join(told[start : start + _SENTENCE]).capitalize() + "."
            for start in range(8, WORDS, _SENTENCE)
        ]
        body = [
            " ".join(sentences[start : start + _PARAGRAPH]) for start in range(0, len(sentences), _PARAGRAPH)
        ]
        yield Draft(
            url=f"https://paper.example/{number}",
            edition=Edition(language),
            language=language,
            headline=" ".join(told[:8]).capitalize(),
            topics=(told[0],),
            body=tuple(body),
            published_at=_FIRST + number * _EVERY,
        )


def queries(kind: str, count: int) -> list[tuple[str, str]]:
    """Language and one to three words, drawn by Zipf from the ranks of their kind."""
    first, last = {"common": (20, 200), "typical": (200, 20_000), "rare": (5_000, 60_000)}[kind]
    chance = random.Random(kind)
    ranks, weights = range(first, last), [1 / rank for rank in range(first, last)]
    asked = []
    for number in range(count):
        language = "mk" if number % 2 else "en"
        chosen = chance.choices(ranks, weights=weights, k=1 + number % 3)
        asked.append((language, " ".join(words(language)[rank] for rank in chosen)))
    return asked
