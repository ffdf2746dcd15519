"""Whether a summary that somebody else wrote may stand on a card: it must say what the article says.

What writes it may make things up, obey its source or answer with pleasantries. A summary that is right and
refused costs little, because the article's own sentences take its place; a wrong one costs the paper's name.
So every rule here refuses in doubt. What no rule sees is a sentence that turns the article's words around.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.articles.boilerplate import cleaned
from bot.articles.first_point import inner_names
from bot.articles.language import language_of, little_words, same_language
from bot.articles.markup import Block
from bot.articles.ordinals import numbers
from bot.articles.summary import CARD
from bot.domain.articles import Draft
from bot.domain.folding import fold
from bot.domain.sentences import is_whole, split_sentences
from bot.wordforms import split, stem

EMPTY = "preview.model.empty"
TOO_LONG = "preview.model.too_long"
MARKUP = "preview.model.markup"
BOILERPLATE = "preview.model.boilerplate"
FOREIGN = "preview.model.foreign"
NUMBER = "preview.model.number"
NAME = "preview.model.name"
SENTENCES = "preview.model.sentences"

_MARKUP = re.compile(
    r"<[a-z/!]|\*\*|__|```|^\s*(?:#|[-*•]\s|\d+[.)]\s)|https?:|www\.|\]\(|&#?\w+;|[\x00-\x09\x0b-\x1f]",
    re.IGNORECASE | re.MULTILINE,
)
_CHATTER = re.compile(
    r"\b(?:summary|here (?:is|are)|rezime(?:to)?|sazetak|permbledhj[ae])\b[^.!?]*:"
    r"|as an ai\b|language model|\bi (?:cannot|can't|am unable)"
)
"""What models say beside what they were asked, as folded text."""
_NUMBER = re.compile(r"\d+(?:[.,:\s]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+")
_MAGNITUDE = re.compile(
    r"hundred|thousand|iljad|hiljad|tisuc|tysjac|mil+ion|mil[ij]+ard|bil+ion|tril+ion|mije$"
)
_SIGNS = frozenset("%‰€$£¥₽₺°")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST = 60_000
"""Characters of an article that are searched; more of it than a model is told."""
_LONG_WORD = 5
_OWN_WORDS = 0.4
"""The share of the longer words that must be the article's."""
_OF_ONE_SCRIPT = 0.8
_MOST_SMALL_NAMES = 1
"""`Government` and `the government` are both right; of two such words one has lost a capital."""


@dataclass(frozen=True)
class Objection:
    """Why a summary is not used: a locale key for people, and what was found for the log."""

    key: str
    found: str = ""


def objection(summary: str, draft: Draft) -> Objection | None:
    """The first thing that is wrong with a summary of this article; None when it may be used."""
    return next(_objections(summary, draft), None)


def _objections(summary: str, draft: Draft) -> Iterator[Objection]:
    source = "\n".join((draft.headline, *draft.body))[:_LONGEST]
    if not _WORD.search(summary):
        yield Objection(EMPTY)
        return
    if len(summary) > CARD:
        yield Objection(TOO_LONG, str(len(summary)))
    if found := _MARKUP.search(summary):
        yield Objection(MARKUP, found[0])
    yield from _boilerplate(summary, draft.appeal or "")
    yield from _foreign(summary, source, draft.language)
    yield from _numbers(summary, source, draft.language)
    yield from _names(summary, source, draft.language)
    yield from _sentences(summary, draft.body)


def _boilerplate(summary: str, appeal: str) -> Iterator[Objection]:
    asked = fold(" ".join(appeal.split()))
    for sentence in split_sentences(summary):
        folded = fold(sentence)
        if not cleaned([Block(sentence, "p")]).body or _CHATTER.search(folded) or folded in asked:
            yield Objection(BOILERPLATE, sentence)


def _foreign(summary: str, source: str, language: str) -> Iterator[Objection]:
    """Another script, surely another language, or mostly words that the article does not have."""
    found = language_of(summary)
    known = _stems(source, language)
    long = [word for word in split(summary) if len(word) >= _LONG_WORD]
    own = sum(_is_known(word, known, language) for word in long)
    if abs(_cyrillic(summary) - _cyrillic(source)) > 1 - _OF_ONE_SCRIPT:
        yield Objection(FOREIGN, "script")
    elif found and not same_language(found, language):
        yield Objection(FOREIGN, found)
    elif own < _OWN_WORDS * len(long):
        yield Objection(FOREIGN, f"{own} of {len(long)} words")


def _cyrillic(text: str) -> float:
    """The share of Cyrillic letters."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0400" <= letter <= "\u052f" for letter in letters) / max(1, len(letters))


def _numbers(summary: str, source: str, language: str) -> Iterator[Objection]:
    """Figures, number words, magnitudes, and the signs of money and measure."""
    invented = _figures(summary) - _figures(source)
    yield from (Objection(NUMBER, figure) for figure in sorted(invented))
    words = numbers(summary, language) - numbers(source, language)
    yield from (Objection(NUMBER, str(number)) for number in sorted(words))
    known = _stems(source, language)
    large = (word for word in split(summary) if _MAGNITUDE.match(fold(word)))
    yield from (Objection(NUMBER, word) for word in large if not _is_known(word, known, language))
    yield from (Objection(NUMBER, sign) for sign in sorted(_SIGNS & set(summary) - set(source)))


def _figures(text: str) -> set[str]:
    """`1.200`, `1,200`, `1 200` and `1200` are one; `2,5` and `2.5` are, too."""
    return {figure for match in _NUMBER.finditer(text) for figure in _parts(match[0])}


def _parts(figure: str) -> Sequence[str]:
    if _GROUPED.fullmatch(figure):
        return (re.sub(r"\D", "", figure),)
    return [part.replace(",", ".") for part in figure.split()]


def _names(summary: str, source: str, language: str) -> Iterator[Objection]:
    """Capitalised words of which the source holds no form. A sentence's first word counts as one, too, unless
    it is one of the language's little words: nobody can tell it from a name."""
    known, little = _stems(source, language), little_words(language)
    for word in _WORD.findall(summary):
        is_name = any(letter.isupper() for letter in word) and word.casefold() not in little
        if is_name and not _is_known(word, known, language):
            yield Objection(NAME, word)


def _sentences(summary: str, body: Sequence[str]) -> Iterator[Objection]:
    """A cut end, a small beginning, names in small letters, by which no rule would know them."""
    first = next((letter for letter in summary if letter.isalnum()), "")
    small = _small_words(summary) & {fold(name) for text in body for name in inner_names(text)}
    small -= _small_words("\n".join(body))
    if not is_whole(summary.rstrip()) or summary.rstrip().endswith(("…", "...")):
        yield Objection(SENTENCES, summary[-20:])
    elif first.islower() or len(small) > _MOST_SMALL_NAMES:
        yield Objection(SENTENCES, ", ".join(sorted(small)) or summary[:20])


def _small_words(text: str) -> set[str]:
    return {fold(word) for word in _WORD.findall(text) if word.islower()}


def _stems(text: str, language: str) -> frozenset[str]:
    words = {part for word in _WORD.findall(text) for part in (word, *split(word))}
    return frozenset(form for word in words for form in (fold(word), stem(word, language)))


def _is_known(word: str, known: frozenset[str], language: str) -> bool:
    """In this form or another; `anti-Putin` where each part is known."""
    if fold(word) in known or stem(word, language) in known:
        return True
    parts = split(word)
    return len(parts) > 1 and all(_is_known(part, known, language) for part in parts)
