"""Brings a database to the newest schema, and recognises one that is newer than we are."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import DatabaseTooNew

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6B6F6C70
"""PostgreSQL's advisory lock for migrations: several processes may start at once."""

_TEXT_INDEX = ("article_search", "ix_article_words_text")


def is_modelled(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Whether the models describe this part: the text index is in the first migration only."""
    return not (name or "").startswith(_TEXT_INDEX)


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for working on this connection."""
    config = Config()
    # Alembic would read % as the start of a placeholder.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction. Raises DatabaseTooNew."""
    if connection.dialect.name == "postgresql":
        # A migration may think for long between two statements.
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    check_revision(connection)
    command.upgrade(configuration(connection), "head")


def check_revision(connection: Connection) -> None:
    """Raises DatabaseTooNew when a migration that we do not know has been here."""
    script = ScriptDirectory.from_config(configuration(connection))
    known = {revision.revision for revision in script.walk_revisions()}
    for stored in MigrationContext.configure(connection).get_current_heads():
        if stored not in known:
            raise DatabaseTooNew(revision=stored)
