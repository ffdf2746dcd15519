"""Receive an update that Telegram brings: on file before it may forget it, whichever process it came to."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.clock import Clock
from bot.domain.measures import UPDATES_RECEIVED
from bot.inbox_ports import StoredUpdate
from bot.meter import meter
from bot.ports import OpenStore


class ReceiveUpdate:
    """Stores what comes; the process that handles updates finds it in the inbox."""

    def __init__(self, *, open_store: OpenStore, clock: Clock, arrived: Callable[[int], None]) -> None:
        self._open_store = open_store
        self._clock = clock
        self._arrived = arrived

    async def __call__(self, payload: Mapping[str, Any]) -> bool:
        """When this returns, Telegram may forget it; False for what is no update.

        Raises:
            DatabaseUnavailable: it is not stored, and must come again.
        """
        update_id = payload.get("update_id")
        if not isinstance(update_id, int) or not 0 < update_id < 2**63:
            return False
        async with self._open_store() as store:
            new = await store.inbox.store([StoredUpdate(update_id, payload)], self._clock.now())
        meter.count(UPDATES_RECEIVED, "webhook", by=len(new))
        self._arrived(update_id)
        return True
