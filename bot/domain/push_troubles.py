"""What of a push needs an editor: unknown deliveries, or a text that Telegram does not take."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChatId, Edition, MessageId, PushId

Places = list[tuple[ChatId, MessageId]]
"""Where the notices about it stand."""


class PushTroubleKind(StrEnum):
    """What an editor has to decide about."""

    UNKNOWN = "unknown"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class PushTrouble:
    """A push that needs an editor."""

    push_id: PushId
    kind: PushTroubleKind
    headline: str
    edition: Edition
    figure: int
    """How many deliveries are unknown, or were refused for their text."""
    planned: int
    said: str = ""
    """What Telegram said of a text it does not take."""
