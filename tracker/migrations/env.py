"""Runs migrations over the connection it is handed."""

from alembic import context

from tracker.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True,
    transaction_per_migration=True, user_module_prefix="archive.db.",
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
