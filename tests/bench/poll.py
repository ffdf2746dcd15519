"""What a sweep over a thousand feeds costs, beside a bare aiohttp loop, feedparser and reader.

Kinds of sweeps: 95 of 100 answer 304, the others with the body they sent before; all send the body they
sent before, without validators; all send a changed body without news; all send one new item of fifty.
Bodies travel as gzip. Each feed has a host of its own; a thousand answer 304, fewer the rest, because
filing their first articles takes long. Every figure is processor time per feed, children included, the
median of interleaved rounds; reader and feedparser are asked for fewer feeds still. Filing a new article is
no part of parsing a feed, so that sweep has no goal; what it costs is said.

A twenty-fifth of reader's cost on 304s is out of anybody's reach in Python: the bare loop alone takes about a
fifteenth of it, and a fourth where all thousand answer 304 (`/unmodified`), reader's SQLite writes included.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from statistics import median

from bot.logs import set_up_logging
from tests.bench.feed_bodies import ITEMS
from tests.bench.pollers import Ours, Reader, bare, cpu_seconds, host, ours, parse_bodies, parse_urls, server
from tests.bench.report import Goal, Report, main

SWEEPS = {
    "mostly": (1_000, 200, 100),
    "same": (40, 20, 100),
    "stamped": (40, 20, ITEMS),
    "new": (40, 20, ITEMS),
}
"""Kinds of sweeps: feeds for the quick ones, feeds for reader and feedparser, and items in each."""
ROUNDS = 3


class Stopwatch:
    """Processor milliseconds and seconds per feed of named pieces of work."""

    def __init__(self) -> None:
        self._cpu: dict[str, list[float]] = {}
        self._rates: dict[str, list[float]] = {}

    async def measure(self, name: str, feeds: int, work: Callable[[], Awaitable[object]]) -> None:
        used, began = cpu_seconds(), time.perf_counter()
        await work()
        self._cpu.setdefault(name, []).append((cpu_seconds() - used) / feeds * 1_000)
        self._rates.setdefault(name, []).append(feeds / (time.perf_counter() - began))

    def ms(self, name: str) -> float:
        return median(self._cpu[name])

    def rate(self, name: str) -> float:
        return median(self._rates[name])

    def ratio(self, ours: str, theirs: str) -> float:
        return median(one / other for one, other in zip(self._cpu[ours], self._cpu[theirs], strict=True))

    def figures(self) -> dict[str, float]:
        cpu = {f"{name}_cpu_ms_per_feed": round(self.ms(name), 3) for name in self._cpu}
        return cpu | {f"{name}_feeds_per_second": round(self.rate(name)) for name in self._cpu}


async def _kind(watch: Stopwatch, poller: Ours, port: int, path: str, feeds: int, slow: int) -> None:
    """One kind of sweep by everybody; the first round of each is a warming-up."""
    urls = [f"http://{host(number)}:{port}/{path}" for number in range(feeds)]
    few = urls[:slow]
    await poller.follow(urls)
    await poller.sweep()
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(folder, few)
        try:
            reader.sweep()
            for _ in range(ROUNDS):
                await watch.measure(f"ours_{path}", feeds, poller.sweep)
                await watch.measure(f"bare_{path}", feeds, lambda: bare(urls))
                await watch.measure(f"reader_{path}", slow, lambda: asyncio.to_thread(reader.sweep))
                await watch.measure(f"feedparser_{path}", slow, lambda: asyncio.to_thread(parse_urls, few))
                if path == "stamped":
                    await watch.measure("parse_only", slow, lambda: asyncio.to_thread(parse_bodies, slow))
        finally:
            reader.close()


async def _measured() -> Stopwatch:
    watch = Stopwatch()
    async with ours() as poller:
        for path, (feeds, slow, items) in SWEEPS.items():
            async with server(items) as port:
                await _kind(watch, poller, port, path, feeds, slow)
    return watch


def measure() -> Report:
    set_up_logging("ERROR")
    watch = asyncio.run(_measured())
    cores = watch.ms("ours_stamped") * watch.rate("ours_stamped") / 1_000
    ceilings = (
        ("304: CPU beside a bare loop", watch.ratio("ours_mostly", "bare_mostly"), 2.5),
        ("304: CPU beside reader", watch.ratio("ours_mostly", "reader_mostly"), 1 / 25),
        ("same body: CPU beside reader", watch.ratio("ours_same", "reader_same"), 1 / 100),
        ("changed: CPU beside feedparser alone", watch.ratio("ours_stamped", "parse_only"), 1.3),
    )
    goals = [Goal(name, _rounded(value), _rounded(limit), is_ceiling=True) for name, value, limit in ceilings]
    goals.append(Goal("changed: cores at work", _rounded(cores), 1.5 if (os.cpu_count() or 1) > 1 else 0))
    return Report("poll", watch.figures(), tuple(goals))


def _rounded(value: float) -> float:
    return round(value, 4)


if __name__ == "__main__":
    main(measure)
