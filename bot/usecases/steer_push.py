"""Pause, go on with or cancel a push under way. The first decision stands, the second is told."""

from bot.clock import Clock
from bot.domain.audit import Deed
from bot.domain.ids import PushId
from bot.domain.push_troubles import Places, PushTroubleKind
from bot.domain.subscribers import Person
from bot.ports import OpenStore
from bot.usecases.log_decision import log_push_decision


class SteerPush:
    """Each returns False, or None instead of the notices to put it under, when it is too late for that."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def pause(self, push_id: PushId, editor: Person) -> bool:
        """Let what is under way end and start no more."""
        now = self._clock.now()
        async with self._open_store() as store:
            paused = await store.pushes.pause(push_id, now)
            if paused:
                await log_push_decision(store, Deed.PAUSE, editor, push_id, now)
        return paused

    async def resume(self, push_id: PushId, editor: Person) -> Places | None:
        """Go on with a paused push."""
        async with self._open_store() as store:
            if not await store.pushes.resume(push_id):
                return None
            await log_push_decision(store, Deed.RESUME, editor, push_id, self._clock.now())
            return await store.notices.close(push_id, PushTroubleKind.STOPPED)

    async def cancel(self, push_id: PushId, editor: Person) -> Places | None:
        """Send nothing more of it."""
        now = self._clock.now()
        async with self._open_store() as store:
            if not await store.pushes.cancel(push_id, now):
                return None
            await log_push_decision(store, Deed.CANCEL, editor, push_id, now)
            return await store.notices.close(push_id, PushTroubleKind.STOPPED)
