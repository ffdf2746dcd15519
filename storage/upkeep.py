"""The database for the command line: open for its verbs; and as a whole: up to date, backed up, put back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.clock import Clock
from bot.domain.backups import Backup, Migrated, Restored
from bot.domain.moments import Moment
from bot.domain.paper import Paper
from bot.errors import BackupRefused
from bot.office import Keys, Office, build_office
from bot.usecases.notice_standstill import MarkRestored
from storage.backups import check, clear_away, lay_ready, look_at, make_backup, put_in_place
from storage.database import Database, connect, unopened
from storage.schema import check_newest, known_revisions, revision_of


@asynccontextmanager
async def open_office(
    url: str, paper: Paper, keys: Keys, clock: Clock, *, alone: bool
) -> AsyncIterator[Office]:
    """The verbs on the database at `url`; `alone`: not while the bot works on the same SQLite file.

    Raises DatabaseUnavailable, DatabaseTooOld, DatabaseTooNew, AlreadyRunning.
    """
    async with connect(url, must_exist=True) as database, AsyncExitStack() as stack:
        if alone:
            await stack.enter_async_context(database.exclusively())
        await database.run(check_newest)
        yield build_office(database.place, paper, keys, database.open_store, database.together, clock)


class Upkeep:
    """Of the database at `url`. What is done to a file is refused on PostgreSQL, which tells how."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock

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
                    await store.moments.note(Moment.BACKUP, now)
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
                try:
                    ready = await asyncio.to_thread(lay_ready, source, path)
                    await self._prepare(ready)
                    aside = await asyncio.to_thread(put_in_place, ready, path, self._clock.now())
                finally:
                    await asyncio.to_thread(clear_away, path)
                return Restored(replace(await asyncio.to_thread(look_at, path), path=path), aside)
        finally:
            await database.close()

    async def mark_restored(self) -> None:
        """Mark a database that its own tools have put back. Raises DatabaseUnavailable, DatabaseTooNew."""
        async with connect(self._url, must_exist=True) as database, database.exclusively():
            await database.migrate()
            await MarkRestored(open_store=database.open_store, clock=self._clock)()

    async def _prepare(self, ready: Path) -> None:
        async with connect(f"sqlite:///{ready}") as copy:
            await copy.migrate()
            await MarkRestored(open_store=copy.open_store, clock=self._clock)()


def _file_of(database: Database) -> Path:
    if database.path is None:
        raise BackupRefused("error.backup.postgresql")
    return database.path
