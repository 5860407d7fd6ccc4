"""When an expert is taken: assignments to audits and visits on site, none of which overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from cpaudit.audits.access import any_audit
from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.phases import Aspect
from cpaudit.programmes.models import Assignment, Availability, Consultation, ConsultationState, Expert
from cpaudit.programmes.services.conflicts import has_conflict
from cpaudit.programmes.services.records import Columns, Kind, check_order
from cpaudit.programmes.services.stages import with_sections
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Member
from cpaudit.work import Work

LONGEST_BOOKING = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included."""

    starts_on: date
    ends_on: date

    def meets(self, other: Days) -> bool:
        """Whether a day is in both."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


async def _known_fields(work: Work, expert: Expert) -> None:
    for index, name in enumerate(expert.aspects):
        if name not in Aspect.__members__:
            raise InvalidInput(f"{name!r} is no aspect", path=("input", "aspects", index))
    if expert.member_id is not None:
        await work.get(Member, expert.member_id, path=("input", "member"))
        for other in await work.all(Expert, member_id=expert.member_id):
            if other.id != expert.id:
                raise InvalidInput("the member is another expert already", path=("input", "member"))


async def _ordered(work: Work, row: Availability) -> None:
    check_order(row.starts_on, row.ends_on)


EXPERTS = Kind(Expert, Permission.ORGANISE_PEOPLE, rules=(_known_fields,))
AVAILABILITIES = Kind(Availability, Permission.ORGANISE_PEOPLE, rules=(_ordered,))
ASSIGNMENTS = Kind(Assignment, Permission.ORGANISE_PEOPLE)


async def add_expert(work: Work, columns: Columns) -> str:
    """Add an expert; gives his id. Raises as :meth:`Kind.add` does."""
    work.require(Permission.ORGANISE_PEOPLE)
    return await EXPERTS.add(work, with_sections(columns))


async def change_expert(work: Work, expert_id: str, expected_version: int, columns: Columns) -> str:
    """Change an expert; gives his id. Raises as :meth:`Kind.change` does."""
    work.require(Permission.ORGANISE_PEOPLE)
    return await EXPERTS.change(work, expert_id, expected_version, with_sections(columns))


async def assign_expert(work: Work, expert_id: str, audit_id: str, *, task: str, starts_on: date, ends_on: date) -> str:
    """Assign an expert to an audit for some days; gives the assignment's id.

    Raises:
        Denied: the actor does not organise people.
        NotFound: there is no such expert or audit.
        InvalidInput: he is not active, not available on these days, taken on one of them, or has a conflict of interest
            with the enterprise.
    """
    work.require(Permission.ORGANISE_PEOPLE)
    audit = await any_audit(work, audit_id)
    expert = await work.get(Expert, expert_id, path=("input", "expert"))
    check_order(starts_on, ends_on)
    await require_free(work, expert, audit.enterprise_id, Days(starts_on, ends_on))
    values = {"task": task, "starts_on": starts_on, "ends_on": ends_on}
    return await ASSIGNMENTS.add(work, {"expert_id": expert.id, "audit_id": audit.id, **values})


async def cancel_assignment(work: Work, assignment_id: str, expected_version: int, reason: str) -> str:
    """Cancel an assignment, so that the expert is free again; gives its id.

    Raises:
        Denied: the actor does not organise people.
        NotFound: there is no such assignment.
        InvalidInput: it is cancelled already, or no reason is given.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.ORGANISE_PEOPLE)
    assignment = await work.get(Assignment, assignment_id, path=("input", "id"))
    require_text(Assignment, "cancelled_reason", reason, "input", "reason")
    if assignment.cancelled_at is not None:
        raise InvalidInput("the assignment is cancelled already", path=("input", "id"))
    await work.change(assignment, expected_version, "assignmentCancelled", cancelled_at=now(), cancelled_reason=reason)
    return assignment.id


async def require_free(
    work: Work, expert: Expert, enterprise_id: str, days: Days, *, besides: str | None = None
) -> None:
    """Do nothing where an expert may work for an enterprise on these days.

    Others wait until this transaction ends before they book the same expert.

    Args:
        besides: the booking that is being moved, which does not count.

    Raises:
        InvalidInput: he may not; the message says why.
    """
    await work.hold(expert)
    path = ("input", "expert")
    if not expert.active:
        raise InvalidInput(f"{expert.name} is not active", path=path)
    if days.ends_on - days.starts_on > LONGEST_BOOKING:
        raise InvalidInput("an expert is booked for a year at most", path=("input", "endsOn"))
    if await has_conflict(work.session, expert, enterprise_id):
        raise InvalidInput(f"{expert.name} has a conflict of interest with the enterprise", path=path)
    for taken, what in await _taken(work, expert.id, besides):
        if taken.meets(days):
            raise InvalidInput(
                f"{expert.name} is taken from {taken.starts_on} to {taken.ends_on}: {what}",
                path=path,
                remedy="choose other days or another expert",
            )
    known = await work.all(Availability, expert_id=expert.id)
    away = [each for each in known if not each.available and Days(each.starts_on, each.ends_on).meets(days)]
    if away:
        raise InvalidInput(f"{expert.name} is not available from {away[0].starts_on} to {away[0].ends_on}", path=path)
    open_days = _not_covered(days, [Days(each.starts_on, each.ends_on) for each in known if each.available])
    if open_days is not None:
        raise InvalidInput(
            f"it is not known whether {expert.name} is available on {open_days}",
            path=path,
            remedy="record his availability first",
        )


async def _taken(work: Work, expert_id: str, besides: str | None) -> list[tuple[Days, str]]:
    assignments = select(Assignment).where(
        Assignment.expert_id == expert_id, col(Assignment.cancelled_at).is_(None), Assignment.id != (besides or "")
    )
    visits = select(Consultation).where(
        Consultation.expert_id == expert_id,
        col(Consultation.visit_on).is_not(None),
        Consultation.state != ConsultationState.DECLINED,
        Consultation.id != (besides or ""),
    )
    return [
        *((Days(each.starts_on, each.ends_on), each.task) for each in (await work.session.exec(assignments)).all()),
        *(
            (Days(each.visit_on, each.visit_on), each.subject)
            for each in (await work.session.exec(visits)).all()
            if each.visit_on is not None
        ),
    ]


def _not_covered(days: Days, spans: Iterable[Days]) -> date | None:
    """The first of the days that lies in none of the spans; None where each lies in one."""
    day = days.starts_on
    for span in sorted(spans, key=lambda each: each.starts_on):
        if span.starts_on <= day <= span.ends_on:
            if span.ends_on >= days.ends_on:
                return None
            day = span.ends_on + timedelta(days=1)
    return day
