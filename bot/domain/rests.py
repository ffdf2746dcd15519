"""Desk chats that rest: neither hammered when they are too busy, nor sent twice what may have arrived."""

from datetime import datetime, timedelta

from bot.domain.deliveries import Outcome, Refused, Sent, Throttled
from bot.domain.ids import ChatId
from bot.domain.steps_back import lasts

_REST = timedelta(minutes=1)


class Rests:
    """Which chats are left alone, and from when until when."""

    def __init__(self) -> None:
        self._rests: dict[ChatId, tuple[datetime, datetime]] = {}

    def may_ask(self, chat_id: ChatId, now: datetime) -> bool:
        """Whether the chat does not rest."""
        rest = self._rests.get(chat_id)
        return rest is None or not lasts(*rest, now)

    def is_settled(self, chat_id: ChatId, outcome: Outcome, now: datetime) -> bool:
        """Whether what was asked need not be tried again; if it must, the chat rests first."""
        if isinstance(outcome, Sent | Refused):
            return True
        self._rests[chat_id] = now, now + (outcome.retry_after if isinstance(outcome, Throttled) else _REST)
        return False
