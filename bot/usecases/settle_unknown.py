"""An editor's verdict on deliveries of which nobody knows whether they arrived. The first one stands."""

from bot.clock import Clock
from bot.domain.deliveries import Verdict
from bot.domain.ids import PushId
from bot.domain.push_troubles import Places, PushTroubleKind
from bot.ports import OpenStore


class SettleUnknown:
    """*Resend*, *It arrived* and *Leave*."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def __call__(self, push_id: PushId, verdict: Verdict) -> Places | None:
        """Decide about all of a push: the notices to put that under, None when somebody was faster."""
        async with self._open_store() as store:
            waits = push_id in [one.id for one in await store.pushes.with_unknown()]
            # Between the two, another editor may have been faster.
            if not (waits and await store.pushes.settle_unknown(push_id, verdict, self._clock.now())):
                return None
            return await store.notices.close(push_id, PushTroubleKind.UNKNOWN)
