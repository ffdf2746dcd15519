"""What a driver says, as one sentence for a person. Never contains the address: it may hold a password."""

import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.errors import DatabaseUnavailable


def unavailable(error: BaseException, path: Path | None) -> DatabaseUnavailable:
    """The error that people see; `path` is the SQLite file, None stands for PostgreSQL."""
    cause: BaseException = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if path is None:
        # Imported when it is needed: who has SQLite has no use for the other driver.
        from storage.postgres import problem_of

        # What the driver said stands behind what SQLAlchemy made of it.
        return DatabaseUnavailable(problem=problem_of(cause.__cause__ or cause))
    return DatabaseUnavailable(problem=_folder_problem(path) or _sqlite_problem(str(cause), path))


def _folder_problem(path: Path) -> str | None:
    if path.is_dir():
        return f"{path} is a folder, not a file"
    if not path.parent.is_dir():
        return f"the folder {path.parent} does not exist"
    return None


_SQLITE = {
    "unable to open": "no permission to open {path} or to write in its folder",
    "readonly": "no permission to write {path}",
    "not a database": "{path} is not an SQLite database",
    "malformed": "{path} is damaged; put a backup in its place",
    "locked": "another program keeps {path} locked",
    "disk is full": "no room left on the disk of {path}",
    "disk I/O error": "the disk of {path} cannot be read or written",
    "quick_check": "{path} is damaged; put a backup in its place",
}


_NEARLY_FULL = 1_000_000
"""Bytes. SQLite calls it a disk error when the index of its log finds no room."""


def is_full(cause: str, path: Path) -> bool:
    """Whether what SQLite says means that there is no room where it writes this file."""
    is_vague = "disk I/O error" in cause
    return "disk is full" in cause or (is_vague and shutil.disk_usage(path.parent).free < _NEARLY_FULL)


def _sqlite_problem(cause: str, path: Path) -> str:
    if is_full(cause, path):
        cause = "disk is full"
    for sign, sentence in _SQLITE.items():
        if sign in cause:
            return sentence.format(path=path)
    return f"{path}: {cause}"
