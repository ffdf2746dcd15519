"""Words that readers follow: an article is meant when its text holds all of them and none they ruled out.

No patterns: a word is a word, in any case, alphabet and ending.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.folding import words
from bot.domain.follows import FollowKind, Subject

_MOST_WORDS = 6
_SHORTEST_WORD, _LONGEST_WORD = 2, 40
_WORD = re.compile(r"\w+")
_RULED_OUT = ("-", "–", "−")

Forms = Callable[[str], Collection[str]]
"""Everything under which a word as written counts in a text's tokens: its folded self, its stem."""


@dataclass(frozen=True)
class Words:
    """Words that must all be in an article's text, and words that must not, as they were written."""

    wanted: tuple[str, ...]
    ruled_out: tuple[str, ...] = ()

    def match(self, tokens: frozenset[str], forms: Forms) -> bool:
        """Whether a text with these tokens is meant."""
        return all(not tokens.isdisjoint(forms(word)) for word in self.wanted) and all(
            tokens.isdisjoint(forms(word)) for word in self.ruled_out
        )


@lru_cache(maxsize=50_000)
def read_words(text: str) -> Words | None:
    """`metro -price` as words; None where none is wanted. Single letters are no words.

    Remembered, because every push reads what all readers follow.
    """
    wanted: dict[str, str] = {}
    ruled_out: dict[str, str] = {}
    for part in text.split():
        kept = ruled_out if part.startswith(_RULED_OUT) else wanted
        for word in _WORD.findall(part):
            if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and (folded := _folded(word)):
                kept.setdefault(folded, word)
    if not wanted:
        return None
    return Words(tuple(wanted.values())[:_MOST_WORDS], tuple(ruled_out.values())[:_MOST_WORDS])


def words_subject(asked: Words) -> Subject:
    """Words as a subject; `read_words` reads its label back."""
    wanted, ruled_out = ([_folded(word) for word in some] for some in (asked.wanted, asked.ruled_out))
    key = " ".join((*sorted(wanted), *(f"-{word}" for word in sorted(ruled_out))))
    label = " ".join((*asked.wanted, *(f"-{word}" for word in asked.ruled_out)))
    return Subject(FollowKind.KEYWORD, key, label)


def _folded(word: str) -> str:
    return " ".join(words(word))


def matching_words(keywords: Iterable[Subject], tokens: frozenset[str], forms: Forms) -> tuple[Subject, ...]:
    """Those of these keywords that an article with such tokens is meant by."""
    asked = ((one, read_words(one.label)) for one in keywords)
    return tuple(dict.fromkeys(one for one, written in asked if written and written.match(tokens, forms)))
