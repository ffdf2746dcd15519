"""Who may choose for a group or channel: its admins, as Telegram names them now or did a moment ago."""

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.chats import ANONYMOUS_ADMIN
from bot.domain.ids import ChatId, UserId
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import Courier

_FRESH_FOR = timedelta(seconds=30)
"""Somebody who chooses presses several times; an admin who was one half a minute ago may finish that."""
_CHATS = 10_000


class CheckAdmins:
    """Asks Telegram before an update is handled, and remembers its word for half a minute."""

    def __init__(self, *, courier: Courier, clock: Clock) -> None:
        self._courier = courier
        self._clock = clock
        self._known: dict[ChatId, tuple[datetime, frozenset[UserId] | None]] = {}

    async def fetch(self, person: Person) -> None:
        """Learn who the admins are of the chat that the person speaks for."""
        now = self._clock.now()
        at, admins = self._known.get(person.chat_id, (now, None))
        if admins is None or not at <= now < at + _FRESH_FOR:
            admins = await self._courier.administrators(person.chat_id)
            if len(self._known) >= _CHATS:
                self._known.clear()
            self._known[person.chat_id] = now, admins

    def __call__(self, person: Person) -> bool:
        """Whether the person is one of them. Raises UsageError where Telegram did not say."""
        if person.id == ANONYMOUS_ADMIN:
            return True
        _, admins = self._known.get(person.chat_id, (None, None))
        if admins is None:
            raise UsageError("error.admins_unknown")
        return person.id in admins
