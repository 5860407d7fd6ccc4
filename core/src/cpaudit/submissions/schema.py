"""The API of submissions: where reads begin, and what is done."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import strawberry

from cpaudit.graphql.commands import command, work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import Connection, read_by_id, root_connection, root_one, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import Permission, signed_in
from cpaudit.submissions.models import PacketKind
from cpaudit.submissions.schemas.exports import (
    ExportGrant,
    ExportGrantOrder,
    ExportPacketInput,
    GrantExportInput,
    PacketExport,
    PacketExportOrder,
    ReceivedGrant,
    RevokeExportGrantInput,
)
from cpaudit.submissions.schemas.packets import Packet, PacketFigure, PacketFilter, PacketOrder
from cpaudit.submissions.schemas.submissions import (
    AcceptSubmissionInput,
    ReceivedSubmission,
    ReceivedSubmissionFilter,
    ReceivedSubmissionOrder,
    ReturnSubmissionInput,
    Submission,
    SubmissionFilter,
    SubmissionOrder,
    SubmitAuditInput,
    SubmitReportInput,
    WithdrawSubmissionInput,
)
from cpaudit.submissions.services import composing, deciding, exports, handing
from cpaudit.work import Work

Info = strawberry.Info[RequestContext, None]


@strawberry.type
class SubmissionQueries:
    packet: Packet | None = root_one()
    packets: Connection[Packet] = root_connection(
        filter=PacketFilter, order=PacketOrder, description="Packets that the tenant has made or was handed."
    )
    submission: Submission | None = root_one()
    submissions: Connection[Submission] = root_connection(
        filter=SubmissionFilter, order=SubmissionOrder, description="What the tenant has handed over, latest first."
    )
    received_submission: ReceivedSubmission | None = root_one()
    received_submissions: Connection[ReceivedSubmission] = root_connection(
        filter=ReceivedSubmissionFilter,
        order=ReceivedSubmissionOrder,
        description="What the tenant was handed, latest first.",
    )
    export_grants: Connection[ExportGrant] = root_connection(
        order=ExportGrantOrder, description="Permissions that the tenant gave; for its administrators."
    )
    received_grants: Connection[ReceivedGrant] = root_connection(description="Permissions that the tenant was given.")
    packet_exports: Connection[PacketExport] = root_connection(order=PacketExportOrder)

    @strawberry.field(
        description="The sums of what the tenant has accepted, as a report composed now would tell them: of audits, or"
        " of sector reports."
    )
    async def accepted_totals(self, info: Info, kind: PacketKind = PacketKind.AUDIT) -> list[PacketFigure]:
        context = info.context
        actor = signed_in(context.actor)
        actor.require(Permission.COMPOSE_REPORTS)
        async with work_of(context, actor, writes=False) as work:
            return [PacketFigure(held=each) for each in await composing.accepted_totals(work, kind)]


@strawberry.type
class SubmissionMutations:
    @command(Submission)
    async def submit_audit(self, work: Work, input: SubmitAuditInput) -> str:
        """Freeze a concluded audit and hand it to its department, with copies to city and county."""
        audit = row_id(input.audit, "Audit", path=("input", "audit"))
        return await handing.submit_audit(
            work, audit, department=input.department, copies=input.copies, note=input.note
        )

    @command(Submission)
    async def withdraw_submission(self, work: Work, input: WithdrawSubmissionInput) -> str:
        """Take a submission back that was not accepted; it stays on record with everybody."""
        submission = visible_id(input.id, Submission, path=("input", "id"))
        return await deciding.withdraw(work, submission, input.expected_version, input.reason)

    @command(ReceivedSubmission)
    async def accept_submission(self, work: Work, input: AcceptSubmissionInput) -> str:
        """Accept a submission; it then counts in the reports of this tenant."""
        received = visible_id(input.id, ReceivedSubmission, path=("input", "id"))
        return await deciding.accept(work, received, input.expected_version, input.reason)

    @command(ReceivedSubmission)
    async def return_submission(self, work: Work, input: ReturnSubmissionInput) -> str:
        """Return a submission with findings, to be corrected and handed over again."""
        received = visible_id(input.id, ReceivedSubmission, path=("input", "id"))
        findings = [each.read() for each in input.findings]
        return await deciding.send_back(work, received, input.expected_version, input.reason, findings)

    @command(Submission)
    async def submit_sector_report(self, work: Work, input: SubmitReportInput) -> str:
        """Sum up the accepted audits and hand the report to the leading group."""
        return await composing.sector_report(work, _composed(input))

    @command(Submission)
    async def submit_programme_summary(self, work: Work, input: SubmitReportInput) -> str:
        """Sum up the accepted sector reports; handed to the leading group above, where there is one."""
        return await composing.programme_summary(work, _composed(input))

    @command(ExportGrant)
    async def grant_export(self, work: Work, input: GrantExportInput) -> str:
        """Allow a tenant to export packets that this tenant has made."""
        chain = None
        if input.submission is not None:
            submission = visible_id(input.submission, Submission, path=("input", "submission"))
            chain = (await deciding.own_submission(work, submission)).chain
        return await exports.grant_export(
            work, input.to, purpose=input.purpose, expires_at=input.expires_at, kind=input.kind, chain=chain
        )

    @command(ExportGrant)
    async def revoke_export_grant(self, work: Work, input: RevokeExportGrantInput) -> str:
        """End a permission now; files that rest on it can be fetched no more."""
        grant = visible_id(input.id, ExportGrant, path=("input", "id"))
        return await exports.revoke_grant(work, grant, input.expected_version)

    @command(PacketExport)
    async def export_packet(self, work: Work, input: ExportPacketInput) -> str:
        """Prepare a packet as a file, to be fetched within an hour, on a grant of the tenant that made it."""
        packet = visible_id(input.packet, Packet, path=("input", "packet"))
        return await exports.export_packet(work, packet, input.format)


def _composed(given: SubmitReportInput) -> composing.Composed:
    corrects = None
    if given.corrects is not None:
        corrects = visible_id(given.corrects, Submission, path=("input", "corrects"))
    return composing.Composed(given.title, given.text, given.to, given.copies, corrects, given.note)


@strawberry.type
class SubmissionSubscriptions:
    @strawberry.subscription(description="The tenant was handed a submission.")
    async def submission_received(self, info: Info) -> AsyncGenerator[ReceivedSubmission, None]:
        context = info.context
        actor = signed_in(context.actor)
        actor.require(Permission.READ)
        async for announcement in context.announcer.listen(actor.tenant):
            if announcement.action == handing.SUBMISSION_RECEIVED:
                received: ReceivedSubmission | None = await read_by_id(
                    info._raw_info, ReceivedSubmission, announcement.subject_id
                )
                if received is not None:
                    yield received
