"""Consultations on site: request → visit → advice → follow-up."""

from __future__ import annotations

from datetime import date

from cpaudit.audits.access import any_audit
from cpaudit.audits.services.records import require_text, require_version
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import Denied, InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.programmes.models import Consultation, ConsultationState, Expert, FollowUp
from cpaudit.programmes.services.bookings import Days, require_free
from cpaudit.programmes.services.conflicts import conflicted_members
from cpaudit.programmes.services.records import Columns, Kind
from cpaudit.work import Work

CONSULTATIONS = Kind(Consultation, Permission.ASK_ADVICE, filled=lambda work: {"requested_by": work.actor.member_id})


async def request_consultation(work: Work, columns: Columns) -> str:
    """Ask for a consultation at an enterprise; gives its id. Enterprise staff asks for its own enterprise.

    Raises:
        Denied: the actor asks for no advice.
        NotFound: there is no such enterprise, or the actor works for another; or it has no such audit.
    """
    work.require(Permission.ASK_ADVICE)
    enterprise_id = str(columns["enterprise_id"])
    require_own(work, enterprise_id)
    await work.get(Enterprise, enterprise_id, path=("input", "enterprise"))
    audit_id = columns.get("audit_id")
    if audit_id is not None and (await any_audit(work, str(audit_id))).enterprise_id != enterprise_id:
        raise NotFound("the enterprise has no such audit", path=("input", "audit"))
    return await CONSULTATIONS.add(work, columns)


async def schedule_visit(
    work: Work, consultation_id: str, expected_version: int, expert_id: str, visit_on: date
) -> str:
    """Agree on a visit of an expert, or move it to another day or expert; gives the consultation's id.

    Raises:
        Denied: the actor does not organise people.
        NotFound: there is no such consultation or expert.
        InvalidInput: the visit is over, or the expert is not free, or has a conflict of interest with the enterprise.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.ORGANISE_PEOPLE)
    asked = await _in(work, consultation_id, ConsultationState.REQUESTED, ConsultationState.SCHEDULED)
    expert = await work.get(Expert, expert_id, path=("input", "expert"))
    require_version(asked, expected_version)
    await require_free(work, expert, asked.enterprise_id, Days(visit_on, visit_on), besides=asked.id)
    await work.change(
        asked,
        expected_version,
        "visitScheduled",
        state=ConsultationState.SCHEDULED,
        expert_id=expert.id,
        visit_on=visit_on,
    )
    return asked.id


async def record_advice(
    work: Work, consultation_id: str, expected_version: int, advice: str, follow_up_due: date | None
) -> str:
    """Record what was advised on the visit, and until when it is followed up; gives the consultation's id.

    An expert records what he advised himself; who organises people, anybody's.

    Raises:
        Denied: the actor gives no advice, it is another expert's visit, or he has a conflict of interest.
        NotFound: there is no such consultation.
        InvalidInput: no visit is agreed on, or the advice is empty.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.GIVE_ADVICE)
    asked = await _in(work, consultation_id, ConsultationState.SCHEDULED)
    expert = await work.get(Expert, asked.expert_id or "")
    if expert.member_id != work.actor.member_id:
        work.require(Permission.ORGANISE_PEOPLE)
    elif (asked.enterprise_id, expert.member_id) in await conflicted_members(work.session, [asked.enterprise_id]):
        raise Denied("who has a conflict of interest with an enterprise does not advise it", path=("input", "id"))
    require_text(Consultation, "advice", advice, "input", "advice")
    if follow_up_due is not None and asked.visit_on is not None and follow_up_due < asked.visit_on:
        raise InvalidInput("the follow-up would be before the visit", path=("input", "followUpDue"))
    await work.change(
        asked,
        expected_version,
        "adviceRecorded",
        state=ConsultationState.ADVISED,
        advice=advice,
        advised_by=work.actor.member_id,
        follow_up_due=follow_up_due,
    )
    return asked.id


async def record_follow_up(
    work: Work, consultation_id: str, expected_version: int, outcome: FollowUp, text: str, on: date
) -> str:
    """Record what became of the advice; gives the consultation's id.

    Raises:
        Denied: the actor asks for no advice.
        NotFound: there is no such consultation, or the actor works for another enterprise.
        InvalidInput: nothing was advised yet, or the text is empty.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.ASK_ADVICE)
    asked = await _in(work, consultation_id, ConsultationState.ADVISED)
    require_text(Consultation, "follow_up", text, "input", "text")
    if asked.visit_on is not None and on < asked.visit_on:
        raise InvalidInput("that is before the visit", path=("input", "on"))
    await work.change(
        asked,
        expected_version,
        "adviceFollowedUp",
        state=ConsultationState.FOLLOWED_UP,
        outcome=outcome,
        follow_up=text,
        followed_up_on=on,
    )
    return asked.id


async def decline_consultation(work: Work, consultation_id: str, expected_version: int, reason: str) -> str:
    """Decline a consultation before anything was advised; gives its id.

    Raises:
        Denied: the actor does not organise people.
        NotFound: there is no such consultation.
        InvalidInput: it was advised already, or no reason is given.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.ORGANISE_PEOPLE)
    asked = await _in(work, consultation_id, ConsultationState.REQUESTED, ConsultationState.SCHEDULED)
    require_text(Consultation, "declined_reason", reason, "input", "reason")
    await work.change(
        asked,
        expected_version,
        "consultationDeclined",
        state=ConsultationState.DECLINED,
        declined_reason=reason,
    )
    return asked.id


def require_own(work: Work, enterprise_id: str | None) -> None:
    """Do nothing where the actor may speak for an enterprise: enterprise staff for its own only.

    Raises:
        NotFound: he works for another.
    """
    if work.actor.enterprise_id not in (None, enterprise_id):
        raise NotFound("there is no enterprise with this id", path=("input", "enterprise"))


async def _in(work: Work, consultation_id: str, *states: ConsultationState) -> Consultation:
    asked = await work.get(Consultation, consultation_id, path=("input", "id"))
    if work.actor.enterprise_id not in (None, asked.enterprise_id):
        raise NotFound("there is no consultation with this id", path=("input", "id"))
    if asked.state not in states:
        raise InvalidInput(
            f"the consultation is {asked.state.lower().replace('_', ' ')}, not {' or '.join(states).lower()}",
            path=("input", "id"),
        )
    return asked
