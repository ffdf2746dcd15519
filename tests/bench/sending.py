"""A process of bench.delivery's: `python -m tests.bench.sending SENDER LOOP` does what it reads from stdin.

A round is a line of JSON, {"address", "in_flight", "messages"} as fast as it goes or {"address", "in_flight",
"rate", "seconds"} in step; its answer another, {"cpu", "wall", "messages"} in seconds of this process's
processor time and of the clock, connecting and warming up left out.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import uvloop

from bot.logs import set_up_logging
from tests.bench import engine, raw_engine
from tests.bench.processors import CLIENT, stay_on
from tests.bench.senders import SENDERS, Send, Sender

Round = Callable[[dict[str, Any]], Coroutine[Any, Any, dict[str, float]]]

TICK_SECONDS = 0.01
LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


async def one_round(sender: Sender, order: dict[str, Any]) -> dict[str, float]:
    in_flight = order["in_flight"]
    async with sender(order["address"], in_flight) as send:
        await closed_loop(send, in_flight, in_flight)
        gc.collect()
        cpu, wall = time.process_time(), time.perf_counter()
        if "messages" in order:
            sent = await closed_loop(send, order["messages"], in_flight)
        else:
            sent = await in_step(send, order["rate"], order["seconds"], in_flight)
        return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "messages": sent}


ROUNDS: dict[str, Round] = {name: partial(one_round, sender) for name, sender in SENDERS.items()}
ROUNDS |= {"engine": engine.one_round, "raw_engine": raw_engine.one_round}


async def closed_loop(send: Send, messages: int, in_flight: int) -> int:
    """The next message goes as soon as one is answered."""
    chats = iter(range(1, messages + 1))
    await asyncio.gather(*(_one_after_the_other(send, chats) for _ in range(in_flight)))
    return messages


async def _one_after_the_other(send: Send, chats: Iterator[int]) -> None:
    for chat in chats:
        await send(chat)


async def in_step(send: Send, rate: int, seconds: float, in_flight: int) -> int:
    """Every tick starts what is due by then, `in_flight` at most; gives what was answered in the time."""
    loop, answered, under_way, started = asyncio.get_running_loop(), 0, 0, 0
    began, over = loop.time(), loop.create_future()
    tasks: set[asyncio.Task[None]] = set()

    async def one(chat: int) -> None:
        nonlocal answered, under_way
        await send(chat)
        answered, under_way = answered + 1, under_way - 1

    def tick() -> None:
        nonlocal started, under_way
        passed = loop.time() - began
        if passed >= seconds:
            over.set_result(answered)
            return
        for _ in range(min(int(passed * rate) - started, in_flight - under_way)):
            started, under_way = started + 1, under_way + 1
            task = loop.create_task(one(started))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        loop.call_at(began + (passed // TICK_SECONDS + 1) * TICK_SECONDS, tick)

    tick()
    done: int = await over
    await asyncio.gather(*tasks)
    return done


if __name__ == "__main__":
    stay_on(CLIENT)
    set_up_logging("WARNING")
    for line in sys.stdin:
        with asyncio.Runner(loop_factory=LOOPS[sys.argv[2]]) as runner:
            outcome = runner.run(ROUNDS[sys.argv[1]](json.loads(line)))
        sys.stdout.write(json.dumps(outcome) + "\n")
        sys.stdout.flush()
