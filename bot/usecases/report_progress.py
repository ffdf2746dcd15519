"""Tell how the pushes under way get on: values for whoever shows them, every few seconds at most."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.ids import PushId
from bot.domain.progress import ProgressEvent, PushAtWork, Reading, progress
from bot.domain.pushes import PushState
from bot.domain.steps_back import lasts
from bot.ports import OpenStore

_EVERY = timedelta(seconds=3)
"""A message that is edited more often costs the chat its budget."""
_READINGS = 5
"""The pace is that of the last dozen seconds: neither of one beat nor of the whole push."""


class ReportProgress:
    """For one who asks in every tick, and shows what comes."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock
        self._looked_at: datetime | None = None
        self._readings: dict[PushId, deque[Reading]] = {}

    async def __call__(self) -> Sequence[ProgressEvent]:
        """Every push that is being sent or paused, and once more each that has ended since; nothing before
        three seconds are over."""
        now = self._clock.now()
        if self._looked_at and lasts(self._looked_at, self._looked_at + _EVERY, now):
            return ()
        async with self._open_store() as store:
            pushes = await store.pushes.at_work(besides=tuple(self._readings))
        self._looked_at = now
        events = [self._event(push, now) for push in pushes]
        for push in pushes:
            if push.is_over:
                del self._readings[push.push_id]
        return events

    def _event(self, push: PushAtWork, now: datetime) -> ProgressEvent:
        readings = self._readings.setdefault(push.push_id, deque(maxlen=_READINGS))
        if push.state is PushState.PAUSED:
            # What stands still has no pace, and nobody knows when it ends.
            readings.clear()
        readings.append(Reading(now, push.tally))
        return ProgressEvent(push, progress(readings[0], readings[-1], now))
