"""Submissions as sender and receiver see them, and what they are told to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import strawberry

from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, computed, one, ordering, readable
from cpaudit.submissions.models import PacketKind, ReceivedAs, SubmissionState
from cpaudit.submissions.models import ReceivedSubmission as ReceivedRow
from cpaudit.submissions.models import Submission as SubmissionRow
from cpaudit.submissions.schemas.packets import Packet, of_own_packets, own_enterprise
from cpaudit.submissions.services.deciding import ReturnFinding
from cpaudit.tenancy.schema import Member

strawberry.enum(SubmissionState, description="Where a submission stands.")
strawberry.enum(ReceivedAs, description="Why a tenant has a submission.")

SubmissionOrder = ordering("SubmissionOrder", "submitted_at")
ReceivedSubmissionOrder = ordering("ReceivedSubmissionOrder", "received_at", "title")


@strawberry.type(description="Something that has to be put right before a submission is accepted.")
class SubmissionFinding:
    path: str = strawberry.field(description="Where; may be empty.")
    message: str


def _findings(stored: Sequence[Sequence[str]]) -> list[SubmissionFinding]:
    return [SubmissionFinding(path=path, message=message) for path, message in stored]


@strawberry.input(description="Which submissions.")
class SubmissionFilter:
    kind: PacketKind | None = None
    state: SubmissionState | None = None
    to_tenant: str | None = strawberry.field(default=None, description="Code of the tenant that decides.")


@readable(SubmissionRow, order=("-submitted_at",), restrict=own_enterprise)
@strawberry.type(description="That the tenant handed a packet over, and what became of it.")
class Submission(Node):
    packet: Packet = one("packet_id")
    kind: PacketKind = column()
    number: int = column(description="Which version, from 1.")
    to_tenant: str | None = column(description="Code of the tenant that decides; null where nobody stands above.")
    copies: list[str] = column(description="Codes of tenants that get to know.")
    state: SubmissionState = column()
    note: str = column(description="What was corrected.")
    submitted_by: Member | None = one("submitted_by")
    submitted_at: datetime = column()
    decided_at: datetime | None = column()
    reason: str = column(description="Of the decision or the withdrawal.")
    version: int = column()

    @computed("findings")
    def findings(self) -> list[SubmissionFinding]:
        """With which it was returned."""
        return _findings(self.values["findings"])


@strawberry.input(description="Which submissions that others handed over.")
class ReceivedSubmissionFilter:
    kind: PacketKind | None = None
    state: SubmissionState | None = None
    received_as: ReceivedAs | None = None
    from_tenant: str | None = strawberry.field(default=None, description="Code of the sender.")
    city: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the title.")


@readable(ReceivedRow, order=("-received_at",), search=("title",), restrict=of_own_packets)
@strawberry.type(description="A submission that the tenant was handed: all it sees of the sender's data.")
class ReceivedSubmission(Node):
    packet: Packet = one("packet_id")
    kind: PacketKind = column()
    number: int = column(description="Which version, from 1.")
    from_tenant: str = column(description="Code of the sender.")
    received_as: ReceivedAs = column()
    title: str = column()
    sector: str = column(description="Of the enterprise, in GB/T 4754; empty for reports.")
    city: str = column()
    state: SubmissionState = column()
    received_at: datetime = column()
    decided_by: Member | None = one("decided_by", description="Null where another tenant decides.")
    decided_at: datetime | None = column()
    reason: str = column()
    quality_score: str | None = column(description="Of the quality review decided last, 0 to 100.")
    quality_decision: str | None = column()
    version: int = column()

    @computed("findings")
    def findings(self) -> list[SubmissionFinding]:
        """With which it was returned."""
        return _findings(self.values["findings"])


@strawberry.input(description="A concluded audit to be handed over.")
class SubmitAuditInput:
    audit: strawberry.ID
    department: str | None = strawberry.field(
        default=None, description="Code of the department; by default the tenant itself, or the one it stands under."
    )
    copies: list[str] = strawberry.field(default_factory=list, description="Codes of city and county offices.")
    note: str = strawberry.field(default="", description="What was corrected; needed from the second version on.")
    client_mutation_id: str | None = None


@strawberry.input(description="A report composed from what was accepted.")
class SubmitReportInput:
    title: str
    text: str = ""
    to: str | None = strawberry.field(
        default=None, description="Code of a leading group; by default the nearest one above."
    )
    copies: list[str] = strawberry.field(default_factory=list, description="Codes of tenants that get to know.")
    corrects: strawberry.ID | None = strawberry.field(
        default=None, description="The submission whose next version it is."
    )
    note: str = strawberry.field(default="", description="What was corrected.")
    client_mutation_id: str | None = None


@strawberry.input(description="A submission that is taken back.")
class WithdrawSubmissionInput:
    id: strawberry.ID
    expected_version: int
    reason: str


@strawberry.input(description="A submission that is accepted.")
class AcceptSubmissionInput:
    id: strawberry.ID
    expected_version: int
    reason: str = ""


@strawberry.input(description="Something that has to be put right.")
class SubmissionFindingInput:
    message: str
    path: str = ""

    def read(self) -> ReturnFinding:
        """The finding as the service takes it."""
        return ReturnFinding(self.path, self.message)


@strawberry.input(description="A submission that is returned to be corrected.")
class ReturnSubmissionInput:
    id: strawberry.ID
    expected_version: int
    reason: str
    findings: list[SubmissionFindingInput] = strawberry.field(default_factory=list)
