"""Reading pages in child processes: a page takes tens of milliseconds, a hostile one may take for ever."""

from collections.abc import Collection
from dataclasses import replace
from typing import Self
from zoneinfo import ZoneInfo

import structlog

from bot.articles.messages import Request, answers, packed
from bot.domain.articles import Reading
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.workers import DiedError, TooSlowError, Workers

log = structlog.get_logger()

_UTC = ZoneInfo("UTC")
_UNREADABLE = "preview.unreadable"
"""Reading took too long or too much memory."""
_BEGINNING = 100_000
"""Bytes of a page in which it says what it is about."""


class PageReader:
    """`async with PageReader(kickers, zone) as read: await read(entry, page, edition=…, topic=…)`.

    Implements `ports.ReadPage`. One process, started with the first page; `seconds` bounds one page.
    """

    def __init__(self, kickers: Collection[str] = (), zone: ZoneInfo = _UTC, *, seconds: float = 8.0) -> None:
        self._kickers = frozenset(kickers)
        self._zone = zone
        self._workers = Workers("bot.articles.worker", count=1, seconds=seconds)

    async def __aenter__(self) -> Self:
        await self._workers.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._workers.__aexit__(*error)

    async def __call__(
        self,
        entry: Entry,
        page: bytes | None,
        *,
        edition: Edition,
        topic: str | None,
        post: bytes | None = None,
        often: frozenset[str] = frozenset(),
    ) -> Reading:
        """What the paper published; of a page that can't be read, from its beginning or the entry alone."""
        for part in _parts(page):
            request = Request(
                entry, edition, topic, often, self._kickers, self._zone.key, _length(part), _length(post)
            )
            reading = await self._asked(packed(request, part, post), entry.url)
            if reading is not None:
                return reading if part is page else _poor(reading)
        # Imported when it is needed: what reads pages takes 13 MB, which only the process must have.
        from bot.articles.read import read_page

        bare = replace(entry, html="")
        return _poor(read_page(bare, None, edition=edition, topic=topic, kickers=self._kickers))

    async def _asked(self, message: bytes, url: str | None) -> Reading | None:
        try:
            return answers().validate_json(await self._workers(message))
        except (TooSlowError, DiedError) as trouble:
            log.warning("page_unreadable", url=url, trouble=type(trouble).__name__)
            return None


def _parts(page: bytes | None) -> list[bytes | None]:
    """What to try, one after the other."""
    return [page, page[:_BEGINNING]] if page and len(page) > _BEGINNING else [page]


def _length(part: bytes | None) -> int | None:
    return None if part is None else len(part)


def _poor(reading: Reading) -> Reading:
    return replace(reading, problems=(_UNREADABLE, *reading.problems))
