"""Desk chats that rest: neither hammered when they are too busy, nor sent twice what may have arrived."""

from datetime import datetime, timedelta

from bot.domain.deliveries import Outcome, Refused, Sent, Throttled
from bot.domain.ids import ChatId

_REST = timedelta(minutes=1)


class Rests:
    """Which chats are left alone, and until when."""

    def __init__(self) -> None:
        self._until: dict[ChatId, datetime] = {}

    def may_ask(self, chat_id: ChatId, now: datetime) -> bool:
        """Whether the chat does not rest."""
        return self._until.get(chat_id, now) <= now

    def is_settled(self, chat_id: ChatId, outcome: Outcome, now: datetime) -> bool:
        """Whether what was asked need not be tried again; if it must, the chat rests first."""
        if isinstance(outcome, Sent | Refused):
            return True
        self._until[chat_id] = now + (outcome.retry_after if isinstance(outcome, Throttled) else _REST)
        return False
