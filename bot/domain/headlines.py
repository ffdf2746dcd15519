"""Whether two headlines tell the same news: one story may stand in two feeds under two addresses."""

from difflib import SequenceMatcher
from functools import lru_cache

from bot.domain.folding import words

_FEWEST_WORDS = 4
_ALIKE = 0.9
_SHARED = 0.6


def is_same_headline(one: str, other: str) -> bool:
    """Alike but for spelling and small changes; other numbers are other news, few words prove nothing."""
    ours, theirs = _words(one), _words(other)
    if min(len(ours), len(theirs)) < _FEWEST_WORDS or _numbers(ours) != _numbers(theirs):
        return False
    shared = len(set(ours) & set(theirs)) / len(set(ours) | set(theirs))
    return shared >= _SHARED and SequenceMatcher(None, " ".join(ours), " ".join(theirs)).ratio() >= _ALIKE


@lru_cache(maxsize=2_000)
def _words(headline: str) -> tuple[str, ...]:
    # The kicker before the bar names the form, not the news.
    return tuple(words(headline.rpartition("|")[2]))


@lru_cache(maxsize=2_000)
def _numbers(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if any(letter.isdigit() for letter in word)]
