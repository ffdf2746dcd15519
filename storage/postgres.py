"""PostgreSQL: its driver, its engine, and what it says. Imported only where DATABASE_URL names it."""

from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.problems import unavailable

_CONNECT_SECONDS = 10
_COMMAND_SECONDS = 60
_HANGS_AFTER = "6s"
"""A process that is stopped within a transaction keeps others waiting for its locks no longer than that."""


def open_engine(dsn: str, name: str, wait_seconds: float) -> AsyncEngine:
    """Connects under a name when it is first used; `wait_seconds` for a place in its pool."""
    # The driver reads the address itself: it knows libpq's parameters, such as sslmode.
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=partial(dial, dsn, name),
        pool_pre_ping=True,
        pool_timeout=wait_seconds,
        hide_parameters=True,
    )


async def dial(dsn: str, name: str) -> Any:
    """A connection of the driver under a name. Raises DatabaseUnavailable."""
    settings = {"application_name": name, "idle_in_transaction_session_timeout": _HANGS_AFTER}
    try:
        return await asyncpg.connect(
            dsn, timeout=_CONNECT_SECONDS, command_timeout=_COMMAND_SECONDS, server_settings=settings
        )
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError, OSError, TimeoutError) as error:
        raise unavailable(error, None) from None


def place_of(dsn: str) -> str:
    """Server and database for people's eyes: no user, no password."""
    try:
        parts = urlsplit(dsn)
        if "@" in parts.path + parts.query + parts.fragment:
            raise ValueError("an unescaped password reaches beyond the server's name")
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise unavailable(error, None) from None
    host = parts.hostname or next(iter(parse_qs(parts.query).get("host", [])), "localhost")
    return f"PostgreSQL {host}{port}{parts.path}"


def problem_of(cause: BaseException) -> str:
    """One sentence for a person; never the address, which may hold a password."""
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
