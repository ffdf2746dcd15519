"""What one document says about an article: the feed's content, the page, or the post behind it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from selectolax.lexbor import LexborHTMLParser

from bot.articles.body import body_of, captions, fragment_body
from bot.articles.boilerplate import Cleaned, cleaned, only_prose
from bot.articles.markup import Block, parsed, take_appeal, take_surroundings
from bot.articles.metadata import Metadata, metadata_of
from bot.articles.pictures import pictures_in
from bot.articles.players import players
from bot.articles.videos import find_videos, outside_videos
from bot.domain.articles import Dropped, Reason, Video
from bot.domain.paragraphs import paragraph_print

_DEEPEST = 1_000
_BODY = re.compile(r"<(?:body|div|span|section|blockquote|table|ul|ol|b|i|em|strong|font)\b", re.IGNORECASE)
_BOX = re.compile(r"<(/?)(?:div|span|section|blockquote|table|ul|ol|b|i|em|strong|font)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """Metadata, text sorted into the article's and the rest, and what goes with it."""

    metadata: Metadata
    text: Cleaned
    captions: tuple[str, ...] = ()
    appeal: tuple[str, ...] = ()
    videos: tuple[Video, ...] = ()
    pictures: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Rest:
    """What was taken out of the tree."""

    around: Sequence[str]
    captions: Sequence[str]
    appeal: Sequence[Block]
    videos: frozenset[str]
    """The addresses of those that play there and nowhere else."""
    pictures: Sequence[str]
    """Those that stay in the article's text."""


NOTHING = Source(Metadata(), Cleaned((), ()))


def source_of_fragment(
    html: str, base: str | None, often: Collection[str], metadata: Metadata | None = None
) -> Source:
    """What a feed's content or a post says: an article and nothing else around it."""
    if is_too_deep(html):
        return Source(metadata or Metadata(), Cleaned((), ()))
    tree = parsed(html)
    rest = _taken_apart(tree, base)
    text = cleaned(blocks := fragment_body(tree), often)
    return _source(tree, base, metadata or Metadata(), blocks, text, rest)


def source_of_page(html: str, url: str | None, often: Collection[str], zone: tzinfo) -> Source:
    """What a whole page says; times without a zone are the paper's."""
    tree = parsed(_BODY.split(html, maxsplit=1)[0] if is_too_deep(html) else html)
    metadata = metadata_of(tree, url, zone)
    rest = _taken_apart(tree, metadata.url)
    text = only_prose(cleaned(blocks := body_of(tree), often))
    return _source(tree, metadata.url, metadata, blocks, text, rest)


def is_too_deep(markup: str) -> bool:
    """Whether boxes stand in boxes as on no page of a newspaper; reading them takes quadratic time."""
    depth = deepest = 0
    for tag in _BOX.finditer(markup):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _taken_apart(tree: LexborHTMLParser, base: str | None) -> _Rest:
    """Take out of the tree what is not the article's own text."""
    played = list(players(tree, base))
    around = take_surroundings(tree)
    videos = outside_videos(played, tree, base)
    return _Rest(around, captions(tree), take_appeal(tree), videos, pictures_in(tree, base))


def _source(
    tree: LexborHTMLParser,
    base: str | None,
    metadata: Metadata,
    blocks: Sequence[Block],
    text: Cleaned,
    rest: _Rest,
) -> Source:
    boxes = tuple(block.text for block in rest.appeal)
    left = (*_all(rest.captions, "caption"), *_all(boxes, "appeal"), *_all(rest.around, "around"))
    prints = tuple(dict.fromkeys(map(paragraph_print, (*(block.text for block in blocks), *boxes))))
    return Source(
        metadata,
        replace(text, dropped=(*text.dropped, *left)),
        captions=(*rest.captions, *text.because("caption")),
        appeal=boxes or text.because("appeal"),
        videos=find_videos(tree, base, rest.videos, prints),
        pictures=tuple(rest.pictures),
        prints=prints,
    )


def _all(texts: Sequence[str], reason: Reason) -> tuple[Dropped, ...]:
    return tuple(Dropped(text, reason) for text in texts if text)
