"""Forgetting 300,000 deliveries of a push in SQLite, while somebody else writes a hundred times a second.

That somebody is the bot that sends: how long it waits for its turn is what pruning costs. Counts must stay.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time as stopwatch
from contextlib import closing
from pathlib import Path

from tests.bench.report import Goal, Report, main

DELIVERIES = int(os.environ.get("BENCH_DELIVERIES", "300000"))
ROOT = Path(__file__).parents[2]
LONG_AGO = "2026-03-29 18:30:00"
_EVERY_SECONDS = 0.01
_ALONE = 100


def measure() -> Report:
    """One push, forgotten by the command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.sqlite3"
        _start("migrate", path).communicate()
        with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as writer:
            _fill(writer)
            alone = [_write(writer) for _ in range(_ALONE)]
            begun = stopwatch.perf_counter()
            pruning = _start("prune", path)
            waits = []
            while pruning.poll() is None:
                waits.append(_write(writer))
            took = stopwatch.perf_counter() - begun
            told = json.loads(pruning.communicate()[0])
            (kept,) = writer.execute("SELECT count FROM push_tallies").fetchone()
            (left,) = writer.execute("SELECT count(*) FROM deliveries").fetchone()
    waits.sort()
    figures = {
        "deliveries": told["deliveries"],
        "seconds": round(took, 1),
        "longest_transaction_ms": round(told["longest"] * 1000, 1),
        "writes_meanwhile": len(waits),
        "wait_p99_ms": round(waits[len(waits) * 99 // 100] * 1000, 1),
        "wait_max_ms": round(waits[-1] * 1000, 1),
        "wait_max_alone_ms": round(max(alone) * 1000, 1),
    }
    goals = (
        Goal("deliveries forgotten", DELIVERIES - left, DELIVERIES),
        Goal("deliveries still counted", kept, DELIVERIES),
        Goal("milliseconds that a writer waits at most", figures["wait_max_ms"], 500, is_ceiling=True),
    )
    return Report("retention", figures, goals)


def _start(command: str, path: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}", "NEWSPAPER": "/nowhere.toml"}
    program = [sys.executable, "main.py", command, "--json"]
    return subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.PIPE)


def _fill(writer: sqlite3.Connection) -> None:
    writer.execute("BEGIN")
    writer.execute(
        "INSERT INTO pushes (id, kind, action, lane, state, planned, unknown_seen, due_at, expires_at,"
        " schedule, slot, ended_at) VALUES (1, 'digest', 'send', 3, 'done', ?, 0, ?, ?, 'digest', '1', ?)",
        (DELIVERIES, LONG_AGO, LONG_AGO, LONG_AGO),
    )
    writer.executemany(
        "INSERT INTO deliveries (push_id, subscriber_id, state, attempts, risk, at, message_id)"
        " VALUES (1, ?, 3, 1, 0, 1774809000000, ?)",
        ((number, number) for number in range(1, DELIVERIES + 1)),
    )
    writer.execute(
        "INSERT INTO push_tallies (push_id, state, reason, count) VALUES (1, 3, 0, ?)", (DELIVERIES,)
    )
    writer.execute("COMMIT")


def _write(writer: sqlite3.Connection) -> float:
    """A small transaction; the seconds until it could begin."""
    begun = stopwatch.perf_counter()
    writer.execute("BEGIN IMMEDIATE")
    waited = stopwatch.perf_counter() - begun
    writer.execute("UPDATE clock SET latest = latest")
    writer.execute("COMMIT")
    threading.Event().wait(_EVERY_SECONDS)
    return waited


if __name__ == "__main__":
    main(measure)
