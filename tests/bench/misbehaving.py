"""A thousand feeds of which fifty are slow, silent, endless, looping or broken: is any healthy one late?

Each has a host of its own and is to be asked every ten seconds; the poller ticks as in the bot, with its
real limits. What counts is what the server saw: the longest time between two requests to a healthy feed, as a
part of its interval.
"""

import asyncio
import json
from datetime import timedelta
from itertools import pairwise

import aiohttp

from bot.logs import set_up_logging
from tests.bench.feed_server import pause
from tests.bench.pollers import Ours, host, ours, server
from tests.bench.report import Goal, NotMeasurableError, Report, main
from tests.fuzz.pulse import Pulse

FEEDS, MISBEHAVING, EVERY, SECONDS = 1_000, 50, 10.0, 75.0
KINDS = ("slow", "silent", "endless", "loop", "broken")


async def _tick(poller: Ours) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + SECONDS
    loop.call_at(end, poller.stop)
    while loop.time() < end:
        await poller.tick()
        await pause(1.0)


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
        with Pulse() as pulse:
            await _tick(poller)
        asked = await _asked(port)
    healthy = [asked.get(host(number), []) for number in range(MISBEHAVING, FEEDS)]
    bad = sum(len(asked.get(host(number), [])) for number in range(MISBEHAVING))
    if min(map(len, healthy)) < 3:
        raise NotMeasurableError("some feeds were asked less than three times")
    # The first look files a feed's articles; from the second on it is at work.
    gaps = [later - earlier for times in healthy for earlier, later in pairwise(times[1:])]
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
