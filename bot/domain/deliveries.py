"""One push to one subscriber: the state machine, the carrier's outcomes and how one leads to the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ChatId, DeliveryId, MessageId, PushId, SubscriberId
from bot.domain.pushes import Card
from bot.domain.subscribers import ChatKind

LONGEST_RETRY = timedelta(minutes=5)


class DeliveryState(StrEnum):
    """Where a delivery stands. The last five are final."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Policy(StrEnum):
    """What to do when nobody can say whether a message arrived."""

    RESEND = "resend"
    HOLD = "hold"


class Reason(StrEnum):
    """Why Telegram refuses for good."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    UNREACHABLE = "unreachable"
    """The chat is gone, or never talked to us, or put us out."""
    REJECTED = "rejected"
    """Telegram took offence at the message itself."""
    GONE = "gone"
    """The message to edit is no more."""
    TOO_OLD = "too_old"
    """The message can no longer be edited or deleted."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A claimed delivery with all it takes to make it."""

    id: DeliveryId
    push_id: PushId
    subscriber_id: SubscriberId
    chat_id: ChatId
    chat_kind: ChatKind
    card: Card
    attempts: int
    risk: int


@dataclass(frozen=True)
class Sent:
    """Telegram took the message."""

    message_id: MessageId
    photo_id: str | None = None
    """Telegram's name for the picture that came along."""
    without_photo: bool = False
    """Telegram could not use the picture, so the message went without it."""


@dataclass(frozen=True)
class Refused:
    """Telegram will never take this message to this chat."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class Moved:
    """The group became a supergroup under another id; nothing was sent."""

    chat_id: ChatId


@dataclass(frozen=True)
class Throttled:
    """Too fast; nothing was sent."""

    retry_after: timedelta


@dataclass(frozen=True)
class NotSent:
    """The request certainly did not reach Telegram, or was turned away unread."""

    cause: str
    token_refused: bool = False
    """Telegram does not know us any more: nobody gets anything until somebody acts."""


@dataclass(frozen=True)
class Ambiguous:
    """No usable answer: the message may have arrived."""

    cause: str


Outcome = Sent | Refused | Moved | Throttled | NotSent | Ambiguous


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What an outcome makes of a delivery."""

    delivery_id: DeliveryId
    subscriber_id: SubscriberId
    state: DeliveryState
    message_id: MessageId | None = None
    not_before: datetime | None = None
    detail: str | None = None
    at_risk: bool = False
    """Whether the message may now arrive twice."""
    lost_chat: bool = False
    """Whether the subscriber can no longer be reached."""
    new_chat_id: ChatId | None = None


def policy_for(kind: ChatKind) -> Policy:
    """A doubled message annoys one reader, but embarrasses the paper in front of a channel."""
    return Policy.RESEND if kind is ChatKind.PRIVATE else Policy.HOLD


def settle(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """Decide what becomes of a delivery whose attempt ended with `outcome`."""
    base = _Base(delivery.id, delivery.subscriber_id)
    match outcome:
        case Sent(message_id):
            return base.to(DeliveryState.SENT, message_id=message_id)
        case Refused(reason, detail):
            return base.to(DeliveryState.FAILED, detail=detail, lost_chat=reason is not Reason.REJECTED)
        case Moved(chat_id):
            return base.to(DeliveryState.PENDING, not_before=now, new_chat_id=chat_id)
        case Throttled(retry_after):
            return base.to(DeliveryState.PENDING, not_before=now + retry_after, detail="throttled")
        case NotSent(cause):
            return base.to(DeliveryState.PENDING, not_before=now + retry_delay(delivery), detail=cause)
        case _:
            return _settle_ambiguous(delivery, base, outcome.cause, now)


def retry_delay(delivery: Delivery) -> timedelta:
    """Wait 1, 2, 4 … seconds, five minutes at most."""
    return min(timedelta(seconds=2 ** min(delivery.attempts, 10)), LONGEST_RETRY)


def _settle_ambiguous(delivery: Delivery, base: "_Base", cause: str, now: datetime) -> Settlement:
    if policy_for(delivery.chat_kind) is Policy.HOLD:
        return base.to(DeliveryState.UNKNOWN, detail=cause)
    wait = retry_delay(delivery)
    return base.to(DeliveryState.PENDING, not_before=now + wait, detail=cause, at_risk=True)


@dataclass(frozen=True)
class _Base:
    delivery_id: DeliveryId
    subscriber_id: SubscriberId

    def to(
        self,
        state: DeliveryState,
        *,
        message_id: MessageId | None = None,
        not_before: datetime | None = None,
        detail: str | None = None,
        at_risk: bool = False,
        lost_chat: bool = False,
        new_chat_id: ChatId | None = None,
    ) -> Settlement:
        return Settlement(
            delivery_id=self.delivery_id,
            subscriber_id=self.subscriber_id,
            state=state,
            message_id=message_id,
            not_before=not_before,
            detail=detail,
            at_risk=at_risk,
            lost_chat=lost_chat,
            new_chat_id=new_chat_id,
        )
