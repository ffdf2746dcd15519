"""People have what is kept about their chat, or have it erased."""

from bot.clock import Clock
from bot.domain.records import Record
from bot.domain.subscribers import Person
from bot.ports import OpenStore


class KeepRecords:
    """Tell and erase."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def of(self, person: Person) -> Record:
        """All that is kept about the person's chat."""
        async with self._open_store() as store:
            return await store.records.of(person.chat_id)

    async def erase(self, person: Person) -> None:
        """Erase it. There is no way back; a return is a fresh start."""
        async with self._open_store() as store:
            await store.records.erase(person.chat_id, self._clock.now())
