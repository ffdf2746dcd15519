"""A thousand feeds of which fifty are slow, silent, endless, looping or broken: is any healthy one late?

Each has a host of its own and is to be asked every ten seconds; the poller ticks as in the bot, with its
real limits. What counts is what the server saw: the longest time between two requests to a healthy feed, as a
part of its interval.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

import aiohttp

from bot.logs import set_up_logging
from bot.service import keep_for_good
from tests.bench.feed_server import pause
from tests.bench.pollers import Ours, host, ours, server
from tests.bench.report import Goal, NotMeasurableError, Report, main
from tests.fuzz.pulse import Pulse

FEEDS, MISBEHAVING, EVERY, SECONDS = 1_000, 50, 10.0, 75.0
WARM_UP_WITHIN = 180
KINDS = ("slow", "silent", "endless", "loop", "broken")


async def _tick(poller: Ours) -> None:
    while not poller.is_stopped:
        await poller.tick()
        await pause(1.0)


async def _at_work(port: int) -> float:
    """When the first looks, which file every article there is, are behind every healthy feed."""
    for _ in range(WARM_UP_WITHIN):
        await pause(1.0)
        if all(len(times) >= 2 for times in _healthy(await _asked(port))):
            return time.monotonic()
    raise NotMeasurableError(f"some feeds were not asked twice within {WARM_UP_WITHIN} s")


def _healthy(asked: Mapping[str, list[float]]) -> list[list[float]]:
    return [asked.get(host(number), []) for number in range(MISBEHAVING, FEEDS)]


async def _asked(port: int) -> dict[str, list[float]]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/log") as answer,
    ):
        asked: dict[str, list[float]] = json.loads(await answer.text())
        return asked


async def _measured() -> Report:
    urls = [KINDS[n % len(KINDS)] if n < MISBEHAVING else "unmodified" for n in range(FEEDS)]
    async with server(items=2) as port, ours() as poller:
        addresses = [f"http://{host(number)}:{port}/{path}" for number, path in enumerate(urls)]
        await poller.follow(addresses, timedelta(seconds=EVERY))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_tick(poller))
            began = await _at_work(port)
            keep_for_good()  # as the service does when its day begins
            with Pulse() as pulse:
                await pause(SECONDS)
            ended = time.monotonic()
            poller.stop()
        asked = await _asked(port)
    healthy = [[at for at in times if began <= at <= ended] for times in _healthy(asked)]
    bad = sum(len(asked.get(host(number), [])) for number in range(MISBEHAVING))
    # Who is not asked any more waits until the end.
    gaps = [later - earlier for times in healthy for earlier, later in pairwise([began, *times, ended])]
    worst = max(gaps) / EVERY
    figures = {
        "requests_to_healthy_feeds": sum(map(len, healthy)),
        "requests_to_misbehaving_feeds": bad,
        "loop_held_ms": round(pulse.longest * 1_000, 1),
    }
    goals = (
        Goal("longest wait of a healthy feed, in intervals", round(worst, 3), 1.5, is_ceiling=True),
        Goal("loop held, ms", round(pulse.longest * 1_000, 1), 50, is_ceiling=True),
    )
    return Report("misbehaving", figures, goals)


def measure() -> Report:
    set_up_logging("CRITICAL")
    return asyncio.run(_measured())


if __name__ == "__main__":
    main(measure)
