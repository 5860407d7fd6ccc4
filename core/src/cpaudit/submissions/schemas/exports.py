"""Grants and exports as the API shows them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, computed, one, ordering, readable
from cpaudit.permissions import Permission
from cpaudit.submissions.models import ExportFormat, PacketKind
from cpaudit.submissions.models import ExportGrant as ExportGrantRow
from cpaudit.submissions.models import PacketExport as PacketExportRow
from cpaudit.submissions.models import ReceivedGrant as ReceivedGrantRow
from cpaudit.submissions.schemas.packets import Packet
from cpaudit.tenancy.schema import Member

EXPORT_PATH = "/exports"
"""Where the files of exports are fetched."""

strawberry.enum(ExportFormat, description="The file formats of an export.")

ExportGrantOrder = ordering("ExportGrantOrder", "granted_at", "expires_at")
PacketExportOrder = ordering("PacketExportOrder", "requested_at")


@readable(ExportGrantRow, order=("-granted_at",), permission=Permission.GRANT_EXPORTS)
@strawberry.type(description="A permission that the tenant gave to export packets that it has made.")
class ExportGrant(Node):
    to_tenant: str = column(description="Code of the tenant that may export.")
    kind: PacketKind | None = column(description="Packets of this kind only.")
    chain: str | None = column(description="Those of this submission only.")
    purpose: str = column()
    granted_by: Member | None = one("granted_by")
    granted_at: datetime = column()
    expires_at: datetime = column()
    revoked_at: datetime | None = column()
    version: int = column()


@readable(ReceivedGrantRow, order=("-granted_at",), permission=Permission.EXPORT)
@strawberry.type(description="A permission that the tenant was given.")
class ReceivedGrant(Node):
    from_tenant: str = column(description="Code of the tenant whose packets they are.")
    kind: PacketKind | None = column()
    chain: str | None = column()
    purpose: str = column()
    granted_at: datetime = column()
    expires_at: datetime = column()
    revoked_at: datetime | None = column()


@readable(PacketExportRow, order=("-requested_at",), permission=Permission.EXPORT)
@strawberry.type(description="A packet as a file that may be fetched for a while.")
class PacketExport(Node):
    packet: Packet = one("packet_id")
    grant: ReceivedGrant = one("grant_id")
    format: ExportFormat = column()
    requested_by: Member | None = one("requested_by")
    requested_at: datetime = column()
    expires_at: datetime = column()
    downloads: int = column(description="How often it was fetched.")

    @computed("id", "format")
    def download_path(self) -> str:
        """Where it can be fetched with the same bearer token."""
        return f"{EXPORT_PATH}/{self.values['id']}.{self.values['format'].value}"


@strawberry.input(description="A permission to export packets that the tenant has made.")
class GrantExportInput:
    to: str = strawberry.field(description="Code of the tenant that may export; the own one needs a grant too.")
    purpose: str
    expires_at: datetime = strawberry.field(description="Within a year.")
    kind: PacketKind | None = None
    submission: strawberry.ID | None = strawberry.field(
        default=None, description="All versions of this submission, and nothing else."
    )
    client_mutation_id: str | None = None


@strawberry.input(description="A permission that ends now.")
class RevokeExportGrantInput:
    id: strawberry.ID
    expected_version: int


@strawberry.input(description="A packet that is wanted as a file.")
class ExportPacketInput:
    packet: strawberry.ID
    format: ExportFormat
    client_mutation_id: str | None = None
