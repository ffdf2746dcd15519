"""Transactions of one use case one after the other, so that others wait for one of them at most."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.ports import OpenStore, Store


def one_at_a_time(open_store: OpenStore) -> OpenStore:
    """The same store behind a queue of its own: a hundred feeds at once must not bar the way of a push."""
    turn = asyncio.Lock()

    @asynccontextmanager
    async def opened() -> AsyncIterator[Store]:
        async with turn, open_store() as store:
            yield store

    return opened
