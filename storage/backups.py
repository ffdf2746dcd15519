"""Backups of a SQLite file: made while it is in use, checked, and put in its place.

Nothing is overwritten: a copy grows under another name and gets its own when it is whole and on the disk;
what a restore replaces is kept beside it.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot.domain.backups import Backup, checksum_line, read_checksum
from bot.errors import BackupRefused, DatabaseTooNew
from storage.problems import is_full, unavailable
from storage.schema import known_revisions

_BUSY_SECONDS = 10
_BLOCK = 1 << 20
_BESIDE = ("", "-wal", "-shm")
"""A SQLite file and what belongs to it while it is open."""


def checksum_path(backup: Path) -> Path:
    """Where the checksum of a backup is kept."""
    return backup.with_name(backup.name + ".sha256")


def make_backup(database: Path, target: Path | None, now: datetime) -> Backup:
    """A consistent copy, with its checksum beside it; whoever writes meanwhile goes on.

    Without a target it is named by `now`, in the working directory or in the folder that is the target.

    Raises BackupRefused where there is something, DatabaseUnavailable for a database that cannot be read.
    """
    if target is None or target.is_dir():
        target = (target or Path()) / f"{database.stem}-{now:%Y%m%d-%H%M%S}.sqlite3"
    _is_free(target)
    growing = target.with_name(target.name + ".part")
    with _disk(target):
        growing.unlink(missing_ok=True)
        # From its first byte on for its owner's eyes; and where it cannot grow, the database is not to blame.
        growing.touch(0o600)
    try:
        _copy_out(database, growing, target)
        backup = look_at(growing)
        with _disk(target):
            _to_disk(growing)
            checksum_path(target).write_text(checksum_line(backup.checksum, target.name))
            growing.rename(target)
    finally:
        with suppress(OSError):
            growing.unlink(missing_ok=True)
    return Backup(**{**vars(backup), "path": target})


def look_at(backup: Path) -> Backup:
    """What is in it. Raises BackupRefused for what is no database of ours or damaged, DatabaseTooNew."""
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if answer != "ok":
                raise BackupRefused(path=backup, problem="the database in it is damaged")
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            (subscribers,) = connection.execute("SELECT count(*) FROM subscribers").fetchone()
    except (sqlite3.Error, TypeError):
        raise BackupRefused(path=backup, problem="this is no backup of Kolporter, or a damaged one") from None
    if revision not in known_revisions():
        raise DatabaseTooNew(revision=revision)
    with _disk(backup):
        size = backup.stat().st_size
        return Backup(
            path=backup, size=size, checksum=_sum(backup), revision=revision, subscribers=subscribers
        )


def check(backup: Path) -> Backup:
    """A backup whose checksum is right. Raises BackupRefused, DatabaseTooNew."""
    beside = checksum_path(backup)
    with _disk(backup):
        actual = _sum(backup)
    with _disk(beside):
        expected = read_checksum(beside.read_bytes().decode("utf-8", "replace"))
    if expected is None:
        raise BackupRefused(path=beside, problem="there is no checksum in it")
    if expected != actual:
        raise BackupRefused(path=backup, problem="its checksum is another: it was changed or damaged")
    return look_at(backup)


def lay_ready(backup: Path, database: Path) -> Path:
    """A copy of the backup beside the database, to be prepared before it takes its place."""
    clear_away(database)
    ready = _ready(database)
    with _disk(ready):
        shutil.copyfile(backup, ready)
        _to_disk(ready)
    return ready


def clear_away(database: Path) -> None:
    """What was laid ready and did not take its place leaves, above all where there was no room for it."""
    ready = _ready(database)
    with _disk(ready):
        for end in _BESIDE:
            ready.with_name(ready.name + end).unlink(missing_ok=True)


def put_in_place(ready: Path, database: Path, now: datetime) -> Path | None:
    """The prepared copy becomes the database; where the one before is now, None where there was none.

    The old one's journal goes with it: read into the new one, it would ruin it.
    """
    with _disk(database):
        _fold(ready)
        aside = None
        if database.exists():
            aside = database.with_name(f"{database.name}.before-{now:%Y%m%d-%H%M%S}")
            for end in reversed(_BESIDE):
                part = database.with_name(database.name + end)
                if part.exists():
                    part.rename(aside.with_name(aside.name + end))
        ready.rename(database)
        _folder_to_disk(database.parent)
    return aside


def _ready(database: Path) -> Path:
    return database.with_name(database.name + ".restoring")


def _copy_out(database: Path, growing: Path, target: Path) -> None:
    try:
        connection = sqlite3.connect(
            f"{database.absolute().as_uri()}?mode=rw", timeout=_BUSY_SECONDS, uri=True, isolation_level=None
        )
        with closing(connection):
            connection.execute("VACUUM INTO ?", (str(growing),))
    except sqlite3.Error as error:
        if is_full(str(error), growing):
            raise BackupRefused(path=target, problem="no room left on its disk") from None
        raise unavailable(error, database) from None


def _fold(ready: Path) -> None:
    """Everything into the one file."""
    try:
        with closing(sqlite3.connect(ready, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise unavailable(error, ready) from None
    _to_disk(ready)


def _is_free(target: Path) -> None:
    if target.exists():
        raise BackupRefused(path=target, problem="there is something already; nothing is overwritten")


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupRefused(path=path, problem=error.strerror or str(error)) from None


def _sum(path: Path) -> str:
    counted = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            counted.update(block)
    return counted.hexdigest()


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
