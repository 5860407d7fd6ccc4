"""The same rows in SQLite: the product's own file, and a copy that datasette can follow."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from benchmarks.progress import Tell
from benchmarks.reads.dataset import Dataset, Row
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cpaudit.storage import migrate
from cpaudit.storage.database import Database

# What the query asks for, and the tenant. datasette does not follow a foreign key of two columns, which
# the product's all are, so the copy has keys of one column; the ids are unique among all tenants.
_COPIED = """
CREATE TABLE enterprise (id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE audit (
    id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, title TEXT NOT NULL, round INTEGER NOT NULL,
    enterprise_id TEXT NOT NULL REFERENCES enterprise (id)
);
CREATE TABLE audit_option (
    id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
    aspect TEXT NOT NULL, cost_class TEXT NOT NULL, audit_id TEXT NOT NULL REFERENCES audit (id)
);
INSERT INTO enterprise SELECT id, tenant_id, name FROM product.enterprise;
INSERT INTO audit SELECT id, tenant_id, title, round, enterprise_id FROM product.audit;
INSERT INTO audit_option
    SELECT id, tenant_id, code, name, state, aspect, cost_class, audit_id FROM product.audit_option;
CREATE INDEX ix_audit_option_tenant ON audit_option (tenant_id, id);
ANALYZE;
"""


async def create(file: Path, dataset: Dataset, tell: Tell) -> str:
    """Make an SQLite file with the product's tables, and fill it; gives its URL."""
    url = f"sqlite:///{file}"
    database = Database(url)
    try:
        await migrate.upgrade(database)
        async with database.engine.begin() as connection:
            for model, rows in dataset.platform_rows():
                await _insert(connection, model, rows)
            for done, tables in dataset.audit_rows():
                for model, rows in tables:
                    await _insert(connection, model, rows)
                tell(done, len(dataset.tenants))
            await connection.exec_driver_sql("ANALYZE")
    finally:
        await database.close()
    return url


def copy_for_datasette(product: Path, file: Path) -> None:
    """Copy what the query needs into a file with keys that datasette follows."""
    connection = sqlite3.connect(file)
    try:
        connection.execute("ATTACH ? AS product", (str(product),))
        connection.executescript(_COPIED)
    finally:
        connection.close()


async def _insert(connection: AsyncConnection, model: type, rows: list[Row]) -> None:
    if rows:
        await connection.execute(insert(model), rows)
