"""Pause, go on with or cancel a push under way. The first decision stands, the second is told."""

from bot.clock import Clock
from bot.domain.ids import ChatId, MessageId, PushId
from bot.domain.subscribers import Person
from bot.domain.trouble import TroubleKind
from bot.ports import OpenStore
from bot.usecases.show_trouble import ShowTrouble


class SteerPush:
    """Each returns False when it is too late for that."""

    def __init__(self, *, open_store: OpenStore, show_trouble: ShowTrouble, clock: Clock) -> None:
        self._open_store = open_store
        self._show_trouble = show_trouble
        self._clock = clock

    async def pause(self, push_id: PushId) -> bool:
        """Let what is under way end and start no more."""
        async with self._open_store() as store:
            return await store.pushes.pause(push_id, self._clock.now())

    async def resume(self, push_id: PushId, editor: Person) -> bool:
        """Go on with a paused push."""
        async with self._open_store() as store:
            if not await store.pushes.resume(push_id):
                return False
            places = await store.notices.close(push_id, TroubleKind.STOPPED)
        return await self._told(places, "settled.go_on", editor)

    async def cancel(self, push_id: PushId, editor: Person) -> bool:
        """Send nothing more of it."""
        async with self._open_store() as store:
            if not await store.pushes.cancel(push_id, self._clock.now()):
                return False
            places = await store.notices.close(push_id, TroubleKind.STOPPED)
        return await self._told(places, "settled.stop_push", editor)

    async def _told(self, places: list[tuple[ChatId, MessageId]], key: str, editor: Person) -> bool:
        await self._show_trouble.verdict(places, key, editor.name, editor.chat_id)
        return True
