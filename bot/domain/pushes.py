"""Pushes: the decision to send one content to an audience from a time on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import BinaryIO

from bot.domain.audiences import Audience
from bot.domain.follows import Subject
from bot.domain.ids import ArticleId, Edition, PushId, UserId

NEWS_GOES_STALE_AFTER = timedelta(hours=12)


class PushKind(StrEnum):
    """What a push carries."""

    ARTICLE = "article"
    ANNOUNCEMENT = "announcement"
    """What an editor wrote, to all of the audience; or the digest of the day, to who follows it."""
    CORRECTION = "correction"
    RETRACTION = "retraction"
    DIGEST = "digest"
    """For whom something waits at an hour of theirs; each delivery has a card of its own."""


HAS_REPORT = frozenset({PushKind.ARTICLE, PushKind.ANNOUNCEMENT})
"""Of these the desk gets one message that grows; corrections tell it in their own, digests are too many."""


class Action(StrEnum):
    """What a push does on the phone. Editing and deleting twice is the same as once."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"


class Lane(IntEnum):
    """Who goes first; an answer to a person goes before all of them."""

    BREAKING = 1
    INSTANT = 2
    DIGEST = 3


class PushState(StrEnum):
    """`draft` waits for the word to go, `scheduled` for its time, `sending` has its (first) deliveries,
    `paused` waits for an editor; the rest is over."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Policy(StrEnum):
    """What to do when nobody can say whether a message arrived."""

    RESEND = "resend"
    HOLD = "hold"


class Style(StrEnum):
    """The colour of a button, where an app shows it."""

    DANGER = "danger"
    """Red."""


@dataclass(frozen=True)
class Button:
    """One inline button: opens `url`, or sends `data` (at most 64 bytes) back to us."""

    label: str
    url: str | None = None
    data: str | None = None
    style: Style | None = None


ButtonRows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Document:
    """A file of text that a message carries."""

    name: str
    text: str
    content_type: str = "application/json"


@dataclass(frozen=True)
class Upload:
    """A file on its way to Telegram, in this field of the call."""

    field: str
    name: str
    content_type: str
    content: bytes | BinaryIO


@dataclass(frozen=True, kw_only=True)
class Card:
    """A message as it will stand on a phone: Telegram HTML, then a photo or a large link preview."""

    html: str
    photo: str | None = None
    preview: str | None = None
    buttons: ButtonRows = ()
    photo_id: str | None = None
    """Telegram's own name for `photo`, once it has the picture."""
    document: Document | None = None
    """Sent in place of a photo, the text as its caption."""
    asks: bool = False
    """Whether the app opens a reply to it at once; then it has no buttons."""
    silent: bool = False
    """Whether it comes without a sound. Only of a new message: an edit never has one."""


@dataclass(frozen=True, kw_only=True)
class NewPush:
    """A push as decided, with its text frozen per edition: what the editor saw is what is sent."""

    kind: PushKind = PushKind.ARTICLE
    action: Action = Action.SEND
    lane: Lane = Lane.INSTANT
    policy: Policy | None = None
    """None: by the kind of chat."""
    target: PushId | None = None
    """The push whose messages are edited, deleted or (by a correction that sends) replied to; of an article
    that is sent again, the push that somebody missed."""
    article_id: ArticleId | None = None
    """None for a digest."""
    keys: Collection[Subject] = ()
    """What it is filed under: of its editions' subscribers, those get it who follow one and muted none."""
    cards: Mapping[Edition, Card]
    due_at: datetime
    expires_at: datetime
    created_by: UserId | None
    """None when a feed in mode `auto` or a schedule decided."""
    schedule: str
    """With `slot` unique for all time, so that a decision taken twice is one push."""
    slot: str
    revision: int | None = None
    """The article's, whose text the cards hold."""
    links: Mapping[str, str] = field(default_factory=dict)
    """By the key in their address, where the cards' own links lead."""
    audience: Audience | None = None
    """Who of them gets it; None for all."""
    draft: bool = False
    """Frozen, and going nowhere until an editor says so."""


@dataclass(frozen=True, kw_only=True)
class Push:
    """A push on file."""

    id: PushId
    article_id: ArticleId | None = None
    kind: PushKind = PushKind.ARTICLE
    lane: Lane = Lane.INSTANT
    state: PushState
    due_at: datetime
    expires_at: datetime
    created_by: UserId | None
    stopped_for: str | None = None
    """Why it was paused by itself: what Telegram said of it."""
    revision: int | None = None
    cards: Mapping[Edition, Card] = field(default_factory=dict)
    audience: Audience | None = None


def expiry(due_at: datetime) -> datetime:
    """After this, a delivery that could not be made is reported as expired, not fired blindly."""
    return due_at + NEWS_GOES_STALE_AFTER
