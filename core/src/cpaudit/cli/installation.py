"""The installation a command works on: its database, opened and fit for use, and the operator who acts on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cpaudit.errors import ConfigurationError

if TYPE_CHECKING:
    from cpaudit.permissions import Actor
    from cpaudit.storage.database import Database
    from cpaudit.work import Work

T = TypeVar("T")

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="CPAUDIT_DATABASE_URL",
        metavar="URL",
        help="Where the data are; by default the file cpaudit.sqlite3 in this directory.",
        show_default=False,
    ),
]


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    return asyncio.run(work)


@asynccontextmanager
async def reachable(url: str | None, *, create: bool = False, whole: bool = True) -> AsyncIterator[Database]:
    """The database at *url*, or the one of the environment, whatever its tables are like; closed at the end.

    Args:
        create: make the file of an embedded database that is not there yet.
        whole: with the tables of all slices, which take a second to import; else those of tenants and people alone.

    Raises:
        ConfigurationError: it is not there, cannot be reached, or is no database.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from cpaudit.storage import migrate

    # A foreign key of one slice names a table of another, that of members one of enterprises.
    if whole:
        from cpaudit.api import tables  # noqa: F401
    else:
        from cpaudit.enterprises import models  # noqa: F401
    database = _database_at(url, create=create)
    try:
        try:
            await migrate.current(database)
        except (OSError, SQLAlchemyError) as error:
            raise _unusable(f"the database {place(database)} cannot be used", error) from error
        yield database
    finally:
        await database.close()


def _database_at(url: str | None, *, create: bool) -> Database:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    from cpaudit.api.settings import Settings
    from cpaudit.storage.database import Database

    try:
        address = make_url(url or Settings.from_environment().database_url)
        if not create and address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            raise ConfigurationError(
                f"there is no database at {address.database}",
                path=("--database",),
                remedy="name another with --database, or make it with `cpaudit db upgrade`",
            )
        return Database(address)
    except (OSError, SQLAlchemyError) as error:
        raise _unusable("the database cannot be used", error) from error


@asynccontextmanager
async def opened(url: str | None, *, whole: bool = True) -> AsyncIterator[Database]:
    """The database at *url*, with the tables of this release; see :func:`reachable`.

    Raises:
        ConfigurationError: it cannot be reached, or its tables are not those of this release.
    """
    async with reachable(url, whole=whole) as database:
        await require_current(database)
        yield database


async def require_current(database: Database) -> None:
    """Do nothing where the database has had the migrations of this release, and no others.

    Raises:
        ConfigurationError: it has not.
    """
    from cpaudit.storage import migrate

    found, needed = await migrate.current(database), migrate.newest()
    if found != needed:
        raise ConfigurationError(
            f"{place(database)} is at migration {found or 'none'}, and this release works with {needed}",
            path=("--database",),
            remedy="run `cpaudit db upgrade`",
        )


async def require_walls(database: Database) -> None:
    """Do nothing where the database itself keeps tenants apart and the event log as it is.

    Raises:
        ConfigurationError: it does not.
    """
    from cpaudit.api.tables import metadata
    from cpaudit.storage.walls import missing_walls

    tenant_tables = [table.name for table in metadata.sorted_tables if "tenant_id" in table.c]
    async with database.engine.connect() as connection:
        gaps = await connection.run_sync(missing_walls, tenant_tables)
    if gaps:
        raise ConfigurationError(
            f"{place(database)} does not protect its tenants: {'; '.join(gaps)}",
            path=("--database",),
            remedy="restore a backup, or what `cpaudit db check` names",
        )


async def upgrade(database: Database, progress: Callable[[str], None]) -> list[str]:
    """Bring the tables to this release; gives the numbers of the migrations that were run.

    Raises:
        ConfigurationError: a newer release made them, or the database refuses.
    """
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    from cpaudit.storage import migrate

    try:
        return await migrate.upgrade(database, progress)
    except CommandError as error:
        raise ConfigurationError(
            f"{place(database)} is at migration {await migrate.current(database)}, which this release does not know",
            path=("--database",),
            remedy="install the release of cpaudit that made these tables, or a later one",
        ) from error
    except SQLAlchemyError as error:
        reason = _first_line(error)
        raise ConfigurationError(
            f"{place(database)} refuses the upgrade, and nothing changed: {reason}",
            path=("--database",),
            remedy="connect as the role that owns the tables; for the first upgrade one that may create roles",
        ) from error


async def problems(database: Database) -> list[str]:
    """What keeps the database from being used as it is; empty where nothing does."""
    import cpaudit.api.tables  # noqa: F401 - declares the tables that the check compares with
    from cpaudit.storage import migrate

    return await migrate.check(database)


def place(database: Database) -> str:
    """The database's address as the operator wrote it, without its password."""
    return database.url.set(drivername=database.url.get_backend_name()).render_as_string(hide_password=True)


def operator() -> Actor:
    """Who acts on the command line: whoever can open the database administers the platform."""
    from cpaudit.permissions import Actor

    return Actor(account_id="", platform_admin=True)


@asynccontextmanager
async def work_in(database: Database, tenant_id: str) -> AsyncIterator[Work]:
    """A transaction in which the operator acts as a tenant's administrator; the log names no member."""
    from cpaudit.engine import is_unit
    from cpaudit.library import Library
    from cpaudit.permissions import Actor, Role
    from cpaudit.plugins import PluginHost
    from cpaudit.work import unit_of_work

    actor = Actor(account_id="", tenant_id=tenant_id, role=Role.TENANT_ADMIN)
    host = PluginHost((), known_unit=is_unit)
    async with unit_of_work(database, actor, library=Library.of(()), host=host) as work:
        yield work


def _unusable(what: str, error: Exception) -> ConfigurationError:
    return ConfigurationError(
        f"{what}: {_first_line(error)}",
        path=("--database",),
        remedy="give sqlite:///path/to/file or postgresql://user@host/name of a server that is running",
    )


def _first_line(error: Exception) -> str:
    # SQLAlchemy writes the driver's class before the reason, and the statement and a link to its manual below.
    line = str(error).partition("\n")[0]
    return line.partition(") ")[2] if line.startswith("(") else line
