"""Take all subscribers along to another database or bot, and prove that they arrived as they left."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.clock import Clock
from bot.domain.ids import ChatId
from bot.domain.moving import Manifest, Traveller, footer, header, line_of, read_moving
from bot.errors import MoveFailed
from bot.ports import OpenStore, Store, Together

_PAGE = 1_000
"""Subscribers at a time: little enough that nobody waits for it."""

Advance = Callable[[int], None]
"""Called with how many more are done."""


@dataclass(frozen=True)
class Arrived:
    """Who came, and how many chats of the file were here before and stay as they are."""

    manifest: Manifest
    known: int


class ExportSubscribers:
    """Writes everybody, line by line, in short transactions: nobody who is being served waits."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def __call__(self, write: Callable[[str], object], advance: Advance) -> Manifest:
        """Returns what was written."""
        write(header(self._clock.now()) + "\n")
        manifest, after = Manifest(), None
        while page := await self._page(after):
            for traveller in page:
                line = line_of(traveller)
                manifest.add(traveller, line)
                write(line + "\n")
            advance(len(page))
            after = ChatId(page[-1].chat_id)
        write(footer(manifest) + "\n")
        return manifest

    async def _page(self, after: ChatId | None) -> list[Traveller]:
        async with self._open_store() as store:
            return await store.moving.page(after, _PAGE)


class ImportSubscribers:
    """Takes in a file, all of it or nothing. Who is here already has chosen here, and stays as they are."""

    def __init__(self, *, together: Together) -> None:
        self._together = together

    async def __call__(self, lines: Iterable[str], advance: Advance) -> Arrived:
        """Raises MoveRefused for a line that is not as it must be, MoveFailed when something got lost."""
        left, came, known = Manifest(), set[int](), 0
        async with self._together() as store:
            for page in _pages(read_moving(lines)):
                here = await store.moving.known([ChatId(one.chat_id) for one in page])
                new = [one for one in page if one.chat_id not in here]
                await store.moving.add(new)
                for one in new:
                    left.add(one, line_of(one))
                came.update(one.chat_id for one in new)
                known += len(here)
                advance(len(page))
            await self._prove(store, left, came)
        return Arrived(left, known)

    async def _prove(self, store: Store, left: Manifest, came: set[int]) -> None:
        """Read them back, in the transaction that brought them."""
        arrived = Manifest()
        async for one in _everybody(store):
            if one.chat_id in came:
                arrived.add(one, line_of(one))
        if arrived.told() != left.told():
            raise MoveFailed(left=left.checksum, arrived=arrived.checksum)


async def _everybody(store: Store) -> AsyncIterator[Traveller]:
    after = None
    while page := await store.moving.page(after, _PAGE):
        for one in page:
            yield one
        after = ChatId(page[-1].chat_id)


def _pages(travellers: Iterator[Traveller]) -> Iterator[list[Traveller]]:
    while page := list(islice(travellers, _PAGE)):
        yield page
