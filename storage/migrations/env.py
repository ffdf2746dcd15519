"""Runs migrations on the connection that storage/schema.py hands over, in that connection's transaction."""

from alembic import context

from storage.migrating import is_modelled
from storage.store import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=is_modelled,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
