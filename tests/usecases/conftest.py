"""The house: one newsroom at work, fresh for every test."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.courier import Cashier, Courier, seal_with
from bot.domain.entries import ParsedFeed
from bot.domain.stars import Invoices
from bot.feeds.parse import parse_document
from bot.fetch import FetchLimits, WebFetch
from bot.newsroom import World
from bot.opening import build_newsroom
from bot.rate import Budgets
from bot.sandbox import Sandbox, SandboxClient
from bot.star_ports import Till
from bot.telegram_http import build_bot
from storage.database import Database
from tests.reading import reader_here
from tests.seals import SEALS
from tests.usecases.house import EVERYBODY, OLD, TOKEN, HandClock, House, paper_at
from tests.usecases.town import Town, town_at_work
from tests.usecases.web import Web, rss

_NO_PAUSE = FetchLimits(host_pause=timedelta(0))
"""The clock stands still, so that no pause would end."""


@pytest.fixture
def clock() -> HandClock:
    """A Monday in November."""
    return HandClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """The servers of the run."""
    with town_at_work() as town:
        yield town


@pytest.fixture
def web(town: Town) -> Web:
    """The paper's site, empty."""
    web = Web(town.site.address)
    town.site.built = web.app
    return web


@pytest.fixture
async def telegram(town: Town) -> AsyncIterator[SandboxClient]:
    """A Telegram in which everybody has started the bot, and the phones."""
    town.telegram.built = Sandbox(chats=EVERYBODY).app
    async with SandboxClient(town.telegram.address) as telegram:
        yield telegram


@pytest.fixture
async def world(
    sqlite_database: Database, clock: HandClock, web: Web, telegram: SandboxClient
) -> AsyncIterator[World]:
    """Everything real, but for the clock and the feed reader's own process."""
    paper = paper_at(web.address)

    async def parse(body: bytes, *, url: str, content_type: str) -> ParsedFeed:
        return parse_document(body, url=url, content_type=content_type, now=clock.now())

    async with (
        WebFetch(clock, allowed=paper.private_hosts, limits=_NO_PAUSE) as fetch,
        build_bot(TOKEN, telegram.address) as bot,
    ):
        yield World(
            paper=paper,
            open_store=sqlite_database.open_store,
            together=sqlite_database.together,
            fetch=fetch,
            parse_feed=parse,
            read_page=reader_here(paper.kickers),
            courier=Courier(bot.wire, seal=seal_with(SEALS, clock)),
            seals=SEALS,
            till=Till(Cashier(bot.wire), Invoices("a key of the tests")),
            clock=clock,
            ledger=await sqlite_database.lead("this process"),
            budgets=Budgets(1000, clock.now() - timedelta(minutes=1)),
        )


@pytest.fixture
async def new_house(
    world: World, web: Web, telegram: SandboxClient, clock: HandClock, sqlite_database: Database
) -> House:
    """A newsroom that knows its feeds' addresses and has read none."""
    for plan in world.paper.feeds:
        web.put(urlsplit(plan.url).path, rss(web.address, OLD))
    assert sqlite_database.path
    house = House(
        build_newsroom(world), world, web, telegram, clock, sqlite_database.path, sqlite_database.lead
    )
    await house.newsroom.poll_feeds.enrol(world.paper.feeds)
    return house


@pytest.fixture
async def house(new_house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A newsroom that has read its feeds once, or whose file says so: that of the first one of the run."""
    site = urlsplit(new_house.web.address)
    read_once = tmp_path_factory.getbasetemp() / f"read-{site.port}.sqlite3"
    if _copied(read_once, new_house.database):
        new_house.clock.advance(days=1)
    else:
        await new_house.poll()
        _copied(new_house.database, read_once)
    return new_house


def _copied(source: Path, target: Path) -> bool:
    """Put one file of SQLite into another, which may be open; False when there is none yet."""
    if not source.exists():
        return False
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
    return True
