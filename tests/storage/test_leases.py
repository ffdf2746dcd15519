"""On PostgreSQL one process is the active one; another takes over when it ends, dies or hangs."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.clock import SystemClock
from bot.errors import LeaseLost
from storage.database import Database, connect
from storage.lease_statements import TERM, presence_of
from storage.postgres import dial
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
    async with ours.leading(CLOCK, never) as leading:
        assert leading is not None
        assert await leading[0].finish(NOW) == []


async def test_a_second_one_waits_until_it_is_told_to_stop(ours: Database, other: Database) -> None:
    asked = iter([False, True])
    async with ours.leading(CLOCK, never), other.leading(CLOCK, lambda: next(asked)) as leading:
        assert leading is None


async def test_it_takes_over_at_once_when_the_first_one_ends(ours: Database, other: Database) -> None:
    async with ours.leading(CLOCK, never):
        pass
    async with asyncio.timeout(1), other.leading(CLOCK, never) as leading:
        assert leading is not None


async def test_it_takes_over_within_a_second_when_the_first_ones_connection_dies(
    ours: Database, other: Database
) -> None:
    """What a `kill -9` does to a process: its sessions end, its lease stands for seconds."""
    async with ours.leading(CLOCK, never) as leading:
        assert leading is not None
        await end_the_connections_of(ours, other)
        async with asyncio.timeout(1.5), other.leading(CLOCK, never) as taken:
            assert taken is not None
            with pytest.raises(LeaseLost):
                await leading[0].finish(NOW)


async def test_it_takes_over_from_one_that_hangs_once_the_lease_has_run_out(
    ours: Database, other: Database
) -> None:
    async with ours.leading(CLOCK, never):
        await other.run(lambda connection: connection.execute(text("UPDATE leases SET until = now()")))
        async with asyncio.timeout(1), other.leading(CLOCK, never) as taken:
            assert taken is not None


async def test_it_takes_over_from_one_that_hangs_though_the_servers_clock_was_put_back(
    ours: Database, other: Database
) -> None:
    """Then the lease stands for longer than anybody may ask for."""
    later = "UPDATE leases SET until = now() + interval '1 hour'"
    async with ours.leading(CLOCK, never):
        await other.run(lambda connection: connection.execute(text(later)))
        async with asyncio.timeout(1), other.leading(CLOCK, never) as taken:
            assert taken is not None


async def test_it_takes_over_even_where_the_one_that_hangs_has_the_lease_locked(
    ours: Database, other: Database, postgres_url: str
) -> None:
    """A process that is stopped between two messages to the server has its transaction open."""
    async with ours.leading(CLOCK, never):
        await other.run(lambda connection: connection.execute(text("UPDATE leases SET until = now()")))
        hanging = await dial(postgres_url, presence_of(ours.name))
        await hanging.execute("BEGIN; UPDATE leases SET until = until")
        async with asyncio.timeout(2), other.leading(CLOCK, never) as taken:
            assert taken is not None
        assert hanging.is_closed()


async def test_a_holder_whose_connection_breaks_with_all_others_stays_the_active_one(
    ours: Database, other: Database
) -> None:
    """What a restart of the server does: who stood by must not be faster than who had it."""
    looked = asyncio.Event()
    async with ours.leading(CLOCK, never) as leading, asyncio.TaskGroup() as tasks:
        assert leading is not None
        waiting = tasks.create_task(stand_by(other, looked))
        await looked.wait()
        await end_every_connection(ours)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(4):
                await leading[1]()
        assert await leading[0].finish(NOW) == []
        waiting.cancel()


async def test_one_that_hangs_within_a_transaction_keeps_the_lease_locked_no_longer_than_it_lasts(
    ours: Database,
) -> None:
    """The server ends its session; otherwise whoever would take over waits for its locks for ever."""

    def patience(connection: Connection) -> object:
        return connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar()

    assert await ours.run(patience) == "6s"
    assert timedelta(seconds=6) < TERM


async def test_who_lost_the_lease_is_told_when_it_would_renew_it(ours: Database, other: Database) -> None:
    async with ours.leading(CLOCK, never) as leading:
        assert leading is not None
        await other.lead("they")
        with pytest.raises(LeaseLost):
            await leading[1]()


async def test_a_file_has_one_process_which_leads_for_good(sqlite_database: Database) -> None:
    async with sqlite_database.leading(CLOCK, never) as leading:
        assert leading is not None
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await leading[1]()


async def stand_by(database: Database, looked: asyncio.Event) -> None:
    """Wait for the lease; tells after the first look at it."""
    looks = itertools.count()

    def ask() -> bool:
        if next(looks):
            looked.set()
        return False

    async with database.leading(CLOCK, ask):
        pass


async def end_every_connection(database: Database) -> None:
    """The server drops all but the one that asks for it."""
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    await database.run(
        lambda connection: connection.execute(text(f"{ending} AND datname = current_database()"))
    )


async def end_the_connections_of(process: Database, database: Database) -> None:
    """The server drops them, as it does when the process is gone."""
    ending = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name")
    await database.run(lambda connection: connection.execute(ending, {"name": presence_of(process.name)}))
