"""To whom a packet may be handed: tenants of the same programme, by what they are in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import select

from cpaudit.errors import InvalidInput, NotFound, PathPart
from cpaudit.tenancy.models import Tenant, TenantKind
from cpaudit.tenancy.others import tenant_named
from cpaudit.work import Work

MOST_COPIES = 20
"""Tenants that get to know of one submission."""


async def recipient(work: Work, own: Tenant, code: str, kinds: Collection[TenantKind], *path: PathPart) -> Tenant:
    """The tenant with this code in the programme of *own*.

    Raises:
        NotFound: there is none, or it belongs to another programme.
        InvalidInput: it is of none of these kinds.
    """
    found = await tenant_named(work, code)
    if found is None or (await line_of(work, found))[-1].id != (await line_of(work, own))[-1].id:
        raise NotFound("there is no tenant with this code in the programme", path=path)
    if found.kind not in kinds:
        raise InvalidInput(
            f"{code} is a {found.kind.value}",
            path=path,
            remedy=f"name a tenant of the kind {' or '.join(sorted(kinds))}",
        )
    return found


async def line_of(work: Work, tenant: Tenant) -> list[Tenant]:
    """A tenant, those it stands under, and the programme's root at the end."""
    line = [tenant]
    while line[-1].parent_id is not None:
        line.append((await work.session.exec(select(Tenant).where(Tenant.id == line[-1].parent_id))).one())
    return line


async def copies_to(
    work: Work, own: Tenant, codes: Sequence[str], kinds: Collection[TenantKind], addressee: Tenant | None
) -> list[Tenant]:
    """The tenants that get a copy, each once and the addressee not among them.

    Raises:
        NotFound, InvalidInput: as for :func:`recipient`, or there are too many.
    """
    if len(codes) > MOST_COPIES:
        raise InvalidInput(f"{len(codes)} copies; the limit is {MOST_COPIES}", path=("input", "copies"))
    found = {
        tenant.code: tenant
        for place, code in enumerate(codes)
        for tenant in [await recipient(work, own, code, kinds, "input", "copies", place)]
    }
    return [tenant for code, tenant in sorted(found.items()) if addressee is None or code != addressee.code]
