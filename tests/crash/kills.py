"""A run: a broadcast under faults, whose bot is killed again and again, and what came of it."""

import random
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.domain.pushes import Policy
from bot.sandbox import SandboxClient
from tests.crash.checker import Evidence, Verdict, check
from tests.crash.databases import database
from tests.crash.evidence import accepted, books, books_of_the_dead, fill, is_done
from tests.crash.processes import Bot, Scene, bot, sandbox

PER_SECOND, CONCURRENCY = 200, 32
READERS = range(1_001, 1_401)
_LATE, _LATENCY = 0.9, 0.06
"""So many answers take so many seconds: requests are under way when the bot dies."""
FAULTS = {
    "reset_after": 0.005,
    "reset_before": 0.005,
    "status_429": 0.01,
    "status_5xx": 0.002,
    "latency": _LATE,
    "seconds": _LATENCY,
}
_AMBIGUOUS = ("reset_after", "reset_before", "status_502")
_DELIVERIES_PER_KILL = 70
START_WITHIN, _END_WITHIN = 30.0, 120.0


class StuckError(Exception):
    """The bot ended by itself, or did not go on; the end of its log says why."""


@dataclass(frozen=True)
class Moment:
    """When to kill: after so many messages, and then so many seconds."""

    messages: int
    seconds: float


def moments(kills: int, seed: int) -> Sequence[Moment]:
    """Most in the middle of sending, some while the bot starts and recovers."""
    chance = random.Random(seed)
    return [
        Moment(0, chance.uniform(0.3, 2.5))
        if chance.random() < 0.2
        else Moment(chance.randint(1, 120), chance.uniform(0, 0.06))
        for _ in range(kills)
    ]


async def killed(kills: int, seed: int, kind: str, policy: Policy) -> Verdict:
    """The verdict on a bot that was killed so often."""
    pushes = -(-(kills * _DELIVERIES_PER_KILL + 200) // len(READERS))
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kolporter-")))
        url = stack.enter_context(database(kind, folder))
        due = await fill(url, READERS, pushes, policy)
        address = await stack.enter_async_context(sandbox(folder))
        telegram = await stack.enter_async_context(SandboxClient(address))
        await telegram.chances(seed, chat=None, method=None, **FAULTS)
        scene = Scene(folder, address, url, PER_SECOND, CONCURRENCY)
        crashes = [await _crash(scene, moment) for moment in moments(kills, seed)]
        await finish(scene)
        return await judge(scene, due, policy, crashes, (await telegram.faults())["dealt"])


async def _crash(scene: Scene, moment: Moment) -> int:
    """Start, kill, and count what was cut off."""
    async with bot(scene) as running:
        if moment.messages and not await running.sends(moment.messages, START_WITHIN):
            raise StuckError(tail(scene))
        if not await running.lives(moment.seconds):
            raise StuckError(tail(scene))
    return (await books_of_the_dead(scene.database_url, scene.folder)).cut_off


async def finish(scene: Scene) -> None:
    """One more start, and all the time it needs."""
    async with bot(scene) as running:
        if not await gets_done(scene, running):
            raise StuckError(tail(scene))


async def gets_done(scene: Scene, running: Bot) -> bool:
    """Let it work until every push is over; False when it ended, or did not get so far."""
    for _ in range(int(_END_WITHIN / 0.3)):
        if not await running.lives(0.3):
            return False
        if await is_done(scene.database_url):
            return True
    return False


async def judge(
    scene: Scene,
    due: frozenset[tuple[int, int]],
    policy: Policy,
    crashes: Sequence[int],
    dealt: Mapping[str, int],
) -> Verdict:
    """Collect the evidence and check it."""
    ledger = await books(scene.database_url)
    return check(
        Evidence(
            policy=policy,
            concurrency=scene.concurrency,
            per_second=scene.per_second,
            due=due,
            rows=ledger.rows,
            accepted=accepted(scene.accept_log),
            crashes=crashes,
            ambiguous=sum(dealt.get(kind, 0) for kind in _AMBIGUOUS),
            tallies=ledger.tallies,
            integrity=ledger.integrity,
        )
    )


def tail(scene: Scene, name: str = "bot") -> str:
    """The last lines the bot of this name wrote."""
    lines = (scene.folder / f"{name}.log").read_text("utf-8", "replace").splitlines()
    return "\n".join(f"{line[:300]} … {line[-300:]}" if len(line) > 600 else line for line in lines[-5:])
