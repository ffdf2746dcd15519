"""Runs migrations, by Alembic."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.schema import MIGRATIONS

_TEXT_INDEX = ("article_search", "ix_article_words_text", "article_stems")


def is_modelled(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Whether the models describe this part: the text index is in migrations only."""
    return not (name or "").startswith(_TEXT_INDEX)


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for working on this connection."""
    config = Config()
    # Alembic would read % as the start of a placeholder.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def to_newest(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction."""
    command.upgrade(configuration(connection), "head")
