"""What a reader would get from a page, before anybody files or pushes it."""

from dataclasses import dataclass, replace

from bot.domain.articles import Reading
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.terms import Background, keywords
from bot.fetch_ports import Fetch
from bot.locales import texts_for
from bot.ports import ReadPage
from bot.rendering.cards import article_card
from bot.rendering.digests import digest_line
from bot.rendering.pages import reading_pages
from bot.usecases.read_entry import ReadEntry

_UNKNOWN = Edition("")
"""Of a page that no feed brought: its own language decides."""


@dataclass(frozen=True)
class Preview:
    """The article as read, and every message that can be made of it; no card for a page without article."""

    reading: Reading
    card: Card | None = None
    digest: str = ""
    pages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """As a newsroom would find them that has read nothing else yet."""


class PreviewArticle:
    """Look at a page, an HTML file or a plain text without remembering it."""

    def __init__(self, *, fetch: Fetch, read_page: ReadPage, paper: Paper) -> None:
        self._read_entry = ReadEntry(fetch, read_page)
        self._read_page = read_page
        self._paper = paper

    async def __call__(self, url: str) -> Preview:
        """The page at an address. Raises FetchError."""
        page = await self._read_entry.page(url)
        return self._preview(await self._read_entry.of_page(Entry(url=page.url), page, edition=_UNKNOWN))

    async def file(self, content: bytes) -> Preview:
        """A page or a text that is at hand."""
        return self._preview(await self._read_page(Entry(), content, edition=_UNKNOWN, topic=None))

    def _preview(self, reading: Reading) -> Preview:
        edition = self._paper.edition_for(reading.draft.language)
        draft, texts = replace(reading.draft, edition=edition), texts_for(edition)
        if not draft.headline:
            return Preview(reading)
        return Preview(
            reading,
            article_card(draft, self._paper, texts),
            digest_line(draft),
            reading_pages(draft, self._paper, texts),
            keywords(draft.topics, reading.terms, Background()),
        )
