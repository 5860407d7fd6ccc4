"""Many members in one tenant, so that lists have several pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from cpaudit.permissions import Role
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.identity import new_id
from cpaudit.tenancy.models import Account, Member

AddMembers = Callable[[int], Awaitable[None]]

NAMES = ("安全员", "安全员", "Anna", "anna", "Ünal", "安", "")
"""Some are equal, some differ by case only, one is empty: what an order has to cope with."""

_START = datetime(2026, 1, 1, tzinfo=UTC)


async def add_members(database: Database, tenant_id: str, count: int) -> None:
    """Add so many members to a tenant; several share a name, several a moment."""
    accounts = [Account(id=(each := new_id()), email=f"{each}@example.org", name="示例") for _ in range(count)]
    members = [
        Member(
            tenant_id=tenant_id,
            account_id=account.id,
            name=NAMES[n % len(NAMES)],
            email=account.email,
            role=Role.VIEWER,
            created_at=_START + timedelta(microseconds=n // 3),
        )
        for n, account in enumerate(accounts)
    ]
    async with database.writing(PLATFORM) as session:
        session.add_all(accounts)
    async with database.writing(Scope(tenant_id)) as session:
        session.add_all(members)
