"""One push to one subscriber: the state machine, the carrier's outcomes and how one leads to the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from bot.domain.ids import ChatId, MessageId, PushId, SubscriberId, ThreadId
from bot.domain.pushes import Action, Card, Lane, Policy
from bot.domain.subscribers import ChatKind

LONGEST_RETRY = timedelta(minutes=5)


class DeliveryState(IntEnum):
    """Where a delivery stands, as a small number in a large table. The last five are final."""

    PENDING = 0
    CLAIMED = 1
    SENDING = 2
    SENT = 3
    FAILED = 4
    CANCELLED = 5
    EXPIRED = 6
    UNKNOWN = 7


class Reason(IntEnum):
    """Why Telegram refuses for good."""

    BLOCKED = 1
    DEACTIVATED = 2
    UNREACHABLE = 3
    """The chat is gone, or never talked to us, or put us out."""
    REJECTED = 4
    """Telegram took offence at the message itself."""
    GONE = 5
    """The message to edit is no more."""
    TOO_OLD = 6
    """The message can no longer be edited or deleted; a delivery that was made all the same put another text
    in its place."""

    @property
    def loses_the_chat(self) -> bool:
        """Whether the subscriber can no longer be reached."""
        return self in (Reason.BLOCKED, Reason.DEACTIVATED, Reason.UNREACHABLE)


class Verdict(StrEnum):
    """What an editor says of deliveries that nobody knows the fate of."""

    RESEND = "resend"
    ARRIVED = "arrived"
    LEAVE = "leave"
    """They stay unknown, marked as seen."""


@dataclass(frozen=True)
class Tally:
    """How the deliveries of a push ended, and how many it had."""

    planned: int
    ended: Mapping[tuple[DeliveryState, Reason | None], int] = field(default_factory=dict)
    is_growing: bool = False
    """Whether more of them are being planned."""

    def of(self, state: DeliveryState) -> int:
        """How many ended so."""
        return sum(count for (ended, _), count in self.ended.items() if ended is state)

    @property
    def lost(self) -> int:
        """How many could not be reached any more: they blocked us, or are gone."""
        return sum(count for (_, reason), count in self.ended.items() if reason and reason.loses_the_chat)

    @property
    def open(self) -> int:
        """How many have not ended."""
        return self.planned - sum(self.ended.values())


Key = tuple[PushId, SubscriberId]
"""Names a delivery."""

UNFROZEN = Card(html="")
"""Of a digest that was claimed and has no text yet."""


class Delivery(NamedTuple):
    """A claimed delivery with all it takes to make it.

    A tuple, as settlements are: a frozen dataclass takes five times as long to make, and a broadcast makes a
    thousand of each a second.
    """

    push_id: PushId
    subscriber_id: SubscriberId
    chat_id: ChatId
    chat_kind: ChatKind
    lane: Lane
    action: Action
    policy: Policy | None
    card: Card
    attempts: int
    message_id: MessageId | None = None
    """The message to edit, to delete or to reply to."""
    reply_to: MessageId | None = None
    """This reader's last message of the story that they follow, to which a new one replies."""
    thread_id: ThreadId | None = None
    """The topic that a new message goes to."""

    @property
    def key(self) -> Key:
        """What names it."""
        return self.push_id, self.subscriber_id


@dataclass(frozen=True)
class Sent:
    """Telegram took the message."""

    message_id: MessageId
    photo_id: str | None = None
    """Telegram's name for the picture that came along."""
    without_photo: bool = False
    """Telegram could not use the picture, so the message went without it."""
    replaced: bool = False
    """It was to be deleted and is too old for that, so it got another text."""
    photo_size: tuple[int, int] | None = None
    """Width and height in pixels, as Telegram keeps the picture."""


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


class Settlement(NamedTuple):
    """What an outcome makes of a delivery."""

    push_id: PushId
    subscriber_id: SubscriberId
    state: DeliveryState
    before: DeliveryState | None = DeliveryState.SENDING
    """Where it must still stand, or this is about something that is over; None when nobody knows whether
    its intent was recorded."""
    message_id: MessageId | None = None
    not_before: datetime | None = None
    reason: Reason | None = None
    detail: str | None = None
    at_risk: bool = False
    """Whether the message may now arrive twice."""
    new_chat_id: ChatId | None = None


def policy_of(delivery: Delivery) -> Policy:
    """A doubled message annoys one reader, but embarrasses the paper in front of a channel.

    Editing and deleting twice does no harm, so these are always tried again.
    """
    if delivery.action is not Action.SEND:
        return Policy.RESEND
    return delivery.policy or policy_for(delivery.chat_kind)


def policy_for(kind: ChatKind) -> Policy:
    """What a push that does not choose does in this kind of chat."""
    return Policy.RESEND if kind is ChatKind.PRIVATE else Policy.HOLD


def settle(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """Decide what becomes of a delivery whose attempt ended with `outcome`."""
    match outcome:
        case Sent(message_id, replaced=replaced):
            reason = Reason.TOO_OLD if replaced else None
            return _to(delivery, DeliveryState.SENT, message_id=message_id, reason=reason)
        case Refused(reason, detail):
            return _to(delivery, DeliveryState.FAILED, reason=reason, detail=detail)
        case Moved(chat_id):
            return _again(delivery, now, new_chat_id=chat_id)
        case Throttled(retry_after):
            return _again(delivery, now + retry_after, detail="throttled")
        case NotSent(cause):
            return _again(delivery, now + retry_delay(delivery), detail=cause)
        case Ambiguous(cause) if policy_of(delivery) is Policy.HOLD:
            return _to(delivery, DeliveryState.UNKNOWN, detail=cause)
        case Ambiguous(cause):  # pragma: no branch (there is no other outcome)
            return _again(delivery, now + retry_delay(delivery), detail=cause, at_risk=_may_double(delivery))


def nothing_to_send(delivery: Delivery) -> Settlement:
    """A claimed digest for which nothing waits any more: its reader got it otherwise, or wants none of it."""
    return _to(delivery, DeliveryState.CANCELLED)._replace(before=DeliveryState.CLAIMED)


def put_off(delivery: Delivery, until: datetime) -> Settlement:
    """A claimed delivery whose chat may not get another message before `until`; nothing was tried."""
    return _again(delivery, until, before=DeliveryState.CLAIMED)


def not_left(delivery: Delivery, now: datetime) -> Settlement:
    """A delivery whose intent may or may not have been recorded; its request did not leave."""
    return _again(delivery, now, before=None)


def retry_delay(delivery: Delivery) -> timedelta:
    """Wait 1, 2, 4 … seconds, five minutes at most."""
    return min(timedelta(seconds=2 ** min(delivery.attempts, 10)), LONGEST_RETRY)


def _may_double(delivery: Delivery) -> bool:
    return delivery.action is Action.SEND


def _again(
    delivery: Delivery,
    not_before: datetime,
    *,
    before: DeliveryState | None = DeliveryState.SENDING,
    detail: str | None = None,
    at_risk: bool = False,
    new_chat_id: ChatId | None = None,
) -> Settlement:
    return Settlement(
        push_id=delivery.push_id,
        subscriber_id=delivery.subscriber_id,
        state=DeliveryState.PENDING,
        before=before,
        # What is edited or deleted next time is the same message.
        message_id=delivery.message_id,
        not_before=not_before,
        detail=detail,
        at_risk=at_risk,
        new_chat_id=new_chat_id,
    )


def _to(
    delivery: Delivery,
    state: DeliveryState,
    *,
    message_id: MessageId | None = None,
    reason: Reason | None = None,
    detail: str | None = None,
) -> Settlement:
    return Settlement(
        push_id=delivery.push_id,
        subscriber_id=delivery.subscriber_id,
        state=state,
        message_id=message_id or delivery.message_id,
        reason=reason,
        detail=detail,
    )
