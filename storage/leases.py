"""Who is the active one: on PostgreSQL any number of processes may run, and one delivers, polls and ticks.

The lease stands in a row and is measured by the database's clock alone; its epoch fences off whoever
held it before. A session lock only makes a takeover fast: it falls with the holder's connection, while a
holder that hangs keeps it, and then the lease runs out.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import asyncpg
import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.errors import DatabaseUnavailable, LeaseLost
from storage.lease_statements import TERM, renew, take_if_free

_RENEW_SECONDS = 2.0
_LOOK_SECONDS = 0.5
_LOCK = 0x6B6F6C71

Transact = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
Dial = Callable[[], Awaitable[Any]]

log = structlog.get_logger()


@dataclass(frozen=True)
class Lease:
    """A lease that this process holds, as long as `keep` runs; it raises LeaseLost."""

    epoch: int
    keep: Callable[[], Coroutine[Any, Any, None]]


@asynccontextmanager
async def stand_by(
    transact: Transact, dial: Dial, holder: str, clock: Clock, given_up: Callable[[], bool]
) -> AsyncIterator[Lease | None]:
    """Wait until this process is the active one, or somebody gave up waiting: then there is no lease.

    Given back at the end, so that another can take it at once.
    """
    candidate = _Candidate(transact, dial, holder, clock)
    try:
        epoch = await candidate.win(given_up)
        yield None if epoch is None else Lease(epoch, partial(candidate.keep, epoch))
    finally:
        await candidate.give_back()


class _Candidate:
    """One process that is the active one or would be."""

    def __init__(self, transact: Transact, dial: Dial, holder: str, clock: Clock) -> None:
        self._transact = transact
        self._dial = dial
        self._holder = holder
        self._clock = clock
        self._session: Any = None
        self._locked = False
        self._epoch: int | None = None

    async def win(self, given_up: Callable[[], bool]) -> int | None:
        """Look twice a second whether the lease is free."""
        while not given_up():
            alone = await self._lock()
            self._epoch = await self._transact(partial(take_if_free, holder=self._holder, alone=alone))
            if self._epoch is not None:
                log.info("lease_taken", epoch=self._epoch)
                break
            await self._clock.sleep(_LOOK_SECONDS)
        return self._epoch

    async def keep(self, epoch: int) -> None:
        """Renew until it is lost. Raises LeaseLost."""
        while True:
            await self._clock.sleep(_RENEW_SECONDS)
            try:
                await self._transact(partial(renew, epoch=epoch, term=TERM))
                await self._lock()
            except DatabaseUnavailable as error:
                log.warning("lease_not_renewed", problem=str(error))

    async def give_back(self) -> None:
        """Let another take over at once."""
        try:
            if self._epoch is not None:
                await self._transact(partial(renew, epoch=self._epoch, term=timedelta(0)))
        except (LeaseLost, DatabaseUnavailable):
            log.info("lease_gone", epoch=self._epoch)
        if self._session is not None:
            self._session.terminate()

    async def _lock(self) -> bool:
        """Whether the session lock is ours; the connection is made anew where it broke."""
        try:
            if self._session is None or self._session.is_closed():
                self._session, self._locked = await self._dial(), False
            if not self._locked:
                self._locked = await self._session.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
            self._locked = False
        return self._locked
