"""Favours: what one chat gets only so often, however often it asks."""

from datetime import datetime, timedelta
from enum import Enum

from bot.domain.ids import ChatId
from bot.domain.steps_back import lasts

_CHATS = 10_000


class Favour(Enum):
    """What is done at most once per chat in so much time."""

    EXPORT = timedelta(minutes=10)
    """The file with everything that is kept."""
    GREETING = timedelta(seconds=30)
    """What can be chosen for a group: a link that adds us makes Telegram tell of it twice."""
    HINT = timedelta(minutes=1)
    """That the bot reads nothing but words: an album of ten pictures is told once."""


class Favours:
    """Who got which favour lately, and for which update; remembered while the process lives."""

    def __init__(self) -> None:
        self._last: dict[tuple[Favour, ChatId], tuple[datetime, int]] = {}

    def grant(self, favour: Favour, chat_id: ChatId, update_id: int, now: datetime) -> bool:
        """Whether it is time for it; then the chat has had it.

        An update whose handling was undone asks again, and gets what it got.
        """
        last = self._last.get((favour, chat_id))
        if last is not None and last[1] != update_id and lasts(last[0], last[0] + favour.value, now):
            return False
        if len(self._last) >= _CHATS:
            self._last = {
                key: last for key, last in self._last.items() if lasts(last[0], last[0] + key[0].value, now)
            }
        self._last[favour, chat_id] = now, update_id
        return True
