"""Who polls a thousand feeds, for the benchmark: our poller, a bare aiohttp loop, feedparser, and reader."""

import asyncio
import io
import os
import resource
import sys
import tempfile
import warnings
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import feedparser

from bot.clock import ShiftedClock
from bot.domain.articles import Draft, Reading
from bot.domain.entries import Entry
from bot.domain.feeds import FeedPlan, Mode
from bot.domain.ids import Edition
from bot.domain.paper import EditionFacts, Paper
from bot.feeds import FeedParser
from bot.fetch import WebFetch
from bot.usecases.drafts import DraftArticle
from bot.usecases.poll_feeds import PollFeeds
from bot.usecases.read_articles import ReadArticles
from bot.usecases.read_entry import ReadEntry
from storage.database import connect
from tests.bench.feed_bodies import ITEMS, body

_ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_AT_ONCE = 100
_EVERY = timedelta(minutes=5)


def cpu_seconds() -> float:
    """Of this process and its children, ended or not."""
    used = sum(resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime for who in _WHO)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and int(stat.parent.name) not in NOT_OURS:
            used += (int(fields[11]) + int(fields[12])) / _TICKS
    return used


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
NOT_OURS: set[int] = set()
"""Children that serve, and do not poll."""


@asynccontextmanager
async def server(items: int = ITEMS) -> AsyncIterator[int]:
    """The port on which every loopback address is a feed of so many items."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(body(items))
        file.flush()
        command = (sys.executable, "-m", "tests.bench.feed_server", file.name)
        process = await asyncio.create_subprocess_exec(*command, cwd=_ROOT, stdout=PIPE)
        NOT_OURS.add(process.pid)
        try:
            assert process.stdout is not None
            yield int((await process.stdout.readline()).split()[-1])
        finally:
            process.kill()
            await process.wait()


def host(number: int) -> str:
    """A loopback address of its own for each feed."""
    return f"127.{10 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


class Ours:
    """The poller with everything it has in the bot: guarded fetch, parser's processes, a SQLite file."""

    def __init__(self, poll: PollFeeds, clock: ShiftedClock) -> None:
        self._poll = poll
        self._clock = clock
        self.is_stopped = False

    async def follow(self, urls: Sequence[str], every: timedelta = _EVERY) -> None:
        """These are the feeds from now on."""
        plans = [FeedPlan(url=url, edition=Edition("mk"), mode=Mode.REVIEW, every=every) for url in urls]
        await self._poll.enrol(tuple(plans))

    async def tick(self) -> None:
        """What the ticker does once a second."""
        await self._poll()

    def stop(self) -> None:
        """Begin with nothing more."""
        self.is_stopped = True
        self._poll.stop()

    async def sweep(self) -> None:
        """Ask each of them once."""
        self._clock.advance(timedelta(hours=1, minutes=30))
        await self._poll()


async def _headline_only(
    entry: Entry,
    page: bytes | None,
    *,
    edition: Edition,
    topic: str | None,
    post: bytes | None = None,
    often: frozenset[str] = frozenset(),
) -> Reading:
    """What an article says is another benchmark's question; here it is filed with its headline."""
    return Reading(
        draft=Draft(url=entry.url or "", edition=edition, language="mk", headline=entry.title),
    )


@asynccontextmanager
async def ours() -> AsyncIterator[Ours]:
    """Our poller on an empty database; only reading articles is left out."""
    edition = EditionFacts(code=Edition("mk"), title="P", membership_url="https://p.example/", appeal="")
    paper = Paper(name="P", zone=ZoneInfo("Europe/Skopje"), editions={edition.code: edition})
    clock = ShiftedClock()
    with tempfile.TemporaryDirectory() as folder:
        async with (
            connect(f"sqlite:///{folder}/bench.sqlite3") as database,
            WebFetch(clock, allowed=[host(number) for number in range(2_000)]) as fetch,
            FeedParser(clock) as parse,
        ):
            await database.migrate()
            draft = DraftArticle(open_store=database.open_store, read_entry=ReadEntry(fetch, _headline_only))
            read = ReadArticles(open_store=database.open_store, draft=draft, paper=paper, clock=clock)
            poll = PollFeeds(
                open_store=database.open_store, fetch=fetch, parse_feed=parse, read_articles=read, clock=clock
            )
            yield Ours(poll, clock)


async def bare(urls: Sequence[str]) -> None:
    """As little as Python can do with aiohttp: ask, read, forget."""
    free = asyncio.Semaphore(_AT_ONCE)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:

        async def one(url: str) -> None:
            async with free, session.get(url, headers={"If-None-Match": '"1"'}) as answer:
                await answer.read()

        await asyncio.gather(*map(one, urls))


def parse_bodies(count: int) -> None:
    """feedparser's own cost with sanitising off, of so many bodies at hand."""
    document = body()
    for _ in range(count):
        feedparser.parse(io.BytesIO(document), sanitize_html=False)


def parse_urls(urls: Sequence[str]) -> None:
    """What the README of feedparser says."""
    for url in urls:
        feedparser.parse(url)


class Reader:
    """lemon24's reader with eight workers, on a SQLite file."""

    def __init__(self, folder: str, urls: Sequence[str]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from reader import make_reader
        self._reader = make_reader(f"{folder}/reader.sqlite")
        for url in urls:
            self._reader.add_feed(url)

    def sweep(self) -> None:
        """Update all feeds."""
        for _ in self._reader.update_feeds_iter(scheduled=False, workers=8):
            pass

    def close(self) -> None:
        """Let the file go."""
        self._reader.close()
