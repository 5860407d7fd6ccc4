"""Databases that tests may fill: each a copy of a template that is made once in a run."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from cpaudit.api.tables import metadata
from cpaudit.storage.database import Database
from cpaudit.storage.queue_tables import NEWEST_QUEUE_STEP, install_queue
from cpaudit.storage.walls import install_walls
from support.world import Province, build_province

T = TypeVar("T")

NUMBERS = itertools.count()
"""Of the databases of this process: several stores may be on one server."""


class Store(ABC):
    """One kind of database.

    A copy of a template serves one test after another: its rows are put back in a fraction of the time that a new
    database, new connections and their first statements take. Copies belong to the event loop in which the store
    was made; in any other, each serves once.
    """

    def __init__(self) -> None:
        self._templates: dict[str, Any] = {}
        self._loop = _running_loop()
        self._idle: dict[str, list[Database]] = defaultdict(list)
        self._spoilt: set[str] = set()

    @abstractmethod
    async def create(self, name: str) -> str:
        """Make an empty database; gives its URL."""

    @abstractmethod
    async def copy(self, template: str, name: str) -> str:
        """Make a database that holds what *template* holds; gives its URL."""

    @abstractmethod
    async def drop(self, name: str) -> None:
        """Delete a database."""

    @abstractmethod
    async def _remember_rows(self, database: Database) -> None:
        """Make ready that a copy's rows can be put back."""

    @abstractmethod
    async def _put_rows_back(self, database: Database, template: str) -> bool:
        """Have a copy hold again what its template holds; gives whether that went well."""

    async def close(self) -> None:
        """Close the copies that wait for a test."""
        for database in itertools.chain(*self._idle.values()):
            await database.close()
        self._idle.clear()

    def spoil(self, database: Database) -> None:
        """Say that a test changes more than the rows of its database, which then serves no other test."""
        self._spoilt.add(name_of(database))

    @asynccontextmanager
    async def without_tables(self) -> AsyncIterator[Database]:
        """A database in which nothing is yet."""
        name = self._name()
        database = Database(await self.create(name))
        try:
            yield database
        finally:
            await database.close()
            await self.drop(name)

    @asynccontextmanager
    async def with_tables(self) -> AsyncIterator[Database]:
        """A database with all tables, none of which holds a row."""
        await self._template("tables", _no_rows)
        async with self._copied("tables") as database:
            yield database

    @asynccontextmanager
    async def with_province(self) -> AsyncIterator[Database]:
        """A database that holds :meth:`province`."""
        await self.province()
        async with self._copied("province") as database:
            yield database

    @asynccontextmanager
    async def filled(self, name: str, fill: Callable[[Database], Awaitable[Any]]) -> AsyncIterator[Database]:
        """A database that holds what *fill* put into one with all tables; that is done once for each name."""
        await self.template(name, fill)
        async with self._copied(name) as database:
            yield database

    async def template(self, name: str, fill: Callable[[Database], Awaitable[T]]) -> T:
        """What *fill* gave when it filled the database of this name."""
        made: T = await self._template(name, fill)
        return made

    async def province(self) -> Province:
        """Who and what the province's template holds."""
        province: Province = await self._template("province", build_province)
        return province

    async def _template(self, name: str, fill: Callable[[Database], Awaitable[Any]]) -> Any:
        if name not in self._templates:
            database = Database(await self.create(name))
            try:
                async with database.engine.begin() as connection:
                    await connection.run_sync(create_tables)
                self._templates[name] = await fill(database)
            finally:
                await database.close()
        return self._templates[name]

    @asynccontextmanager
    async def _copied(self, template: str) -> AsyncIterator[Database]:
        lasting = asyncio.get_running_loop() is self._loop
        if lasting and self._idle[template]:
            database = self._idle[template].pop()
        else:
            database = Database(await self.copy(template, self._name()))
            await self._remember_rows(database)
        name = name_of(database)
        try:
            yield database
        finally:
            if lasting and name not in self._spoilt and await self._put_rows_back(database, template):
                self._idle[template].append(database)
            else:
                await database.close()
                await self.drop(name)

    def _name(self) -> str:
        return f"test_{next(NUMBERS)}"


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def name_of(database: Database) -> str:
    """What the store calls a database."""
    assert database.url.database is not None
    return Path(database.url.database).stem


class SqliteStore(Store):
    """SQLite files in one directory."""

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory

    async def create(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    async def copy(self, template: str, name: str) -> str:
        shutil.copyfile(self._file(template), self._file(name))
        return await self.create(name)

    async def drop(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    async def _remember_rows(self, database: Database) -> None:
        return None

    async def _put_rows_back(self, database: Database, template: str) -> bool:
        with (
            closing(sqlite3.connect(self._file(template))) as source,
            closing(sqlite3.connect(self._file(name_of(database)), timeout=2)) as target,
        ):
            target.execute("PRAGMA synchronous=OFF")
            try:
                source.backup(target)
            except sqlite3.OperationalError:
                return False
            return True

    def _file(self, name: str) -> Path:
        return self._directory / f"{name}.sqlite3"


class PostgresqlStore(Store):
    """Databases of one PostgreSQL server."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def create(self, name: str) -> str:
        await self._execute(f"CREATE DATABASE {name}")
        return self._url_of(name)

    async def copy(self, template: str, name: str) -> str:
        # Half the time of writing each page to the log, which nobody reads here.
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._url_of(name)

    async def drop(self, name: str) -> None:
        await self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def _remember_rows(self, database: Database) -> None:
        async with _owner(database) as connection:
            await connection.execute(f"CREATE SCHEMA {REMEMBERED}")
            for (name,) in await connection.fetch(TABLES, "public"):
                if await connection.fetchval(f'SELECT EXISTS (SELECT 1 FROM "{name}")'):
                    await connection.execute(f'CREATE TABLE {REMEMBERED}."{name}" AS TABLE "{name}"')

    async def _put_rows_back(self, database: Database, template: str) -> bool:
        async with _owner(database) as connection:
            tables = {name for (name,) in await connection.fetch(TABLES, "public")}
            remembered = {name for (name,) in await connection.fetch(TABLES, REMEMBERED)}
            parts = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in sorted(tables)]
            filled = {name for (name,) in await connection.fetch(" UNION ALL ".join(parts))}
            sequences = await connection.fetch("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")
            statements = [
                # No foreign key and no trigger has a say in it, and a lock that a test left does not hold it up.
                "BEGIN; SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '2s'",
                *(f'DELETE FROM "{name}"' for name in sorted(filled | remembered)),
                *(f'INSERT INTO "{name}" SELECT * FROM {REMEMBERED}."{name}"' for name in sorted(remembered)),
                *(f'ALTER SEQUENCE "{name}" RESTART' for (name,) in sequences),
                "COMMIT",
            ]
            try:
                await connection.execute("; ".join(statements))
            except asyncpg.PostgresError:
                await connection.execute("ROLLBACK")
                return False
            return True

    def _url_of(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = $1"
REMEMBERED = "remembered"
"""The schema in which a copy has the rows of its template once more."""


@asynccontextmanager
async def _owner(database: Database) -> AsyncIterator[Any]:
    """A connection in the role to which the tables belong, outside any transaction."""
    async with database.engine.connect() as connection:
        yield (await connection.get_raw_connection()).driver_connection


def create_tables(connection: Connection) -> None:
    """Make all tables, those of the queue too, and put up the walls."""
    metadata.create_all(connection)
    names = {True: [], False: []}
    for table in metadata.sorted_tables:
        names["tenant_id" in table.c].append(table.name)
    install_walls(connection, names[True], names[False])
    install_queue(connection, through=NEWEST_QUEUE_STEP)


async def _no_rows(database: Database) -> None:
    return None
