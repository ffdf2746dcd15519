"""Pause, go on with or cancel a push under way. The first decision stands, the second is told."""

from bot.clock import Clock
from bot.domain.ids import PushId
from bot.domain.push_troubles import Places, PushTroubleKind
from bot.ports import OpenStore


class SteerPush:
    """Each returns False, or None instead of the notices to put it under, when it is too late for that."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def pause(self, push_id: PushId) -> bool:
        """Let what is under way end and start no more."""
        async with self._open_store() as store:
            return await store.pushes.pause(push_id, self._clock.now())

    async def resume(self, push_id: PushId) -> Places | None:
        """Go on with a paused push."""
        async with self._open_store() as store:
            if not await store.pushes.resume(push_id):
                return None
            return await store.notices.close(push_id, PushTroubleKind.STOPPED)

    async def cancel(self, push_id: PushId) -> Places | None:
        """Send nothing more of it."""
        async with self._open_store() as store:
            if not await store.pushes.cancel(push_id, self._clock.now()):
                return None
            return await store.notices.close(push_id, PushTroubleKind.STOPPED)
