"""What `doctor` wants to know of a database, which may be missing, broken, full or of another version."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.doctor_ports import DatabaseReport
from bot.domain.feed_choices import KnownFeed
from bot.domain.subscribers import Role
from storage.database import Database, unopened
from storage.problems import unavailable
from storage.schema import is_newest, known_revisions, revision_of

_BUSY_SECONDS = 10


async def inspect(url: str) -> DatabaseReport:
    """Look at it. Raises DatabaseUnavailable, DatabaseTooNew; creates no file."""
    database = unopened(url)
    path, revision = database.path, None
    chosen: tuple[Sequence[KnownFeed], bool] = (), False
    try:
        if path is None or path.exists():
            await database.check()
            revision = await database.run(revision_of)
            if path is not None:
                await asyncio.to_thread(_examine, path)
            chosen = await _chosen_in_chats(database)
        elif not os.access(path.parent, os.W_OK):
            raise unavailable(OSError("unable to open"), path)
    except (sqlite3.Error, OSError) as error:
        raise unavailable(error, path) from None
    finally:
        await database.close()
    return DatabaseReport(
        place=database.place,
        sqlite=None if path is None else sqlite3.sqlite_version_info[:3],
        revision=revision,
        newest=known_revisions()[-1],
        free=None if path is None else shutil.disk_usage(path.parent).free,
        feeds=chosen[0],
        has_admin=chosen[1],
    )


def _examine(path: Path) -> None:
    """Reads all of it, while others write, and writes once what is there already."""
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok":
            raise sqlite3.DatabaseError(f"quick_check: {answer}")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version={version}")


async def _chosen_in_chats(database: Database) -> tuple[Sequence[KnownFeed], bool]:
    """Feeds about which a chat chose something, and whether a chat made somebody an admin."""
    if not await database.run(is_newest):
        return (), False
    async with database.open_store() as store:
        colleagues = await store.people.all()
        return await store.known_feeds.chosen(), any(one.role is Role.ADMIN for one in colleagues)
