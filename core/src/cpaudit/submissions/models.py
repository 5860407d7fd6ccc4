"""Tables of packets, of who handed them over to whom, and of who may export them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import (
    TenantTable,
    VersionedTable,
    belongs_to,
    enum_field,
    json_field,
    moment_field,
    now,
)


class PacketKind(StrEnum):
    """What a packet holds: a concluded audit, a department's report on its sector, the sum of the programme."""

    AUDIT = "AUDIT"
    SECTOR_REPORT = "SECTOR_REPORT"
    PROGRAMME_SUMMARY = "PROGRAMME_SUMMARY"


class Packet(TenantTable, table=True):
    """A frozen packet; rows are only ever added. Whoever was handed it has a row of his own with the same content.

    Attributes:
        chain: the same for all versions of one submission: for an audit its id.
        number: which version, from 1.
        previous_hash: content hash of the version before, which the content names too.
        schema_version: shape of the content.
        content_hash: SHA-256 of the content, in hexadecimal.
        content: JSON in UTF-8, compressed with zlib.
        owner: code of the tenant that made it.
        title: what it is of, for a reader.
        enterprise_id: the audited enterprise, and ``audit_id`` the audit, in the tenant that made the packet.
    """

    __table_args__ = (
        UniqueConstraint("tenant_id", "content_hash"),
        UniqueConstraint("tenant_id", "chain", "number"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("audit", "audit_id"),
    )

    kind: PacketKind = enum_field(PacketKind)
    chain: str = Field(max_length=32)
    number: int
    previous_hash: str | None = Field(default=None, max_length=64)
    schema_version: str = Field(max_length=40)
    content_hash: str = Field(max_length=64)
    content: bytes
    owner: str = Field(max_length=64)
    title: str = Field(max_length=300)
    enterprise_id: str | None = Field(default=None, max_length=32)
    audit_id: str | None = Field(default=None, max_length=32)
    frozen_at: datetime = moment_field(default_factory=now)


class SubmissionState(StrEnum):
    """Where a submission stands, for the sender and for all receivers.

    ISSUED: a programme summary that nobody stands above to receive.
    SUPERSEDED: it was accepted, and so was a correction of it since.
    """

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"
    ISSUED = "ISSUED"


class Submission(VersionedTable, table=True):
    """That a packet was handed over, and what became of it: the sender's side.

    Attributes:
        to_tenant: code of the tenant that decides; ``copies`` are codes of those that only get to know.
        note: what was corrected in comparison with the version before.
        findings: with which it was returned, ``[path, message]`` each.
        enterprise_id: as in the packet.
    """

    __table_args__ = (
        UniqueConstraint("tenant_id", "packet_id"),
        Index("ix_submission_chain", "tenant_id", "chain", "id"),
        belongs_to("packet", "packet_id"),
        belongs_to("enterprise", "enterprise_id"),
    )

    packet_id: str = Field(max_length=32)
    kind: PacketKind = enum_field(PacketKind)
    chain: str = Field(max_length=32)
    number: int
    to_tenant: str | None = Field(default=None, max_length=64)
    copies: list[str] = json_field(default_factory=list)
    state: SubmissionState = enum_field(SubmissionState, default=SubmissionState.SUBMITTED)
    note: str = Field(default="", max_length=4000)
    enterprise_id: str | None = Field(default=None, max_length=32)
    submitted_by: str | None = Field(default=None, max_length=32)
    submitted_at: datetime = moment_field(default_factory=now)
    decided_at: datetime | None = moment_field(default=None)
    reason: str = Field(default="", max_length=4000)
    findings: list[list[str]] = json_field(default_factory=list)


class ReceivedAs(StrEnum):
    """Why a tenant has a submission: to decide about it, or to know of it."""

    ADDRESSEE = "ADDRESSEE"
    COPY = "COPY"


class ReceivedSubmission(VersionedTable, table=True):
    """A submission as a receiver stores it, under the id that it has with the sender.

    Attributes:
        from_tenant: code of the tenant that handed it over.
        title, sector, city: of the enterprise, or of the report, for lists.
        quality_score: of the quality review that was decided last, a decimal; ``quality_decision`` what was decided.
    """

    __tablename__ = "received_submission"
    __table_args__ = (
        Index("ix_received_submission_chain", "tenant_id", "chain", "id"),
        Index("ix_received_submission_state", "tenant_id", "kind", "state", "id"),
        belongs_to("packet", "packet_id"),
    )

    packet_id: str = Field(max_length=32)
    kind: PacketKind = enum_field(PacketKind)
    chain: str = Field(max_length=32)
    number: int
    from_tenant: str = Field(max_length=64)
    received_as: ReceivedAs = enum_field(ReceivedAs)
    title: str = Field(max_length=300)
    sector: str = Field(default="", max_length=5)
    city: str = Field(default="", max_length=120)
    state: SubmissionState = enum_field(SubmissionState, default=SubmissionState.SUBMITTED)
    received_at: datetime = moment_field(default_factory=now)
    decided_by: str | None = Field(default=None, max_length=32)
    decided_at: datetime | None = moment_field(default=None)
    reason: str = Field(default="", max_length=4000)
    findings: list[list[str]] = json_field(default_factory=list)
    quality_score: str | None = Field(default=None, max_length=40)
    quality_decision: str | None = Field(default=None, max_length=40)


class Grant(VersionedTable):
    """A permission to export packets, until a moment or until it is revoked.

    Attributes:
        kind: packets of this kind only; ``chain`` those of one submission only.
        purpose: what the data are for.
    """

    kind: PacketKind | None = enum_field(PacketKind, default=None)
    chain: str | None = Field(default=None, max_length=32)
    purpose: str = Field(max_length=1000)
    granted_at: datetime = moment_field(default_factory=now)
    expires_at: datetime = moment_field()
    revoked_at: datetime | None = moment_field(default=None)


class ExportGrant(Grant, table=True):
    """A grant on the side of the tenant whose packets they are; ``to_tenant`` is the code of whom it is given."""

    __tablename__ = "export_grant"

    to_tenant: str = Field(max_length=64)
    granted_by: str | None = Field(default=None, max_length=32)


class ReceivedGrant(Grant, table=True):
    """The same grant, under the same id, on the side of whom it was given."""

    __tablename__ = "received_grant"

    from_tenant: str = Field(max_length=64)


class ExportFormat(StrEnum):
    """The file formats of an export; the value is the file's suffix."""

    JSON = "json"
    CSV = "csv"


class PacketExport(VersionedTable, table=True):
    """A file that may be fetched until a moment.

    Attributes:
        grant_id: the received grant that it rests on.
        downloads: how often it was fetched.
    """

    __tablename__ = "packet_export"
    __table_args__ = (
        Index("ix_packet_export_packet", "tenant_id", "packet_id"),
        belongs_to("packet", "packet_id"),
        belongs_to("received_grant", "grant_id"),
    )

    packet_id: str = Field(max_length=32)
    grant_id: str = Field(max_length=32)
    format: ExportFormat = enum_field(ExportFormat)
    requested_by: str | None = Field(default=None, max_length=32)
    requested_at: datetime = moment_field(default_factory=now)
    expires_at: datetime = moment_field()
    downloads: int = Field(default=0)
