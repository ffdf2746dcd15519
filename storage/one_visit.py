"""SQLite's asynchronous driver, asked once a statement.

SQLAlchemy visits the driver's thread for the cursor, for the statement, for its rows and for the end of the
cursor. Each visit wakes two threads, which takes longer than most of our statements.
"""

import sqlite3
from collections import deque
from dataclasses import dataclass
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)


@dataclass(frozen=True)
class _Finished:
    """What is left of a cursor whose rows have been taken."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1


def _run(connection: sqlite3.Connection, statement: str, values: Any) -> tuple[_Finished, deque[Any]]:
    cursor = connection.execute(statement, values or ())
    # A statement that gives rows changes them while they are taken: only then are they counted.
    rows = deque(cursor.fetchall() if cursor.description else ())
    done = _Finished(cursor.description, cursor.rowcount, cursor.lastrowid)
    cursor.close()
    return done, rows


def _run_many(connection: sqlite3.Connection, statement: str, values: Any) -> tuple[_Finished, deque[Any]]:
    cursor = connection.executemany(statement, values)
    done = _Finished(cursor.description, cursor.rowcount, cursor.lastrowid)
    cursor.close()
    return done, deque()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return _Finished()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        await self._visit(_run, operation, parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        await self._visit(_run_many, operation, seq_of_parameters)

    async def _visit(self, run: Any, operation: Any, values: Any) -> None:
        async with self._adapt_connection._execute_mutex:
            driver: Any = self._connection
            self._cursor, self._rows = await driver._execute(run, driver._conn, operation, values)

    async def _async_soft_close(self) -> None:
        """It is closed already."""

    def close(self) -> None:
        """The same, with rows that nobody took."""
        self._rows.clear()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = _Cursor


class OneVisit(AsyncAdapt_aiosqlite_dbapi):
    """The driver for `create_async_engine(…, module=OneVisit())`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arguments: Any, **named: Any) -> Any:
        """A connection whose statements are one visit each."""
        connection: Any = super().connect(*arguments, **named)
        return _Connection(self, connection._connection)
