"""Who may go on: transactions one after the other, and work side by side that slow hosts hold up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.ports import OpenStore, Store


def one_at_a_time(open_store: OpenStore) -> OpenStore:
    """The same store behind a queue of its own: a hundred feeds at once must not bar the way of a push."""
    turn = asyncio.Lock()

    @asynccontextmanager
    async def opened() -> AsyncIterator[Store]:
        async with turn, open_store() as store:
            yield store

    return opened


class Places:
    """`async with places.at(host)`: so many at once, of which only a few have to do with the same host.

    Who waits for a slow host waits outside, and takes nobody else's place.
    """

    def __init__(self, count: int, *, per_host: int) -> None:
        self._free = asyncio.Semaphore(count)
        self._per_host = per_host
        self._hosts = WeakValueDictionary[str, asyncio.Semaphore]()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait for a place, and have it for the length of the block."""
        ours = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with ours, self._free:
            yield
