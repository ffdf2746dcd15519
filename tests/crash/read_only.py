"""A database that can be read, and not written.

SQLite: file and journal are made immutable while they are open, so that writing fails as it does when the
kernel goes on read-only with a disk that has errors. (Rights mean nothing to root, and a disk with files that
are open for writing cannot be remounted. The third file, `-shm`, is memory of all processes: where that
cannot be written, the kernel ends the process.) PostgreSQL: `default_transaction_read_only`, as hosts of
databases set it when a disk gets full.
"""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from tests.crash.databases import file_in, own_folder, postgres
from tests.crash.outages import ForbiddenError, Trouble

_TIMES = 3


@contextmanager
def read_only(kind: str, folder: Path) -> Iterator[Trouble]:
    """A database that becomes read-only three times."""
    if kind == "sqlite":
        _try(folder)
        try:
            yield Trouble(file_in(folder), _TIMES, lambda: _freeze(folder), lambda: _thaw(folder))
        finally:
            _thaw(folder)
        return
    with own_folder() as place, postgres(place) as server:
        url = server.url
        yield Trouble(url, _TIMES, lambda: _set(url, "on"), lambda: _set(url, "off"))


def _try(folder: Path) -> None:
    """Raises ForbiddenError where an immutable file can be written, or none can be made."""
    with (folder / "kolporter.sqlite3-wal").open("wb", buffering=0) as file:
        _freeze(folder)
        try:
            file.write(b"x")
        except OSError:
            return
        finally:
            _thaw(folder)
    raise ForbiddenError("on this disk, an immutable file can be written")


def _freeze(folder: Path) -> None:
    _change("+i", folder)


def _thaw(folder: Path) -> None:
    _change("-i", folder)


def _change(flag: str, folder: Path) -> None:
    try:
        files = (folder / "kolporter.sqlite3", folder / "kolporter.sqlite3-wal")
        there = [file for file in files if file.exists()]
        subprocess.run(["chattr", flag, *there], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ForbiddenError(f"files cannot be made immutable here: {error}") from None


def _set(url: str, read_only: str) -> None:
    asyncio.run(_reconfigure(url, read_only))


async def _reconfigure(url: str, read_only: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET default_transaction_read_only = off")
        await connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {read_only}")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()
