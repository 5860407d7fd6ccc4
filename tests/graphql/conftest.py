"""Lists that have several pages."""

from __future__ import annotations

import pytest

from cpaudit.storage.database import Database
from support.people import AddMembers, add_members
from support.world import Province


@pytest.fixture(name="add_members")
def _add_members(database: Database, province: Province) -> AddMembers:
    """Add so many members to the chemicals department."""

    async def add(count: int) -> None:
        await add_members(database, province.tenants["chem"], count)

    return add
