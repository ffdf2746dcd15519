"""An entry and its page → a Draft. Bad markup gives a poorer draft, never an exception."""

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.articles.body import body_of, captions, fragment_body
from bot.articles.boilerplate import Cleaned, cleaned, credit_of
from bot.articles.byline import authors_of, series_of
from bot.articles.headline import split_kicker, without_site
from bot.articles.lexicon import KICKERS, SERIES
from bot.articles.markup import Block, appeal_boxes, decoded, parsed, without_surroundings
from bot.articles.metadata import Metadata, metadata_of, primary_language
from bot.articles.summary import summarise
from bot.articles.text import clean
from bot.articles.videos import find_videos, merged
from bot.domain.articles import Draft, Image, Video
from bot.domain.entries import Entry
from bot.domain.folding import fold
from bot.domain.ids import Edition

_NO_HEADLINE = 100
_DEEPEST = 1_000
_BOX = re.compile(r"<(/?)(?:div|span|section|blockquote|table|ul|ol|b|i|em|strong|font)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Source:
    """What one document, the feed's content or the page, says."""

    metadata: Metadata
    text: Cleaned
    captions: tuple[str, ...]
    appeal: tuple[str, ...]
    videos: tuple[Video, ...]

    @property
    def length(self) -> int:
        return sum(map(len, self.text.body))


def read_page(
    entry: Entry,
    page: bytes | None,
    *,
    edition: Edition,
    topic: str | None,
    kickers: Collection[str] = (),
) -> Draft:
    """What the paper published, from the entry and (where given) the page. Implements `ports.ReadPage`.

    `kickers` are the paper's own words before headlines, besides the usual ones.
    """
    content = _from_content(entry)
    readable = decoded(page) if page else ""
    document = _from_page(readable, entry.url) if readable and not _is_too_deep(readable) else content
    # A page behind a login or built by scripts may hold less than the feed.
    fuller = document if document.length >= content.length * 0.8 else content
    metadata = document.metadata
    kicker, headline = _headline(entry, metadata, fuller.text.body, (*KICKERS, *kickers))
    described = (*document.captions, *content.captions)
    series, columnist = series_of([*metadata.sections, *entry.categories, *described])
    language = _language(edition, metadata.language or entry.language)
    return Draft(
        url=metadata.url or entry.url or "",
        edition=edition,
        language=language,
        headline=headline,
        kicker=kicker,
        authors=authors_of(metadata.authors or entry.authors, columnist, headline, metadata.sites),
        series=series,
        topics=_topics(topic, (*metadata.sections, *entry.categories, *metadata.tags)),
        image=_image(metadata.image or entry.image, described),
        videos=merged(document.videos, (*content.videos, *entry.videos)),
        body=fuller.text.body,
        summary=summarise(headline, None, fuller.text.body, language, with_points=0).text,
        appeal="\n".join(document.appeal or content.appeal) or None,
        published_at=entry.published or metadata.published_at,
    )


def entry_from_text(text: str) -> Entry:
    """An article as a reader copies it: the headline on the first line, paragraphs between empty lines."""
    title, _, rest = text.strip().partition("\n")
    lines = (line.strip() for line in rest.splitlines())
    return Entry(title=clean(title), html="".join(f"<p>{html.escape(line)}</p>" for line in lines if line))


def _is_too_deep(markup: str) -> bool:
    """Whether boxes stand in boxes as on no page of a newspaper; reading them takes quadratic time."""
    depth = deepest = 0
    for tag in _BOX.finditer(markup):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _from_content(entry: Entry) -> _Source:
    tree = without_surroundings(parsed("" if _is_too_deep(entry.html) else entry.html))
    under_pictures, boxes = captions(tree), appeal_boxes(tree)
    return _source(Metadata(), fragment_body(tree), under_pictures, boxes, find_videos(tree, entry.url))


def _from_page(page: str, url: str | None) -> _Source:
    tree = parsed(page)
    metadata = metadata_of(tree, url)
    without_surroundings(tree)
    under_pictures, boxes = captions(tree), appeal_boxes(tree)
    return _source(metadata, body_of(tree, page), under_pictures, boxes, find_videos(tree, metadata.url))


def _source(
    metadata: Metadata,
    blocks: Sequence[Block],
    under_pictures: Sequence[str],
    boxes: Sequence[Block],
    videos: tuple[Video, ...],
) -> _Source:
    text = cleaned(blocks)
    appeal = tuple(block.text for block in boxes) or text.because("appeal")
    return _Source(metadata, text, (*under_pictures, *text.because("caption")), appeal, videos)


def _headline(
    entry: Entry, metadata: Metadata, body: Sequence[str], kickers: Collection[str]
) -> tuple[str | None, str]:
    candidates = [entry.title, *metadata.headlines, *(line[:_NO_HEADLINE] for line in body[:1])]
    title = next((candidate for candidate in candidates if candidate), entry.url or "")
    return split_kicker(without_site(title, metadata.sites), kickers)


def _language(edition: Edition, stated: str | None) -> str:
    """The edition's own language if its name is one; sites often state a wrong one."""
    return primary_language(edition) or primary_language(stated) or "und"


def _topics(default: str | None, found: Sequence[str]) -> tuple[str, ...]:
    """Each once whatever its spelling, the feed's own first, columns left out."""
    topics: dict[str, str] = {}
    for topic in ([default] if default else []) + [name for name in found if not SERIES.match(name)]:
        topics.setdefault(fold(topic), topic)
    return tuple(topics.values())


def _image(address: str | None, described: Sequence[str]) -> Image | None:
    credit = next((found for text in described if (found := credit_of(text))), None)
    return Image(address, credit) if address else None
