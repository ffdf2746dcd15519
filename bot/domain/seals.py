"""Seals on the desk's buttons: what a press sends back is what we put there, for that chat, not long ago.

A button that shows something or decides within one message carries its own data, e.g. `send:17.2.3`, and a
seal over it, the chat and the hour. What is destroyed by a press is not in the data at all: see desk_refs.py.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.desk_refs import RefusedFor
from bot.domain.ids import ChatId

LASTS = timedelta(days=7)
"""How long a button of the desk works."""
_HOUR = 3600
_MARK = "~"
_LETTERS = 12
"""Of the seal: 72 bits, which nobody hits by trying, on a button that has room for 64 bytes."""
_DIGITS = 5
"""Of the hour, in hexadecimal."""
LENGTH = len(_MARK) + _DIGITS + _LETTERS
"""What a seal adds to the data."""


@dataclass(frozen=True, repr=False)
class Seals:
    """Made with `key`, which nobody outside may know."""

    key: str

    def __repr__(self) -> str:
        return "Seals()"

    def seal(self, data: str, chat_id: ChatId, now: datetime) -> str:
        """The data as a button of this chat carries it."""
        hour = f"{int(now.timestamp()) // _HOUR:0{_DIGITS}x}"
        return f"{data}{_MARK}{hour}{self._made_for(data, chat_id, hour)}"

    def open(self, sealed: str, chat_id: ChatId, now: datetime) -> str | RefusedFor:
        """The data that was sealed, or why it is not obeyed. One that came from another chat is forged."""
        data, _, seal = sealed.rpartition(_MARK)
        hour, made = seal[:_DIGITS], seal[_DIGITS:]
        if not hmac.compare_digest(_bytes(made), _bytes(self._made_for(data, chat_id, hour))):
            return RefusedFor.FORGED
        sealed_at = int(hour, 16) * _HOUR
        return RefusedFor.EXPIRED if now.timestamp() - sealed_at > LASTS.total_seconds() else data

    def _made_for(self, data: str, chat_id: ChatId, hour: str) -> str:
        words = f"{chat_id}\n{hour}\n{data}".encode("utf-8", "surrogatepass")
        digest = hmac.new(self.key.encode(), words, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest)[:_LETTERS].decode()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
