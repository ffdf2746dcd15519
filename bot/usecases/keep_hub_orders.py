"""Keep hub orders: ask the hubs of our feeds to tell us of news, again before they stop, and take leave."""

from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.hubs import LEASE, HubDoor, HubOrder, OrderState, next_round
from bot.errors import FetchError
from bot.feed_ports import TellHub
from bot.ports import OpenStore

log = structlog.get_logger()


class KeepHubOrders:
    """Asks whichever hub is due. Without a door nobody could answer us, and nothing is done."""

    def __init__(
        self, *, open_store: OpenStore, tell: TellHub | None, door: HubDoor | None, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._tell = tell
        self._door = door
        self._clock = clock

    async def __call__(self) -> None:
        """One round. What is asked is on file before the hub hears it, as it may ask back at once."""
        if self._tell is None or self._door is None:
            return
        async with self._open_store() as store:
            feeds, known = await store.feeds.with_hub(), await store.feeds.hubs.all()
            now = next_round(feeds, known, self._door, self._clock.now())
            await store.feeds.hubs.put(now.ask)
            await store.feeds.hubs.drop(now.forget)
        for order in now.ask:
            await self._ask(self._tell, self._door, order)

    async def _ask(self, tell: TellHub, door: HubDoor, order: HubOrder) -> None:
        cancels = order.state is OrderState.CANCELLING
        form = {
            "hub.mode": "unsubscribe" if cancels else "subscribe",
            "hub.topic": order.topic,
            "hub.callback": door.address(order),
        }
        if not cancels:
            form |= {
                "hub.secret": door.secret(order),
                "hub.lease_seconds": str(LEASE // timedelta(seconds=1)),
            }
        try:
            await tell(order.hub, form)
        except FetchError as problem:
            log.warning("hub_not_asked", hub=order.hub, topic=order.topic, problem=str(problem))
