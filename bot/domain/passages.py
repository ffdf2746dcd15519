"""Which of some articles answer a question, and in which of their own sentences.

Everything is measured in shares of the question: each of its words has a weight (the rarer, the more), and an
article, a headline or a sentence covers the words it holds in any form.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from bot.domain.articles import Article
from bot.domain.ids import Edition
from bot.domain.matching import Forms, Matcher, Term, together
from bot.domain.questions import Order, QuestionId, View, Wish
from bot.domain.sentences import is_whole, split_sentences

ENOUGH = 0.58
"""The share of a question that an article must cover to be about it."""
_NEAR = 0.5
"""What counts of that is half the whole article and half its headline or the best place in it."""
_HINTED = 0.25
"""The share of a question that the headline of a list must cover, for the list to be the answer."""
_TOLD_BY_HEADLINE = 0.4
"""What a word of the headline is still worth in a sentence: the whole article is about it."""
_TOLD_AGAIN = 0.35
"""How fast a word loses worth by standing in more of the sentences."""
_LEAD = 0.12
_HINT = 0.2
_ENDLESS = 0.3
_LONG = 320
_LONGEST_PASSAGE = 480
_OWN_EDITION = 0.05
_DAYS = """
    понед втор сред четврт пето пета сабот недел monday tuesday wednesday thursday friday saturday
    sunday hën mart mërkur enjte premt shtun diel јануар февруар март април мај јун јул август септем
    октом ноем декем january february march april june july august september october november december
    janar shkurt prill qershor korrik gusht shtator tetor nëntor dhjetor
"""
_SILENCE = (("", 0),)
_PRECISE = frozenset({Wish.NUMBER, Wish.TIME, Wish.PERSON})
_HINTS = {
    Wish.NUMBER: re.compile(r"\d"),
    Wish.TIME: re.compile(rf"\d|\b(?:{'|'.join(_DAYS.split())})", re.IGNORECASE),
    Wish.PERSON: re.compile(r"\w\s[А-ЯЃЌЉЊЏЅЈA-ZÇË]\w+\s[А-ЯЃЌЉЊЏЅЈA-ZÇË]\w+"),
    Wish.REASONS: re.compile(r"\b(?:бидејќи|затоа|поради|because|sepse|ngaqë|shkak)\b", re.IGNORECASE),
}
"""What a sentence that tells so much usually holds."""


@dataclass(frozen=True)
class Found:
    """An article that answers a question, and how well."""

    article: Article
    score: float
    covered: float
    """The share of the question that it covers, 0 to 1."""
    is_list: bool
    """Whether the article's key points are the answer."""
    reading: "Reading" = field(repr=False, compare=False)
    hints: frozenset[Wish] = frozenset()

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences that answer, verbatim and in its order; none for an article without text."""
        return _passage(self.reading, self.hints)


@dataclass(frozen=True)
class Answered:
    """A page of answers to a question, or none and what the paper does write about."""

    text: str
    view: View
    found: Sequence[Found]
    has_more: bool
    topics: Sequence[str]
    edition: Edition
    now: datetime
    question_id: QuestionId | None = None
    """None where there is nothing more to ask about the question."""
    related: Sequence[Article] = ()
    """To the best answer, where there are few."""


def rank(
    articles: Sequence[Article],
    terms: Sequence[Term],
    hints: frozenset[Wish],
    forms: Forms,
    *,
    edition: Edition,
    order: Order = Order.BEST,
) -> list[Found]:
    """The articles with their passages: the best first, or among those that are about it the newest."""
    matcher = Matcher(terms, forms)
    found = [_found(Reading(article, matcher), hints, edition) for article in articles]
    found.sort(key=lambda one: -one.score)
    if order is Order.NEWEST:
        found = [one for one in found if one.covered >= ENOUGH]
        found.sort(key=lambda one: one.article.published_at or one.article.seen_at, reverse=True)
    return found


class Reading:
    """An article as a question sees it."""

    def __init__(self, article: Article, matcher: Matcher) -> None:
        self.article = article
        self.share = matcher.share
        self._terms = matcher.terms
        tags = " ".join((*article.authors, *article.topics, article.series or ""))
        self.headline = together(matcher.held(article.headline, article.language).values())
        self.tags = together(matcher.held(tags, article.language).values())
        held = [matcher.held(paragraph, article.language) for paragraph in article.body]
        # Splitting takes long, and most paragraphs of the articles read say nothing of the question.
        self._said = [
            _by_sentence(paragraph, words) if words else None
            for paragraph, words in zip(article.body, held, strict=True)
        ]
        self.places = [bits for said in self._said for _, bits in said or _SILENCE]
        """The question's words in its sentences, those in a row without any taken as one."""

    @cached_property
    def _told(self) -> list[tuple[str, int]]:
        pairs = zip(self.article.body, self._said, strict=True)
        return [
            one
            for paragraph, said in pairs
            for one in (said or [(sentence, 0) for sentence in split_sentences(paragraph)])
        ]

    @cached_property
    def sentences(self) -> list[str]:
        """All its sentences, in order."""
        return [sentence for sentence, _ in self._told]

    @cached_property
    def bits(self) -> list[int]:
        """The question's words in each of them."""
        return [bits for _, bits in self._told]

    def news(self, bits: int) -> float:
        """What a sentence with these words tells of the question: less of what others tell as well."""
        return sum(worth for bit, worth in self._worths.items() if bits & bit) if bits else 0.0

    @cached_property
    def _worths(self) -> dict[int, float]:
        worths = {}
        for number in range(self._terms):
            bit = 1 << number
            told = sum(1 for bits in self.places if bits & bit)
            named = _TOLD_BY_HEADLINE if self.headline & bit else 1
            worths[bit] = self.share(bit) * min(named, 1 / (1 + _TOLD_AGAIN * max(told - 1, 0)))
        return worths

    @cached_property
    def covered(self) -> float:
        """The share of the question that the article is about."""
        whole = self.share(together((self.headline, self.tags, *self.places)))
        pairs = {here | after for here, after in pairwise((*self.places, 0))}
        place = max([self.share(self.headline | self.tags), *map(self.share, pairs)])
        return (1 - _NEAR) * whole + _NEAR * place


def _by_sentence(paragraph: str, held: Mapping[str, int]) -> list[tuple[str, int]]:
    """The sentences of a paragraph, each with the question's words in it, given those in the paragraph."""
    return [
        (sentence, together(held[word] for word in held.keys() & sentence.split()))
        for sentence in split_sentences(paragraph)
    ]


def _found(reading: Reading, hints: frozenset[Wish], edition: Edition) -> Found:
    article = reading.article
    headline = reading.share(reading.headline)
    score = reading.covered + headline / 3 + (_OWN_EDITION if article.edition == edition else 0)
    asked_for = 0.0 if Wish.REASONS in hints else max(map(reading.share, set(reading.places)), default=0.0)
    wants_list = not hints & _PRECISE and headline > max(asked_for, _HINTED)
    is_list = bool(article.key_points) and wants_list
    return Found(article, score, reading.covered, is_list, reading, hints)


def _passage(reading: Reading, hints: frozenset[Wish]) -> tuple[str, ...]:
    """The best sentence, and another that says more where there is room."""
    worth = [_worth(reading, number, hints) for number in range(len(reading.sentences))]
    if not worth:
        return ()
    first = max(range(len(worth)), key=lambda number: worth[number])
    chosen = {first}
    room = _LONGEST_PASSAGE - len(reading.sentences[first])
    more = _second(reading, first, worth)
    if more is not None and len(reading.sentences[more]) <= room:
        chosen.add(more)
    return tuple(reading.sentences[number] for number in sorted(chosen))


def _second(reading: Reading, first: int, worth: Sequence[float]) -> int | None:
    """What belongs to a heading is the sentence below it; else the one that adds most, or goes on."""
    others = [number for number in range(len(worth)) if number != first]
    if not others:
        return None
    if not is_whole(reading.sentences[first]) and first + 1 in others:
        return first + 1
    known = reading.bits[first]

    def gain(number: int) -> float:
        fresh = reading.news(reading.bits[number] & ~known)
        return worth[number] / 2 + fresh + (_LEAD if number == first + 1 else 0)

    return max(others, key=gain)


def _worth(reading: Reading, number: int, hints: frozenset[Wish]) -> float:
    sentence, bits = reading.sentences[number], reading.bits[number]
    worth = reading.news(bits) + _LEAD / (1 + number)
    worth += sum(_HINT for hint in hints if bits and _HINTS[hint].search(sentence))
    return worth - (_ENDLESS if len(sentence) > _LONG else 0)
