"""Four workers on PostgreSQL, whose active one is stopped (SIGSTOP, and SIGCONT beyond its lease) or killed.

Somebody takes over in ten seconds from one that hangs, in one second from one that is dead. The one that
hung may not begin another message, but for the one between whose last look and first byte it was stopped: of
those there is one at most, as one thread writes them. Like what it had handed to its connections, that is
an intent which the stop cut off: whoever took over recorded it as at risk, and the checker holds it to that.
"""

import random
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg

from bot.domain.deliveries import DeliveryState
from bot.domain.pushes import Policy
from tests.crash.checker import Verdict
from tests.crash.databases import database
from tests.crash.evidence import fill
from tests.crash.kills import READERS, START_WITHIN, StuckError, gets_done, judge, tail
from tests.crash.outages import ForbiddenError, stage
from tests.crash.workers import CLOCK, Team, late, team

WORKERS = 4
TAKEOVER_WITHIN = {signal.SIGSTOP: 10.0, signal.SIGKILL: 1.0}
_NOBODY_WITHIN = 30.0
_IN_FLIGHT = 0.15
"""Seconds for what a stopped worker had handed to the kernel to reach its end."""
_TIMES, _PUSHES = 3, 4
_LATE = 1
"""How many messages can stand between their last look and their first byte: no process can make two of its
instructions one, and Telegram knows no epoch by which it could refuse what comes late."""


@dataclass(frozen=True)
class Loss:
    """One active worker that was lost."""

    takeover: float
    """Seconds until another held the lease."""
    cut_off: int
    late: int = 0
    """Messages that it began when it went on."""


@dataclass(frozen=True)
class Report:
    """The verdict, and the seconds that each takeover took."""

    verdict: Verdict
    takeovers: Sequence[float]
    late: Sequence[int] = ()
    """How many messages each one began when it went on."""


async def replaced(number: signal.Signals, seed: int, kind: str, policy: Policy) -> Report:
    """The verdict on four workers whose active one got this signal, three times."""
    if kind == "sqlite":
        raise ForbiddenError("a SQLite file has one worker")
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kolporter-")))
        url = stack.enter_context(database(kind, folder))
        due = await fill(url, READERS, _PUSHES, policy)
        scene, telegram = await stack.enter_async_context(stage(folder, url, seed))
        ledger = await asyncpg.connect(url)
        stack.push_async_callback(ledger.close)
        workers = await stack.enter_async_context(team(scene, WORKERS))
        losses = [await _lose(workers, number, ledger, chance) for _ in range(_TIMES)]
        if not await gets_done(scene, workers.active().process):
            raise StuckError(tail(scene, workers.active().process.log.stem))
        crashes = [loss.cut_off for loss in losses]
        verdict = await judge(scene, due, policy, crashes, (await telegram.faults())["dealt"])
    broken = (*verdict.broken, *_slow(losses, TAKEOVER_WITHIN[number]))
    takeovers = [round(loss.takeover, 2) for loss in losses]
    return Report(replace(verdict, broken=broken), takeovers, [loss.late for loss in losses])


async def _lose(workers: Team, number: signal.Signals, ledger: Any, chance: random.Random) -> Loss:
    if not await workers.workers[-1].process.sends(chance.randint(60, 160), START_WITHIN):
        raise StuckError("nobody sends")
    lost, at = workers.active(), CLOCK.now()
    # Who is to be killed is stopped first: an heir would else be faster than the count.
    lost.process.signal(signal.SIGSTOP)
    await workers.workers[-1].process.lives(_IN_FLIGHT)
    cut_off = await ledger.fetchval("SELECT count(*) FROM deliveries WHERE state = $1", DeliveryState.SENDING)
    if number is signal.SIGKILL:
        at = CLOCK.now()
        lost.process.signal(number)
    heir = await workers.heir(lost, at, _NOBODY_WITHIN)
    loss = Loss((heir.taken[-1] - at).total_seconds(), cut_off)
    if number is signal.SIGKILL:
        workers.workers.remove(lost)
        await workers.join()
        return loss
    await heir.process.lives(chance.uniform(0, 3))
    on = CLOCK.now()
    lost.process.signal(signal.SIGCONT)
    await lost.process.lives(3)
    return replace(loss, late=len(late(lost, on)))


def _slow(losses: Sequence[Loss], within: float) -> Iterator[str]:
    for loss in losses:
        if loss.takeover > within:
            yield f"somebody took over only after {loss.takeover:.1f} s"
        if loss.late > min(_LATE, loss.cut_off):
            yield f"the one that was stopped began {loss.late} messages when it went on"
