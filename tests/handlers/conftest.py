"""The scene of every test here, and what must be true at the end of each."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram.ext import Application

from bot.courier import Cashier, Courier, seal_with
from bot.domain.appeals import AppealRules
from bot.domain.member_codes import MemberCodes
from bot.domain.paper import DeskRules
from bot.domain.stars import Invoices, StarRules
from bot.domain.support_links import References
from bot.feeds import FeedParser
from bot.feeds.discover import feed_links
from bot.fetch import WebFetch
from bot.newsroom import World
from bot.opening import build_newsroom
from bot.rate import Budgets
from bot.sandbox import Sandbox, SandboxClient, serve
from bot.star_ports import Till
from bot.telegram_http import build_bot
from handlers import install
from storage.database import Database
from tests.canaries import CANARY
from tests.handlers.scene import ANA, BORIS, DORA, VERA, Scene, SceneClock, sample_paper
from tests.reading import reader_here
from tests.seals import SEALS

REFERENCES = References("a key of the tests")
INVOICES = Invoices("a key of the tests")


@pytest.fixture
def window() -> timedelta:
    """How long *Stop* helps after *Send now*: not at all, unless a test is about that."""
    return timedelta(0)


@pytest.fixture
def desk_rules() -> DeskRules:
    """What the desk keeps to, unless a test says otherwise."""
    return DeskRules()


@pytest.fixture
def appeals() -> AppealRules | None:
    """When readers are asked for support: never, unless a test is about that."""
    return None


@pytest.fixture
def stars() -> StarRules | None:
    """What is taken in Telegram Stars: nothing, unless a test is about that."""
    return None


@pytest.fixture
def codes() -> MemberCodes | None:
    """What codes of members are read with: nothing, unless a test is about that."""
    return None


@pytest.fixture
async def scene(
    sqlite_database: Database,
    window: timedelta,
    desk_rules: DeskRules,
    appeals: AppealRules | None,
    stars: StarRules | None,
    codes: MemberCodes | None,
) -> AsyncIterator[Scene]:
    """Ana reads, Boris and Dora edit, Vera administers; nobody has pressed Start."""
    sandbox = Sandbox()
    clock = SceneClock(sandbox)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serve(sandbox.app))
        bot = build_bot(f"7000000001:{CANARY}-{secrets.token_urlsafe(9)}", address)
        paper = replace(
            sample_paper(address), window=window, desk_rules=desk_rules, appeals=appeals, stars=stars
        )
        inside = frozenset({address.removeprefix("http://")})
        world = World(
            paper=paper,
            open_store=sqlite_database.open_store,
            together=sqlite_database.together,
            fetch=await stack.enter_async_context(WebFetch(clock, allowed=inside)),
            parse_feed=await stack.enter_async_context(FeedParser(clock)),
            read_page=reader_here(paper.kickers),
            courier=Courier(bot.wire, seal=seal_with(SEALS, clock)),
            seals=SEALS,
            references=REFERENCES,
            till=Till(Cashier(bot.wire), INVOICES),
            codes=codes,
            clock=clock,
            ledger=await sqlite_database.lead("test"),
            feed_links=feed_links,
            budgets=Budgets(1_000, clock.now() - timedelta(seconds=2)),
        )
        application = Application.builder().bot(bot).updater(None).job_queue(None).build()
        newsroom = build_newsroom(world)
        handle_updates = newsroom.handle_updates(
            understand=install(application, newsroom), outlet=newsroom.send_answers
        )
        phones = await stack.enter_async_context(SandboxClient(address))
        for person, name in ((ANA, "Ana"), (BORIS, "Boris"), (DORA, "Dora"), (VERA, "Vera")):
            await phones.person(person, name, language_code="en")
        await stack.enter_async_context(application)
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        at_work = tasks.create_task(handle_updates.run())
        scene = Scene(phones, sandbox, bot, newsroom, handle_updates, sqlite_database.open_store, clock)
        yield scene
        at_work.cancel()
        assert not scene.unanswered_taps()
        assert not await phones.violations()
