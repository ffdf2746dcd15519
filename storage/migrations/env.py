"""Runs migrations on the connection that storage/schema.py hands over, in that connection's transaction."""

from typing import Any

from alembic import context

from storage.store import metadata

OUTSIDE = ("article_search", "ix_article_words_text")
"""The text index: its tables (SQLite) or index (PostgreSQL) exist in migrations only, not as models."""


def is_modelled(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Whether Alembic should compare this part of the database with the models."""
    return not (name or "").startswith(OUTSIDE)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=is_modelled,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
