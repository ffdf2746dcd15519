"""Read again the pages that could not be read: until then their articles hold only what the feed told."""

from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.domain.entries import Sighting, fingerprint
from bot.feed_ports import UnreadPage
from bot.ports import OpenStore
from bot.usecases.drafts import DraftArticle, Drafted, log_changes, put_draft

_AT_ONCE = 10
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240))
"""After the second, third … try in vain; then the feed's words stay."""


class ReadPagesAgain:
    """Try the pages that are due."""

    def __init__(self, *, open_store: OpenStore, draft: DraftArticle, clock: Clock) -> None:
        self._open_store = open_store
        self._draft = draft
        self._clock = clock

    async def __call__(self) -> None:
        """What can be read now completes its article; the rest waits longer, or is given up."""
        async with self._open_store() as store:
            due = await store.unread_pages.due(self._clock.now(), _AT_ONCE)
        for page in due:
            await self._read(page)

    async def _read(self, page: UnreadPage) -> None:
        async with self._open_store() as store:
            feed = await store.feeds.get(page.feed_id)
        drafted = await self._draft(feed, page.entry)
        if drafted.is_whole:
            await self._complete(page, drafted)
        else:
            await self._wait(page)

    async def _complete(self, page: UnreadPage, drafted: Drafted) -> None:
        sighting = Sighting(page.article_id, (), page.entry.fingerprint or fingerprint(page.entry))
        async with self._open_store() as store:
            completed = await put_draft(store, page.feed_id, sighting, drafted.reading, self._clock.now())
            await store.unread_pages.drop(page.article_id)
        log_changes(*completed)

    async def _wait(self, page: UnreadPage) -> None:
        async with self._open_store() as store:
            if page.tries > len(_WAITS):
                await store.unread_pages.drop(page.article_id)
                return
            due_at = self._clock.now() + _WAITS[page.tries - 1]
            await store.unread_pages.put(replace(page, tries=page.tries + 1, due_at=due_at))
