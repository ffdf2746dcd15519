"""The whole engine as a client of bench.delivery: DeliverPushes, the courier and a ledger in a SQLite file.

A round plans a push to as many subscribers as it has messages and delivers it; planning is left out, and a
smaller push before it opens the connections.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from bot.clock import SystemClock
from bot.courier import Courier
from bot.delivery_ports import Ledger
from bot.domain.articles import Draft
from bot.domain.deliveries import Outcome, Sent, Throttled
from bot.domain.follows import edition_subject
from bot.domain.ids import ChatId, Edition, MessageId, ThreadId
from bot.domain.preferences import Preferences
from bot.domain.pushes import Button, Card, NewPush
from bot.rate import SECOND, Budgets
from bot.service import keep_for_good
from bot.settings import unwritten_paper
from bot.telegram_http import build_bot
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.make_digests import MakeDigests
from storage.database import Database, connect
from tests.bench.planning import EVERYTHING, is_to_plan
from tests.bench.senders import LIKE, READ, TEXT, TOKEN

NO_LIMIT = 20_000
"""Messages a second that nobody reaches."""
SPARE_SECONDS = 5
"""For so long there is more to send than a paced round takes, so that its end is no idling."""
EN = Edition("en")
CARD = Card(html=TEXT, buttons=((Button(READ[0], url=READ[1]), Button(LIKE[0], data=LIKE[1])),))
_slots = count(1)


class Counting(Courier):
    """Counts what was sent, and what came too fast for Telegram."""

    sent = throttled = 0

    async def send(
        self,
        chat_id: ChatId,
        card: Card,
        thread_id: ThreadId | None = None,
        reply_to: MessageId | None = None,
    ) -> Outcome:
        outcome = await super().send(chat_id, card, thread_id, reply_to)
        self.sent += isinstance(outcome, Sent)
        self.throttled += isinstance(outcome, Throttled)
        return outcome


@dataclass(frozen=True)
class Engine:
    """Who delivers what is planned in a database."""

    deliver: DeliverPushes
    courier: Counting
    database: Database
    ledger: Ledger


@asynccontextmanager
async def engine(address: str, rate: int, concurrency: int) -> AsyncIterator[Engine]:
    """The engine for a Telegram at `address`, with so many messages a second and so many under way."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        database = await stack.enter_async_context(connect(f"sqlite:///{Path(folder)}/bench.sqlite3"))
        await database.migrate()
        bot = build_bot(TOKEN, address)
        await bot.request.initialize()
        stack.push_async_callback(bot.request.shutdown)
        courier, ledger = Counting(bot.wire), await database.lead("bench")
        deliver = DeliverPushes(
            ledger=ledger,
            courier=courier,
            clock=clock,
            budgets=Budgets(rate, clock.now() - 2 * SECOND),
            make_digests=MakeDigests(open_store=database.open_store, paper=unwritten_paper(), clock=clock),
            concurrency=concurrency,
            ahead=rate,
        )
        yield Engine(deliver, courier, database, ledger)


async def one_round(order: dict[str, Any]) -> dict[str, float]:
    """As of tests.bench.sending."""
    rate, seconds, in_flight = order.get("rate", NO_LIMIT), order.get("seconds", 0), order["in_flight"]
    async with engine(order["address"], rate, in_flight) as ours:
        await plan(ours, in_flight)
        await ours.deliver()
        await plan(ours, order.get("messages") or rate * (seconds + SPARE_SECONDS))
        ours.courier.sent = 0
        keep_for_good()
        used, began = time.process_time(), time.perf_counter()
        if seconds:
            asyncio.get_running_loop().call_later(seconds, ours.deliver.stop)
        await ours.deliver()
        used, wall = time.process_time() - used, time.perf_counter() - began
        return {"cpu": used, "wall": wall, "messages": ours.courier.sent}


async def plan(engine: Engine, readers: int) -> None:
    """File a push to so many subscribers, the only ones there are, and its deliveries."""
    now = SystemClock().now()

    def fill(connection: Connection) -> None:
        connection.execute(text("DELETE FROM follows"))
        connection.execute(text("DELETE FROM subscribers"))
        connection.execute(
            text(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :readers)"
                " INSERT INTO subscribers (chat_id, kind, edition, language, standing, joined_at)"
                " SELECT x, 'private', 'en', 'en', 'active', CURRENT_TIMESTAMP FROM n"
            ),
            {"readers": readers},
        )
        connection.execute(text(EVERYTHING))

    await engine.database.run(fill)
    slot = str(next(_slots))
    draft = Draft(url=f"https://paper.example/{slot}", edition=EN, language="en", headline="Snow")
    async with engine.database.open_store() as store:
        article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint=slot, now=now)
        push = await store.pushes.add(
            NewPush(
                article_id=article.id,
                keys=(edition_subject(EN),),
                cards={EN: CARD},
                due_at=now,
                expires_at=now + timedelta(hours=12),
                created_by=None,
                schedule="article",
                slot=slot,
            )
        )
    assert push is not None
    everybody = Preferences(zone="UTC", daily_cap=None)
    planned = 0
    while await is_to_plan(engine.database, now):
        planned += await engine.ledger.plan(push.id, now, everybody)
    assert planned == readers
