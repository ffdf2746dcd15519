"""A database that goes is told once, and once when it is back, whoever stumbles over it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ShiftedClock
from bot.domain.ids import ChatId
from bot.errors import DatabaseUnavailable
from storage.database import Database
from storage.outage import Outage
from tests.canaries import capture_logs
from tests.storage.samples import NOW


def stumble(outage: Outage) -> None:
    """A transaction that the database refuses."""
    with pytest.raises(DatabaseUnavailable), outage.noticed():
        raise DatabaseUnavailable(problem="no room")


def test_it_is_told_once_how_often_somebody_stumbles() -> None:
    outage = Outage()
    with capture_logs() as logs:
        stumble(outage)
        stumble(outage)
    assert [(one["event"], one["problem"]) for one in logs] == [("database_away", "no room")]


def test_it_is_back_when_nobody_stumbled_for_a_while() -> None:
    clock = ShiftedClock()
    outage = Outage(clock)
    stumble(outage)
    with capture_logs() as logs:
        for _ in range(3):
            outage.written()
            clock.advance(timedelta(seconds=4))
    assert [one["event"] for one in logs] == ["database_back"]
    assert not outage.lasts


def test_what_finds_room_now_and_then_is_not_back() -> None:
    clock = ShiftedClock()
    outage = Outage(clock)
    with capture_logs() as logs:
        for _ in range(3):
            stumble(outage)
            outage.written()
            clock.advance(timedelta(seconds=5))
    assert [one["event"] for one in logs] == ["database_away"]


def test_a_bug_of_ours_is_no_outage() -> None:
    outage = Outage()
    with pytest.raises(RuntimeError), outage.noticed():
        raise RuntimeError("stumbled")
    assert not outage.lasts


async def test_after_an_outage_nobody_reads_before_somebody_wrote(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """A full disk can be read: who goes by that would say ten times a second that all is well."""
    ledger = await sqlite_database.lead("we")
    await asyncio.to_thread(rename, tmp_path, "pushes", "away")
    with pytest.raises(DatabaseUnavailable):
        await ledger.finish(NOW)
    await asyncio.to_thread(rename, tmp_path, "leases", "unwritable")
    with pytest.raises(DatabaseUnavailable):
        async with sqlite_database.open_store() as store:
            await store.subscribers.by_chat(ChatId(501))
    await asyncio.to_thread(rename, tmp_path, "unwritable", "leases")
    async with sqlite_database.open_store() as store:
        assert await store.subscribers.by_chat(ChatId(501)) is None


def rename(folder: Path, before: str, after: str) -> None:
    """Take a table away, or bring it back."""
    with closing(sqlite3.connect(folder / "kolporter.sqlite3")) as connection:
        connection.execute(f"ALTER TABLE {before} RENAME TO {after}")
