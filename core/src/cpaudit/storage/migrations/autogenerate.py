"""How a migration is written from the difference between tables and database.

A migration is frozen: it names the database's own types, not ours, which may change later, and lists
the tables that get walls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrateOperation, MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, BigInteger, DateTime, String
from sqlalchemy.types import TypeDecorator

JSON_TYPE = 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'


class InstallWalls(MigrateOperation):
    """Put the walls on tables that this migration makes."""

    def __init__(self, tenant_tables: Sequence[str], platform_tables: Sequence[str]) -> None:
        self.tenant_tables = list(tenant_tables)
        self.platform_tables = list(platform_tables)


@renderers.dispatch_for(InstallWalls)
def _render_walls(context: AutogenContext, operation: InstallWalls) -> str:
    context.imports.add("from cpaudit.storage.walls import install_walls")
    return f"install_walls(op.get_bind(), {operation.tenant_tables!r}, {operation.platform_tables!r})"


def add_walls(
    context: MigrationContext, revision: str | Iterable[str | None] | Iterable[str], directives: list[MigrationScript]
) -> None:
    """Have every table that a new migration makes walled at the migration's end."""
    for script in directives:
        upgrade = script.upgrade_ops
        made = [each for each in upgrade.ops if isinstance(each, CreateTableOp)] if upgrade else []
        if upgrade and made:
            tenants = [each.table_name for each in made if any(_name(column) == "tenant_id" for column in each.columns)]
            platforms = [each.table_name for each in made if each.table_name not in tenants]
            upgrade.ops.append(InstallWalls(tenants, platforms))


def _name(column: Any) -> str | None:
    name: str | None = getattr(column, "name", None)
    return name


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """The database's own type in place of one of ours; False for what Alembic writes itself."""
    if kind != "type" or not isinstance(item, TypeDecorator | JSON):
        return False
    stored = item.impl if isinstance(item, TypeDecorator) else item
    match stored:
        case JSON():
            context.imports.add("from sqlalchemy.dialects import postgresql")
            return JSON_TYPE
        case DateTime():
            return "sa.DateTime(timezone=True)"
        case BigInteger():
            return "sa.BigInteger()"
        case String():
            return f"sa.String({stored.length or ''})"
        case other:
            raise TypeError(f"say in {__name__} how {other!r} is written in a migration")
