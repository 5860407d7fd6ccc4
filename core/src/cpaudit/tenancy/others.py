"""Tenants by their codes: the actor's own, and those to whom something is handed over."""

from __future__ import annotations

from sqlmodel import select

from cpaudit.errors import InvalidInput, NotFound
from cpaudit.tenancy.models import Tenant
from cpaudit.work import Work


async def own_tenant(work: Work) -> Tenant:
    """The tenant in which the actor acts."""
    return (await work.session.exec(select(Tenant).where(Tenant.id == work.actor.tenant))).one()


async def tenant_with(work: Work, code: str) -> Tenant:
    """The tenant with a code that a row of the actor's tenant names."""
    return (await work.session.exec(select(Tenant).where(Tenant.code == code))).one()


async def tenant_named(work: Work, code: str) -> Tenant | None:
    """The tenant with a code that somebody wrote."""
    # No code holds a NUL character, and PostgreSQL would fail over one.
    query = select(Tenant).where(Tenant.code == code)
    return None if "\x00" in code else (await work.session.exec(query)).one_or_none()


async def receiver_named(work: Work, code: str) -> Tenant:
    """The tenant to which the actor's own offers something.

    Raises:
        NotFound: there is none with this code.
        InvalidInput: it is the actor's own.
    """
    found = await tenant_named(work, code)
    if found is None:
        raise NotFound("there is no tenant with this code", path=("input", "tenant"))
    if found.id == work.actor.tenant:
        raise InvalidInput("a tenant offers nothing to itself", path=("input", "tenant"))
    return found
