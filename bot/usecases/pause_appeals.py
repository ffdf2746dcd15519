"""Turn all appeals and reminders off at once, and on again. `/support` works all the same."""

from bot.clock import Clock
from bot.domain.appeals import Pause
from bot.domain.audit import Deed, decided
from bot.domain.subscribers import Person
from bot.ports import OpenStore


class PauseAppeals:
    """Of two admins at once one did it, and both are told how it is."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def look(self) -> Pause | None:
        """The pause, if there is one."""
        async with self._open_store() as store:
            return await store.appeals.pause()

    async def begin(self, admin: Person) -> None:
        """Nobody is asked from now on."""
        now = self._clock.now()
        async with self._open_store() as store:
            if await store.appeals.begin_pause(admin.name, now):
                await store.audit.add(decided(Deed.PAUSE_APPEALS, admin, now))

    async def end(self, admin: Person) -> None:
        """The paper's rules hold again."""
        async with self._open_store() as store:
            if await store.appeals.end_pause():
                await store.audit.add(decided(Deed.RESUME_APPEALS, admin, self._clock.now()))
