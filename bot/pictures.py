"""Pictures by their address, made into what Telegram takes: it refuses webp and avif, and slow servers."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.domain.steps_back import lasts
from bot.errors import FetchError
from bot.fetch_ports import Fetch, Fetched

log = structlog.get_logger()

_REMEMBERED = 16
"""Pictures kept: a push has one, and every chat of its first seconds asks for it."""
_STAYS_BROKEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class _Known:
    """A picture, or that there was none; then it is asked for again from `until` on."""

    jpeg: bytes | None
    until: datetime


class Pictures:
    """`await pictures(url)`: the picture as JPEG, or None when it can't be had; each is fetched once."""

    def __init__(self, fetch: Fetch, clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, url: str) -> bytes | None:
        """Never raises for what the web or the file does."""
        turn = self._turns.setdefault(url, asyncio.Lock())
        async with turn:
            known = self._known.get(url)
            if known is None or (known.jpeg is None and not self._stays_broken(known)):
                known = _Known(await self._made(url), self._clock.now() + _STAYS_BROKEN_FOR)
                self._remember(url, known)
            return known.jpeg

    def _stays_broken(self, known: _Known) -> bool:
        return lasts(known.until - _STAYS_BROKEN_FOR, known.until, self._clock.now())

    def _remember(self, url: str, known: _Known) -> None:
        self._known[url] = known
        self._known.move_to_end(url)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def _made(self, url: str) -> bytes | None:
        try:
            found = await self._fetch(url, accept="image/*")
        except FetchError as problem:
            log.info("picture_not_fetched", url=url, problem=str(problem))
            return None
        assert isinstance(found, Fetched)  # nobody asked whether it had changed
        picture = await asyncio.to_thread(_as_jpeg, found.body)
        if picture is None:
            log.info("picture_not_usable", url=url)
        return picture


def _as_jpeg(picture: bytes) -> bytes | None:
    # Imported when it is needed: a bot that starts has no picture yet.
    from bot.jpeg import as_jpeg

    return as_jpeg(picture)
