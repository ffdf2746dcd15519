"""Entry → Reading: its page, and the WordPress post behind the page."""

from dataclasses import replace

import structlog

from bot.domain.articles import Reading
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.domain.wordpress import post_address
from bot.errors import FetchError
from bot.fetch_ports import Fetch, Fetched
from bot.ports import ReadPage
from bot.wordforms import open_dictionary

log = structlog.get_logger()

_TOO_LARGE = "preview.too_large"
_PAGE = "text/html, */*;q=0.5"


class ReadEntry:
    """Gets what belongs to an article and has it read."""

    def __init__(self, fetch: Fetch, read_page: ReadPage) -> None:
        self._fetch = fetch
        self._read_page = read_page

    async def page_if_any(self, url: str) -> Fetched | None:
        """The page, or None where it can't be had: what a feed tells is an article too."""
        return await self._tried(url, _PAGE, beginning=True)

    async def page(self, url: str) -> Fetched:
        """The page at an address. Raises FetchError."""
        page = await self._fetch(url, accept=_PAGE, beginning=True)
        assert isinstance(page, Fetched)  # nobody asked whether it had changed
        return page

    async def of_page(
        self,
        entry: Entry,
        page: Fetched | None,
        *,
        edition: Edition,
        topic: str | None = None,
        often: frozenset[str] = frozenset(),
    ) -> Reading:
        """Read an entry whose page is at hand."""
        behind = post_address(page.body, page.url) if page else None
        post = await self._tried(behind, "application/json") if behind else None
        reading = await self._read_page(
            entry,
            page.body if page else None,
            edition=edition,
            topic=topic,
            post=post.body if post else None,
            often=often,
        )
        # Before a transaction begins in which its words are indexed.
        await open_dictionary(reading.draft.language)
        return _cut(reading) if page and page.is_cut else reading

    async def _tried(self, url: str, accept: str, *, beginning: bool = False) -> Fetched | None:
        try:
            found = await self._fetch(url, accept=accept, beginning=beginning)
        except FetchError as problem:
            log.warning("page_unread", url=url, problem=str(problem))
            return None
        assert isinstance(found, Fetched)  # nobody asked whether it had changed
        return found


def _cut(reading: Reading) -> Reading:
    return replace(reading, problems=tuple(dict.fromkeys((_TOO_LARGE, *reading.problems))))
