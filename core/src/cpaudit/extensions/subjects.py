"""The audits and enterprises of which plugins get frozen copies, as far as the caller may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from cpaudit.contributions import AuditView, EnterpriseView
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import NotFound, PathPart
from cpaudit.gates.snapshot import take_snapshots
from cpaudit.gates.view import view_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import signed_in


async def views_of_audits(context: RequestContext, ids: Sequence[str]) -> dict[str, AuditView]:
    """Frozen copies of audits of the caller's tenant; ids of none that he may see are left out."""
    own = signed_in(context.actor).enterprise_id
    async with context.database.looking(context.scope) as session:
        snapshots = await take_snapshots(session, list(dict.fromkeys(ids)))
    return {
        audit: view_of(snapshot, context.enabled)
        for audit, snapshot in snapshots.items()
        if own in (None, snapshot.enterprise.id)
    }


async def views_of_enterprises(context: RequestContext, ids: Sequence[str]) -> dict[str, EnterpriseView]:
    """Frozen copies of enterprises of the caller's tenant; ids of none that he may see are left out."""
    own = signed_in(context.actor).enterprise_id
    query = select(Enterprise).where(col(Enterprise.id).in_(dict.fromkeys(ids)))
    async with context.database.looking(context.scope) as session:
        rows = (await session.exec(query)).all()
    return {
        row.id: EnterpriseView(id=row.id, name=row.name, gb4754=row.gb4754, size_class=row.size_class.value)
        for row in rows
        if own in (None, row.id)
    }


SUBJECT_TYPES: Mapping[type, tuple[str, Any]] = {
    AuditView: ("Audit", views_of_audits),
    EnterpriseView: ("Enterprise", views_of_enterprises),
}
"""The type of the API for each kind of copy, and what loads the copies."""


async def view_named(
    context: RequestContext, kind: type, identifier: str, *path: PathPart
) -> AuditView | EnterpriseView:
    """A frozen copy of what an identifier names.

    Raises:
        InvalidInput: it is no identifier of that type.
        NotFound: there is no such thing, or none that the caller may see.
    """
    type_name, load = SUBJECT_TYPES[kind]
    row = row_id(identifier, type_name, path=path)
    found: dict[str, AuditView | EnterpriseView] = await load(context, [row])
    if row not in found:
        raise NotFound(f"there is no {type_name.lower()} with this id", path=path)
    return found[row]
