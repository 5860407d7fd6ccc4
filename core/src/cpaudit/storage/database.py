"""The database: one engine, and transactions that see one tenant only."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ClauseElement, Table, event, false, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.util import find_tables
from sqlmodel import SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.errors import ConfigurationError, CpauditError
from cpaudit.storage.readers import PostgresqlReaders, Readers, SqliteReaders
from cpaudit.storage.scope import APPLICATION_ROLE, PLATFORM, Scope
from cpaudit.storage.tables import TenantTable

__all__ = [
    "APPLICATION_ROLE",
    "PLATFORM",
    "Database",
    "Scope",
    "TenantWallError",
    "bind_session",
    "enter",
    "scope_of",
]

READING_THREADS = 4
"""Threads in which the embedded database is read, by each process."""

_SCOPE = "cpaudit.scope"

_HALF_A_PAIR = re.compile(r"[\ud800-\udfff]")

_ENTER = text(
    "SELECT set_config('role', :role, true), set_config('cpaudit.tenant', :tenant, true),"
    " set_config('cpaudit.account', :account, true)"
)


class TenantWallError(CpauditError):
    """A row of another tenant was about to be written."""

    code = "TENANT_WALL"


def _written(value: object) -> str:
    """JSON as a search finds what stands in it: PostgreSQL keeps it so anyway."""
    found = json.dumps(value, ensure_ascii=False)
    # Half a surrogate pair can be written only escaped.
    return json.dumps(value) if _HALF_A_PAIR.search(found) else found


class Database:
    """One database, SQLite or PostgreSQL, told apart by its URL."""

    def __init__(self, url: str | URL, *, pool_size: int = 10) -> None:
        """
        Args:
            url: ``sqlite:///file``, ``postgresql://…``; the asynchronous driver is filled in.
            pool_size: connections kept open; PostgreSQL only.

        Raises:
            ConfigurationError: the URL is neither SQLite nor PostgreSQL.
        """
        self.url = _asynchronous(url)
        self.is_postgresql = self.url.get_backend_name() == "postgresql"
        options: dict[str, Any] = {}
        if self.is_postgresql:
            options = {"pool_size": pool_size, "max_overflow": pool_size}
        else:
            options = {"json_serializer": _written}
        if not self.is_postgresql and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: AsyncEngine = create_async_engine(self.url, **options)
        dialect = self.engine.sync_engine.dialect
        self.readers: Readers
        """What reads of the API go through; see ``graphql.reading.statement``, which puts the tenant into each."""
        if self.is_postgresql:
            self.readers = PostgresqlReaders(dialect, self.url, pool_size)
        else:
            self.readers = SqliteReaders(dialect, self.url, READING_THREADS)
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    async def close(self) -> None:
        """Close every connection."""
        await self.readers.close()
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self, scope: Scope) -> AsyncIterator[AsyncConnection]:
        """A connection for statements that no session filters: the caller puts the tenant into them."""
        async with self.engine.connect() as connection:
            await enter(connection, scope)
            yield connection

    @asynccontextmanager
    async def looking(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """A session for a service that only looks at rows; takes no write lock, keeps nothing."""
        async with self.engine.connect() as connection:
            await enter(connection, scope)
            session = AsyncSession(connection, expire_on_commit=False)
            bind_session(session.sync_session, scope)
            try:
                yield session
            finally:
                await session.close()

    @asynccontextmanager
    async def writing(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """A transaction bound to *scope*: committed at the end, rolled back by any error.

        Every ORM statement gets the tenant filter, and a new row of another tenant is refused.
        """
        async with self.engine.connect() as connection:
            await connection.execution_options(cpaudit_writes=True)
            async with connection.begin():
                await enter(connection, scope)
                session = AsyncSession(connection, expire_on_commit=False)
                bind_session(session.sync_session, scope)
                try:
                    yield session
                    await session.flush()
                finally:
                    await session.close()


async def enter(connection: AsyncConnection, scope: Scope) -> None:
    """Have the rest of the connection's transaction see the rows of *scope*; SQLite has no such wall."""
    if connection.dialect.name == "postgresql":
        settings = {"role": APPLICATION_ROLE, "tenant": scope.tenant_id or "", "account": scope.account_id or ""}
        await connection.execute(_ENTER, settings)


def bind_session(session: Session, scope: Scope) -> None:
    """Bind an ORM session to *scope*, for good."""
    session.info[_SCOPE] = scope
    event.listen(session, "do_orm_execute", _filter_by_tenant)
    event.listen(session, "before_flush", _refuse_foreign_rows)


def scope_of(session: AsyncSession) -> Scope:
    """Whose rows a bound session may touch."""
    scope: Scope = session.sync_session.info[_SCOPE]
    return scope


def _filter_by_tenant(state: ORMExecuteState) -> None:
    scope: Scope = state.session.info[_SCOPE]
    # What can be executed is a clause; SQLAlchemy types the two apart.
    clause = cast("ClauseElement", state.statement)
    named = find_tables(clause, check_columns=True, include_aliases=True, include_selects=True, include_crud=True)
    tables = {getattr(table, "element", table) for table in named}
    # Only tables are kept in the cache; a subquery would stay there for ever.
    for rows in (each for table in tables if isinstance(table, Table) for each in _rows_of_tenants(table)):
        own = false() if scope.tenant_id is None else col(rows.tenant_id) == scope.tenant_id
        state.statement = state.statement.options(with_loader_criteria(rows, own, include_aliases=True))


@cache
def _rows_of_tenants(table: Table) -> tuple[type[TenantTable], ...]:
    """The classes whose rows stand in a table, where these belong to tenants.

    Statements name copies of tables, with annotations, that equal the tables and are not they.
    """
    return tuple(
        mapper.class_
        for mapper in SQLModel._sa_registry.mappers
        if mapper.local_table == table and issubclass(mapper.class_, TenantTable)
    )


def _refuse_foreign_rows(session: Session, flush_context: object, instances: object) -> None:
    scope: Scope = session.info[_SCOPE]
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, TenantTable) and row.tenant_id != scope.tenant_id:
            raise TenantWallError(
                f"a row of {type(row).__name__} belongs to another tenant than the transaction",
                remedy="open the transaction for the tenant whose row it is",
            )


def _asynchronous(url: str | URL) -> URL:
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite+aiosqlite")
        case "postgresql":
            return parsed.set(drivername="postgresql+asyncpg")
        case other:
            raise ConfigurationError(
                f"{other!r} is not a database cpaudit works with",
                path=("CPAUDIT_DATABASE_URL",),
                remedy="use sqlite:///path/to/file or postgresql://user@host/name",
            )


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver must not open transactions on its own: _begin_sqlite does, so that a writer takes its lock
    # at the start instead of failing half-way when another writer was faster.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=30000", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("cpaudit_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")
