"""Take all subscribers and roles to another database or bot, and prove that they arrived as they left."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.ids import ChatId
from bot.domain.moving import Manifest, Traveller, footer, header, line_of, read_moving
from bot.domain.people import Colleague
from bot.domain.subscribers import Person
from bot.errors import MoveFailed
from bot.ports import OpenStore, Store, Together

_PAGE = 1_000
"""Subscribers at a time: little enough that nobody waits for it."""

Advance = Callable[[int], None]
"""Called with how many more are done."""


@dataclass(frozen=True)
class Arrived:
    """Who came, and how many of the file were here before, or have a role here, and stay as they are."""

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
        manifest = Manifest()
        after: ChatId | None = None
        while page := await self._page(after):
            _write(page, manifest, write)
            advance(len(page))
            after = ChatId(page[-1].chat_id)
        async with self._open_store() as store:
            colleagues = await _colleagues(store)
        _write(colleagues, manifest, write)
        write(footer(manifest) + "\n")
        return manifest

    async def _page(self, after: ChatId | None) -> list[Traveller]:
        async with self._open_store() as store:
            return await store.moving.page(after, _PAGE)


class ImportSubscribers:
    """Takes in a file, all of it or nothing. Who is here already has chosen here, and stays as they are."""

    def __init__(self, *, together: Together, clock: Clock) -> None:
        self._together = together
        self._clock = clock

    async def __call__(self, lines: Iterable[str], advance: Advance) -> Arrived:
        """Raises MoveRefused for a line that is not as it must be, MoveFailed when something got lost."""
        left, came, known = Manifest(), set[tuple[type, int]](), 0
        async with self._together() as store:
            for page in _pages(read_moving(lines)):
                new = await self._take_in(store, page)
                for one in new:
                    left.add(one, line_of(one))
                came.update(map(_key, new))
                known += len(page) - len(new)
                advance(len(page))
            await self._prove(store, left, came)
        return Arrived(left, known)

    async def _take_in(self, store: Store, page: list[Traveller | Colleague]) -> list[Traveller | Colleague]:
        """Those of a page that are new here."""
        travellers = [one for one in page if isinstance(one, Traveller)]
        here = await store.moving.known([ChatId(one.chat_id) for one in travellers])
        new = [one for one in travellers if one.chat_id not in here]
        await store.moving.add(new)
        colleagues = [one for one in page if isinstance(one, Colleague)]
        given = {one.id for one in await store.people.all()} if colleagues else set()
        appointed = [one for one in colleagues if one.id not in given]
        for one in appointed:
            await self._appoint(store, one)
        return [*new, *appointed]

    async def _appoint(self, store: Store, one: Colleague) -> None:
        await store.people.put(one)
        person = Person(id=one.id, chat_id=ChatId(one.id), name=one.name, language="")
        about, role = f"{one.name} ({one.id})", one.role.name.lower()
        await store.audit.add(decided(Deed.MOVE_IN, person, self._clock.now(), about=about, after=role))

    async def _prove(self, store: Store, left: Manifest, came: set[tuple[type, int]]) -> None:
        """Read them back, in the transaction that brought them."""
        arrived = Manifest()
        async for one in _everybody(store):
            if _key(one) in came:
                arrived.add(one, line_of(one))
        if arrived.told() != left.told():
            raise MoveFailed(left=left.checksum, arrived=arrived.checksum)


def _write(page: Iterable[Traveller | Colleague], manifest: Manifest, write: Callable[[str], object]) -> None:
    for one in page:
        line = line_of(one)
        manifest.add(one, line)
        write(line + "\n")


def _key(one: Traveller | Colleague) -> tuple[type, int]:
    return (Colleague, one.id) if isinstance(one, Colleague) else (Traveller, one.chat_id)


async def _colleagues(store: Store) -> list[Colleague]:
    return sorted(await store.people.all(), key=lambda one: one.id)


async def _everybody(store: Store) -> AsyncIterator[Traveller | Colleague]:
    after = None
    while page := await store.moving.page(after, _PAGE):
        for one in page:
            yield one
        after = ChatId(page[-1].chat_id)
    for colleague in await _colleagues(store):
        yield colleague


def _pages(everybody: Iterator[Traveller | Colleague]) -> Iterator[list[Traveller | Colleague]]:
    while page := list(islice(everybody, _PAGE)):
        yield page
