"""The database goes away under a broadcast and comes back, several times; the bot lives through it.

What happens to the database is told by the files of their own: database_killed, disk_full and read_only.
"""

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.pushes import Policy
from bot.sandbox import SandboxClient
from tests.crash.checker import Verdict
from tests.crash.evidence import accepted, fill, seconds
from tests.crash.kills import (
    CONCURRENCY,
    FAULTS,
    PER_SECOND,
    READERS,
    START_WITHIN,
    StuckError,
    gets_done,
    judge,
    tail,
)
from tests.crash.processes import Bot, Scene, bot, sandbox

CLOCK = SystemClock()
SENDING_AGAIN_WITHIN = 5.0
"""Seconds from the database's return to the first message."""
_ON_THEIR_WAY = 1.0
"""Seconds for which messages still arrive that left before the database went."""
_FELT_WITHIN = 60.0
_TOLD_WITHIN = 20.0
"""It is told to be back only when nobody has stumbled for a while."""
_PUSHES = 4


@dataclass(frozen=True)
class Trouble:
    """What happens to a database, and how often; `begin` and `end` may take a while."""

    url: str
    times: int
    begin: Callable[[], None]
    end: Callable[[], None]


Place = Callable[[str, Path], AbstractContextManager[Trouble]]
"""Takes the kind of database and a folder of the run's own. Raises ForbiddenError."""


class ForbiddenError(Exception):
    """This machine does not let a run do what it needs, or there is no such run."""


@dataclass(frozen=True)
class Spell:
    """One time that the database was away, in seconds: missed by the bot, and given back."""

    felt: float
    back: float


@dataclass(frozen=True)
class Report:
    """The verdict, and the seconds from each return to the first message."""

    verdict: Verdict
    sending_again: Sequence[float]


async def survived(
    place: Place, seed: int, kind: str, policy: Policy, pushes: int = _PUSHES, most: int | None = None
) -> Report:
    """What became of a bot whose database went away, at `most` so many times."""
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kolporter-")))
        trouble = stack.enter_context(place(kind, folder))
        due = await fill(trouble.url, READERS, pushes, policy)
        scene, telegram = await stack.enter_async_context(stage(folder, trouble.url, seed))
        async with bot(scene) as running:
            spells = [await _spell(scene, running, trouble, chance) for _ in range(most or trouble.times)]
            if not await gets_done(scene, running):
                raise StuckError(tail(scene))
            await running.says("database_back", len(spells), _TOLD_WITHIN)
            broken = [*_told(running, len(spells)), *_stumbled(running)]
        verdict = await judge(scene, due, policy, [], (await telegram.faults())["dealt"])
        times = sorted(one.at for one in accepted(scene.accept_log))
    again = [_first_after(times, spell.back) for spell in spells]
    broken += [*verdict.broken, *_silent(times, spells)]
    broken += [f"sent again only after {one:.1f} s" for one in again if one > SENDING_AGAIN_WITHIN]
    return Report(replace(verdict, broken=tuple(broken)), [round(one, 2) for one in again])


async def _spell(scene: Scene, running: Bot, trouble: Trouble, chance: random.Random) -> Spell:
    """The database goes in the middle of sending, is missed, and comes back a while later."""
    known = len(running.said("database_away"))
    well = await running.says("database_back", known, START_WITHIN)
    if not well or not await running.sends(chance.randint(20, 60), START_WITHIN):
        raise StuckError(tail(scene))
    await asyncio.to_thread(trouble.begin)
    if not await running.says("database_away", known + 1, _FELT_WITHIN):
        raise StuckError(f"nobody missed the database\n{tail(scene)}")
    felt = CLOCK.now()
    if not await running.lives(chance.uniform(1, 6)):
        raise StuckError(tail(scene))
    await asyncio.to_thread(trouble.end)
    return Spell(seconds(felt), seconds(CLOCK.now()))


def _first_after(times: Sequence[float], back: float) -> float:
    return next((at - back for at in times if at >= back), float("inf"))


def _silent(times: Sequence[float], spells: Sequence[Spell]) -> Iterator[str]:
    """Nothing leaves whose intent could not be recorded."""
    for spell in spells:
        if strays := sum(spell.felt + _ON_THEIR_WAY < at < spell.back for at in times):
            yield f"{strays} messages came while the database was away"


def _told(running: Bot, spells: int) -> Iterator[str]:
    """The log has one sentence when it goes, and one when it is back."""
    for event in ("database_away", "database_back"):
        if (count := len(running.said(event))) != spells:
            yield f"{event} stands {count} times in the log, but it happened {spells} times"


def _stumbled(running: Bot) -> Iterator[str]:
    """Nobody else complains, and nothing of ours breaks."""
    if bugs := running.log.read_text("utf-8").count("Traceback"):
        yield f"{bugs} tracebacks in the log"
    if alarms := len(running.said("tick_failed")):
        yield f"{alarms} times tick_failed in the log"


@asynccontextmanager
async def stage(folder: Path, url: str, seed: int) -> AsyncIterator[tuple[Scene, SandboxClient]]:
    """A faulty Telegram, and where the bot finds it."""
    async with sandbox(folder) as address, SandboxClient(address) as telegram:
        await telegram.chances(seed, chat=None, method=None, **FAULTS)
        yield Scene(folder, address, url, PER_SECOND, CONCURRENCY), telegram
