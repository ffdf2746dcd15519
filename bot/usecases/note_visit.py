"""Who wrote or tapped today: a day for each chat, and nothing of what they did."""

from collections.abc import Collection
from datetime import date

from bot.clock import Clock
from bot.domain.ids import ChatId
from bot.ports import OpenStore

_REMEMBERED = 100_000
"""Chats; beyond that some are written down once more."""


class NoteVisit:
    """Once a day for each chat, those of one transaction together; one transaction after the other."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock
        self._today: date | None = None
        self._seen: set[ChatId] = set()
        self._written: Collection[ChatId] = ()

    async def __call__(self, chat_ids: Collection[ChatId]) -> None:
        """They are here."""
        today = self._clock.now().date()
        if today != self._today or len(self._seen) >= _REMEMBERED:
            self._today, self._seen = today, set()
        self._written = ()
        new = [one for one in chat_ids if one not in self._seen]
        if new:
            async with self._open_store() as store:
                self._written = await store.subscribers.seen(new, today)

    def kept(self) -> None:
        """The transaction was committed, so that none of them need be written down again today."""
        self._seen.update(self._written)
