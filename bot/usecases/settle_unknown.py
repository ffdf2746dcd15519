"""An editor's verdict on deliveries of which nobody knows whether they arrived. The first one stands."""

from bot.clock import Clock
from bot.domain.audit import Deed
from bot.domain.deliveries import DeliveryState, Verdict
from bot.domain.ids import PushId
from bot.domain.push_troubles import Places, PushTroubleKind
from bot.domain.subscribers import Person
from bot.ports import OpenStore
from bot.usecases.log_decision import log_push_decision

_DEEDS = {
    Verdict.RESEND: Deed.RESEND_UNKNOWN,
    Verdict.ARRIVED: Deed.UNKNOWN_ARRIVED,
    Verdict.LEAVE: Deed.LEAVE_UNKNOWN,
}


class SettleUnknown:
    """*Resend*, *It arrived* and *Leave*."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def __call__(self, push_id: PushId, verdict: Verdict, editor: Person) -> Places | None:
        """Decide about all of a push: the notices to put that under, None when somebody was faster."""
        now = self._clock.now()
        async with self._open_store() as store:
            waits = push_id in [one.id for one in await store.pushes.with_unknown()]
            # Between the two, another editor may have been faster.
            settled = waits and await store.pushes.settle_unknown(push_id, verdict, now)
            if not settled:
                return None
            unknown = f"{DeliveryState.UNKNOWN.name.lower()}: {settled}"
            await log_push_decision(store, _DEEDS[verdict], editor, push_id, now, before=unknown)
            return await store.notices.close(push_id, PushTroubleKind.UNKNOWN)
