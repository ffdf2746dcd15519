"""Who wrote or tapped today: a day for each chat, and nothing of what they did."""

from datetime import date

from bot.clock import Clock
from bot.domain.ids import ChatId
from bot.ports import OpenStore

_REMEMBERED = 100_000
"""Chats; beyond that some are written down once more."""


class NoteVisit:
    """Once a day for each chat."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock
        self._today: date | None = None
        self._seen: set[ChatId] = set()

    async def __call__(self, chat_id: ChatId) -> None:
        """They are here."""
        today = self._clock.now().date()
        if today != self._today or len(self._seen) >= _REMEMBERED:
            self._today, self._seen = today, set()
        if chat_id not in self._seen:
            async with self._open_store() as store:
                if await store.subscribers.seen(chat_id, today):
                    self._seen.add(chat_id)
