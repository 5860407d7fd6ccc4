"""Bring a database's tables to what the program needs, and tell where they are not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from cpaudit.storage.database import Database
from cpaudit.storage.queue_tables import QUEUE_PREFIX, missing_queue
from cpaudit.storage.tables import metadata
from cpaudit.storage.walls import missing_walls

MIGRATIONS = Path(__file__).parent / "migrations"

_ADVISORY_LOCK = 0x63706175646974
"""``cpaudit`` in ASCII: what one server holds while it migrates, and another waits for."""

Progress = Callable[[str], None]


async def upgrade(database: Database, progress: Progress | None = None) -> list[str]:
    """Run the migrations that the database has not had yet, all in one transaction.

    Several servers may ask at once: one works, the others wait and find nothing to do.

    Args:
        progress: called after each step with its number and its title.

    Returns:
        The numbers of the migrations that were run.
    """
    done: list[str] = []

    def applied(step: Any, **rest: Any) -> None:
        done.append(step.up_revision_id)
        if progress is not None:
            progress(f"{step.up_revision_id} {step.up_revision.doc}")

    def run(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        command.upgrade(_config(connection=connection, on_version_apply=(applied,)), "head")

    async with _altering(database) as connection:
        await connection.run_sync(run)
    return done


async def current(database: Database) -> str | None:
    """The number of the last migration that the database has had; None where it has had none."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_revision)


def newest() -> str | None:
    """The number of the last migration there is."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def check(database: Database) -> list[str]:
    """What keeps the database from being used as it is, one sentence each; empty where nothing does.

    The tables are compared with those that have been declared, so the caller imports all slices first.
    """
    async with database.engine.connect() as connection:
        return await connection.run_sync(_problems)


async def write_revision(database: Database, message: str) -> list[Path]:
    """Write a migration that takes the database to the tables that have been declared.

    For developers. Gives the files that were written.
    """
    number = f"{int(newest() or 0) + 1:04d}"

    def run(connection: Connection) -> list[Path]:
        written = command.revision(_config(connection=connection), message, autogenerate=True, rev_id=number)
        scripts = written if isinstance(written, list) else [written]
        paths = [Path(script.path) for script in scripts if script is not None]
        for path in paths:
            lines = path.read_text("utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if not line.startswith("    # ###")), "utf-8")
        return paths

    async with database.engine.connect() as connection:
        return await connection.run_sync(run)


def _config(**handed_over: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes.update(handed_over)
    return config


@asynccontextmanager
async def _altering(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction that may alter tables.

    SQLite alters a table by making it anew, and dropping the old one would cascade to the rows that
    point to it; so foreign keys are off meanwhile and are checked at the end.
    """
    async with database.engine.connect() as connection:
        await connection.execution_options(cpaudit_writes=True)
        if database.is_postgresql:
            async with connection.begin():
                yield connection
            return
        # A pragma does nothing inside a transaction, and SQLAlchemy begins one with the first statement.
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute("PRAGMA foreign_keys=OFF")
        try:
            async with connection.begin():
                yield connection
                broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(f"the migration leaves rows that point to nothing: {broken[:5]}")
        finally:
            await driver.execute("PRAGMA foreign_keys=ON")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _problems(connection: Connection) -> list[str]:
    revision, head = _revision(connection), newest()
    if revision != head:
        known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
        if revision is not None and revision not in known:
            return [f"the database is at migration {revision}, which this version of cpaudit does not know"]
        return [f"the database is at migration {revision or 'none'}, the newest is {head}: run `cpaudit db upgrade`"]
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_ours})
    differences = [f"tables differ from the program: {_told(each)}" for each in compare_metadata(context, metadata)]
    tenant_tables = [table.name for table in metadata.sorted_tables if "tenant_id" in table.c]
    return differences + missing_walls(connection, tenant_tables) + missing_queue(connection)


def _told(difference: Any) -> str:
    parts: Sequence[Any] = difference[0] if isinstance(difference, list) else difference
    return " ".join(str(part) for part in parts if part is not None)


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    return kind != "table" or name is None or not name.startswith(QUEUE_PREFIX)
