"""What a driver says, as one sentence for a person. Never contains the address: it may hold a password."""

from pathlib import Path

import asyncpg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import DatabaseUnavailable


def unavailable(error: BaseException, path: Path | None) -> DatabaseUnavailable:
    """The error that people see; `path` is the SQLite file, None stands for PostgreSQL."""
    cause: BaseException = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if path is None:
        # What the driver said stands behind what SQLAlchemy made of it.
        return DatabaseUnavailable(problem=_postgres_problem(cause.__cause__ or cause))
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


def _sqlite_problem(cause: str, path: Path) -> str:
    for sign, sentence in _SQLITE.items():
        if sign in cause:
            return sentence.format(path=path)
    return f"{path}: {cause}"


def _postgres_problem(cause: BaseException) -> str:
    if isinstance(cause, asyncpg.InvalidAuthorizationSpecificationError):
        return "the PostgreSQL server refuses this user name or password"
    if isinstance(cause, asyncpg.InvalidCatalogNameError):
        return "the PostgreSQL server has no database of this name; create it first"
    if isinstance(cause, asyncpg.ClientConfigurationError | ValueError):
        # The driver's own words may quote a piece of the password.
        return "DATABASE_URL cannot be read; special characters of a password must be written as %XX"
    if isinstance(cause, OSError | TimeoutError):
        return "the PostgreSQL server does not answer at the address in DATABASE_URL"
    if isinstance(
        cause, asyncpg.InterfaceError | asyncpg.PostgresConnectionError | asyncpg.InternalClientError
    ):
        return "the connection to the PostgreSQL server broke"
    if isinstance(cause, asyncpg.DiskFullError):
        return "no room left on the disk of the PostgreSQL server"
    if isinstance(cause, asyncpg.ReadOnlySQLTransactionError):
        return "the PostgreSQL server lets nobody write at present"
    if isinstance(cause, SQLAlchemyError):
        return f"the PostgreSQL server cannot be used ({type(cause).__name__})"
    return f"the PostgreSQL server says: {cause}"
