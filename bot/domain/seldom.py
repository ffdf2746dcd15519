"""Favours: what one chat gets only so often, however often it asks."""

from datetime import datetime, timedelta
from enum import Enum

from bot.domain.ids import ChatId

_CHATS = 10_000


class Favour(Enum):
    """What is done at most once per chat in so much time."""

    EXPORT = timedelta(minutes=10)
    """The file with everything that is kept."""
    HINT = timedelta(minutes=1)
    """That the bot reads nothing but words: an album of ten pictures is told once."""


class Favours:
    """Who got which favour lately; remembered while the process lives."""

    def __init__(self) -> None:
        self._last: dict[tuple[Favour, ChatId], datetime] = {}

    def may(self, favour: Favour, chat_id: ChatId, now: datetime) -> bool:
        """Whether it is time for it."""
        last = self._last.get((favour, chat_id))
        return last is None or now - last >= favour.value

    def given(self, favour: Favour, chat_id: ChatId, now: datetime) -> None:
        """The chat got it."""
        if len(self._last) >= _CHATS:
            self._last = {key: at for key, at in self._last.items() if now - at < key[0].value}
        self._last[favour, chat_id] = now
