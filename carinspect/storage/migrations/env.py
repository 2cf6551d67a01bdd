"""What Alembic runs for each command: on the connection that it was given."""

from __future__ import annotations

from alembic import context

from carinspect.storage.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
