"""An audit that the operator names: whose it is, and a unit of work to read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from cpaudit.cli.installation import opened
from cpaudit.errors import NotFound

if TYPE_CHECKING:
    from cpaudit.storage.database import Database
    from cpaudit.tenancy.models import Tenant
    from cpaudit.work import Work


@asynccontextmanager
async def looking_at(url: str | None, audit: str, tenant_code: str | None) -> AsyncIterator[tuple[Work, str]]:
    """A unit of work that only reads, in the tenant of an audit, and the id of the audit's row.

    Raises:
        NotFound: there is no such audit.
    """
    from cpaudit.api.schemas import core_names
    from cpaudit.api.settings import Settings
    from cpaudit.engine import is_unit
    from cpaudit.library import Library
    from cpaudit.permissions import Actor, Role
    from cpaudit.plugins import PluginHost
    from cpaudit.tenancy.plugins import enabled_plugins
    from cpaudit.work import unit_of_work

    async with opened(url) as database:
        tenant, audit_id = await _find(database, audit, tenant_code)
        host = PluginHost.discover(known_unit=is_unit, core_names=core_names)
        enabled = await enabled_plugins(database, tenant.id, host, Settings.from_environment().keys)
        async with unit_of_work(
            database,
            Actor(account_id="", tenant_id=tenant.id, role=Role.TENANT_ADMIN),
            library=Library.of(host.packs(enabled)),
            host=host,
            enabled=enabled,
            writes=False,
        ) as work:
            yield work, audit_id


async def _find(database: Database, audit: str, tenant_code: str | None) -> tuple[Tenant, str]:
    """The tenant whose audit it is, and the id of the audit's row."""
    from sqlmodel import select

    from cpaudit.audits.models import Audit
    from cpaudit.cli import directory
    from cpaudit.graphql.reading.identifiers import row_id
    from cpaudit.storage.database import Scope

    audit_id = row_id(audit, Audit.__name__, path=("audit",)) if ":" in audit else audit
    places = (
        await directory.all_tenants(database)
        if tenant_code is None
        else [await directory.tenant_named(database, tenant_code)]
    )
    # An audit is seen only from within its tenant, by the operator too.
    for tenant in places:
        async with database.looking(Scope(tenant.id)) as session:
            if (await session.exec(select(Audit.id).where(Audit.id == audit_id))).first() is not None:
                return tenant, audit_id
    where = "" if tenant_code is None else f" of the tenant {tenant_code}"
    raise NotFound(
        f"there is no audit{where} with the id {audit!r}", path=("audit",), remedy="use an id that the API gave"
    )
