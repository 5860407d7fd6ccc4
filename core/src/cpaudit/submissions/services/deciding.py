"""What becomes of a submission: accepted, returned with findings, or withdrawn; both sides learn of it together.

Whoever changes a submission first takes the sender's row, so that a decision and a withdrawal that meet do not wait
for each other: the second one finds what the first has done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.submissions.models import Packet, ReceivedAs, ReceivedSubmission, Submission, SubmissionState
from cpaudit.submissions.packets import open_packet
from cpaudit.tenancy.others import tenant_with
from cpaudit.work import Work

MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class ReturnFinding:
    """Something that has to be put right before the submission is accepted; ``path`` says where, and may be empty."""

    path: str
    message: str


async def accept(work: Work, received_id: str, expected_version: int, reason: str = "") -> str:
    """Accept a submission; one of the same chain that was accepted before is superseded. Gives its id.

    Raises:
        Denied: the actor does not decide about submissions.
        NotFound: there is no such submission.
        InvalidInput: it is a copy for information, or was decided or withdrawn already.
        Conflict: it changed meanwhile.
        Tampered: what is stored is not what was handed over.
    """
    received = await _waiting(work, received_id)
    if reason:
        require_text(ReceivedSubmission, "reason", reason, "input", "reason")
    open_packet(await work.get(Packet, received.packet_id))
    await _decide(work, received, expected_version, SubmissionState.ACCEPTED, reason, [])
    await _supersede(work, received)
    return received.id


async def send_back(
    work: Work, received_id: str, expected_version: int, reason: str, findings: Sequence[ReturnFinding]
) -> str:
    """Return a submission with findings, to be corrected; gives its id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`accept`; or there is no reason, or too many findings.
    """
    received = await _waiting(work, received_id)
    require_text(ReceivedSubmission, "reason", reason, "input", "reason")
    if len(findings) > MOST_FINDINGS:
        raise InvalidInput(f"{len(findings)} findings; the limit is {MOST_FINDINGS}", path=("input", "findings"))
    for place, each in enumerate(findings):
        require_text(ReceivedSubmission, "reason", each.message, "input", "findings", place, "message")
        if each.path:
            require_text(ReceivedSubmission, "title", each.path, "input", "findings", place, "path")
    told = [[each.path, each.message] for each in findings]
    await _decide(work, received, expected_version, SubmissionState.RETURNED, reason, told)
    return received.id


async def withdraw(work: Work, submission_id: str, expected_version: int, reason: str) -> str:
    """Take a submission back that was not accepted; who received it keeps it, marked as withdrawn. Gives its id.

    Raises:
        Denied: the actor does not submit.
        NotFound: there is no such submission, or it is of another enterprise than the actor's.
        InvalidInput: it was accepted or is withdrawn already, or there is no reason.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.SUBMIT)
    submission = await own_submission(work, submission_id)
    if submission.state not in (SubmissionState.SUBMITTED, SubmissionState.RETURNED):
        raise InvalidInput(
            f"the submission is {submission.state.lower()}",
            path=("input", "id"),
            remedy="what was accepted stays; hand a correction over",
        )
    require_text(Submission, "reason", reason, "input", "reason")
    changes = {"state": SubmissionState.WITHDRAWN, "decided_at": now(), "reason": reason}
    await work.change(submission, expected_version, "submissionWithdrawn", **changes)
    await _tell_receivers(work, submission, "submissionWithdrawn", changes)
    return submission.id


async def own_submission(work: Work, submission_id: str) -> Submission:
    """A submission of the tenant that the actor may see.

    Raises:
        NotFound: there is none.
    """
    submission = await work.get(Submission, submission_id, path=("input", "id"))
    if work.actor.enterprise_id not in (None, submission.enterprise_id):
        raise NotFound("there is no submission with this id", path=("input", "id"))
    return submission


async def _waiting(work: Work, received_id: str) -> ReceivedSubmission:
    work.require(Permission.DECIDE_SUBMISSIONS)
    received = await work.get(ReceivedSubmission, received_id, path=("input", "id"))
    if received.received_as is ReceivedAs.COPY:
        raise InvalidInput("this is a copy for information; whom it is addressed to decides", path=("input", "id"))
    if received.state is not SubmissionState.SUBMITTED:
        raise InvalidInput(f"the submission is {received.state.lower()} already", path=("input", "id"))
    return received


async def _decide(
    work: Work,
    received: ReceivedSubmission,
    expected_version: int,
    state: SubmissionState,
    reason: str,
    findings: list[list[str]],
) -> None:
    action = f"submission{state.value.capitalize()}"
    changes = {"state": state, "decided_at": now(), "reason": reason, "findings": findings}
    sender = await tenant_with(work, received.from_tenant)
    async with work.handing_over(sender.id) as there:
        await there.hold(await there.get(Submission, received.id))
    await work.change(received, expected_version, action, decided_by=work.actor.member_id, **changes)
    async with work.handing_over(sender.id) as there:
        submission = await there.get(Submission, received.id)
        await there.change(submission, None, action, **changes)
        await _tell_receivers(there, submission, action, changes, but=work.actor.tenant)


async def _supersede(work: Work, received: ReceivedSubmission) -> None:
    """What was accepted of the same chain before counts no more, here, with the sender, and with all who know of it."""
    changes = {"state": SubmissionState.SUPERSEDED}
    earlier = await work.all(ReceivedSubmission, chain=received.chain, state=SubmissionState.ACCEPTED)
    for each in earlier:
        if each.id != received.id:
            await work.change(each, None, "submissionSuperseded", **changes)
    sender = await tenant_with(work, received.from_tenant)
    async with work.handing_over(sender.id) as there:
        for submission in await there.all(Submission, chain=received.chain, state=SubmissionState.ACCEPTED):
            if submission.id != received.id:
                await there.change(submission, None, "submissionSuperseded", **changes)
                await _tell_receivers(there, submission, "submissionSuperseded", changes, but=work.actor.tenant)


async def _tell_receivers(
    work: Work, submission: Submission, action: str, changes: dict[str, Any], *, but: str | None = None
) -> None:
    """Change a submission with everybody who received it.

    Args:
        work: of the sender.
        but: the tenant that knows already.
    """
    codes = [code for code in (submission.to_tenant, *submission.copies) if code is not None]
    for code in codes:
        tenant = await tenant_with(work, code)
        if tenant.id == but:
            continue
        async with work.handing_over(tenant.id) as there:
            await there.change(await there.get(ReceivedSubmission, submission.id), None, action, **changes)
