"""Words that belong together whatever their ending: `владата`, `влади` and `vladata` have one stem.

A dictionary (simplemma) finds the lemma where it knows the form, a light stemmer takes off what is left of
articles and endings; no better one exists for Macedonian or Albanian. Used wherever words are matched: the
index, questions, what readers follow.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from bot.domain.folding import fold

if TYPE_CHECKING:
    from simplemma import Lemmatizer

MARK = "_"
"""Stands before a stem that an article is about."""
ASKED_IN = ("mk", "en", "sq")
"""Languages that readers ask in."""
_WORD = re.compile(r"[^\W_]+")
_DICTIONARIES = {
    **{code: code for code in ("mk", "sq", "bg", "en", "ru", "tr", "de")},
    **dict.fromkeys(("sr", "hr", "bs", "sh"), "hbs"),
}
_opened: set[str] = set()
_one_at_a_time = Lock()
"""Who asks while one is being read waits for that, and reads no second one."""
_LEAST = 3
_LONGEST = 40
_SHORTEST_NAME = 4
_OFTEN = 3
_ENDINGS = {
    "mk": "ovite evite ijata ijite iite iot ata oto ite ovi evi ija ii ot ta to te a o e i",
    "bg": "ovete evete ijata ijat ite ata ota oto ove eve jat at ta to te a o e i",
    "hbs": "ovima evima ama ima ovi evi ova eva og eg om em oj im ih a e i o u",
    "sq": "eve ave ive it in at et es se te ve i u a e",
    "ru": "ogo ego ami jami ov ev ih im om em oj ij aja oe ie am ah a e i o u ju ja",
}
_BY_DICTIONARY = {
    name: re.compile(rf"(?<=\w{{{_LEAST}}})(?:{'|'.join(endings.split())})$")
    for name, endings in _ENDINGS.items()
}


def split(text: str) -> list[str]:
    """The words of a text as they are written, in order."""
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The folded stem of a word as it is written; its folded self in a language we know nothing about."""
    dictionary = _DICTIONARIES.get(language)
    if dictionary is None or not 0 < len(word) <= _LONGEST:
        return fold(word)
    lemma = fold(_lemmatizer().lemmatize(word.lower(), lang=dictionary))
    endings = _BY_DICTIONARY.get(dictionary)
    return endings.sub("", lemma) if endings else lemma


async def open_dictionary(language: str) -> None:
    """Read it beside the loop, unless it is open: the first word would else hold everybody up for it."""
    if language not in _opened:
        await asyncio.to_thread(_open, language)
        _opened.add(language)


def _open(language: str) -> None:
    with _one_at_a_time:
        stem("a", language)


@cache
def _lemmatizer() -> "Lemmatizer":
    # Imported when it is needed: a bot that starts knows no word yet.
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    # Three languages take 12 MB instead of 94; a word takes 14 µs instead of 3, and `stem` remembers it.
    return Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(low_memory=True))


@lru_cache(maxsize=100_000)
def forms(word: str, language: str) -> tuple[str, ...]:
    """Under which stems a word of a text of this language is found: one, or two where the dictionary
    knows better than the endings say, so that `lugje` and `човек` both find `луѓе`."""
    endings = _BY_DICTIONARY.get(_DICTIONARIES.get(language, ""))
    known = stem(word, language)
    found = (known, endings.sub("", fold(word))) if endings else (known,)
    return tuple(dict.fromkeys(part for one in found for part in split(one)))


@lru_cache(maxsize=5_000)
def asked_forms(word: str) -> tuple[str, ...]:
    """All stems that a reader may mean, who writes in any of the paper's languages and in any letters."""
    return tuple(dict.fromkeys(form for language in ASKED_IN for form in forms(word, language)))


def indexed(loud: Iterable[str], said: Iterable[str], language: str) -> list[str]:
    """What an index keeps of an article: each stem once, and marked again where the article is about it.

    It is about what its headline and the like (`loud`) name, and about what it says three times or more.
    """
    named = Counter(form for text in loud for word in split(text) for form in forms(word, language))
    told = Counter(form for text in said for word in split(text) for form in forms(word, language))
    often = (form for form, times in told.items() if times >= _OFTEN)
    return [*dict.fromkeys((*named, *told)), *(MARK + form for form in dict.fromkeys((*named, *often)))]


def names(loud: Iterable[str], said: Iterable[str]) -> list[str]:
    """What readers misspell: the folded words of headlines and the like, elsewhere those with a capital."""
    named = (word for text in loud for word in split(text))
    told = (word for text in said for word in split(text) if word[0].isupper())
    found = map(fold, (*named, *told))
    return list(dict.fromkeys(name for name in found if _SHORTEST_NAME <= len(name) <= _LONGEST))
