"""A yardstick for bench.delivery: what the engine must do at least, by bare sockets and bare sqlite3.

Every beat is one transaction in a thread: outcomes are settled, a batch is claimed and its intents recorded;
when it is committed, the batch leaves. No budgets, leases, kinds of outcomes, retries or shutdown.
"""

import asyncio
import gc
import sqlite3
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

from tests.bench.senders import raw
from tests.bench.waiting import later

BEAT_SECONDS = 0.025
MAKE = """
CREATE TABLE deliveries (
    push_id INTEGER, subscriber_id INTEGER, state INTEGER, not_before INTEGER, attempts INTEGER, at INTEGER,
    message_id INTEGER, PRIMARY KEY (push_id, subscriber_id)
) WITHOUT ROWID;
CREATE INDEX waiting ON deliveries (push_id, not_before, subscriber_id) WHERE not_before IS NOT NULL;
"""
PLAN = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?)"
    " INSERT INTO deliveries SELECT 1, x, 0, 1, 0, NULL, NULL FROM n"
)
CLAIM = (
    "SELECT subscriber_id FROM deliveries WHERE push_id = 1 AND not_before <= 2"
    " ORDER BY not_before DESC, subscriber_id DESC LIMIT ?"
)
INTEND = (
    "UPDATE deliveries SET state = 2, not_before = NULL, attempts = attempts + 1, at = ?"
    " WHERE push_id = 1 AND subscriber_id = ?"
)
SETTLE = (
    "UPDATE deliveries SET state = 3, message_id = ?, at = ?"
    " WHERE push_id = 1 AND subscriber_id = ? AND state = 2"
)


class RawLedger:
    def __init__(self, path: Path, readers: int) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + MAKE)
        self._connection.execute(PLAN, (readers,))

    def beat(self, done: Sequence[int], count: int) -> list[int]:
        """Settle these, and give the next ones, recorded."""
        at = time.time_ns() // 1_000_000
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(SETTLE, [(77, at, reader) for reader in done])
        chosen = [reader for (reader,) in self._connection.execute(CLAIM, (count,))]
        self._connection.executemany(INTEND, [(at, reader) for reader in chosen])
        self._connection.execute("COMMIT")
        return chosen

    def close(self) -> None:
        self._connection.close()


async def one_round(order: dict[str, Any]) -> dict[str, float]:
    """As of tests.bench.sending; only in step."""
    rate, seconds, in_flight = order["rate"], order["seconds"], order["in_flight"]
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        ledger = stack.enter_context(closing(RawLedger(Path(folder) / "raw.sqlite3", rate * (seconds + 5))))
        thread = stack.enter_context(ThreadPoolExecutor(1))
        send = await stack.enter_async_context(raw(order["address"], in_flight))
        gc.collect()
        used, began = time.process_time(), time.perf_counter()
        sent = await _in_step(ledger, thread, send, rate, seconds, in_flight)
        return {
            "cpu": time.process_time() - used,
            "wall": time.perf_counter() - began,
            "messages": sent,
        }


async def _in_step(
    ledger: RawLedger, thread: ThreadPoolExecutor, send: Any, rate: int, seconds: float, in_flight: int
) -> int:
    loop, done, started, settled = asyncio.get_running_loop(), deque[int](), 0, 0
    began = loop.time()

    async def one(reader: int) -> None:
        await send(reader)
        done.append(reader)

    async with asyncio.TaskGroup() as tasks:
        beat = 0
        while (passed := loop.time() - began) < seconds:
            room = in_flight - (started - settled - len(done))
            over = [done.popleft() for _ in range(len(done))]
            settled += len(over)
            count = min(int(passed * rate) - started, room)
            batch = await loop.run_in_executor(thread, ledger.beat, over, count)
            started += len(batch)
            for reader in batch:
                tasks.create_task(one(reader))
            beat = max(beat + 1, int((loop.time() - began) / BEAT_SECONDS))
            await later(began + beat * BEAT_SECONDS - loop.time())
    ledger.beat(list(done), 0)
    return started
