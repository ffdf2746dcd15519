"""What a service is made of, from its settings, and its day; main.py adds database and handlers.

What only some newspapers need is imported when it is built: a service should not carry it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Bot
from telegram.ext import Application

from bot.articles import PageReader
from bot.charts import ChartDrawer, can_draw
from bot.clock import Clock
from bot.courier import Cashier, Courier, seal_with
from bot.delivery_ports import Ledger
from bot.domain.alarms import Disk
from bot.domain.hubs import HubDoor
from bot.domain.ids import UserId
from bot.domain.member_codes import MemberCodes
from bot.domain.paper import Paper
from bot.domain.seals import Seals
from bot.domain.stars import Invoices
from bot.domain.subscribers import Role
from bot.domain.support_links import References
from bot.domain.web_keys import WebKeys
from bot.errors import SettingsError, TokenRefused
from bot.feeds import FeedParser
from bot.fetch import ModelWriter, WebFetch
from bot.inbox_ports import Understand
from bot.jobs import Ticker
from bot.newsroom import Gate, Newsroom, Probes, World
from bot.opening import build_gate, build_newsroom
from bot.pictures import Pictures
from bot.ports import OpenStore, ReadPage, Together
from bot.ptb_limiter import BudgetLimiter
from bot.rate import Budgets
from bot.service import Begin, Duty, at_the_door, work
from bot.settings import Environment, plain
from bot.star_ports import Till
from bot.telegram_http import QuietBot, TelegramInspector, build_bot
from bot.updates import UpdateLoop, Updates, introduce
from bot.usecases.confirm_membership import ConfirmMembership
from bot.usecases.hear_membership import HearMembership
from bot.usecases.leave_answers import LeaveAnswers
from bot.webhooks import AnswerLoop, DoorLoop, Hook, Webhook, WebhookLoop

Telegram = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, kw_only=True)
class Premises:
    """What does not change as long as the process runs."""

    environment: Environment
    paper: Paper
    clock: Clock
    open_store: OpenStore
    together: Together
    disk: Callable[[], Disk | None]
    """How much room is left where the database writes."""
    is_shared: bool
    """Whether other processes receive and handle updates beside this one."""


@dataclass(frozen=True)
class Front:
    """What handlers/ give: how updates are understood, and what is put into people's apps."""

    install: Callable[[Telegram, Newsroom], Understand]
    publish: Callable[[Bot, Paper, Mapping[UserId, Role]], Awaitable[None]]


@asynccontextmanager
async def helping(premises: Premises, front: Front, duty: Duty, ledger: Ledger) -> AsyncIterator[None]:
    """Where several processes receive updates: handle them here, whichever of them is the active one."""
    if not premises.is_shared:
        yield
        return
    async with _at_work(premises, ledger, _budgets(premises)) as (application, newsroom):
        understand = front.install(application, newsroom)
        handle_updates = newsroom.handle_updates(understand=understand, outlet=LeaveAnswers(duty.filed.set))
        loop = DoorLoop(duty.doorstep, handle_updates=handle_updates, clock=premises.clock)
        begin = partial(introduce, application, premises.clock)
        async with _refusal_noted(newsroom), at_the_door(begin, loop):
            yield


async def serve(
    premises: Premises, front: Front, duty: Duty, stopping: asyncio.Event, ledger: Ledger, keep: Begin
) -> None:
    """A day as the active process."""
    duty.budgets = _budgets(premises)
    async with _at_work(premises, ledger, duty.budgets) as (application, newsroom):
        updates = _way_in(premises, front, duty, application, newsroom)

        async def begin() -> None:
            await newsroom.notice_standstill()
            await newsroom.keep_time()
            await introduce(application, premises.clock)
            await updates.begin()
            await newsroom.poll_feeds.enrol(premises.paper.feeds)
            await newsroom.keep_schedules.enrol()

        async def publish() -> None:
            await front.publish(application.bot, premises.paper, await newsroom.keep_people.all())

        async with _refusal_noted(newsroom):
            duty.ticker = Ticker(newsroom)
            await work(begin, publish, duty.ticker, updates, stopping, keep)


@asynccontextmanager
async def _refusal_noted(newsroom: Newsroom) -> AsyncIterator[None]:
    """A refused token ends us, and nobody can be told before one is accepted again."""
    try:
        yield
    except TokenRefused:
        await newsroom.watch_health.note_refusal()
        raise


@asynccontextmanager
async def _at_work(
    premises: Premises, ledger: Ledger, budgets: Budgets
) -> AsyncIterator[tuple[Telegram, Newsroom]]:
    """The use cases and the bot they speak through."""
    environment, paper, clock = premises.environment, premises.paper, premises.clock
    async with AsyncExitStack() as stack:
        bot = bot_of(environment, BudgetLimiter(budgets, clock))
        stack.push_async_callback(bot.shutdown)
        fetch = await stack.enter_async_context(WebFetch(clock, allowed=paper.private_hosts))
        seals = Seals(keys_of(environment).made_for("desk"))
        world = World(
            paper=paper,
            open_store=premises.open_store,
            together=premises.together,
            fetch=fetch,
            parse_feed=await stack.enter_async_context(FeedParser(clock)),
            read_page=await stack.enter_async_context(page_reader(environment, paper, clock)),
            courier=Courier(bot.wire, Pictures(fetch, clock), seal_with(seals, clock)),
            seals=seals,
            references=references_of(environment),
            till=Till(Cashier(bot.wire), Invoices(keys_of(environment).made_for("stars"))),
            codes=codes_of(environment),
            clock=clock,
            ledger=ledger,
            budgets=budgets,
            concurrency=environment.concurrency,
            per_second=environment.messages_per_second,
            probes=_probes(premises, bot),
            feed_links=_feed_links,
            tell_hub=fetch.tell,
            hub_door=_hub_door(environment),
            draw=await stack.enter_async_context(ChartDrawer()) if can_draw() else None,
        )
        yield Application.builder().bot(bot).updater(None).job_queue(None).build(), build_newsroom(world)


def _probes(premises: Premises, bot: QuietBot) -> Probes:
    """What tells of the machine and of Telegram."""
    inspector = TelegramInspector(bot, premises.environment.telegram_api_url)
    return Probes(disk=premises.disk, telegram_time=inspector.server_time)


def _feed_links(page: bytes, url: str) -> tuple[str, ...]:
    """Feeds that a page names; what reads pages is loaded when somebody adds a feed."""
    from bot.feeds.discover import feed_links

    return feed_links(page, url)


def _way_in(
    premises: Premises, front: Front, duty: Duty, application: Telegram, newsroom: Newsroom
) -> Updates:
    """How updates come in: Telegram brings them where it can reach us, otherwise we fetch them."""
    bot, clock, environment = application.bot, premises.clock, premises.environment
    met_another = newsroom.watch_health.met_another
    if premises.is_shared:
        hook = _hook(bot, environment, clock, met_another)
        return AnswerLoop(hook, duty.filed, send_answers=newsroom.send_answers, clock=clock)
    understand = front.install(application, newsroom)
    handle_updates = newsroom.handle_updates(understand=understand, outlet=newsroom.send_answers)
    if environment.public_url is None:
        return UpdateLoop(bot, handle_updates=handle_updates, clock=clock, met_another=met_another)
    hook = _hook(bot, environment, clock, met_another)
    return WebhookLoop(hook, duty.doorstep, handle_updates=handle_updates, clock=clock)


def gate_of(premises: Premises, duty: Duty) -> Gate:
    """What the web can ask this process for."""
    return build_gate(
        keys_of(premises.environment),
        _hub_door(premises.environment),
        open_store=premises.open_store,
        clock=premises.clock,
        is_active=lambda: duty.is_active,
        arrived=lambda number: duty.doorstep.put([number]),
        budgets=lambda: duty.budgets,
        is_alive=duty.is_alive,
        metrics_secret=plain(premises.environment.metrics_secret) or "",
        references=references_of(premises.environment),
        zone=premises.paper.zone,
        hear_membership=_hear_membership(premises),
    )


@asynccontextmanager
async def page_reader(environment: Environment, paper: Paper, clock: Clock) -> AsyncIterator[ReadPage]:
    """What reads pages, with the paper's language model where it has one."""
    async with AsyncExitStack() as stack:
        read = await stack.enter_async_context(PageReader(paper.kickers, paper.zone))
        if paper.summaries is None:
            yield read
        else:
            from bot.articles.rewriting import RewrittenReader

            model = ModelWriter(paper.summaries, environment.summaries_key)
            yield RewrittenReader(read, await stack.enter_async_context(model), clock)


def bot_of(environment: Environment, limiter: BudgetLimiter | None = None) -> QuietBot:
    """The bot whose token the environment has."""
    assert environment.telegram_token is not None
    token = environment.telegram_token.get_secret_value()
    return build_bot(token, environment.telegram_api_url, environment.telegram_proxy, limiter)


def _hook(bot: QuietBot, environment: Environment, clock: Clock, met_another: Callable[[], None]) -> Hook:
    keys = keys_of(environment)
    webhook = Webhook(f"{environment.public_url}/telegram/{keys.telegram_path}", keys.telegram_secret)
    return Hook(webhook, bot, clock, met_another)


def _budgets(premises: Premises) -> Budgets:
    return Budgets(premises.environment.messages_per_second, premises.clock.now())


def _hub_door(environment: Environment) -> HubDoor | None:
    """Where hubs find us, if they do."""
    return HubDoor(environment.public_url, keys_of(environment)) if environment.public_url else None


def references_of(environment: Environment) -> References:
    """What links to the membership page are signed with. Raises SettingsError without a secret."""
    return References(keys_of(environment).made_for("support"))


def codes_of(environment: Environment) -> MemberCodes | None:
    """What the membership page's codes are read with; None where it shares no secret with us."""
    return MemberCodes(plain(secret) or "") if (secret := environment.membership_secret) else None


def _hear_membership(premises: Premises) -> HearMembership | None:
    """Whom the membership page calls."""
    secret = plain(premises.environment.membership_secret)
    if secret is None:
        return None
    confirm = ConfirmMembership(
        open_store=premises.open_store,
        paper=premises.paper,
        references=references_of(premises.environment),
        codes=codes_of(premises.environment),
        clock=premises.clock,
    )
    return HearMembership(confirm=confirm, secret=secret, clock=premises.clock)


def keys_of(environment: Environment) -> WebKeys:
    """What secret paths and the like are made with. Raises SettingsError without a secret."""
    secret = environment.web_secret or environment.telegram_token
    if secret is None:
        raise SettingsError("error.no_token")
    return WebKeys(secret.get_secret_value())
