"""Hear a hub: it asks back whether we meant what we asked, refuses it, or tells that a feed has news.

What it brings is only a hint: the feed itself is asked at once, and believed alone.
"""

from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.domain.feeds import nudged
from bot.domain.hubs import HubDoor, HubOrder, OrderState, confirmed, denied
from bot.domain.web_keys import is_signed
from bot.ports import OpenStore

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What a hub says that we asked for. `seconds` is how long it will tell us."""

    mode: str
    topic: str
    seconds: int | None = None
    reason: str = ""


class HearHub:
    """Answers hubs, each known by the key of its order."""

    def __init__(self, *, open_store: OpenStore, door: HubDoor | None, clock: Clock) -> None:
        self._open_store = open_store
        self._door = door
        self._clock = clock

    async def meant(self, key: str, intent: Intent) -> bool:
        """Whether that is what we asked for; then it counts from now on."""
        now = self._clock.now()
        async with self._open_store() as store:
            order = await store.feeds.hubs.get(key)
            if order is None or order.topic != intent.topic:
                return False
            match intent.mode, order.state:
                case "subscribe", OrderState.ASKED | OrderState.RUNNING:
                    await store.feeds.hubs.put([confirmed(order, intent.seconds, now)])
                case "unsubscribe", OrderState.CANCELLING:
                    await store.feeds.hubs.drop([order])
                case "denied", _:
                    log.warning("hub_denied", hub=order.hub, topic=order.topic, reason=intent.reason)
                    await store.feeds.hubs.put([denied(order, now)])
                case _:
                    return False
        return True

    async def knows(self, key: str) -> bool:
        """Whether anything of a hub is expected there."""
        return await self._running(key) is not None

    async def tells(self, key: str, body: bytes, signature: str) -> None:
        """News, says somebody; the hub alone can sign what it says. The feed is due at once."""
        order = await self._running(key)
        if order is None or self._door is None:
            return
        if not is_signed(body, signature, self._door.secret(order)):
            log.warning("hub_signature_wrong", hub=order.hub, topic=order.topic)
            return
        now = self._clock.now()
        async with self._open_store() as store:
            due = nudged(await store.feeds.get(order.feed_id), now)
            if due is not None:
                await store.feeds.due_at(order.feed_id, due)

    async def _running(self, key: str) -> HubOrder | None:
        async with self._open_store() as store:
            order = await store.feeds.hubs.get(key)
        return order if order and order.state is OrderState.RUNNING else None
