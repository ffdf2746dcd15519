"""Wrong codes: so many may be tried in a chat within an hour."""

from datetime import datetime, timedelta

from bot.domain.ids import ChatId
from bot.domain.steps_back import lasts

MOST = 10
_WITHIN = timedelta(hours=1)
_CHATS = 10_000


class Tries:
    """Who brought wrong codes lately; remembered while the process lives.

    Nobody guesses one in 2^49: this keeps a chat from trying as fast as it can.
    """

    def __init__(self) -> None:
        self._wrong: dict[ChatId, dict[int, datetime]] = {}

    def are_left(self, chat_id: ChatId, now: datetime) -> bool:
        """Whether the chat may try again."""
        wrong = self._lately(chat_id, now)
        if wrong:
            self._wrong[chat_id] = wrong
        else:
            self._wrong.pop(chat_id, None)
        return len(wrong) < MOST

    def note(self, chat_id: ChatId, update_id: int, now: datetime) -> None:
        """One more was wrong; an update that is handled again counts once."""
        if len(self._wrong) >= _CHATS:
            self._wrong = {one: lately for one in self._wrong if (lately := self._lately(one, now))}
        self._wrong.setdefault(chat_id, {}).setdefault(update_id, now)

    def _lately(self, chat_id: ChatId, now: datetime) -> dict[int, datetime]:
        wrong = self._wrong.get(chat_id, {})
        return {update_id: at for update_id, at in wrong.items() if lasts(at, at + _WITHIN, now)}
