"""The tables of the job queue on PostgreSQL, which procrastinate brings and we install with ours.

They hold which job of which tenant is due, and nothing of its content.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from sqlalchemy import Connection, text

from cpaudit.storage.scope import APPLICATION_ROLE

QUEUE_PREFIX: Final = "procrastinate_"
"""How the names of the queue's tables begin."""

NEWEST_QUEUE_STEP: Final = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
"""The last of procrastinate's own migrations that ours run; a later one needs one more of ours."""


def queue_steps() -> list[str]:
    """The names of procrastinate's own migrations, in order."""
    found = files("procrastinate").joinpath("sql/migrations").iterdir()
    return sorted(each.name for each in found if each.name.endswith(".sql"))


def install_queue(connection: Connection, *, through: str, after: str = "") -> None:
    """Run procrastinate's migrations after one and through another, and let the application's role use its tables.

    Does nothing on SQLite, which has no queue.

    Args:
        connection: opened by the tables' owner, within a transaction.
        through: name of the last migration to run.
        after: name of the last one that was run before.
    """
    if connection.dialect.name != "postgresql":
        return
    folder = files("procrastinate").joinpath("sql/migrations")
    for name in queue_steps():
        if after < name <= through:
            _run_script(connection, folder.joinpath(name).read_text("utf-8"))
    tables = connection.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND starts_with(tablename, :prefix)"),
        {"prefix": QUEUE_PREFIX},
    )
    for table in tables.all():
        connection.execute(text(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {APPLICATION_ROLE}'))
        sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table})
        if sequence is not None:
            connection.execute(text(f"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {APPLICATION_ROLE}"))


def missing_queue(connection: Connection) -> list[str]:
    """What the queue lacks, one sentence each; nothing on SQLite.

    Args:
        connection: opened by the tables' owner.
    """
    if connection.dialect.name != "postgresql":
        return []
    writable = connection.scalar(
        text("SELECT has_table_privilege(:role, to_regclass('procrastinate_jobs'), 'INSERT')"),
        {"role": APPLICATION_ROLE},
    )
    function = connection.scalar(text("SELECT 1 FROM pg_proc WHERE proname = 'procrastinate_defer_jobs_v1'"))
    if function is None or not writable:
        return ["the tables of the queue are missing, or the application may not write them: no job can be asked for"]
    return []


def _run_script(connection: Connection, script: str) -> None:
    # A script of several statements: the driver runs one only where none of them is prepared.
    driver: Any = connection.connection.dbapi_connection
    driver.run_async(lambda asyncpg: asyncpg.execute(script))
