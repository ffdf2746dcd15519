"""Who is the active one: on PostgreSQL any number of processes may run, and one delivers, polls and ticks.

The lease stands in a row and is measured by the database's clock alone; its epoch fences off whoever
held it before. The holder also keeps a connection that bears its name: when that is gone, so is the holder,
and nobody waits for the lease of the dead. A holder that hangs stays connected, and then the lease runs out.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.errors import DatabaseUnavailable, LeaseLost
from storage.lease_statements import TERM, end_the_hanging, presence_of, renew, take_if_free

_RENEW_SECONDS = 1.0
_LOOK_SECONDS = 0.5
_GRACE_SECONDS = 2.0
"""After the server was away, so long the holder has to connect again before others take it for dead."""

Transact = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
Dial = Callable[[str], Awaitable[Any]]
"""Connects under a name."""

log = structlog.get_logger()


def _nothing(_: Connection) -> None:
    """Only see whether the server is there."""


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
        self._presence: Any = None
        """The connection by which others see that we live."""
        self._epoch: int | None = None
        self._away = False
        """Whether the server could not be reached when we last tried."""

    async def win(self, given_up: Callable[[], bool]) -> int | None:
        """Look twice a second whether the lease is free."""
        while not given_up():
            try:
                await self._wait_for_the_holder()
                await self._be_present()
                await self._transact(partial(end_the_hanging, us=self._holder))
                self._epoch = await self._transact(partial(take_if_free, holder=self._holder))
            except DatabaseUnavailable:
                self._away = True
            if self._epoch is not None:
                log.info("lease_taken", epoch=self._epoch)
                break
            await self._clock.sleep(_LOOK_SECONDS)
        return self._epoch

    async def _wait_for_the_holder(self) -> None:
        """Where our connection broke, the holder's may have, too; it knows best what it had in hand."""
        if self._away or (self._presence is not None and self._presence.is_closed()):
            await self._transact(_nothing)
            await self._clock.sleep(_GRACE_SECONDS)
            self._away = False

    async def keep(self, epoch: int) -> None:
        """Renew until it is lost. Raises LeaseLost."""
        while True:
            await self._clock.sleep(_LOOK_SECONDS if self._away else _RENEW_SECONDS)
            try:
                await self._be_present()
                await self._transact(partial(renew, epoch=epoch, term=TERM))
                self._away = False
            except DatabaseUnavailable:
                self._away = True

    async def give_back(self) -> None:
        """Let another take over at once."""
        try:
            if self._epoch is not None:
                await self._transact(partial(renew, epoch=self._epoch, term=timedelta(0)))
        except (LeaseLost, DatabaseUnavailable):
            log.info("lease_gone", epoch=self._epoch)
        if self._presence is not None:
            self._presence.terminate()

    async def _be_present(self) -> None:
        if self._presence is None or self._presence.is_closed():
            self._presence = await self._dial(presence_of(self._holder))
