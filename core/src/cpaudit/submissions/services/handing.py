"""A packet is handed over: the sender's row and those of all receivers in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from cpaudit.audits.access import any_audit
from cpaudit.audits.models import AuditState
from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.submissions.freezing import audit_body, freeze
from cpaudit.submissions.models import (
    Packet,
    PacketKind,
    ReceivedAs,
    ReceivedSubmission,
    Submission,
    SubmissionState,
)
from cpaudit.submissions.packets import Content, open_packet, text_of
from cpaudit.submissions.services.recipients import copies_to, line_of, recipient
from cpaudit.tenancy.models import Tenant, TenantKind
from cpaudit.tenancy.others import own_tenant
from cpaudit.work import Work

SUBMISSION_RECEIVED = "submissionReceived"
"""The action in a receiver's event log when a submission arrives."""

OFFICES = (TenantKind.CITY, TenantKind.COUNTY)
"""Who gets a copy of an audit."""


@dataclass(frozen=True, slots=True)
class Receivers:
    """To whom a packet goes: who decides, if anybody, and who gets to know."""

    addressee: Tenant | None
    copies: tuple[Tenant, ...] = ()

    def all(self) -> list[tuple[Tenant, ReceivedAs]]:
        """Each with why he gets it."""
        to = [] if self.addressee is None else [(self.addressee, ReceivedAs.ADDRESSEE)]
        return [*to, *((each, ReceivedAs.COPY) for each in self.copies)]


async def submit_audit(
    work: Work, audit_id: str, *, department: str | None, copies: Sequence[str], note: str = ""
) -> str:
    """Freeze a concluded audit and hand it to its department, with copies to offices; gives the submission's id.

    After one that was returned, withdrawn or accepted it is the next version, and both stay.

    Args:
        department: code of the tenant that decides; by default the actor's own, or the one it stands under.
        copies: codes of city and county offices.
        note: what was corrected; needed from the second version on.

    Raises:
        Denied: the actor does not submit.
        NotFound: there is no such audit, or no such tenant in the programme.
        InvalidInput: the audit is not concluded or does not stand as it was closed, the last version still waits, or
            a tenant is not of the kind that receives audits.
    """
    work.require(Permission.SUBMIT)
    audit = await any_audit(work, audit_id)
    if audit.state is not AuditState.CONCLUDED:
        raise InvalidInput(
            "the audit is not concluded", path=("input", "audit"), remedy="complete its last phase first"
        )
    own = await own_tenant(work)
    to = await _department(work, own, department)
    receivers = Receivers(to, tuple(await copies_to(work, own, copies, OFFICES, to)))
    previous = await previous_version(work, audit.id, receivers, note)
    body = await audit_body(work, audit)
    packet = await freeze(
        work,
        own,
        PacketKind.AUDIT,
        body,
        chain=audit.id,
        previous=previous,
        title=f"{body['enterprise']['name']} · {audit.title}"[:300],
        to=to.code,
        copies=[each.code for each in receivers.copies],
        audit=audit,
    )
    return await hand_over(work, packet, receivers, note)


async def _department(work: Work, own: Tenant, code: str | None) -> Tenant:
    if code is not None:
        return await recipient(work, own, code, [TenantKind.DEPARTMENT], "input", "department")
    for tenant in await line_of(work, own):
        if tenant.kind is TenantKind.DEPARTMENT:
            return tenant
    raise InvalidInput(
        "the tenant stands under no department", path=("input", "department"), remedy="name the department's code"
    )


async def previous_version(work: Work, chain: str, receivers: Receivers, note: str) -> Packet | None:
    """The last version of a submission, after which another may follow; None where there is none.

    Raises:
        InvalidInput: it still waits for a decision, goes to somebody else by now, or nothing says what was corrected.
    """
    query = select(Packet).where(Packet.chain == chain).order_by(col(Packet.number).desc()).limit(1)
    last = (await work.session.exec(query)).first()
    if last is None:
        if note:
            require_text(Submission, "note", note, "input", "note")
        return None
    (submission,) = await work.all(Submission, packet_id=last.id)
    if submission.state is SubmissionState.SUBMITTED:
        raise InvalidInput(
            "the last version still waits for a decision", path=("input",), remedy="withdraw it first, with a reason"
        )
    to = receivers.addressee
    if submission.state is SubmissionState.ACCEPTED and (to is None or to.code != submission.to_tenant):
        raise InvalidInput(
            f"the last version was accepted by {submission.to_tenant}",
            path=("input",),
            remedy="hand the correction over to the same",
        )
    require_text(Submission, "note", note, "input", "note")
    return last


async def hand_over(work: Work, packet: Packet, receivers: Receivers, note: str) -> str:
    """Write down that a packet is handed over, and have every receiver store it; gives the submission's id."""
    submission = await work.add(
        Submission(
            tenant_id=work.actor.tenant,
            packet_id=packet.id,
            kind=packet.kind,
            chain=packet.chain,
            number=packet.number,
            to_tenant=None if receivers.addressee is None else receivers.addressee.code,
            copies=[each.code for each in receivers.copies],
            state=SubmissionState.ISSUED if receivers.addressee is None else SubmissionState.SUBMITTED,
            note=note,
            enterprise_id=packet.enterprise_id,
            submitted_by=work.actor.member_id,
        ),
        "submissionHandedOver",
    )
    for tenant, received_as in receivers.all():
        async with work.handing_over(tenant.id) as there:
            await _receive(there, submission, packet, received_as)
    return submission.id


async def _receive(there: Work, submission: Submission, packet: Packet, received_as: ReceivedAs) -> None:
    """Store a packet in the receiver's tenant, after a look at whether it is what its hash says."""
    text_of(packet.content, packet.content_hash)
    tenant = there.actor.tenant
    known = (await there.session.exec(select(Packet).where(Packet.content_hash == packet.content_hash))).first()
    if known is None:
        columns = packet.model_dump(exclude={"tenant_id", "enterprise_id", "audit_id"})
        known = Packet(tenant_id=tenant, **columns)
        there.session.add(known)
        await there.session.flush()
    await there.add(
        ReceivedSubmission(
            tenant_id=tenant,
            id=submission.id,
            packet_id=known.id,
            kind=packet.kind,
            chain=packet.chain,
            number=packet.number,
            from_tenant=packet.owner,
            received_as=received_as,
            title=packet.title,
            state=submission.state,
            **_place(open_packet(known).body),
        ),
        SUBMISSION_RECEIVED,
    )


def _place(body: Content) -> dict[str, Any]:
    enterprise = body.get("enterprise", {})
    return {"sector": enterprise.get("gb4754", ""), "city": enterprise.get("city", "")}
