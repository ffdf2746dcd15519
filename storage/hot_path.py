"""The ledger's own connection to a SQLite file.

What SQLAlchemy does around a transaction (a connection of its pool, events, a rollback at the end) takes
longer than the transaction's statements, not least because the processor's caches are cold after the wait
for the disk. So the connection stays open, and transactions begin and end here.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class HotPath:
    """A connection with a thread of its own, asked once a transaction.

    The asynchronous driver is asked once a statement, which costs five times as much.
    """

    def __init__(self, engine: Engine) -> None:
        """Of an engine whose connections begin no transaction by themselves."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._engine = engine
        self._open: Connection | None = None

    async def __call__(self, step: Callable[[Connection], T]) -> T:
        """The step in one transaction."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, step)

    def _transact(self, step: Callable[[Connection], T]) -> T:
        connection = self._open = self._open or self._engine.connect()
        driver = connection.connection
        driver.cursor().execute("BEGIN IMMEDIATE")
        try:
            done = step(connection)
            driver.commit()
        except BaseException:
            driver.rollback()
            raise
        return done

    async def close(self) -> None:
        """End the thread and its connection."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
        self._engine.dispose()
