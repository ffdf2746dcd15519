"""How much of Telegram's free rate a broadcast uses, and whether Telegram ever finds it too fast.

The engine with its ledger sends so many messages (BENCH_DELIVERIES, else 10,000: six minutes) with the
product's own settings to a sandbox that checks everything and counts as Telegram does: 30 a second, in every
window. The rate is taken from the sandbox's accept log, from the first message to the last.
"""

import asyncio
import json
import os
import tempfile
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from bot.logs import set_up_logging
from tests.bench.delivery import child
from tests.bench.engine import Engine, engine, plan
from tests.bench.report import Goal, NotMeasurableError, Report, main
from tests.bench.waiting import later

DELIVERIES = int(os.environ.get("BENCH_DELIVERIES", "10000"))
PER_SECOND, CONCURRENCY = 30, 10
IN_MEMORY = Path("/dev/shm")
"""For the sandbox's file, where there is such a place: Telegram does not wait for the disk of ours."""
TICK_SECONDS = 1.0
"""As often as the product looks whether something may go now."""


async def measured(accepted: Path) -> int:
    """Send them all; how often Telegram found it too fast."""
    options = ("--port", "0", "--chat", f"1-{DELIVERIES}", "--accept-log", str(accepted))
    async with child("bot.sandbox", *options) as process:
        assert process.stdout is not None
        words = (await process.stdout.readline()).decode().split()
        if len(words) < 3:
            raise NotMeasurableError("the sandbox did not start")
        async with engine(words[2], PER_SECOND, CONCURRENCY) as ours:
            # The first of all requests takes longer, as it opens a connection and the sandbox wakes up.
            await deliver(ours, 1)
            await asyncio.to_thread(accepted.write_bytes, b"")
            await deliver(ours, DELIVERIES)
            return ours.courier.throttled


async def deliver(ours: Engine, messages: int) -> None:
    """Look at every tick whether something may go, until all is sent."""
    await plan(ours, messages)
    ours.courier.sent = 0
    while ours.courier.sent < messages:
        await later(TICK_SECONDS)
        await ours.deliver()


def moments(accepted: Path) -> list[datetime]:
    """When the messages arrived."""
    lines = accepted.read_text("utf-8").splitlines()
    return [datetime.fromisoformat(json.loads(line)["at"]) for line in lines]


def measure() -> Report:
    set_up_logging("WARNING")
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.exists() else None) as folder:
        accepted = Path(folder) / "accepted"
        try:
            throttled = asyncio.run(measured(accepted))
        except OSError as error:
            raise NotMeasurableError(f"the processes cannot talk: {error}") from None
        times = moments(accepted)
    seconds = (times[-1] - times[0]).total_seconds()
    used = (len(times) - 1) / seconds / PER_SECOND
    figures = {
        "deliveries": len(times),
        "seconds": round(seconds, 1),
        "longest_gap_ms": round(max((later - one).total_seconds() for one, later in pairwise(times)) * 1000),
    }
    goals = (
        Goal("percent of 30 a second", round(used * 100, 2), 99),
        Goal("answers 429", throttled, 0, is_ceiling=True),
        Goal("messages accepted twice", len(times) - DELIVERIES, 0, is_ceiling=True),
    )
    return Report("free_rate", figures, goals)


if __name__ == "__main__":
    main(measure)
