"""Kolporter: the one place where objects are built. What they do is in bot/, handlers/ and storage/.

On top stands what `run` needs. What only another command needs (the sandbox, what reads pages) is imported
when that command runs: a service should not carry it.
"""

import gc

if __name__ == "__main__":
    # What a start loads stays: to look for garbage in it again and again takes a third of the start.
    gc.disable()

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from pydantic import SecretStr
from telegram.ext import Application

from bot.articles import PageReader
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.courier import Courier, seal_with
from bot.delivery_ports import Ledger
from bot.domain.articles import Summary
from bot.domain.diagnosis import Finding
from bot.domain.hubs import HubDoor
from bot.domain.paper import Paper
from bot.domain.seals import Seals
from bot.domain.support_links import References
from bot.domain.web_keys import WebKeys
from bot.errors import DatabaseUnavailable, KolporterError, LeaseLost, SettingsError
from bot.feeds import FeedParser
from bot.fetch import ModelWriter, WebFetch
from bot.jobs import Ticker
from bot.logs import set_up_logging
from bot.newsroom import PreviewArticle, World, build_gate, build_newsroom
from bot.pictures import Pictures
from bot.ports import ReadPage
from bot.ptb_limiter import BudgetLimiter
from bot.rate import Budgets
from bot.service import Begin, Duty, until_signalled, work
from bot.settings import (
    Environment,
    as_paper,
    parse_newspaper,
    read_environment,
    read_newspaper,
    unwritten_paper,
)
from bot.telegram_http import QuietBot, TelegramInspector, build_bot
from bot.updates import UpdateLoop, Updates, Webhook, WebhookLoop, introduce
from bot.usecases.check_feed import CheckFeed
from bot.usecases.diagnose import Diagnose
from bot.usecases.explain_appeal import ExplainAppeal
from bot.usecases.handle_updates import HandleUpdates
from handlers import install, publish_commands, publish_profile
from handlers.cli import command_line
from handlers.cli.program import Program
from storage.database import Database, connect, inspect

if TYPE_CHECKING:
    from bot.sandbox.stage import Engagement

_ENDS_OF_A_DAY = (LeaseLost, DatabaseUnavailable)
"""On PostgreSQL a server that goes while we begin is waited for like one that goes later."""
_LOOK_EVERY_SECONDS = 0.2
"""For updates that another process received: it cannot tell us."""


async def run_bot(environment: Environment, paper: Paper, clock: Clock, stopping: asyncio.Event) -> None:
    """The whole service until `stopping` is set; where another process is the active one, it stands by."""
    async with connect(environment.database_url) as database, database.exclusively():
        await database.migrate()
        duty = Duty()
        async with _web(environment, clock, database, duty):
            while not stopping.is_set():
                async with database.leading(clock, stopping.is_set) as leading:
                    if leading is not None:
                        with suppress(*_ENDS_OF_A_DAY if database.path is None else (LeaseLost,)), duty.on():
                            await _serve(environment, paper, clock, stopping, database, duty, *leading)


async def _serve(
    environment: Environment,
    paper: Paper,
    clock: Clock,
    stopping: asyncio.Event,
    database: Database,
    duty: Duty,
    ledger: Ledger,
    keep: Begin,
) -> None:
    async with AsyncExitStack() as stack:
        budgets = Budgets(environment.messages_per_second, clock.now())
        bot = _bot(environment, BudgetLimiter(budgets, clock))
        stack.push_async_callback(bot.shutdown)
        fetch = await stack.enter_async_context(WebFetch(clock, allowed=paper.private_hosts))
        seals = Seals(_keys(environment).made_for("desk"))
        world = World(
            paper=paper,
            open_store=database.open_store,
            together=database.together,
            fetch=fetch,
            parse_feed=await stack.enter_async_context(FeedParser(clock)),
            read_page=await stack.enter_async_context(_page_reader(environment, paper, clock)),
            courier=Courier(bot.wire, Pictures(fetch, clock), seal_with(seals, clock)),
            seals=seals,
            references=_references(environment),
            clock=clock,
            ledger=ledger,
            budgets=budgets,
            concurrency=environment.concurrency,
            per_second=environment.messages_per_second,
            tell_hub=fetch.tell,
            hub_door=_hub_door(environment),
        )
        newsroom = build_newsroom(world)
        application = Application.builder().bot(bot).updater(None).job_queue(None).build()
        handle_updates = newsroom.handle_updates(understand=install(application, newsroom))

        updates = _updates(environment, clock, database, duty, bot, handle_updates)

        async def begin() -> None:
            await newsroom.keep_time()
            await introduce(application, clock)
            await updates.begin()
            await newsroom.poll_feeds.enrol(paper.feeds)
            await newsroom.keep_schedules.enrol()

        await work(begin, partial(_publish, bot, paper), Ticker(newsroom), updates, stopping, keep)


async def _publish(bot: QuietBot, paper: Paper) -> None:
    await publish_commands(bot, paper)
    await publish_profile(bot, paper)


def _updates(
    environment: Environment,
    clock: Clock,
    database: Database,
    duty: Duty,
    bot: QuietBot,
    handle_updates: HandleUpdates,
) -> Updates:
    """How updates come in: Telegram brings them where it can reach us, otherwise we fetch them."""
    if environment.public_url is None:
        return UpdateLoop(bot=bot, handle_updates=handle_updates, clock=clock)
    keys = _keys(environment)
    webhook = Webhook(
        f"{environment.public_url}/telegram/{keys.telegram_path}",
        keys.telegram_secret,
        duty.arrived,
        look_every=_LOOK_EVERY_SECONDS if database.path is None else None,
    )
    return WebhookLoop(webhook, bot=bot, handle_updates=handle_updates, clock=clock)


@asynccontextmanager
async def _web(environment: Environment, clock: Clock, database: Database, duty: Duty) -> AsyncIterator[None]:
    """Our own HTTP, where there is a port for it: in every process, the active one or not."""
    if environment.web_port is None:
        yield
        return
    from handlers.web import listening, web_app

    gate = build_gate(
        _keys(environment),
        _hub_door(environment),
        open_store=database.open_store,
        clock=clock,
        is_active=lambda: duty.is_active,
        arrived=duty.arrived.set,
    )
    app = web_app(gate, is_public=environment.public_url is not None)
    async with listening(app, environment.web_host, environment.web_port):
        yield


def _hub_door(environment: Environment) -> HubDoor | None:
    """Where hubs find us, if they do."""
    return HubDoor(environment.public_url, _keys(environment)) if environment.public_url else None


def _keys(environment: Environment) -> WebKeys:
    secret = environment.web_secret or environment.telegram_token
    if secret is None:
        raise SettingsError("error.no_token")
    return WebKeys(secret.get_secret_value())


def _references(environment: Environment) -> References:
    return References(_keys(environment).made_for("support"))


async def run() -> None:
    """The real bot."""
    set_up_logging()
    environment = read_environment()
    if environment.telegram_token is None:
        raise SettingsError("error.no_token")
    await run_bot(environment, _paper(environment), SystemClock(), until_signalled())


async def perform(clock: Clock, engagement: "Engagement", stopping: asyncio.Event) -> None:
    """The same bot on the demo's stage, looking at its feeds every other second."""
    environment = Environment(
        telegram_token=SecretStr(engagement.token),
        telegram_api_url=engagement.address,
        database_url=engagement.database_url,
        admin_ids=frozenset({engagement.admin}),
        web_port=None,
        public_url=None,
    )
    paper = as_paper(parse_newspaper(engagement.newspaper, "demo"), environment.admin_ids, "demo")
    eager = replace(paper, feeds=tuple(replace(one, every=timedelta(seconds=2)) for one in paper.feeds))
    await run_bot(environment, eager, clock, stopping)


async def demo(port: int, announce: Callable[[str], None]) -> None:
    """The stage for somebody with a browser, who is told its address, until they stop it."""
    from bot.sandbox.stage import stage
    from bot.sandbox.story import EDITOR

    set_up_logging("WARNING")
    clock, stopping = ShiftedClock(), until_signalled()
    try:
        async with stage(port, partial(perform, clock), clock.advance, stopping) as telegram:
            await telegram.type(EDITOR, "/start")  # Telegram lets no bot write to who never pressed Start
            announce(telegram.address)
            await stopping.wait()
    except OSError as error:
        raise KolporterError("demo.no_port", port=port, problem=error.strerror) from None


async def script(tell: Callable[[str], None]) -> None:
    """The stage with a story played on it."""
    from bot.sandbox.stage import stage
    from bot.sandbox.story import Props, Story, StoryBrokeError

    set_up_logging("WARNING")
    clock = ShiftedClock()
    try:
        async with stage(0, partial(perform, clock), clock.advance, until_signalled()) as telegram:
            await Story(telegram, Props(clock.now, clock.advance, tell)).play()
    except StoryBrokeError as broken:
        raise KolporterError("demo.broke", step=broken) from None


@asynccontextmanager
async def feed_checker(private_hosts: frozenset[str] | None = None) -> AsyncIterator[CheckFeed]:
    """What reads any feed without remembering it; by default as this installation would, or a fresh one."""
    from bot.feeds.discover import feed_links

    clock = SystemClock()
    allowed = _any_paper(read_environment()).private_hosts if private_hosts is None else private_hosts
    async with WebFetch(clock, allowed=allowed) as fetch, FeedParser(clock) as parse:
        yield CheckFeed(fetch=fetch, parse_feed=parse, feed_links=feed_links)


@asynccontextmanager
async def previewer() -> AsyncIterator[PreviewArticle]:
    """What reads any page without remembering it, as this installation would, or as a fresh one."""
    set_up_logging("ERROR")
    environment = read_environment()
    paper = _any_paper(environment)
    async with (
        WebFetch(SystemClock(), allowed=paper.private_hosts) as fetch,
        _page_reader(environment, paper, SystemClock()) as read,
    ):
        yield PreviewArticle(fetch=fetch, read_page=read, paper=paper)


async def diagnose() -> AsyncIterator[Finding]:
    """Findings about the configured installation."""
    set_up_logging("ERROR")
    environment = read_environment()
    paper = _paper(environment)
    async with feed_checker(paper.private_hosts) as check_feed, AsyncExitStack() as stack:
        inspector = None
        if environment.telegram_token:
            bot = _bot(environment)
            inspector = await stack.enter_async_context(TelegramInspector(bot, environment.telegram_api_url))
        look = partial(inspect, environment.database_url)
        async for finding in Diagnose(paper, inspector, check_feed, look, SystemClock())():
            yield finding


def summarise(headline: str, text: str, language: str, characters: int | None) -> Summary:
    """The summary of an article that is a plain text."""
    from bot.articles.plain import summary_of_text

    return summary_of_text(headline, text, language, characters)


@asynccontextmanager
async def appeal_explainer() -> AsyncIterator[ExplainAppeal]:
    """What looks into the installation's database."""
    set_up_logging("ERROR")
    environment = read_environment()
    paper = _paper(environment)
    async with connect(environment.database_url) as database:
        await database.migrate()
        yield ExplainAppeal(open_store=database.open_store, paper=paper, clock=SystemClock())


def paper() -> Paper:
    """The installation's paper."""
    return _paper(read_environment())


def references() -> References:
    """What its links to the membership page are signed with."""
    return _references(read_environment())


@asynccontextmanager
async def _page_reader(environment: Environment, paper: Paper, clock: Clock) -> AsyncIterator[ReadPage]:
    """What reads pages, with the paper's language model where it has one."""
    async with AsyncExitStack() as stack:
        read = await stack.enter_async_context(PageReader(paper.kickers, paper.zone))
        if paper.summaries is None:
            yield read
        else:
            from bot.articles.rewriting import RewrittenReader

            model = ModelWriter(paper.summaries, environment.summaries_key)
            yield RewrittenReader(read, await stack.enter_async_context(model), clock)


def _bot(environment: Environment, limiter: BudgetLimiter | None = None) -> QuietBot:
    assert environment.telegram_token is not None
    token = environment.telegram_token.get_secret_value()
    return build_bot(token, environment.telegram_api_url, environment.telegram_proxy, limiter)


def _paper(environment: Environment) -> Paper:
    file, where = read_newspaper(environment.newspaper), environment.newspaper
    return as_paper(file, environment.admin_ids, where, environment.public_url)


def _any_paper(environment: Environment) -> Paper:
    """The installation's paper, or one that nobody has described."""
    return _paper(environment) if environment.newspaper.exists() else unwritten_paper()


if __name__ == "__main__":
    gc.freeze()
    gc.enable()
    command_line(
        Program(
            run,
            demo,
            script,
            feed_checker,
            previewer,
            diagnose,
            lambda: read_environment().newspaper,
            summarise,
            paper,
            references,
            appeal_explainer,
        )
    )()
