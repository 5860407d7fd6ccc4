"""Databases that tests may fill: each a copy of a template that is made once in a run."""

from __future__ import annotations

import itertools
import shutil
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
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


class Store(ABC):
    """One kind of database."""

    def __init__(self) -> None:
        self._templates: dict[str, Any] = {}
        self._numbers = itertools.count()

    @abstractmethod
    async def create(self, name: str) -> str:
        """Make an empty database; gives its URL."""

    @abstractmethod
    async def copy(self, template: str, name: str) -> str:
        """Make a database that holds what *template* holds; gives its URL."""

    @abstractmethod
    async def drop(self, name: str) -> None:
        """Delete a database."""

    @asynccontextmanager
    async def without_tables(self) -> AsyncIterator[Database]:
        """A database in which nothing is yet."""
        name = self._name()
        async with self._opened(name, await self.create(name)) as database:
            yield database

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
        name = self._name()
        async with self._opened(name, await self.copy(template, name)) as database:
            yield database

    @asynccontextmanager
    async def _opened(self, name: str, url: str) -> AsyncIterator[Database]:
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()
            await self.drop(name)

    def _name(self) -> str:
        return f"test_{next(self._numbers)}"


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

    def _url_of(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


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
