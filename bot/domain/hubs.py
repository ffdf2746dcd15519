"""WebSub: what we order from a feed's hub, so that it tells us of news, and when to ask it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.feeds import Feed
from bot.domain.ids import FeedId
from bot.domain.web_keys import WebKeys

LEASE = timedelta(days=10)
"""How long we ask a hub to tell us; it may decide otherwise."""
_SHORTEST_LEASE, _LONGEST_LEASE = timedelta(minutes=1), timedelta(days=60)
_RENEW_AFTER = 0.75
"""Of a lease, so that a hub that is away for a while misses nothing."""
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=10), timedelta(days=1)
_MANY = 20
"""Tries after which the pause gets no longer."""
_CANCELLED_IN_VAIN = 3
"""A hub that does not let us go after so many tries stops by itself when the lease ends."""


class OrderState(StrEnum):
    """Where an order stands."""

    ASKED = "asked"
    """The hub has not asked back yet whether we meant it."""
    RUNNING = "running"
    CANCELLING = "cancelling"


@dataclass(frozen=True, kw_only=True)
class HubOrder:
    """What we asked a hub for. `key` is the last part of the address that it calls."""

    key: str
    feed_id: FeedId
    hub: str
    topic: str
    state: OrderState = OrderState.ASKED
    asked_at: datetime | None = None
    tries: int = 0
    """How often we asked since the hub last agreed."""
    confirmed_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class HubDoor:
    """Where hubs find us. `url` is our public address."""

    url: str
    keys: WebKeys

    def address(self, order: HubOrder) -> str:
        """What a hub calls about this order."""
        return f"{self.url}/hub/{order.key}"

    def secret(self, order: HubOrder) -> str:
        """What the hub signs with."""
        return self.keys.made_for("hub", "secret", order.key)

    def order(self, feed: Feed) -> HubOrder | None:
        """What to order for a feed; None for one that names no hub."""
        if feed.hub is None:
            return None
        topic = feed.topic or feed.address
        key = self.keys.made_for("hub", "path", self.url, str(feed.id), feed.hub, topic)
        return HubOrder(key=key, feed_id=feed.id, hub=feed.hub, topic=topic)


@dataclass(frozen=True)
class Round:
    """What is to be done now: orders to ask about, as they stand once asked, and those to forget."""

    ask: Sequence[HubOrder]
    forget: Sequence[HubOrder]


def next_round(feeds: Iterable[Feed], known: Sequence[HubOrder], door: HubDoor, now: datetime) -> Round:
    """Order what feeds want and nobody ordered, renew in time, cancel what no feed wants any more."""
    wanted = {order.key: order for feed in feeds if (order := door.order(feed))}
    on_file: Mapping[str, HubOrder] = {order.key: order for order in known}
    unwanted = [_leaving(order) for order in known if order.key not in wanted]
    forget = [order for order in unwanted if is_over(order, now)]
    open_ones = [
        *(_staying(on_file.get(key, order)) for key, order in wanted.items()),
        *(order for order in unwanted if order not in forget),
    ]
    return Round([_asked(order, now) for order in open_ones if is_due(order, now)], forget)


def is_due(order: HubOrder, now: datetime) -> bool:
    """Whether to ask the hub now."""
    if order.asked_at is not None and order.tries:
        return now >= order.asked_at + _pause(order.tries)
    if order.state is OrderState.RUNNING and order.confirmed_at and order.ends_at:
        return now >= order.confirmed_at + (order.ends_at - order.confirmed_at) * _RENEW_AFTER
    return True


def is_over(order: HubOrder, now: datetime) -> bool:
    """Whether an order that nobody wants may be forgotten: it never ran, ran out, or the hub is deaf."""
    is_deaf = order.tries >= _CANCELLED_IN_VAIN and is_due(order, now)
    return order.ends_at is None or order.ends_at <= now or is_deaf


def confirmed(order: HubOrder, seconds: int | None, now: datetime) -> HubOrder:
    """The hub asked back, and tells for how long it will tell us."""
    lease = min(max(timedelta(seconds=seconds), _SHORTEST_LEASE), _LONGEST_LEASE) if seconds else LEASE
    return replace(order, state=OrderState.RUNNING, tries=0, confirmed_at=now, ends_at=now + lease)


def denied(order: HubOrder, now: datetime) -> HubOrder:
    """The hub does not want to, or not any more; it is asked again after the longest pause."""
    state = OrderState.ASKED if order.state is OrderState.RUNNING else order.state
    return replace(order, state=state, asked_at=now, tries=_MANY)


def _leaving(order: HubOrder) -> HubOrder:
    if order.state is OrderState.CANCELLING:
        return order
    return replace(order, state=OrderState.CANCELLING, tries=0)


def _staying(order: HubOrder) -> HubOrder:
    """A feed that came back before the hub let it go orders anew."""
    return replace(order, state=OrderState.ASKED, tries=0) if order.state is OrderState.CANCELLING else order


def _asked(order: HubOrder, now: datetime) -> HubOrder:
    return replace(order, asked_at=now, tries=order.tries + 1)


def _pause(tries: int) -> timedelta:
    pause: timedelta = _FIRST_PAUSE * 2 ** min(tries - 1, _MANY)
    return min(pause, _LONGEST_PAUSE)
