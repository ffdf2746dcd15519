"""What one message costs: the engine with its ledger beside python-telegram-bot, aiogram and bare sockets.

Every client has a process of its own and sends the same card to a stub that is thinner than any of them.
Rounds are interleaved, so that a busy machine slows all alike; figures are medians of the client's processor
seconds per 1,000 messages, which are steadier than its messages per second.

Only the engine keeps anything: it pays for a transaction before requests leave, which at 8 in flight eight
messages share, at one of the twenty moments of a second. So its cost falls as more are in flight, and misses
the goal that it stays the same; the courier's, without a ledger, does. In step it is held to three and a half
times the raw engine, which keeps what it keeps; that goal comes from a measurement where both had a log of
what they delivered. Bare sockets record nothing, so the ratio to them is a figure.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from statistics import mean, median
from typing import Any

from tests.bench.report import Goal, NotMeasurableError, Report, main
from tests.bench.sandbox import ROOT

ROUNDS = 5
CLOSED_LOOP_SECONDS = 150
"""No further round is begun after that, so that a busy machine measures less and not longer."""
LEVELS = (8, 32, 128, 256)
USUAL = 128
"""Requests in flight where the clients are compared: what 1,000 messages a second need at 50 ms each."""
PACE = {"rate": 1_000, "in_flight": 128}
LATENCY = "0.05"
ENGINE = "engine_asyncio"
SOCKETS, RAW_ENGINE = "raw_asyncio", "raw_engine_asyncio"
"""What the engine in step is measured beside: sockets that keep nothing, and the least that keeps as much."""
Paced = Mapping[str, Sequence[Mapping[str, float]]]
"""The rounds in step of each client."""


@dataclass
class Contender:
    """One client on one loop: how many messages a round has, and where it is measured at all."""

    sender: str
    loop: str
    messages: int
    levels: tuple[int, ...] = LEVELS
    costs: dict[int, list[float]] = field(default_factory=dict)
    rates: dict[int, list[float]] = field(default_factory=dict)
    process: Process | None = None

    @property
    def name(self) -> str:
        return f"{self.sender}_{self.loop}"

    async def ask(self, **order: Any) -> Mapping[str, float]:
        """Have the process do a round."""
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        answer = await self.process.stdout.readline()
        if not answer:
            raise NotMeasurableError(f"{self.name} gave up")
        outcome: Mapping[str, float] = json.loads(answer)
        return outcome

    async def one_round(self, address: str, in_flight: int) -> None:
        outcome = await self.ask(address=address, in_flight=in_flight, messages=self.messages)
        self.costs.setdefault(in_flight, []).append(outcome["cpu"] / outcome["messages"] * 1000)
        self.rates.setdefault(in_flight, []).append(outcome["messages"] / outcome["wall"])

    def cost(self, in_flight: int = USUAL) -> float:
        """Processor seconds per 1,000 messages."""
        return median(self.costs[in_flight])


def contenders() -> list[Contender]:
    """All on asyncio's own loop, as the product is; some on uvloop, to know what that would be worth."""
    return [
        Contender("stock_ptb", "asyncio", 150, (8, 32, 128)),
        Contender("stock_ptb", "uvloop", 150, (USUAL,)),
        Contender("ptb_on_our_request", "asyncio", 600),
        Contender("aiogram", "asyncio", 600),
        Contender("aiogram", "uvloop", 600, (USUAL,)),
        Contender("raw", "asyncio", 4_000),
        Contender("raw", "uvloop", 4_000, (USUAL,)),
        Contender("courier", "asyncio", 1_500),
        Contender("courier", "uvloop", 1_500, (USUAL,)),
        Contender("engine", "asyncio", 1_500),
        Contender("engine", "uvloop", 1_500, (USUAL,)),
        Contender("raw_engine", "asyncio", 0, ()),
    ]


@asynccontextmanager
async def child(*arguments: str) -> AsyncIterator[Process]:
    """A Python process that is gone at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def stub(latency: str = "0") -> AsyncIterator[str]:
    """The address of a server that answers after so many seconds."""
    async with child("tests.bench.telegram_stub", latency) as process:
        assert process.stdout is not None
        words = (await process.stdout.readline()).decode().split()
        if len(words) < 3:
            raise NotMeasurableError("the stub did not start")
        yield words[2]


async def measured() -> tuple[dict[str, Contender], Paced]:
    """All rounds as fast as they go, then the engine in step between two halves of the raw ones."""
    everybody = contenders()
    async with AsyncExitStack() as stack:
        for one in everybody:
            one.process = await stack.enter_async_context(child("tests.bench.sending", one.sender, one.loop))
        address = await stack.enter_async_context(stub())
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(ROUNDS):
            if number and (loop.time() - began) * (number + 1) / number > CLOSED_LOOP_SECONDS:
                break
            for in_flight in LEVELS:
                for one in everybody:
                    if in_flight in one.levels:
                        await one.one_round(address, in_flight)
        named = {one.name: one for one in everybody}
        late = await stack.enter_async_context(stub(LATENCY))
        raw = [(SOCKETS, 10), (RAW_ENGINE, 10)]
        turns = [*raw, (ENGINE, 60), *raw]
        paced: dict[str, list[Mapping[str, float]]] = defaultdict(list)
        for name, seconds in turns:
            paced[name].append(await named[name].ask(address=late, seconds=seconds, **PACE))
    return named, paced


def measure() -> Report:
    try:
        named, paced = asyncio.run(measured())
    except OSError as error:
        raise NotMeasurableError(f"the processes cannot talk: {error}") from None
    figures = {}
    for one in named.values():
        for level in one.levels:
            figures[f"{one.name}_{level}_cpu_seconds_per_1000"] = round(one.cost(level), 4)
        if one.levels:
            figures[f"{one.name}_{USUAL}_messages_per_second"] = round(median(one.rates[USUAL]))
    for name, rounds in paced.items():
        figures[f"paced_{name}_cpu_seconds_per_1000"] = round(_cost(rounds), 4)
        figures[f"paced_{name}_messages_per_second"] = round(_rate(rounds), 1)
    figures["paced_engine_to_bare_sockets"] = round(_cost(paced[ENGINE]) / _cost(paced[SOCKETS]), 2)
    return Report("delivery", figures, goals(named, paced))


def _cost(rounds: Sequence[Mapping[str, float]]) -> float:
    return mean(one["cpu"] / one["messages"] * 1000 for one in rounds)


def _rate(rounds: Sequence[Mapping[str, float]]) -> float:
    return mean(one["messages"] / one["wall"] for one in rounds)


def goals(named: Mapping[str, Contender], paced: Paced) -> tuple[Goal, ...]:
    """The engine's, on the loop that the product runs on."""
    ours, courier = named[ENGINE], named["courier_asyncio"]
    (step,) = paced[ENGINE]
    return (
        _ceiling("engine to stock python-telegram-bot", ours.cost() / named["stock_ptb_asyncio"].cost(), 0.1),
        _ceiling("engine to aiogram", ours.cost() / named["aiogram_asyncio"].cost(), 0.5),
        _ceiling("courier's spread from 8 to 256 in flight", _spread(courier), 0.25),
        _ceiling("engine's spread from 8 to 256 in flight", _spread(ours), 0.25),
        Goal("paced messages per second", round(step["messages"] / step["wall"], 1), 985),
        _ceiling("paced cores", step["cpu"] / step["wall"], 0.5),
        _ceiling("paced engine to a raw one with a ledger", _cost([step]) / _cost(paced[RAW_ENGINE]), 3.5),
    )


def _spread(one: Contender) -> float:
    costs = [one.cost(level) for level in LEVELS]
    return max(abs(cost / mean(costs) - 1) for cost in costs)


def _ceiling(name: str, value: float, limit: float) -> Goal:
    return Goal(name, round(value, 3), limit, is_ceiling=True)


if __name__ == "__main__":
    main(measure)
