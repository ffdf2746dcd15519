"""On PostgreSQL one process is the active one; another takes over when it ends, dies or hangs."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot.clock import SystemClock
from bot.errors import LeaseLost
from storage.database import Database, connect
from tests.storage.samples import NOW

CLOCK = SystemClock()


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[Database]:
    """The same database, opened by another process."""
    async with connect(postgres_url) as database:
        yield database


@pytest.fixture
async def ours(postgres_url: str) -> AsyncIterator[Database]:
    """The database, opened by us."""
    async with connect(postgres_url) as database:
        yield database


def never() -> bool:
    """Nobody gives up waiting."""
    return False


async def test_the_first_process_is_the_active_one(ours: Database) -> None:
    async with ours.leading("we", CLOCK, never) as leading:
        assert leading is not None
        assert await leading[0].finish(NOW) == []


async def test_a_second_one_waits_until_it_is_told_to_stop(ours: Database, other: Database) -> None:
    asked = iter([False, True])
    async with ours.leading("we", CLOCK, never), other.leading("they", CLOCK, lambda: next(asked)) as leading:
        assert leading is None


async def test_it_takes_over_at_once_when_the_first_one_ends(ours: Database, other: Database) -> None:
    async with ours.leading("we", CLOCK, never):
        pass
    async with asyncio.timeout(1), other.leading("they", CLOCK, never) as leading:
        assert leading is not None


async def test_it_takes_over_within_a_second_when_the_first_ones_connection_dies(
    ours: Database, other: Database
) -> None:
    """What a `kill -9` does to a process: its sessions end, its lease stands for seconds."""
    async with ours.leading("we", CLOCK, never) as leading:
        assert leading is not None
        await end_the_session_that_holds_the_lock(other)
        async with asyncio.timeout(1.5), other.leading("they", CLOCK, never) as taken:
            assert taken is not None
            with pytest.raises(LeaseLost):
                await leading[0].finish(NOW)


async def test_it_takes_over_from_one_that_hangs_once_the_lease_has_run_out(
    ours: Database, other: Database
) -> None:
    async with ours.leading("we", CLOCK, never):
        await other.run(lambda connection: connection.execute(text("UPDATE leases SET until = now()")))
        async with asyncio.timeout(1), other.leading("they", CLOCK, never) as taken:
            assert taken is not None


async def test_who_lost_the_lease_is_told_when_it_would_renew_it(ours: Database, other: Database) -> None:
    async with ours.leading("we", CLOCK, never) as leading:
        assert leading is not None
        await other.lead("they")
        with pytest.raises(LeaseLost):
            await leading[1]()


async def test_a_file_has_one_process_which_leads_for_good(sqlite_database: Database) -> None:
    async with sqlite_database.leading("we", CLOCK, never) as leading:
        assert leading is not None
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await leading[1]()


async def end_the_session_that_holds_the_lock(database: Database) -> None:
    """The server drops the connection, as it does when its process is gone."""
    holders = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    await database.run(lambda connection: connection.execute(text(holders)))
