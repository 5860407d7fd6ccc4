"""Which audit a workbook is of."""

from __future__ import annotations

from cpaudit.audits.access import any_audit
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.spreadsheets.layout import Subject
from cpaudit.work import Work


async def readable_audit(work: Work, subject: Subject) -> str:
    """The id of the audit, which the actor may read.

    Raises:
        Denied: he does not read.
        NotFound: there is no such audit that he may see.
        InvalidInput: the subject names none.
    """
    work.require(Permission.READ)
    return (await any_audit(work, audit_id_of(subject))).id


def audit_id_of(subject: Subject) -> str:
    """The id that the subject names.

    Raises:
        InvalidInput: it names none.
    """
    if subject.audit_id is None:
        raise InvalidInput("which audit?", path=("input", "audit"), remedy="name the audit")
    return subject.audit_id
