"""A tenant is a shard: what Citus requires of keys before it distributes the tables by tenant, unchanged."""

from __future__ import annotations

import pytest
from sqlalchemy import ForeignKeyConstraint, Index, Table, UniqueConstraint

from cpaudit.api.tables import metadata

TENANT_TABLES = [table for table in metadata.sorted_tables if "tenant_id" in table.c]
PLATFORM_TABLES = {"tenant", "account", "access_token", "shared_outcome"}
"""On a sharded database these are reference tables, with a copy on every node."""

each_table = pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.name)


def test_only_the_platforms_own_tables_have_no_tenant() -> None:
    assert {table.name for table in metadata.sorted_tables} - {table.name for table in TENANT_TABLES} == PLATFORM_TABLES


@each_table
def test_the_tenant_comes_first_in_the_primary_key(table: Table) -> None:
    assert list(table.primary_key.columns)[0].name == "tenant_id"  # noqa: RUF015 - a key's columns are no iterator


@each_table
def test_every_unique_constraint_holds_the_tenant(table: Table) -> None:
    unique: list[UniqueConstraint | Index] = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    unique += [index for index in table.indexes if index.unique]
    assert [each.name for each in unique if "tenant_id" not in each.columns] == []


@each_table
def test_every_foreign_key_stays_within_the_tenant_or_points_to_the_platform(table: Table) -> None:
    for key in table.constraints:
        if isinstance(key, ForeignKeyConstraint) and key.referred_table.name not in PLATFORM_TABLES:
            pairs = {element.parent.name: element.column.name for element in key.elements}
            assert pairs.get("tenant_id") == "tenant_id", key.name
