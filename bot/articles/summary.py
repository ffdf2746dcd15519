"""An article in a few of its own sentences: the publisher's deck first, a list's points as key points."""

from collections.abc import Sequence

from bot.articles.centrality import central
from bot.articles.compression import compressed
from bot.articles.key_points import find_points, fitted
from bot.articles.terms import stems
from bot.articles.text import shortened
from bot.domain.articles import Summary
from bot.domain.sentences import is_whole, split_sentences

CARD = 400
WITH_POINTS = 600
DIGEST_LINE = 160
_TOO_SHORT = 25
_LEAST_DECK = 60
_OWN_WORDS = 0.3
_LEAD_SHARE = 0.4
_LEAST_FOR_POINTS = 200


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
    `with_points` characters at most when joined by spaces.

    Whole sentences, perhaps without parentheses and leading connectives; what was cut ends with `…`.
    The same article gives the same summary. Empty for an empty article.
    """
    sentences = [sentence for paragraph in paragraphs for sentence in _sentences(paragraph)]
    opening = _usable_deck(deck or "", headline, paragraphs, sentences)
    if with_points >= _LEAST_FOR_POINTS and (points := find_points(headline, paragraphs, language)):
        lead = compressed(next(filter(None, (opening, *sentences)), ""))
        lead = shortened(lead, int(with_points * _LEAD_SHARE))
        return Summary(lead, fitted(points, with_points - len(lead) - 1))
    return Summary(_text(headline, opening, sentences, paragraphs, budget))


def digest_line(headline: str, deck: str | None, paragraphs: Sequence[str], language: str) -> str:
    """The article in one line of a digest, at most 160 characters."""
    return summarise(headline, deck, paragraphs, language, budget=DIGEST_LINE, with_points=0).text


def _text(
    headline: str, opening: str, sentences: Sequence[str], paragraphs: Sequence[str], budget: int
) -> str:
    opening = opening if len(opening) <= budget else ""
    chosen = central(sentences, headline, budget, opening)
    if opening or chosen:
        return " ".join(([opening] if opening else []) + chosen)
    return shortened(sentences[0] if sentences else " ".join(paragraphs), budget)


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
