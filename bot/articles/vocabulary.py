"""The words and names of an article, which its keywords and its story are found by."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.articles.language import little_words
from bot.domain.sentences import split_sentences
from bot.domain.terms import Term
from bot.wordforms import stem

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_OPENING = re.compile(r"[:(–—-]\W*$|,\s*[„“\"«]$")
"""Stands before words that may be capitalised whatever they are, as a sentence's first one is. A bare
quotation mark does not: it stands before the names of firms and films."""
_NEAR = 8
_SHORTEST = 3
_IN_HEADLINE = 3
_LONGEST_NAME = 4
_LONGEST = 30_000
"""Characters of an article that are read for this, so that an endless one takes no longer than a long one."""
_MOST = 100
"""Terms of one article: what a very long one says beside them is not what it is about."""
_CAPITALISES_NOUNS = "de"


@dataclass
class _Found:
    """What was seen of one term."""

    times: int = 0
    proper: int = 0
    """How often it had a capital letter where only a name has one; less how often it had none."""
    in_headline: bool = False
    forms: Counter[str] = field(default_factory=Counter)

    def term(self, key: str) -> Term:
        form = max(self.forms, key=lambda form: (self.forms[form], -len(form), form))
        is_name = self.proper > 0
        return Term(
            key=key,
            written=form if is_name or form.lower() not in self.forms else form.lower(),
            times=self.times,
            is_name=is_name,
            in_headline=self.in_headline,
        )


@dataclass(frozen=True)
class _Word:
    key: str
    written: str
    is_name: bool
    """Whether it has a capital letter where only a name has one."""
    follows: bool
    """Whether only a space is between it and the word before."""


def terms_of(headline: str, paragraphs: Sequence[str], language: str) -> tuple[Term, ...]:
    """The terms of an article, the most frequent ones first."""
    found: defaultdict[str, _Found] = defaultdict(_Found)
    for sentence in _sentences(paragraphs):
        words = list(_words(sentence, language))
        for word in words:
            _note(found[word.key], word.written, 1, (word.is_name or -word.written[0].islower()))
        for key, written in _names(words):
            _note(found[key], written, 1, 1)
    for word in _words(headline, language):
        found[word.key].in_headline = True
        _note(found[word.key], word.written, _IN_HEADLINE, 0)
    little = little_words(language)
    kept = [one.term(key) for key, one in found.items() if len(key) >= _SHORTEST]
    kept = [term for term in kept if term.written.casefold() not in little]
    return tuple(sorted(kept, key=lambda term: -term.times)[:_MOST])


def _sentences(paragraphs: Sequence[str]) -> Iterator[str]:
    left = _LONGEST
    for paragraph in paragraphs:
        yield from split_sentences(paragraph[: max(0, left)])
        left -= len(paragraph)


def _note(found: _Found, written: str, times: int, proper: int) -> None:
    found.times += times
    found.proper += proper
    found.forms[written] += 1


def _words(text: str, language: str) -> Iterator[_Word]:
    end, has_names = 0, language != _CAPITALISES_NOUNS
    for match in _WORD.finditer(text):
        written = _POSSESSIVE.sub("", match[0])
        before = text[end : match.start()]
        is_first = not end or bool(_OPENING.search(before[-_NEAR:]))
        is_name = has_names and written[0].isupper() and not is_first
        yield _Word(stem(written, language), written, is_name, follows=before == " ")
        end = match.end()


def _names(words: Sequence[_Word]) -> Iterator[tuple[str, str]]:
    """Names of several words, with their keys."""
    run: list[_Word] = []
    for word in (*words, _END):
        if run and word.is_name and word.follows:
            run.append(word)
            continue
        if 1 < len(run) <= _LONGEST_NAME:
            yield " ".join(one.key for one in run), " ".join(one.written for one in run)
        run = [word] if word.is_name else []


_END = _Word("", "", is_name=False, follows=False)
