"""How soon a person is answered while a push to 100,000 is being sent, beside an idle bot.

Every so often somebody with a chat of their own sends /start; measured is the time from the update's arrival
until Telegram, a stub that takes 50 ms, has taken the answer. Idle and busy stretches follow each other, and
figures are the medians of the stretches. The push goes at 500 messages a second, which the machine can hold:
what is measured is the wait for the database and for a place in that budget, all of which the push uses.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from statistics import median, quantiles
from typing import Any

from sqlalchemy import text

from bot.clock import SystemClock
from bot.courier import Courier
from bot.domain.articles import Draft
from bot.domain.deliveries import Outcome
from bot.domain.follows import edition_subject
from bot.domain.ids import ChatId, Edition, MessageId, ThreadId
from bot.domain.pushes import Card, NewPush
from bot.inbox_ports import StoredUpdate
from bot.logs import set_up_logging
from tests.bench.answerers import commands
from tests.bench.delivery import LATENCY, stub
from tests.bench.house import Bot, bot_at_work
from tests.bench.planning import EVERYTHING, is_to_plan
from tests.bench.report import Goal, NotMeasurableError, Report, main
from tests.bench.waiting import later

READERS = int(os.environ.get("BENCH_READERS", "100000"))
PER_SECOND = 500
ASKED, EVERY = 200, 0.03
"""How many people ask in one stretch, and how many seconds lie between them."""
STRETCHES = 5
EN = Edition("en")


class Watched(Courier):
    """Notes when an answer was taken."""

    def __init__(self, wire: Any) -> None:
        super().__init__(wire)
        self.taken: dict[int, float] = {}
        self.others = 0

    async def answer(self, chat_id: ChatId, card: Card, thread_id: ThreadId | None = None) -> Outcome:
        outcome = await super().answer(chat_id, card, thread_id)
        self.taken[chat_id] = asyncio.get_running_loop().time()
        return outcome

    async def send(
        self,
        chat_id: ChatId,
        card: Card,
        thread_id: ThreadId | None = None,
        reply_to: MessageId | None = None,
    ) -> Outcome:
        self.others += 1
        return await super().send(chat_id, card, thread_id, reply_to)


async def ask(bot: Bot, courier: Watched, numbers: "count[int]") -> list[float]:
    """Milliseconds that each of the people waited."""
    loop, asked = asyncio.get_running_loop(), {}
    async with asyncio.TaskGroup() as tasks:
        for _ in range(ASKED):
            number = next(numbers)
            (update,) = commands(number, 1, "/start")
            asked[number] = loop.time()
            tasks.create_task(bot.updates.take_in([StoredUpdate(number, update)]))
            await later(EVERY)
    async with asyncio.timeout(30):
        await bot.updates.rest()
    return [(courier.taken[number] - at) * 1000 for number, at in asked.items()]


@asynccontextmanager
async def push_under_way(bot: Bot) -> AsyncIterator[None]:
    """DeliverPushes at work for the length of the block."""
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(bot.newsroom.deliver_pushes())
        yield
        bot.newsroom.deliver_pushes.stop()
        await sending


async def plan(bot: Bot) -> None:
    """File a push to so many readers, and its deliveries."""
    fill = (
        f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {READERS})"
        " INSERT INTO subscribers (chat_id, kind, edition, language, standing, joined_at)"
        " SELECT 9000000 + x, 'private', 'en', 'en', 'active', CURRENT_TIMESTAMP FROM n"
    )
    await bot.database.run(lambda connection: connection.execute(text(fill)))
    await bot.database.run(lambda connection: connection.execute(text(EVERYTHING)))
    now = SystemClock().now()
    draft = Draft(url="https://paper.example/a", edition=EN, language="en", headline="Snow")
    async with bot.database.open_store() as store:
        article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="1", now=now)
        await store.pushes.add(
            NewPush(
                article_id=article.id,
                keys=(edition_subject(EN),),
                cards={EN: Card(html="<b>Snow</b>")},
                due_at=now,
                expires_at=now + timedelta(hours=12),
                created_by=None,
                schedule="article",
                slot="1",
            )
        )
    while await is_to_plan(bot.database, now):
        await bot.newsroom.plan_pushes()


async def measured() -> tuple[list[list[float]], list[list[float]], float]:
    """Of each stretch the waits when idle and when busy; and the push's messages per second meanwhile."""
    idle: list[list[float]] = []
    busy: list[list[float]] = []
    numbers, watched, rates = count(1), [], []
    loop = asyncio.get_running_loop()

    def watch(wire: Any) -> Courier:
        watched.append(Watched(wire))
        return watched[-1]

    for _ in range(STRETCHES):
        async with (
            stub(LATENCY) as address,
            bot_at_work(address, per_second=PER_SECOND, courier=watch) as bot,
        ):
            courier = watched[-1]
            idle.append((await ask(bot, courier, numbers))[10:])
            await plan(bot)
            before, began = courier.others, loop.time()
            async with push_under_way(bot):
                busy.append((await ask(bot, courier, numbers))[10:])
                rates.append((courier.others - before - ASKED) / (loop.time() - began))
    return idle, busy, median(rates)


def percentile(stretches: list[list[float]], percent: int) -> float:
    """The median of the stretches' own."""
    return median(quantiles(one, n=100)[percent - 1] for one in stretches)


def measure() -> Report:
    set_up_logging("WARNING")
    try:
        idle, busy, rate = asyncio.run(measured())
    except OSError as error:
        raise NotMeasurableError(f"the processes cannot talk: {error}") from None
    stretches = {"idle": idle, "busy": busy}
    figures = {
        f"{name}_p{p}_ms": round(percentile(waits, p), 1)
        for name, waits in stretches.items()
        for p in (50, 99)
    }
    calm, loaded = percentile(idle, 99), percentile(busy, 99)
    return Report(
        "interactive",
        figures | {"push_messages_per_second": round(rate)},
        (
            Goal("p99 above idle, ms", round(loaded - calm, 1), 100, is_ceiling=True),
            Goal("p99 to idle", round(loaded / calm, 2), 3, is_ceiling=True),
            Goal("push messages per second meanwhile", round(rate), PER_SECOND * 0.9),
        ),
    )


if __name__ == "__main__":
    main(measure)
