"""An article in a few of its own sentences: the publisher's deck first, a list's points as key points."""

from collections.abc import Iterator, Sequence

from bot.articles.centrality import central
from bot.articles.compression import compressed
from bot.articles.key_points import find_points, fitted
from bot.articles.terms import stems
from bot.domain.articles import Summary
from bot.domain.sentences import is_whole, split_sentences
from bot.rendering.plain import shorten

CARD = 400
WITH_POINTS = 600
_TOO_SHORT = 25
_LEAST_DECK = 60
_OWN_WORDS = 0.3
_LEAD_SHARE = 0.4
_LEAST_FOR_POINTS = 200
LONGEST = 100_000
"""Characters of an article that are looked at; what stands below is in no summary, and would cost time."""


def summarise(
    headline: str,
    deck: str | None,
    paragraphs: Sequence[str],
    language: str,
    *,
    budget: int = CARD,
    with_points: int = WITH_POINTS,
) -> Summary:
    """At most `budget` characters of text or, where the article is a list, text and key points that are
    `with_points` characters at most when joined by spaces. A list that begins
    with its first point has no text.

    Whole sentences, perhaps without parentheses and leading connectives; what was cut ends with `…`.
    The same article gives the same summary. Empty for an empty article.
    """
    paragraphs = list(_beginning(paragraphs))
    sentences = sentences_of(paragraphs)
    opening = _usable_deck(deck or "", headline, paragraphs, sentences)
    if with_points >= _LEAST_FOR_POINTS and (found := find_points(headline, paragraphs, language)):
        said = compressed(opening) not in {text for text, _ in found.points} and opening
        lead = shorten(compressed(said or _lead(found.before)), int(with_points * _LEAD_SHARE))
        return Summary(lead, fitted(found.points, with_points - len(lead) - 1))
    return Summary(_text(headline, opening, sentences, paragraphs, budget))


def sentences_of(paragraphs: Sequence[str]) -> list[str]:
    """What a summary may be made of: the real sentences of an article's beginning."""
    return [sentence for paragraph in _beginning(paragraphs) for sentence in _sentences(paragraph)]


def _beginning(paragraphs: Sequence[str]) -> Iterator[str]:
    left = LONGEST
    for paragraph in paragraphs:
        if left <= 0:
            return
        yield paragraph[:left]
        left -= len(paragraph)


def _text(
    headline: str, opening: str, sentences: Sequence[str], paragraphs: Sequence[str], budget: int
) -> str:
    opening = opening if len(opening) <= budget else ""
    chosen = central(sentences, headline, budget, opening)
    if opening or chosen:
        return " ".join(([opening] if opening else []) + chosen)
    return shorten(sentences[0] if sentences else " ".join(paragraphs), budget)


def _lead(before: Sequence[str]) -> str:
    """What stands before a list: its first real sentence, or any whole one."""
    whole = [text for text in before if is_whole(text) and not text.endswith("…")]
    return next((text for text in whole if len(text) >= _TOO_SHORT), next(iter(whole), ""))


def _sentences(paragraph: str) -> list[str]:
    """Real sentences: headings and labels have no end, and a few words alone say nothing."""
    found = split_sentences(paragraph)
    return [each for each in found if is_whole(each) and len(each) >= _TOO_SHORT and not each.endswith("…")]


def _usable_deck(deck: str, headline: str, paragraphs: Sequence[str], sentences: Sequence[str]) -> str:
    """The publisher's deck when it is complete, about this article, and not the beginning of its text."""
    deck = " ".join(deck.split())
    if len(deck) < _LEAST_DECK or not is_whole(deck) or deck.endswith(("…", "...")):
        return ""
    start = stems(deck)
    if stems(" ".join(paragraphs))[: len(start)] == start or start == stems(headline):
        return ""
    known = {word for text in (headline, *sentences) for word in stems(text)}
    shared = sum(len(word) > 3 and word in known for word in start)
    return deck if shared >= _OWN_WORDS * len(start) else ""
