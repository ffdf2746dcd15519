"""Lists inside articles: announced reasons, ordinals, numbered lines, bullets, headings → their points.

Better no list than a wrong one: a list is believed when its points are as many as were announced, or when
at least three of them begin as only points do (`First,` … `Second,` … `Third,`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.articles.ordinals import ADVERBS, numbers, opening
from bot.domain.folding import fold, words
from bot.domain.sentences import is_whole, split_sentences

_NUMBERED = re.compile(r"^\(?(\d{1,2})[.)]\s+(?=\S)")
_BULLET = re.compile(r"^[•●▪◦‣·*]\s*(?=\S)")
_BEGINNING = 60
_MOST_POINTS = 10
_HEADING = 100
_SHARE = 0.25
_LEAD = 3
"""An article announces its points in the headline or in so many paragraphs before the first of them."""


@dataclass(frozen=True)
class Sentence:
    """A sentence and the number of its paragraph."""

    text: str
    paragraph: int


@dataclass(frozen=True)
class Listing:
    """Where each point of a list begins among the sentences, None for a first that is not labelled."""

    sentences: tuple[Sentence, ...]
    starts: tuple[int | None, ...]


@dataclass(frozen=True)
class _Marker:
    place: int
    count: int | None
    """None for `another`."""
    is_last: bool = False
    is_adverb: bool = False


def sentences_of(paragraphs: Sequence[str]) -> tuple[Sentence, ...]:
    """All sentences; a heading is one, too, and the number before a line is no sentence of its own."""
    return tuple(
        Sentence(text, place)
        for place, paragraph in enumerate(paragraphs)
        for text in split_sentences(unnumbered(paragraph))
    )


def unnumbered(line: str) -> str:
    """A line without its number or bullet."""
    return _BULLET.sub("", _NUMBERED.sub("", line))


def find_listing(headline: str, paragraphs: Sequence[str], language: str) -> Listing | None:
    """The list that the article is about, if it is one."""
    sentences = sentences_of(paragraphs)
    for starts in (
        _numbered(paragraphs, headline, language),
        _bulleted(paragraphs),
        _headed(paragraphs, headline, language),
    ):
        if starts:
            first = {each.paragraph: place for place, each in reversed(list(enumerate(sentences)))}
            if all(start in first for start in starts):
                return Listing(sentences, tuple(first[start] for start in starts))
    counted = _counted(sentences, headline, language)
    return Listing(sentences, counted) if counted else None


def _numbered(paragraphs: Sequence[str], headline: str, language: str) -> list[int]:
    """Paragraphs that begin with 1, 2, 3 …: announced as so many, or headings with text below each."""
    places: list[int] = []
    for place, paragraph in enumerate(paragraphs):
        found = _NUMBERED.match(paragraph)
        if found and int(found[1]) == len(places) + 1:
            places.append(place)
    if not 2 <= len(places) <= _MOST_POINTS:
        return []
    told = numbers(" ".join((headline, *paragraphs[: places[0]][-_LEAD:])), language)
    apart = all(after - before > 1 for before, after in pairwise(places))
    short = all(len(paragraphs[place]) <= _HEADING for place in places)
    return places if len(places) in told or (len(places) > 2 and apart and short) else []


def _bulleted(paragraphs: Sequence[str]) -> list[int]:
    """Three lines or more in a row that begin with a bullet."""
    places = [place for place, paragraph in enumerate(paragraphs) if _BULLET.match(paragraph)]
    in_a_row = all(after - before == 1 for before, after in pairwise(places))
    return places if 3 <= len(places) <= _MOST_POINTS and in_a_row else []


def _headed(paragraphs: Sequence[str], headline: str, language: str) -> list[int]:
    """Headings with text below each, as many as the headline announces."""
    places = [
        place
        for place, (paragraph, below) in enumerate(pairwise(paragraphs))
        if _is_heading(paragraph) and is_whole(below)
    ]
    told = numbers(headline, language)
    for count in (len(places), len(places) - 1):  # the last heading may be `Conclusion`
        if count >= 3 and count in told:
            return places[:count]
    return []


def _is_heading(paragraph: str) -> bool:
    """A question may be one; a line that announces what follows is none."""
    is_sentence = is_whole(paragraph) and not paragraph.endswith("?")
    return len(paragraph) <= _HEADING and not is_sentence and not paragraph.endswith(":")


def _counted(sentences: Sequence[Sentence], headline: str, language: str) -> tuple[int | None, ...]:
    """Sentences that begin with `The second …`, `Прво, …`: the first list among them that can be believed."""
    markers = list(_markers(sentences, language))
    in_headline = numbers(headline, language)
    for position, first in enumerate(markers):
        if first.count not in (1, 2, None) or first.is_last:
            continue
        rest = markers[position:]
        for goal in sorted(in_headline | _told_before(sentences, first, language), reverse=True):
            chain = _followed(rest, goal)
            if len(chain) == goal and _fits(chain, goal in in_headline):
                return tuple(marker.place if marker else None for marker in chain)
        chain = _followed(rest, None)
        if first.count == 1 and _speaks_for_itself(chain, sentences):
            return tuple(marker.place if marker else None for marker in chain)
    return ()


def _told_before(sentences: Sequence[Sentence], first: _Marker, language: str) -> set[int]:
    """The numbers right before a list or, where its first point has no label, also those in the lead."""
    paragraph = sentences[first.place].paragraph
    near = {*range(paragraph - _LEAD, paragraph + 1), *(() if first.count == 1 else range(_LEAD))}
    before = (each.text for each in sentences[: first.place + 1] if each.paragraph in near)
    return numbers(" ".join(before), language)


def _followed(markers: Sequence[_Marker], goal: int | None) -> list[_Marker | None]:
    """The markers that count on from the first one; None in front when that one is the second point."""
    chain: list[_Marker | None] = [] if markers[0].count == 1 else [None]
    for position, marker in enumerate(markers):
        wanted = len(chain) + 1
        if wanted > (goal or _MOST_POINTS):
            break
        uncounted = marker.count is None and all(later.count != wanted for later in markers[position:])
        if marker.count == wanted or (uncounted and (not marker.is_last or wanted == goal)):
            chain.append(marker)
    return chain


def _fits(chain: Sequence[_Marker | None], in_headline: bool) -> bool:
    """Whether so many points as announced are no chance."""
    counted = [marker for marker in chain if marker and marker.count]
    if len(chain) == 2:
        return in_headline and len(counted) == 2
    return len(counted) >= 2 or (in_headline and bool(counted or (chain[-1] and chain[-1].is_last)))


def _speaks_for_itself(chain: Sequence[_Marker | None], sentences: Sequence[Sentence]) -> bool:
    counted = [marker for marker in chain if marker and marker.is_adverb]
    if len(counted) < 3 or len(counted) < len(chain):
        return False
    span = sentences[counted[0].place : counted[-1].place + 1]
    return _length(span) >= _SHARE * _length(sentences)


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(len(each.text) for each in sentences)


def _markers(sentences: Sequence[Sentence], language: str) -> Iterator[_Marker]:
    for place, sentence in enumerate(sentences):
        begins = sentence.text[:_BEGINNING]
        if found := opening(words(begins), language):
            yield _Marker(place, found.place, found.is_last, bool(ADVERBS.match(fold(begins))))
