"""How soon people are answered while one chat floods the bot, and whether anything of all that is lost.

The bot polls the sandbox, budgets and all. Ten people a second send /start, each for the first time; measured
is the time until Telegram has taken the answer. Idle and flooded stretches follow each other: in one flood
somebody writes 1,000 messages a second, in the other they press an old button as often. Everything that
anybody sent must have been handled when it is over. The sandbox and who floods it have a processor, the bot
another: how many updates a second really came is a figure. Waits are told by the clock, as people feel them,
and in what the bot's processor did meanwhile, which others on the machine do not change.
"""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from statistics import quantiles
from typing import Any

from sqlalchemy import Connection, text
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.clock import SystemClock
from bot.domain.deliveries import Outcome
from bot.domain.ids import ChatId, ThreadId
from bot.domain.pushes import Card
from bot.logs import set_up_logging
from bot.sandbox.client import SandboxClient
from bot.updates import UpdateLoop
from tests.bench.delivery import child
from tests.bench.house import Bot, bot_at_work
from tests.bench.interactive import Watched
from tests.bench.processors import CLIENT, SERVER, stay_on
from tests.bench.report import Goal, NotMeasurableError, Report, main
from tests.bench.sandbox import ROOT
from tests.bench.waiting import later

PER_SECOND, SECONDS = 1_000, 10
EVERY = 0.1
"""Seconds between two who ask."""
BORIS = 7
"""Who floods us."""
BUDGET = 30
_UNTIL_QUIET = 240.0
_first = count(1_000)


@dataclass
class Waits:
    """Milliseconds, by the clock and of processor time, that each of those waited who asked in one stretch;
    and what was going on meanwhile."""

    idle: list[tuple[float, float]] = field(default_factory=list)
    flooded: list[tuple[float, float]] = field(default_factory=list)
    flood: int = 0
    """Updates of who floods."""
    took: float = 0.0
    """Seconds until the last of them was sent, and until it was handled."""
    handled_in: float = 0.0
    lost: int = 0
    """Updates that nobody handled, or that nobody answered of those who asked."""


@asynccontextmanager
async def _sandbox() -> AsyncIterator[str]:
    async with child("bot.sandbox", "--port", "0") as process:
        assert process.stdout is not None
        words = (await process.stdout.readline()).decode().split()
        if len(words) < 3:
            raise NotMeasurableError("the sandbox did not start")
        stay_on(SERVER, process.pid)
        yield words[2]


async def _receive(bot: Bot) -> None:
    loop = UpdateLoop(bot=bot.telegram, handle_updates=bot.updates, clock=SystemClock())
    while True:
        await loop._receive()


class Clocked(Watched):
    """Notes also how much processor time this process had used by then."""

    def __init__(self, wire: Any) -> None:
        super().__init__(wire)
        self.used: dict[int, float] = {}

    async def answer(self, chat_id: ChatId, card: Card, thread_id: ThreadId | None = None) -> Outcome:
        outcome = await super().answer(chat_id, card, thread_id)
        self.used.setdefault(chat_id, time.process_time())
        return outcome


async def _ask(telegram: SandboxClient, watched: Clocked) -> list[tuple[float, float]]:
    """What each of some people waited, who ask in turn for SECONDS."""
    loop, asked = asyncio.get_running_loop(), {}
    people = [next(_first) for _ in range(round(SECONDS / EVERY))]
    for person in people:
        await telegram.person(person, "Ana", language_code="en")
    async with asyncio.TaskGroup() as tasks:
        for person in people:
            asked[person] = (loop.time(), time.process_time())
            tasks.create_task(telegram.type(person, "/start"))
            await later(EVERY)
    async with asyncio.timeout(_UNTIL_QUIET):
        while not asked.keys() <= watched.used.keys():
            await later(0.05)
    return [
        ((watched.taken[person] - at) * 1000, (watched.used[person] - used) * 1000)
        for person, (at, used) in asked.items()
    ]


async def _flood(address: str, body: dict[str, Any]) -> tuple[int, float]:
    """Another process does this PER_SECOND times a second; how often it did, and in how many seconds."""
    order = {"address": address, "body": body, "per_second": PER_SECOND, "seconds": SECONDS}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.flooding", json.dumps(order), cwd=ROOT, stdout=PIPE
    )
    stay_on(SERVER, process.pid)
    said, _ = await process.communicate()
    if process.returncode:
        raise NotMeasurableError("the flood did not come")
    outcome = json.loads(said)
    return outcome["sent"], outcome["seconds"]


async def _stretch(kind: str, waits: Waits) -> None:
    watched: list[Clocked] = []

    def watch(wire: Any) -> Clocked:
        watched.append(Clocked(wire))
        return watched[0]

    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(_sandbox())
        telegram = await stack.enter_async_context(SandboxClient(address))
        bot = await stack.enter_async_context(bot_at_work(address, per_second=BUDGET, courier=watch))
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        receiving = tasks.create_task(_receive(bot))
        await telegram.person(BORIS, "Boris", language_code="en")
        await telegram.type(BORIS, "/start")
        await telegram.wait_for(BORIS, "")
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("Old", callback_data="less:999999")]])
        old = await bot.telegram.send_message(BORIS, "From another time", reply_markup=keys)
        tap = {"path": "tap", "person": BORIS, "message_id": old.message_id, "button": "Old"}
        bodies = {"messages": {"path": "type", "person": BORIS, "text": "what is new?"}, "taps": tap}
        waits.idle += (await _ask(telegram, watched[0]))[5:]
        began = loop.time()
        flooding = tasks.create_task(_flood(address, bodies[kind]))
        waits.flooded += await _ask(telegram, watched[0])
        waits.flood, waits.took = await flooding
        waits.lost = await _not_handled(bot, 1 + waits.flood + 2 * round(SECONDS / EVERY))
        waits.handled_in = loop.time() - began
        receiving.cancel()


async def _not_handled(bot: Bot, sent: int) -> int:
    """How many of the updates are not handled when it is all over; gives up when nothing happens."""
    loop, handled = asyncio.get_running_loop(), -1
    since = loop.time()
    while handled < sent and loop.time() - since < _UNTIL_QUIET:
        now_handled = await bot.database.run(_handled)
        if now_handled > handled:
            handled, since = now_handled, loop.time()
        await later(0.5)
    return sent - handled


def _handled(connection: Connection) -> int:
    counted = text("SELECT count(*) FROM inbox WHERE handled_at IS NOT NULL")
    return int(connection.execute(counted).scalar_one())


async def measured() -> dict[str, Waits]:
    found = {"messages": Waits(), "taps": Waits()}
    for kind, waits in found.items():
        await _stretch(kind, waits)
    return found


def _percentile(waits: Sequence[float], percent: int) -> float:
    return quantiles(waits, n=100)[percent - 1]


def measure() -> Report:
    stay_on(CLIENT)
    set_up_logging("ERROR")
    try:
        found = asyncio.run(measured())
    except OSError as error:
        raise NotMeasurableError(f"the processes cannot talk: {error}") from None
    figures: dict[str, float] = {}
    goals = []
    for kind, waits in found.items():
        for part, unit in enumerate(("ms", "cpu_ms")):
            idle, flooded = ([one[part] for one in stretch] for stretch in (waits.idle, waits.flooded))
            for name, stretch in (("idle", idle), ("flooded", flooded)):
                for percent in (50, 99):
                    figures[f"{kind}_{name}_p{percent}_{unit}"] = round(_percentile(stretch, percent), 1)
            above = _percentile(flooded, 99) - _percentile(idle, 99)
            said = " of processor" if part else ""
            goals.append(
                Goal(f"{kind}: others' p99 above idle, ms{said}", round(above, 1), 100, is_ceiling=True)
            )
        figures[f"{kind}_flood_per_second"] = round(waits.flood / waits.took)
        figures[f"{kind}_flood_handled_in_s"] = round(waits.handled_in, 1)
        goals.append(Goal(f"{kind}: lost", waits.lost, 0, is_ceiling=True))
    return Report("flood", figures, tuple(goals))


if __name__ == "__main__":
    main(measure)
