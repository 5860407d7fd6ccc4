"""Connections that only read, on the driver itself: as little as possible between a statement and its rows.

The caller puts the tenant into each statement; on PostgreSQL the role and the settings that row-level security
looks at are set on the connection as well, anew only where it last served somebody else.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, LifoQueue
from typing import Any, cast

import asyncpg
import orjson
from sqlalchemy import Dialect, Select
from sqlalchemy.engine import URL

from cpaudit.storage.compiled import CompiledRead, Row
from cpaudit.storage.scope import APPLICATION_ROLE, Scope

statements_log = logging.getLogger("cpaudit.reads")
"""Gets each statement that is read with, at level DEBUG."""

_ENTER = (
    "SELECT set_config('role', $1, false), set_config('cpaudit.tenant', $2, false),"
    " set_config('cpaudit.account', $3, false)"
)


class Readers(ABC):
    """Reads of one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def compile(self, query: Select[Any]) -> CompiledRead:
        """The query in the driver's form."""
        return CompiledRead(query, self._dialect)

    async def fetch(self, scope: Scope, read: CompiledRead, parameters: Mapping[str, Any]) -> Sequence[Row]:
        """The rows of a statement, in a state of the database of its own.

        Args:
            scope: whose rows may be seen.
            read: made by :meth:`compile`.
            parameters: by name; what the statement fixes itself is not among them.
        """
        statements_log.debug("%s", read.sql)
        return read.rows(await self._fetch(scope, read.sql, read.arguments(parameters)))

    @abstractmethod
    async def _fetch(self, scope: Scope, sql: str, arguments: list[Any]) -> Sequence[Row]: ...

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""


class _ScopedConnection(asyncpg.Connection):
    """A connection that knows whose rows it sees."""

    _scope: Scope | None = None

    async def enter(self, scope: Scope) -> None:
        """See the rows of *scope* from now on."""
        if self._scope != scope:
            # Whoever is cancelled here leaves it open what the server heard.
            self._scope = None
            await self.fetchrow(_ENTER, APPLICATION_ROLE, scope.tenant_id or "", scope.account_id or "")
            self._scope = scope


class PostgresqlReaders(Readers):
    """A pool of asyncpg's connections, which stay in the application's role."""

    def __init__(self, dialect: Dialect, url: URL, size: int) -> None:
        super().__init__(dialect)
        self._address = dialect.create_connect_args(url)[1]
        self._size = size
        self._pool: asyncpg.Pool[Any] | None = None
        self._opening: asyncio.Lock | None = None

    async def _fetch(self, scope: Scope, sql: str, arguments: list[Any]) -> Sequence[Row]:
        pool = self._pool or await self._open()
        async with pool.acquire() as held:
            connection = cast("_ScopedConnection", held)
            await connection.enter(scope)
            # A record is a sequence in all but its declared type.
            return cast("Sequence[Row]", await connection.fetch(sql, *arguments))

    async def _open(self) -> asyncpg.Pool[Any]:
        self._opening = self._opening or asyncio.Lock()
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    **self._address,
                    min_size=0,
                    max_size=self._size,
                    connection_class=_ScopedConnection,
                    init=_read_json,
                    reset=_keep,
                )
        return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = self._opening = None


async def _read_json(connection: asyncpg.Connection[Any]) -> None:
    """Have JSON columns come as Python values, as the dialect's types expect it of its driver."""
    await connection.set_type_codec(
        "json", encoder=str.encode, decoder=orjson.loads, schema="pg_catalog", format="binary"
    )
    # The binary form of JSONB is its text after the number of the form's version.
    await connection.set_type_codec(
        "jsonb",
        encoder=lambda text: b"\x01" + text.encode(),
        decoder=lambda data: orjson.loads(data[1:]),
        schema="pg_catalog",
        format="binary",
    )


async def _keep(connection: object) -> None:
    """Leave a connection as it is when it goes back: its role and settings belong to the next reader of the scope."""


class SqliteReaders(Readers):
    """Threads that each take a connection of the embedded database for the time of a statement."""

    def __init__(self, dialect: Dialect, url: URL, size: int) -> None:
        super().__init__(dialect)
        self._file = url.database or ":memory:"
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="cpaudit-reads")

    async def _fetch(self, scope: Scope, sql: str, arguments: list[Any]) -> Sequence[Row]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, sql, arguments)

    def _run(self, sql: str, arguments: list[Any]) -> Sequence[Row]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connect()
        try:
            return connection.execute(sql, arguments).fetchall()
        finally:
            self._idle.put(connection)

    def _connect(self) -> sqlite3.Connection:
        # Without transactions of its own, so that each statement sees what was last committed.
        connection = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("PRAGMA query_only=ON")
        return connection

    async def close(self) -> None:
        self._threads.shutdown()
        while not self._idle.empty():
            self._idle.get_nowait().close()
