"""The points of a list in the article's own sentences, within a budget."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.compression import compressed, unlabelled
from bot.articles.enumeration import Listing, find_listing
from bot.articles.first_point import first_point
from bot.rendering.plain import shorten

_SHORT = 45
"""A point that says less takes its following sentence along where there is room."""


@dataclass(frozen=True)
class Points:
    """What a list consists of: the sentences before its first point, then each point and what the article
    says next about it (may be empty)."""

    before: tuple[str, ...]
    points: tuple[tuple[str, str], ...]


def find_points(headline: str, paragraphs: Sequence[str], language: str) -> Points | None:
    """The points of an article that is a list; None when it is no list."""
    listing = find_listing(headline, paragraphs, language)
    if listing is None:
        return None
    starts = _resolved(listing, headline)
    texts = [each.text for each in listing.sentences]
    ends = [*starts[1:], len(texts)]
    points = tuple(
        (unlabelled(compressed(texts[start])), texts[start + 1] if start + 1 < end else "")
        for start, end in zip(starts, ends, strict=True)
    )
    return Points(tuple(texts[: starts[0]]), points)


def fitted(points: Sequence[tuple[str, str]], budget: int) -> tuple[str, ...]:
    """The points in at most `budget` characters joined by spaces; what is cut is marked with `…`."""
    room = budget - len(points) + 1
    texts = [text for text, _ in points]
    longest = max(map(len, texts))
    while sum(min(len(text), longest) for text in texts) > room and longest > 1:
        longest -= 1
    texts = [shorten(text, longest) for text in texts]
    for number, (text, more) in enumerate(points):
        longer = f"{_closed(text)} {more}"
        if more and len(text) < _SHORT and sum(map(len, texts)) - len(texts[number]) + len(longer) <= room:
            texts[number] = longer
    return tuple(texts)


def _closed(text: str) -> str:
    return text if text[-1] in ".!?…:" else text + "."


def _resolved(listing: Listing, headline: str) -> list[int]:
    """Where each point begins, the unlabelled first one found; it leaves when nothing could be it."""
    known = [start for start in listing.starts if start is not None]
    if len(known) == len(listing.starts):
        return known
    texts = [each.text for each in listing.sentences]
    begin = next(
        place for place, each in enumerate(listing.sentences) if each.paragraph > 0 or place == known[0]
    )
    points = [texts[start] for start in known]
    found = first_point(texts[begin : known[0]], points, texts[known[0] :], headline)
    return known if found is None else [begin + found, *known]
