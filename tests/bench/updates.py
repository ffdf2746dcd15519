"""What it costs to handle an update and answer it, beside aiogram and python-telegram-bot as they come.

Telegram is a stub that answers after 50 ms. Each bot has a process of its own; rounds are interleaved,
figures are medians. Kolporter alone keeps updates and answers in a database meanwhile.
"""

import asyncio
import json
from asyncio.subprocess import Process
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median

from tests.bench.delivery import LATENCY, child, stub
from tests.bench.report import Goal, NotMeasurableError, Report, main

ROUNDS = 5
SECONDS = 150
"""No further round is begun after that, so that a busy machine measures less and not longer."""


@dataclass
class Bot:
    """One bot on one loop, and what a round of so many updates cost it."""

    name: str
    loop: str
    updates: int
    costs: list[float] = field(default_factory=list)
    """Processor milliseconds per update."""
    rates: list[float] = field(default_factory=list)

    async def one_round(self, process: Process, address: str) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        order = {"address": address, "updates": self.updates}
        process.stdin.write(json.dumps(order).encode() + b"\n")
        answer = await process.stdout.readline()
        if not answer:
            raise NotMeasurableError(f"{self.name} gave up")
        outcome = json.loads(answer)
        self.costs.append(outcome["cpu"] / outcome["updates"] * 1000)
        self.rates.append(outcome["updates"] / outcome["wall"])


async def measured() -> list[Bot]:
    bots = [
        Bot("kolporter", "uvloop", 2_000),
        Bot("kolporter", "asyncio", 2_000),
        Bot("aiogram", "asyncio", 2_000),
        Bot("aiogram", "uvloop", 2_000),
        Bot("stock_ptb", "asyncio", 100),
    ]
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(stub(LATENCY))
        processes = [
            await stack.enter_async_context(child("tests.bench.handling", one.name, one.loop)) for one in bots
        ]
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(ROUNDS):
            if number and (loop.time() - began) * (number + 1) / number > SECONDS:
                break
            for one, process in zip(bots, processes, strict=True):
                await one.one_round(process, address)
    return bots


def measure() -> Report:
    try:
        bots = asyncio.run(measured())
    except OSError as error:
        raise NotMeasurableError(f"the processes cannot talk: {error}") from None
    figures = {}
    for one in bots:
        figures[f"{one.name}_{one.loop}_cpu_ms_per_update"] = round(median(one.costs), 3)
        figures[f"{one.name}_{one.loop}_updates_per_second"] = round(median(one.rates))
    ours, _, theirs, _, stock = bots
    return Report(
        "updates",
        figures,
        (
            Goal("aiogram's cpu to ours", round(median(theirs.costs) / median(ours.costs), 2), 1.8),
            Goal("rate to python-telegram-bot's", round(median(ours.rates) / median(stock.rates), 1), 25),
        ),
    )


if __name__ == "__main__":
    main(measure)
