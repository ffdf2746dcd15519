"""The engine: one SQLite file or one PostgreSQL database, its transactions and its lock.

SQLite: sessions share one connection, the ledger has another, and each transaction waits its turn, so
that only one of them ever writes or checkpoints; every transaction is BEGIN IMMEDIATE, because one that
reads first and then writes can fail at once, whatever the busy timeout; `synchronous=FULL`, so that a
power cut takes back no recorded intent.
"""

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.clock import Clock
from bot.errors import AlreadyRunning, DatabaseUnavailable
from storage.hot_path import HotPath
from storage.lease_statements import NOBODYS, presence_of, take
from storage.ledger import SqlLedger
from storage.outage import Outage, write_something
from storage.problems import unavailable
from storage.schema import check_revision, upgrade
from storage.store import SqlStore

T = TypeVar("T")
Keep = Callable[[], Coroutine[Any, Any, None]]

_BUSY_SECONDS = 10
_WAIT_FOR_CONNECTION_SECONDS = 30
_OUR_FAULT = (
    *(IntegrityError, ProgrammingError, DataError),
    *(sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError),
)
"""Errors in what we asked for, not in the database: bugs, which nobody should translate."""

_joined: ContextVar[SqlStore | None] = ContextVar("joined", default=None)
"""The store of the `together` around us."""


class Database:
    """A database that can be opened. `path` is the SQLite file, None for PostgreSQL."""

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        place: str,
        path: Path | None = None,
        dsn: str | None = None,
        name: str = "the only one",
    ) -> None:
        self.place = place
        self.name = name
        """Of this process among those that work on the database."""
        self.path = path
        self._dsn = dsn
        self._engine = engine
        self._hot = None if path is None else HotPath(_hot_engine(path))
        self._outage = Outage()
        self._turn = asyncio.Lock() if path is not None else nullcontext()
        self._sessions = async_sessionmaker(engine, expire_on_commit=False, class_=_Session)

    @asynccontextmanager
    async def open_store(self) -> AsyncIterator[SqlStore]:
        """One transaction, committed on a clean exit, rolled back on an exception; or part of `together`'s.

        Raises:
            DatabaseUnavailable: the database cannot be reached or used any more.
        """
        joined = _joined.get()
        if joined is not None:
            yield joined
            return
        with self._outage.noticed(), self._translated():
            await self._see_whether_it_is_back()
            async with self._turn, self._sessions.begin() as session:
                yield SqlStore(session)

    @asynccontextmanager
    async def together(self) -> AsyncIterator[SqlStore]:
        """One transaction that every `open_store` of this task joins until the end. Raises as it does."""
        async with self.open_store() as store:
            token = _joined.set(store)
            try:
                yield store
            finally:
                _joined.reset(token)

    async def lead(self, holder: str) -> SqlLedger:
        """Become the one that delivers; whoever was it before is fenced off from now on."""
        epoch = await self._transact(partial(take, holder=holder))
        return SqlLedger(self._transact, epoch)

    def bystander(self) -> SqlLedger:
        """The ledger of a process that does not deliver: every step of it raises LeaseLost."""
        return SqlLedger(self._transact, NOBODYS)

    @asynccontextmanager
    async def leading(
        self, clock: Clock, given_up: Callable[[], bool]
    ) -> AsyncIterator[tuple[SqlLedger, Keep] | None]:
        """Wait until this process is the active one: its ledger, and what keeps it so until LeaseLost.

        On SQLite it is at once, for good. None when somebody gave up waiting.
        """
        if self._dsn is None:
            yield await self.lead(self.name), _for_good
            return
        # Imported when it is needed, as all that is PostgreSQL's: who has SQLite does without.
        from storage.leases import stand_by
        from storage.postgres import dial

        async with stand_by(self._transact, partial(dial, self._dsn), self.name, clock, given_up) as lease:
            yield None if lease is None else (SqlLedger(self._transact, lease.epoch), lease.keep)

    async def _transact(self, step: Callable[[Connection], T]) -> T:
        """One transaction of plain statements, at the least cost. Raises DatabaseUnavailable."""
        with self._outage.noticed(), self._translated():
            await self._see_whether_it_is_back()
            return await self._take(step)

    async def _take(self, step: Callable[[Connection], T]) -> T:
        async with self._turn:
            if self._hot is not None:
                return await self._hot(step)
            async with self._engine.begin() as connection:
                return await connection.run_sync(step)

    async def _see_whether_it_is_back(self) -> None:
        """Reading may work where writing does not, so after an outage nobody reads before somebody wrote."""
        if self._outage.lasts:
            await self._take(write_something)
            self._outage.written()

    async def migrate(self) -> None:
        """Bring the schema up to date. Raises DatabaseTooNew, DatabaseUnavailable."""
        await self.run(_check_health)
        await self.run(upgrade)

    async def check(self) -> None:
        """Raises DatabaseUnavailable or DatabaseTooNew; changes nothing."""
        if self.path is not None:
            # The driver's thread, when it cannot open a file, may outlive the event loop and complain.
            with self._translated():
                await asyncio.to_thread(_probe, self.path)
        await self.run(check_revision)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do what concerns the database as a whole, in one transaction. Raises DatabaseUnavailable."""
        # Here even a statement that is refused speaks of the database: its rights or a foreign schema.
        with self._translated(also=_OUR_FAULT):
            async with self._turn, self._engine.begin() as connection:
                return await connection.run_sync(work)

    @asynccontextmanager
    async def exclusively(self) -> AsyncIterator[None]:
        """Keep every other process from running on the same SQLite file; on PostgreSQL a lease does that.

        Raises:
            AlreadyRunning: another process does.
        """
        if self.path is None:
            yield
            return
        lock = FileLock(f"{self.path}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise AlreadyRunning(path=self.path) from None
        except OSError as error:
            raise unavailable(error, self.path) from None
        try:
            yield
        finally:
            lock.release()

    async def close(self) -> None:
        """Close every connection."""
        if self._hot is not None:
            await self._hot.close()
        await self._engine.dispose()

    @contextmanager
    def _translated(self, also: tuple[type[Exception], ...] = ()) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeoutError, sqlite3.DatabaseError) as error:
            if isinstance(error, _OUR_FAULT) and not isinstance(error, also):
                raise
            raise unavailable(error, self.path) from None


@asynccontextmanager
async def connect(url: str, *, must_exist: bool = False) -> AsyncIterator[Database]:
    """`sqlite:///file`, `sqlite:////absolute/file` or `postgresql://…`, opened once to see that it works.

    `must_exist`: a file that is missing is not made.

    Raises:
        DatabaseUnavailable: it cannot be opened.
        DatabaseTooNew: a later version has written it.
    """
    database = _database(url)
    if must_exist and database.path is not None and not await asyncio.to_thread(database.path.exists):
        raise DatabaseUnavailable(problem=f"there is no {database.path} yet; `main.py run` makes it")
    try:
        await database.check()
        yield database
    finally:
        await database.close()


def unopened(url: str) -> Database:
    """The database at an address, whatever is there: perhaps nothing, or something to be replaced."""
    return _database(url)


async def _for_good() -> None:
    await asyncio.Event().wait()


class _Session(AsyncSession):
    """Rows are always read afresh: statements change them behind the session's back."""

    def __init__(self, *args: Any, **options: Any) -> None:
        fresh = {"populate_existing": True, "synchronize_session": False}
        super().__init__(*args, execution_options=fresh, **options)


def _database(url: str) -> Database:
    scheme, _, rest = url.strip().partition("://")
    match scheme.partition("+")[0]:
        case "sqlite":
            path = Path(rest.removeprefix("/")).expanduser()
            if not rest.startswith("/") or path.name in ("", ":memory:"):
                raise DatabaseUnavailable(
                    problem="DATABASE_URL names no file; write sqlite:///kolporter.sqlite3"
                )
            return Database(_sqlite_engine(path), place=str(path), path=path)
        case "postgresql" | "postgres":
            from storage.postgres import open_engine, place_of

            dsn = f"postgresql://{rest}"
            name = uuid.uuid4().hex
            engine = open_engine(dsn, presence_of(name), _WAIT_FOR_CONNECTION_SECONDS)
            return Database(engine, place=place_of(dsn), dsn=dsn, name=name)
    raise DatabaseUnavailable(problem="DATABASE_URL must start with sqlite:/// or postgresql://")


_SQLITE: dict[str, Any] = {
    "pool_size": 1,
    "max_overflow": 0,
    "pool_timeout": _WAIT_FOR_CONNECTION_SECONDS,
    "connect_args": {"timeout": _BUSY_SECONDS, "check_same_thread": False},
    "hide_parameters": True,
}


def _sqlite_engine(path: Path) -> AsyncEngine:
    # Imported when it is needed, as all that is SQLite's: who has PostgreSQL does without.
    from storage.one_visit import OneVisit

    address = URL.create("sqlite+aiosqlite", database=str(path))
    engine = create_async_engine(address, module=OneVisit(), **_SQLITE)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _hot_engine(path: Path) -> Engine:
    """Whose transactions are begun and ended by whom it serves."""
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, isolation_level="AUTOCOMMIT", **_SQLITE)
    event.listen(engine, "connect", _prepare)
    return engine


def _probe(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA schema_version")


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions by its own, later rules
    cursor = connection.cursor()
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except sqlite3.Error:
        # The pool does not know this connection yet, and the driver's thread must not outlive the loop.
        connection.close()
        raise


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_health(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        answer = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if answer != "ok":
            raise sqlite3.DatabaseError(f"quick_check: {answer}")
