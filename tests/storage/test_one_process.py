"""One SQLite file, one running process. The lock is the system's: it dies with its holder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, DatabaseUnavailable
from storage.database import Database, connect
from tests.storage.samples import make_folder

_HOLDER = """
import asyncio, sys
from storage.database import connect

async def hold():
    async with connect(sys.argv[1]) as database, database.exclusively():
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


@pytest.fixture
def holder(sqlite_url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that works on the file."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, sqlite_url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


async def can_run(database: Database) -> bool:
    try:
        async with database.exclusively():
            return True
    except AlreadyRunning:
        return False


@pytest.mark.usefixtures("holder")
async def test_a_second_process_is_refused_and_names_the_file(sqlite_url: str, tmp_path: Path) -> None:
    async with connect(sqlite_url) as database:
        with pytest.raises(AlreadyRunning) as refused:
            async with database.exclusively():
                pass
    assert refused.value.args_ == {"path": tmp_path / "kolporter.sqlite3"}


@pytest.mark.usefixtures("holder")
async def test_other_commands_may_look_meanwhile(sqlite_url: str) -> None:
    async with connect(sqlite_url) as database, database.open_store() as store:
        assert await store.subscribers.standings() == {}


async def test_a_killed_process_leaves_no_lock(sqlite_url: str, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    async with connect(sqlite_url) as database:
        assert await can_run(database)


async def test_a_stopped_process_leaves_no_lock(sqlite_database: Database) -> None:
    async with sqlite_database.exclusively():
        pass
    assert await can_run(sqlite_database)


async def test_a_lock_that_cannot_be_made_is_a_problem(sqlite_database: Database, tmp_path: Path) -> None:
    make_folder(tmp_path / "kolporter.sqlite3.lock")
    with pytest.raises(DatabaseUnavailable):
        async with sqlite_database.exclusively():
            pass


async def test_postgresql_has_no_lock_yet(postgres_url: str) -> None:
    async with connect(postgres_url) as ours, connect(postgres_url) as theirs, ours.exclusively():
        assert await can_run(theirs)
