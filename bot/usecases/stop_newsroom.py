"""The newsroom stop: nothing new goes out, whoever decided it; people who ask are answered all the same.

Who lets pushing go on is asked about each push that has waited: what was right an hour ago may not be now.
"""

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.newsroom_stops import Halt
from bot.domain.paper import Paper
from bot.domain.subscribers import Person
from bot.locales import texts_for
from bot.ports import Courier, OpenStore, Store
from bot.rendering.newsroom_stop import told_card
from bot.usecases.staff import desk_of


class StopNewsroom:
    """Stop, look, and go on. Of two editors at once one did it, and both are told how it is."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock

    async def stop(self, editor: Person) -> Halt:
        """Stop all pushing; what is under way at this moment still arrives."""
        now = self._clock.now()
        async with self._open_store() as store:
            if await store.newsroom_stop.begin(editor.name, now):
                await store.audit.add(decided(Deed.PAUSE_ALL, editor, now))
            return await self._look(store)

    async def look(self) -> Halt:
        """What waits, and whether there is a stop at all."""
        async with self._open_store() as store:
            return await self._look(store)

    async def resume(self, editor: Person) -> Halt:
        """Let pushing go on, but hold what has waited, each until somebody decides."""
        now = self._clock.now()
        async with self._open_store() as store:
            held = await store.newsroom_stop.held(now)
            stop = await store.newsroom_stop.end()
            if stop is None:
                return Halt(stop=None, held=held, expired=())
            await store.newsroom_stop.hold([one.push_id for one in held])
            await store.audit.add(decided(Deed.RESUME_ALL, editor, now))
            return Halt(stop=None, held=held, expired=await store.newsroom_stop.expired(stop.begun_at, now))

    async def tell_others(self, key: str, editor: Person) -> None:
        """Say in the desk's other chats what the editor did; a crash may forget it."""
        async with self._open_store() as store:
            desk = await desk_of(store, self._paper)
        for chat_id in desk:
            if chat_id != editor.chat_id:
                async with self._open_store() as store:
                    other = await store.subscribers.by_chat(chat_id)
                texts = texts_for(other.language if other else next(iter(self._paper.editions)))
                await self._courier.send(chat_id, told_card(key, editor.name, texts))

    async def _look(self, store: Store) -> Halt:
        now = self._clock.now()
        stop = await store.newsroom_stop.get()
        held = await store.newsroom_stop.held(now)
        expired = await store.newsroom_stop.expired(stop.begun_at, now) if stop else ()
        return Halt(stop=stop, held=held, expired=expired)
