"""Whether a database has the newest schema, an older one, or one that is newer than we are.

A start finds the newest one nearly always, so Alembic comes in only where it has something to do.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import DatabaseTooNew, DatabaseTooOld

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6B6F6C70
"""PostgreSQL's advisory lock for migrations: several processes may start at once."""
_TABLE = "alembic_version"


def known_revisions() -> list[str]:
    """Every revision, oldest first: a migration's file is named by it."""
    return sorted(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py"))


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction. Raises DatabaseTooNew."""
    if connection.dialect.name == "postgresql":
        # A migration may think for long between two statements.
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    check_revision(connection)
    if is_newest(connection):
        return
    # Imported when it is needed: Alembic takes as long as half of SQLAlchemy.
    from storage.migrating import to_newest

    to_newest(connection)


def check_newest(connection: Connection) -> None:
    """Raises DatabaseTooOld where migrations are missing, DatabaseTooNew where there is one too many."""
    check_revision(connection)
    if _stored(connection) != known_revisions()[-1:]:
        raise DatabaseTooOld(revision=revision_of(connection) or "–", newest=known_revisions()[-1])


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None of one that nobody has been in."""
    return next(iter(_stored(connection)), None)


def is_newest(connection: Connection) -> bool:
    """Whether no migration is missing."""
    return _stored(connection) == known_revisions()[-1:]


def check_revision(connection: Connection) -> None:
    """Raises DatabaseTooNew when a migration that we do not know has been here."""
    known = known_revisions()
    for stored in _stored(connection):
        if stored not in known:
            raise DatabaseTooNew(revision=stored)


def _stored(connection: Connection) -> list[str]:
    if not inspect(connection).has_table(_TABLE):
        return []
    return list(connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalars())  # noqa: S608
