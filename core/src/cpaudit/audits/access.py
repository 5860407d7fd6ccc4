"""Who may touch which audit: asked before every write, and part of every read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from cpaudit.audits.models import Audit, AuditState
from cpaudit.errors import InvalidInput, NotFound, PathPart
from cpaudit.graphql.context import RequestContext
from cpaudit.permissions import Permission
from cpaudit.storage.tables import VersionedTable
from cpaudit.work import Work

R = TypeVar("R", bound=VersionedTable)


async def any_audit(work: Work, audit_id: str, *, path: Sequence[PathPart] = ("input", "audit")) -> Audit:
    """The audit, running or concluded.

    Raises:
        NotFound: there is none, or the actor works for another enterprise.
    """
    audit = await work.get(Audit, audit_id, path=path)
    if work.actor.enterprise_id not in (None, audit.enterprise_id):
        raise NotFound("there is no audit with this id", path=path)
    return audit


async def running_audit(
    work: Work,
    audit_id: str,
    permission: Permission = Permission.EDIT_AUDITS,
    *,
    path: Sequence[PathPart] = ("input", "audit"),
) -> Audit:
    """The audit, which is still worked on.

    Raises:
        Denied: the actor lacks *permission*.
        NotFound: there is none that he may see.
        InvalidInput: it is concluded.
    """
    work.require(permission)
    audit = await any_audit(work, audit_id, path=path)
    if audit.state is AuditState.CONCLUDED:
        raise InvalidInput(
            "the audit is concluded", path=path, remedy="reopen its last phase with a reason, or start the next round"
        )
    return audit


async def record_of(
    work: Work,
    table: type[R],
    row_id: str,
    permission: Permission = Permission.EDIT_AUDITS,
    *,
    path: Sequence[PathPart] = ("input", "id"),
) -> R:
    """A record of an audit that is still worked on.

    Raises:
        Denied, NotFound, InvalidInput: as for :func:`running_audit`.
    """
    work.require(permission)
    row = await work.get(table, row_id, path=path)
    await running_audit(work, row.audit_id, permission, path=path)  # type: ignore[attr-defined]
    return row


async def same_audit(
    work: Work, table: type[R], row_id: str | None, audit_id: str, *, path: Sequence[PathPart]
) -> str | None:
    """The id of another record of the same audit, or None where none is named.

    Raises:
        NotFound: the audit has no such record.
    """
    if row_id is None:
        return None
    row = await work.get(table, row_id, path=path)
    if row.audit_id != audit_id:  # type: ignore[attr-defined]
        raise NotFound("the audit has no such record", path=path)
    return row.id


def own_audits(context: RequestContext, table: Any) -> Any:
    """Of the audits, those of the enterprise that a member of its staff works for; all for others."""
    enterprise_id = context.actor.enterprise_id if context.actor else None
    return None if enterprise_id is None else table.c.enterprise_id == enterprise_id


def of_own_audits(context: RequestContext, table: Any) -> Any:
    """Of the records of audits, those that belong to the audits a person may see."""
    enterprise_id = context.actor.enterprise_id if context.actor else None
    if enterprise_id is None:
        return None
    audits = Audit.__table__  # type: ignore[attr-defined]
    own = select(audits.c.id).where(audits.c.tenant_id == table.c.tenant_id, audits.c.enterprise_id == enterprise_id)
    return table.c.audit_id.in_(own)
