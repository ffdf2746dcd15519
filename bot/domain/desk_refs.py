"""What a button of the desk stands for. The button itself carries 128 random bits, and nothing that could be
guessed, altered or carried over to another chat, action or state of things."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ChatId

STANDS_FOR = timedelta(days=2)
"""How long a button of the desk works where its maker does not say otherwise."""


@dataclass(frozen=True, kw_only=True)
class DeskRef:
    """One action on one thing as it was when the button was shown, for one chat, until it expires."""

    action: str
    about: int
    """The id of the thing."""
    version: int = 0
    """Which state of the thing the button was shown for; who carries it out compares."""
    words: str = ""
    """What else it needs: the name of a person, a topic, an address."""
    chat_id: ChatId
    expires_at: datetime


class RefusedFor(StrEnum):
    """Why a button is not obeyed; each has its text `refused.…`."""

    FORGED = "forged"
    """No button of ours carries this, or not with this action."""
    ELSEWHERE = "elsewhere"
    """It was shown in another chat."""
    EXPIRED = "expired"
    USED = "used"
    """It works once, and did."""


def refusal(ref: DeskRef | None, action: str, chat_id: ChatId, now: datetime) -> RefusedFor | None:
    """Why a press of `action` in this chat with this reference is refused; None when it is not."""
    if ref is None or ref.action != action:
        return RefusedFor.FORGED
    if ref.chat_id != chat_id:
        return RefusedFor.ELSEWHERE
    return RefusedFor.EXPIRED if ref.expires_at <= now else None
