"""The product for benchmarks: everything between Telegram's wire and a SQLite file of its own."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from telegram import User
from telegram.ext import Application

from bot.clock import SystemClock
from bot.courier import Cashier, Courier
from bot.domain.stars import Invoices
from bot.newsroom import Newsroom, World
from bot.opening import build_newsroom
from bot.rate import Budgets
from bot.sandbox.story import demo_newspaper
from bot.service import keep_for_good
from bot.settings import as_paper, parse_newspaper
from bot.star_ports import Till
from bot.telegram_http import QuietBot, build_bot
from bot.usecases.handle_updates import HandleUpdates
from handlers import install
from storage.database import Database, connect
from tests.bench.senders import TOKEN
from tests.seals import SEALS


@dataclass(frozen=True)
class Bot:
    """A bot whose updates are being handled."""

    newsroom: Newsroom
    updates: HandleUpdates
    database: Database
    telegram: QuietBot


@asynccontextmanager
async def bot_at_work(
    address: str, *, per_second: int, courier: Callable[[Any], Courier] = Courier
) -> AsyncIterator[Bot]:
    """It sends to `address`, so many messages a second; what it fetches is not measured, and not there."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        database = await stack.enter_async_context(connect(f"sqlite:///{Path(folder)}/bench.sqlite3"))
        await database.migrate()
        bot = build_bot(TOKEN, address)
        bot._bot_user = User(700000001, "Kolporter", True, username="kolporter_bot")
        for request in bot._request:
            await request.initialize()
            stack.push_async_callback(request.shutdown)
        world = World(
            paper=as_paper(parse_newspaper(demo_newspaper(address), "bench"), frozenset(), "bench"),
            open_store=database.open_store,
            together=database.together,
            fetch=cast(Any, None),
            parse_feed=cast(Any, None),
            read_page=cast(Any, None),
            courier=courier(bot.wire),
            seals=SEALS,
            till=Till(Cashier(bot.wire), Invoices("a key of the bench")),
            clock=clock,
            ledger=await database.lead("bench"),
            budgets=Budgets(per_second, clock.now() - timedelta(seconds=2)),
            concurrency=128,
            per_second=per_second,
        )
        newsroom = build_newsroom(world)
        application = Application.builder().bot(bot).updater(None).job_queue(None).build()
        updates = newsroom.handle_updates(
            understand=install(application, newsroom), outlet=newsroom.send_answers
        )
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        running = tasks.create_task(updates.run())
        keep_for_good()
        yield Bot(newsroom, updates, database, bot)
        running.cancel()
