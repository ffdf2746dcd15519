"""What is not done again and again, however often somebody asks."""

from datetime import datetime, timedelta

from bot.domain.ids import ChatId

_CHATS = 10_000


class Seldom:
    """At most once per chat in every `per`; remembered while the process lives."""

    def __init__(self, per: timedelta) -> None:
        self._per = per
        self._last: dict[ChatId, datetime] = {}

    def may(self, chat_id: ChatId, now: datetime) -> bool:
        """Whether it is time again; if so, this was it."""
        last = self._last.get(chat_id)
        if last is not None and now - last < self._per:
            return False
        if len(self._last) >= _CHATS:
            self._last = {chat: at for chat, at in self._last.items() if now - at < self._per}
        self._last[chat_id] = now
        return True
