"""A process of bench.updates: `python -m tests.bench.handling BOT LOOP` does what it reads from stdin.

A round is a line of JSON, {"address", "updates"}; its answer another, {"cpu", "wall", "updates"} in seconds
of this process's processor time and of the clock, connecting and warming up left out.
"""

import asyncio
import gc
import json
import sys
import time
from typing import Any

from bot.logs import set_up_logging
from tests.bench.answerers import ANSWERERS, Answerer, Handle, commands
from tests.bench.processors import CLIENT, stay_on
from tests.bench.sending import LOOPS

BATCH = 100
"""Updates in one answer of getUpdates."""
WARM_UP = 100


async def one_round(answerer: Answerer, order: dict[str, Any]) -> dict[str, float]:
    async with answerer(order["address"]) as handle:
        await _handle_all(handle, 1, WARM_UP)
        gc.collect()
        cpu, wall = time.process_time(), time.perf_counter()
        await _handle_all(handle, 1 + WARM_UP, order["updates"])
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return {"cpu": cpu, "wall": wall, "updates": order["updates"]}


async def _handle_all(handle: Handle, first: int, count: int) -> None:
    """Batch upon batch, each as soon as the bot takes it."""
    updates = commands(first, count)
    await asyncio.gather(*(handle(updates[start : start + BATCH]) for start in range(0, count, BATCH)))


if __name__ == "__main__":
    stay_on(CLIENT)
    set_up_logging("WARNING")
    for line in sys.stdin:
        with asyncio.Runner(loop_factory=LOOPS[sys.argv[2]]) as runner:
            outcome = runner.run(one_round(ANSWERERS[sys.argv[1]], json.loads(line)))
        sys.stdout.write(json.dumps(outcome) + "\n")
        sys.stdout.flush()
