"""The feeds that are read, and how they do."""

from collections.abc import Sequence

from bot.domain.feeds import Feed
from bot.ports import OpenStore


class ListFeeds:
    """All of them, those that have stopped too."""

    def __init__(self, *, open_store: OpenStore) -> None:
        self._open_store = open_store

    async def __call__(self) -> Sequence[Feed]:
        """In the order in which they came."""
        async with self._open_store() as store:
            return await store.feeds.enrolled()
