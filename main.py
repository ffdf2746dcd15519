"""Kolporter: the one place where objects are built. What they do is in bot/, handlers/ and storage/.

What of it needs neither the database nor handlers is put together in bot/building.py and bot/looking.py.
On top stands what `run` needs; the sandbox and our own HTTP are imported when somebody wants them.
"""

import gc
import sys

if __name__ == "__main__":
    # What a start loads stays: to look for garbage in it again and again takes a third of the start.
    gc.disable()
    # httpx and structlog load rich where they find it, for colours that no service shows.
    sys.modules["rich"] = sys.modules["click"] = None  # type: ignore[assignment]

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot import looking, settings
from bot.building import Front, Premises, gate_of, helping, keys_of, serve
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.disk import disk_of
from bot.domain.paper import Paper
from bot.domain.web_keys import is_local
from bot.errors import DatabaseUnavailable, KolporterError, LeaseLost, SettingsError
from bot.logs import keep_quiet, set_up_logging
from bot.service import Duty, until_signalled
from bot.telemetry import reporting, tracing
from bot.usecases.keep_people import KeepPeople
from bot.watchdog import told_to_systemd
from handlers import install, publish
from handlers.cli import command_line
from handlers.cli.program import Program
from storage.database import connect
from storage.inspecting import inspect

if TYPE_CHECKING:
    from bot.office import Office
    from bot.sandbox.stage import Engagement
    from storage.upkeep import Upkeep

_ENDS_OF_A_DAY = (LeaseLost, DatabaseUnavailable)
"""On PostgreSQL a server that goes while we begin is waited for like one that goes later."""


async def run_bot(
    environment: settings.Environment, paper: Paper, clock: Clock, stopping: asyncio.Event
) -> None:
    """The whole service until `stopping` is set; where another process is the active one, it stands by."""
    async with connect(environment.database_url) as database, database.exclusively():
        await database.migrate()
        is_alone = database.path is not None
        premises = Premises(
            environment=environment,
            paper=paper,
            clock=clock,
            open_store=database.open_store,
            together=database.together,
            disk=partial(disk_of, database.path),
            is_shared=not is_alone and environment.public_url is not None,
        )
        front, duty = Front(install, publish), Duty()
        async with _web(premises, duty), helping(premises, front, duty, database.bystander()):
            with told_to_systemd(duty.is_alive):
                while not stopping.is_set():
                    async with database.leading(clock, stopping.is_set) as leading:
                        if leading is not None:
                            with suppress(*_ENDS_OF_A_DAY if not is_alone else (LeaseLost,)), duty.on():
                                await serve(premises, front, duty, stopping, *leading)


@asynccontextmanager
async def _web(premises: Premises, duty: Duty) -> AsyncIterator[None]:
    """Our own HTTP, where there is a port for it: in every process, the active one or not."""
    environment = premises.environment
    if environment.web_port is None:
        yield
        return
    from handlers.web import listening, web_app

    gate = gate_of(premises, duty)
    is_measured = bool(gate.metrics_secret) or is_local(environment.web_host)
    app = web_app(gate, is_public=environment.public_url is not None, is_measured=is_measured)
    async with listening(app, environment.web_host, environment.web_port):
        yield


async def run() -> None:
    """The real bot."""
    set_up_logging()
    environment = settings.read_environment()
    if environment.telegram_token is None:
        raise SettingsError("error.no_token")
    keep_quiet(keys_of(environment), settings.secrets_of(environment))
    with reporting(settings.plain(environment.sentry_dsn)), tracing(environment.otel_exporter_otlp_endpoint):
        await run_bot(environment, looking.paper_of(environment), SystemClock(), until_signalled())


async def perform(clock: Clock, engagement: "Engagement", stopping: asyncio.Event) -> None:
    """The same bot on the demo's stage, looking at its feeds every other second."""
    environment = settings.Environment(
        telegram_token=SecretStr(engagement.token),
        telegram_api_url=engagement.address,
        database_url=engagement.database_url,
        admin_ids=frozenset({engagement.admin}),
        web_port=engagement.web_port,
        public_url=None,
        membership_secret=SecretStr(engagement.membership_secret),
    )
    paper = settings.as_paper(
        settings.parse_newspaper(engagement.newspaper, "demo"), environment.admin_ids, "demo"
    )
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


def upkeep() -> "Upkeep":
    """What is done to the database as a whole."""
    from storage.upkeep import Upkeep

    set_up_logging("CRITICAL")
    return Upkeep(settings.read_environment().database_url, SystemClock())


def office(*, alone: bool = False) -> AbstractAsyncContextManager["Office"]:
    """The command line's verbs on the database."""
    from storage.upkeep import open_office

    set_up_logging("CRITICAL")
    environment = settings.read_environment()
    paper, keys = looking.any_paper(environment), looking.office_keys(environment)
    return open_office(environment.database_url, paper, keys, SystemClock(), alone=alone)


async def people_code() -> str:
    """Eight digits that make an admin of whoever sends them to the bot first, also while it runs."""
    set_up_logging("CRITICAL")
    async with connect(settings.read_environment().database_url) as database:
        await database.migrate()
        people = KeepPeople(
            open_store=database.open_store, paper=settings.unwritten_paper(), clock=SystemClock()
        )
        return await people.code()


if __name__ == "__main__":
    del sys.modules["rich"], sys.modules["click"]
    gc.freeze()
    gc.enable()
    command_line(
        Program(
            run=run,
            demo=demo,
            script=script,
            feed_checker=looking.feed_checker,
            previewer=looking.previewer,
            diagnose=partial(looking.diagnose, inspect),
            newspaper_path=looking.newspaper_path,
            summarise=looking.summarise,
            people_code=people_code,
            upkeep=upkeep,
            office=office,
            paper=looking.paper_here,
            references=looking.references_here,
            cashier=looking.cashier_here,
        )
    )()
