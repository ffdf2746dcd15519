"""What one document says about an article: the feed's content, the page, or the post behind it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from bot.articles.body import body_of, captions, fragment_body
from bot.articles.boilerplate import Cleaned, cleaned
from bot.articles.markup import Block, parsed, take_appeal, take_surroundings
from bot.articles.metadata import Metadata, metadata_of
from bot.articles.videos import find_videos
from bot.domain.articles import Dropped, Video
from bot.domain.paragraphs import paragraph_print

_DEEPEST = 1_000
_BOX = re.compile(r"<(/?)(?:div|span|section|blockquote|table|ul|ol|b|i|em|strong|font)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """Metadata, text sorted into the article's and the rest, and what goes with it."""

    metadata: Metadata
    text: Cleaned
    captions: tuple[str, ...] = ()
    appeal: tuple[str, ...] = ()
    videos: tuple[Video, ...] = ()
    prints: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Rest:
    """What was taken out of the tree."""

    around: Sequence[str]
    captions: Sequence[str]
    appeal: Sequence[Block]


NOTHING = Source(Metadata(), Cleaned((), ()))


def source_of_fragment(
    html: str, base: str | None, often: Collection[str], metadata: Metadata | None = None
) -> Source:
    """What a feed's content or a post says: an article and nothing else around it."""
    if is_too_deep(html):
        return Source(metadata or Metadata(), Cleaned((), ()))
    tree = parsed(html)
    rest = _rest_of(tree)
    videos = find_videos(tree, base)
    return _source(metadata or Metadata(), fragment_body(tree), rest, videos, often)


def source_of_page(html: str, url: str | None, often: Collection[str]) -> Source:
    """What a whole page says."""
    if is_too_deep(html):
        return NOTHING
    tree = parsed(html)
    metadata = metadata_of(tree, url)
    rest = _rest_of(tree)
    videos = find_videos(tree, metadata.url)
    return _source(metadata, body_of(tree), rest, videos, often)


def is_too_deep(markup: str) -> bool:
    """Whether boxes stand in boxes as on no page of a newspaper; reading them takes quadratic time."""
    depth = deepest = 0
    for tag in _BOX.finditer(markup):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _rest_of(tree: LexborHTMLParser) -> _Rest:
    """Take out of the tree what is not the article's own text."""
    around = take_surroundings(tree)
    return _Rest(around, captions(tree), take_appeal(tree))


def _source(
    metadata: Metadata,
    blocks: Sequence[Block],
    rest: _Rest,
    videos: tuple[Video, ...],
    often: Collection[str],
) -> Source:
    text = cleaned(blocks, often)
    boxes = tuple(block.text for block in rest.appeal)
    left = (*_all(rest.captions, "caption"), *_all(boxes, "appeal"), *_all(rest.around, "around"))
    return Source(
        metadata,
        replace(text, dropped=(*text.dropped, *left)),
        captions=(*rest.captions, *text.because("caption")),
        appeal=boxes or text.because("appeal"),
        videos=videos,
        prints=tuple(dict.fromkeys(map(paragraph_print, (*(block.text for block in blocks), *boxes)))),
    )


def _all(texts: Sequence[str], reason: str) -> tuple[Dropped, ...]:
    return tuple(Dropped(text, reason) for text in texts if text)
