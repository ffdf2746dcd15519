"""One `async with open_store()` is one transaction, on each database."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import FeedId
from bot.errors import DatabaseUnavailable
from storage.database import Database, connect
from tests.storage.samples import ANA, BORIS, MK, NOW, counts, file, files, join, sending, sent, settle


async def test_an_exception_takes_everything_back(database: Database) -> None:
    async def break_off() -> None:
        async with database.open_store() as store:
            await store.subscribers.join(ANA, edition=MK, language="mk", now=NOW)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        await break_off()
    async with database.open_store() as store:
        assert await store.subscribers.by_chat(ANA) is None


async def test_a_mistake_of_ours_is_not_blamed_on_the_database(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await file(database, feed_id=FeedId(99))


async def test_nor_is_one_in_a_beat_which_is_taken_back_whole(database: Database) -> None:
    first, second = await sending(database, ANA, BORIS)
    no_number: Any = object()
    with pytest.raises((TypeError, sqlite3.ProgrammingError)):
        await settle(database, sent(first), sent(second)._replace(message_id=no_number))
    assert await counts(database) == {DeliveryState.SENDING: 2}
    await settle(database, sent(first))
    assert await counts(database) == {DeliveryState.SENDING: 1, DeliveryState.SENT: 1}


async def test_what_is_committed_is_seen_by_another_process(database_url: str) -> None:
    async with connect(database_url) as ours, connect(database_url) as theirs:
        await join(ours, ANA)
        async with theirs.open_store() as store:
            assert await store.subscribers.by_chat(ANA)


async def test_many_at_once_wait_for_each_other(database: Database) -> None:
    async def read_then_write() -> None:
        async with database.open_store() as store:
            await store.subscribers.by_chat(ANA)
            await store.subscribers.set_edition(ANA, MK)

    await join(database, ANA)
    outcomes = await asyncio.gather(*(read_then_write() for _ in range(20)), return_exceptions=True)
    assert outcomes == [None] * 20


async def test_two_processes_that_read_and_then_write_wait_for_each_other(sqlite_url: str) -> None:
    async def write(database: Database, language: str) -> None:
        for _ in range(10):
            async with database.open_store() as store:
                await store.subscribers.by_chat(ANA)
                await store.subscribers.join(ANA, edition=MK, language=language, now=NOW)

    async with connect(sqlite_url) as ours, connect(sqlite_url) as theirs:
        outcomes = await asyncio.gather(write(ours, "mk"), write(theirs, "sq"), return_exceptions=True)
    assert list(outcomes) == [None, None]


async def test_a_file_is_kept_safe_against_power_cuts(sqlite_database: Database) -> None:
    def settings(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    assert await sqlite_database.run(settings) == ["wal", 2, 1, 10_000]


async def test_closing_leaves_one_file(sqlite_url: str, tmp_path: Path) -> None:
    async with connect(sqlite_url) as database:
        await join(database, ANA)
    assert files(tmp_path) == ["kolporter.sqlite3"]


async def test_a_server_that_goes_away_is_named_and_used_again_when_it_is_back(postgres_url: str) -> None:
    async def work(ours: Database, operator: Database) -> None:
        async with ours.open_store() as store:
            await store.subscribers.by_chat(ANA)
            await operator.run(_end_other_sessions)
            await store.subscribers.by_chat(ANA)

    async with connect(postgres_url) as ours, connect(postgres_url) as operator:
        with pytest.raises(DatabaseUnavailable):
            await work(ours, operator)
        await join(ours, BORIS)


def _end_other_sessions(connection: Connection) -> None:
    connection.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    )
