"""What Alembic runs: configure the connection that ``storage.migrate`` hands over, and go."""

from __future__ import annotations

from alembic import context

from cpaudit.storage.migrations.autogenerate import add_walls, render_item
from cpaudit.storage.tables import metadata

handed_over = context.config.attributes

context.configure(
    connection=handed_over["connection"],
    target_metadata=metadata,
    compare_type=True,
    # storage.migrate opens the transaction; SQLite, too, rolls table definitions back.
    transactional_ddl=True,
    render_as_batch=True,
    render_item=render_item,
    process_revision_directives=add_walls,
    on_version_apply=handed_over.get("on_version_apply", ()),
)
context.run_migrations()
