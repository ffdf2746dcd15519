"""Entry, page and post → a Reading. Bad markup gives a poorer draft, never an exception."""

import html
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo

from bot.articles.boilerplate import cleaned, credit_of, is_sentence
from bot.articles.byline import authors_of, series_of
from bot.articles.headline import split_kicker, without_site
from bot.articles.language import settled
from bot.articles.lexicon import KICKERS, NO_HEADLINE, SERIES
from bot.articles.markup import HEADINGS, Block, decoded, lightened
from bot.articles.material import Material
from bot.articles.metadata import Metadata, primary_language
from bot.articles.pictures import besides
from bot.articles.problems import problems_of
from bot.articles.source import NOTHING, source_of_fragment, source_of_page
from bot.articles.summary import summarise
from bot.articles.text import bare, clean
from bot.articles.videos import merged
from bot.articles.vocabulary import terms_of
from bot.articles.wordpress import source_of_post
from bot.domain.articles import Draft, Image, Reading, Summary
from bot.domain.entries import Entry
from bot.domain.folding import fold
from bot.domain.ids import Edition

LARGEST = 2_000_000
"""Characters of a page, scripts and styles not counted; what stands after them is not read."""
_MARKUP = re.compile(r"<(?:!doctype|[a-z][a-z0-9-]*)(?=[\s/>])[^<>]*>", re.IGNORECASE)
"""A tag; `<info@paper.example>` in a text is none."""
_JSON = re.compile(
    r"\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\"\]]|-?\d[\d.eE+-]*\s*(?:,|\]\s*$)|(?:true|false|null)\s*[,\]]))"
)
_NO_HEADLINE = 100
_A_SUBHEADING = 80
_A_DECK = 40
_A_LONG_BODY = 4
"""Paragraphs; a teaser does not hold all that its deck tells."""
_FIGURE = re.compile(r"\d+(?:[.,:–-]\d+|\s\d{3}\b)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_A_TITLE = re.compile(r"^\w(?!.*://).*\w$")


def read_page(
    entry: Entry,
    page: bytes | None,
    *,
    edition: Edition,
    topic: str | None,
    post: bytes | None = None,
    often: Collection[str] = (),
    kickers: Collection[str] = (),
    zone: tzinfo = UTC,
) -> Reading:
    """What the paper published, from the entry and (where given) its page and WordPress post.

    A page without any markup is a plain text: the headline, then the paragraphs, a line each. `often`
    holds the prints of paragraphs that the site repeats, `kickers` the paper's own words before headlines,
    besides the usual ones, `zone` is where a time belongs that names none. The edition's name is the language
    where it is one.
    """
    markup = lightened(decoded(page)) if page else ""
    is_cut = len(markup) > LARGEST
    markup = markup[:LARGEST]
    if markup and not _MARKUP.search(markup):
        entry, markup = entry if _is_data(markup) else _copied(entry, markup), ""
    material = Material(
        entry,
        post=source_of_post(post, entry.url, often) if post else NOTHING,
        page=source_of_page(markup, entry.url, often, zone) if markup else NOTHING,
        content=source_of_fragment(entry.html, entry.url, often),
    )
    stated = primary_language(edition) or material.metadata.language or primary_language(entry.language)
    draft = _draft(material, edition, settled(stated, material.body), topic, (*KICKERS, *kickers), often)
    return Reading(
        draft=draft,
        dropped=material.dropped,
        problems=problems_of(draft, material, stated, is_cut=is_cut),
        prints=material.prints,
        terms=terms_of(draft.headline, draft.body or (draft.summary,), draft.language),
    )


def _is_data(text: str) -> bool:
    return "\x00" in text or 50 * text.count("\ufffd") > len(text) or bool(_JSON.match(text))


def _copied(entry: Entry, text: str) -> Entry:
    """An article as a reader copies it: the headline on the first line, paragraphs on those that follow."""
    title, _, rest = text.strip().partition("\n")
    lines = (line.strip() for line in rest.splitlines())
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return replace(entry, title=entry.title or clean(title), html=entry.html or paragraphs)


def _draft(
    material: Material,
    edition: Edition,
    language: str,
    topic: str | None,
    kickers: Collection[str],
    often: Collection[str],
) -> Draft:
    entry, metadata, blocks = material.entry, material.metadata, material.text.text.body
    kicker, headline = _headline(entry, metadata, material.body, kickers)
    series, columnist = series_of([*metadata.sections, *entry.categories, *material.captions])
    summary = _summarised(headline, _deck(metadata, material.body, often), material.body, language)
    image = _image(metadata.image or entry.image, metadata.credit, material.captions)
    return Draft(
        url=metadata.url or entry.url or "",
        edition=edition,
        language=language,
        headline=headline,
        kicker=kicker,
        authors=authors_of(metadata.authors or entry.authors, columnist, headline, metadata.sites),
        series=series,
        topics=_topics(topic, material.topics),
        image=image,
        pictures=besides(image.url if image else None, material.pictures),
        videos=merged(material.videos, ()),
        body=material.body,
        subheadings=_positions(blocks, _is_subheading),
        quotes=_positions(blocks, lambda block: block.kind == "blockquote"),
        summary=summary.text,
        key_points=summary.key_points,
        appeal=material.appeal,
        published_at=entry.published or metadata.published_at,
        updated_at=metadata.updated_at,
    )


def _headline(
    entry: Entry, metadata: Metadata, body: Sequence[str], kickers: Collection[str]
) -> tuple[str | None, str]:
    candidates = [entry.title, *metadata.headlines, *(line[:_NO_HEADLINE] for line in body[:1])]
    titles = (text for candidate in candidates if (text := bare(candidate)))
    title = next((text for text in titles if not NO_HEADLINE.fullmatch(text)), "")
    return split_kicker(without_site(title, metadata.sites), kickers)


def _deck(metadata: Metadata, body: Sequence[str], often: Collection[str]) -> str:
    """The publisher's own summary when it is whole, and about this article."""
    deck = bare(metadata.deck)
    whole = len(deck) >= _A_DECK and is_sentence(deck) and not deck.endswith(("…", "..."))
    if not whole or not cleaned([Block(deck, "p")], often).body:
        return ""
    return "" if len(body) >= _A_LONG_BODY and _figures([deck]) - _figures(body) else deck


def _figures(texts: Iterable[str]) -> set[str]:
    """Results and sums in some texts. A deck with others was written for an earlier state of things.

    One digit alone does not count, nor does a year: the article may say it in words, or not at all.
    """
    found = {re.sub(r"\D", "", figure) for text in texts for figure in _FIGURE.findall(text)}
    return {figure for figure in found if len(figure) > 1 and not _YEAR.fullmatch(figure)}


def _summarised(headline: str, deck: str, body: Sequence[str], language: str) -> Summary:
    """The seam to the summary: sentences of the body, or the deck where there is no text to read."""
    return summarise(headline, deck or None, body, language)


def _topics(default: str | None, found: Sequence[str]) -> tuple[str, ...]:
    """Each once whatever its spelling, the feed's own first, columns left out."""
    topics: dict[str, str] = {}
    for topic in ([default] if default else []) + [name for name in found if not SERIES.match(name)]:
        topics.setdefault(fold(topic), topic)
    return tuple(topics.values())


def _image(address: str | None, credit: str | None, described: Sequence[str]) -> Image | None:
    credit = credit or next((found for text in described if (found := credit_of(text))), None)
    return Image(address, credit) if address else None


def _positions(blocks: Sequence[Block], wanted: Callable[[Block], bool]) -> tuple[int, ...]:
    return tuple(number for number, block in enumerate(blocks) if wanted(block))


def _is_subheading(block: Block) -> bool:
    """A heading, or a short line of its own that is no sentence, as editors make them with bold letters."""
    if block.kind in HEADINGS:
        return True
    return block.kind == "p" and len(block.text) <= _A_SUBHEADING and bool(_A_TITLE.match(block.text))
