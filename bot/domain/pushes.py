"""Pushes: the decision to send one content to an audience from a time on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ArticleId, Edition, PushId, UserId

NEWS_GOES_STALE_AFTER = timedelta(hours=12)


class PushKind(StrEnum):
    """What a push carries."""

    ARTICLE = "article"


class PushState(StrEnum):
    """`scheduled` waits for its time, `sending` has its deliveries planned, the rest is over."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Button:
    """One inline button: opens `url`, or sends `data` (at most 64 bytes) back to us."""

    label: str
    url: str | None = None
    data: str | None = None


ButtonRows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """A message as it will stand on a phone: Telegram HTML, then a photo or a large link preview."""

    html: str
    photo: str | None = None
    preview: str | None = None
    buttons: ButtonRows = ()
    photo_id: str | None = None
    """Telegram's own name for `photo`, once it has the picture."""


@dataclass(frozen=True, kw_only=True)
class NewPush:
    """A push as decided, with its text frozen per edition: what the editor saw is what is sent."""

    kind: PushKind = PushKind.ARTICLE
    article_id: ArticleId
    cards: Mapping[Edition, Card]
    due_at: datetime
    expires_at: datetime
    created_by: UserId | None
    """None when a feed in mode `auto` decided."""
    schedule: str
    """With `slot` unique for all time, so that a decision taken twice is one push."""
    slot: str


@dataclass(frozen=True, kw_only=True)
class Push:
    """A push on file."""

    id: PushId
    article_id: ArticleId
    state: PushState
    due_at: datetime
    expires_at: datetime
    created_by: UserId | None
    cards: Mapping[Edition, Card] = field(default_factory=dict)


def expiry(due_at: datetime) -> datetime:
    """After this, a delivery that could not be made is reported as expired, not fired blindly."""
    return due_at + NEWS_GOES_STALE_AFTER
