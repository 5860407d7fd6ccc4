"""Phases 1 and 2: the audit team, the work plan, training, obstacles; and the statements of all phases."""

from __future__ import annotations

from datetime import date

from cpaudit.audits.access import running_audit
from cpaudit.audits.models import Obstacle, PlanTask, Statement, StatementKind, TeamMember, Training
from cpaudit.audits.services.records import Records
from cpaudit.engine.numbers import positive
from cpaudit.errors import Conflict, InvalidInput
from cpaudit.work import Work


async def _dates_in_order(work: Work, task: PlanTask) -> None:
    if task.ends_on < task.starts_on:
        raise InvalidInput(f"the task ends on {task.ends_on}, before {task.starts_on}", path=("input", "endsOn"))


async def _was_attended(work: Work, training: Training) -> None:
    positive(training.hours, "input", "hours")
    positive(training.attendees, "input", "attendees")


TEAM_MEMBERS = Records(TeamMember)
PLAN_TASKS = Records(PlanTask, (_dates_in_order,))
TRAININGS = Records(Training, (_was_attended,))
OBSTACLES = Records(Obstacle)
STATEMENTS = Records(Statement)


async def record_statement(
    work: Work,
    audit_id: str,
    kind: StatementKind,
    *,
    text: str,
    signed_by: str,
    signed_on: date,
    expected_version: int | None = None,
) -> str:
    """Record the audit's statement of this kind, or replace the one there is; gives its id.

    Args:
        expected_version: of the statement that is replaced; None for the first.

    Raises:
        Denied, NotFound, InvalidInput: as for :meth:`Records.add`.
        Conflict: there is a statement of this kind already, in another version than expected.
    """
    audit = await running_audit(work, audit_id)
    columns = {"text": text, "signed_by": signed_by, "signed_on": signed_on}
    found = await work.all(Statement, audit_id=audit.id, kind=kind)
    if not found and expected_version is None:
        return (await STATEMENTS.add(work, audit_id, {"kind": kind, **columns})).id
    current = found[0].version if found else 0
    if expected_version is None:
        raise Conflict(
            f"there is a statement of the kind {kind.value} already",
            current_version=current,
            path=("input", "expectedVersion"),
            remedy="give its version to replace it",
        )
    if not found:
        raise Conflict(
            f"there is no statement of the kind {kind.value} yet",
            current_version=current,
            path=("input", "expectedVersion"),
            remedy="leave the version out to record the first",
        )
    return (await STATEMENTS.change(work, found[0].id, expected_version, columns, "statementReplaced")).id
