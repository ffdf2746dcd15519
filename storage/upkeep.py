"""The database as a whole: brought up to date, backed up, and put back. For the command line alone."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from bot.clock import Clock
from bot.domain.backups import Backup, Migrated, Restored
from bot.errors import BackupRefused
from bot.ports import OpenStore
from storage.backups import check, lay_ready, look_at, make_backup, put_in_place
from storage.database import Database, connect, unopened
from storage.schema import known_revisions, revision_of

BACKUP = "backup"
"""The moment of the last one; see storage/moments.py."""

Mark = Callable[[OpenStore], Awaitable[None]]
"""Tells a database that it was put back."""


class Upkeep:
    """Of the database at `url`. What is done to a file is refused on PostgreSQL, which tells how."""

    def __init__(self, url: str, clock: Clock, mark: Mark) -> None:
        self._url = url
        self._clock = clock
        self._mark = mark

    async def migrate(self) -> Migrated:
        """Bring the schema up to date. Raises DatabaseUnavailable, DatabaseTooNew, AlreadyRunning."""
        async with connect(self._url) as database, database.exclusively():
            before = await database.run(revision_of)
            await database.migrate()
            return Migrated(database.place, before, known_revisions()[-1])

    async def back_up(self, target: Path | None) -> Backup:
        """Copy it to a file or into a folder, while it is in use.

        Raises BackupRefused, DatabaseUnavailable, DatabaseTooNew.
        """
        now = self._clock.now()
        async with connect(self._url, must_exist=True) as database:
            backup = await asyncio.to_thread(make_backup, _file_of(database), target, now)
            if backup.revision == known_revisions()[-1]:
                async with database.open_store() as store:
                    await store.moments.note(BACKUP, now)
        return backup

    async def restore(self, source: Path) -> Restored:
        """Put a backup in place, up to date and marked, so that nothing goes out twice by itself.

        Raises BackupRefused, DatabaseTooNew, AlreadyRunning.
        """
        database = unopened(self._url)
        try:
            path = _file_of(database)
            async with database.exclusively():
                await asyncio.to_thread(check, source)
                ready = await asyncio.to_thread(lay_ready, source, path)
                await self._prepare(ready)
                aside = await asyncio.to_thread(put_in_place, ready, path, self._clock.now())
                return Restored(replace(await asyncio.to_thread(look_at, path), path=path), aside)
        finally:
            await database.close()

    async def mark_restored(self) -> None:
        """Mark a database that its own tools have put back. Raises DatabaseUnavailable, DatabaseTooNew."""
        async with connect(self._url, must_exist=True) as database, database.exclusively():
            await database.migrate()
            await self._mark(database.open_store)

    async def _prepare(self, ready: Path) -> None:
        async with connect(f"sqlite:///{ready}") as copy:
            await copy.migrate()
            await self._mark(copy.open_store)


def _file_of(database: Database) -> Path:
    if database.path is None:
        raise BackupRefused("error.backup.postgresql")
    return database.path
