"""Exports: a packet as a file, on a grant of the tenant whose data they are, logged on both sides, for a while."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from cpaudit.audits.services.records import require_text
from cpaudit.errors import Denied, InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.submissions.figures import Figure
from cpaudit.submissions.models import (
    ExportFormat,
    ExportGrant,
    Grant,
    Packet,
    PacketExport,
    PacketKind,
    ReceivedGrant,
)
from cpaudit.submissions.packets import open_packet, text_of
from cpaudit.submissions.services.composing import figures_in
from cpaudit.submissions.services.recipients import recipient
from cpaudit.tenancy.models import TenantKind
from cpaudit.tenancy.others import own_tenant, tenant_with
from cpaudit.work import Work

LONGEST_GRANT = timedelta(days=366)
FILE_LIFE = timedelta(hours=1)
"""How long an export may be fetched; never longer than its grant stands."""

MEDIA_TYPES = {ExportFormat.JSON: "application/json", ExportFormat.CSV: "text/csv"}
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An export, ready to be saved."""

    name: str
    media_type: str
    content: bytes


async def grant_export(
    work: Work, to: str, *, purpose: str, expires_at: datetime, kind: PacketKind | None, chain: str | None
) -> str:
    """Allow a tenant, the own one too, to export packets that the actor's tenant has made; gives the grant's id.

    Args:
        to: the tenant's code.
        purpose: what the data are for.
        expires_at: within a year from now.
        kind: packets of this kind only.
        chain: those of this submission only.

    Raises:
        Denied: the actor does not grant exports.
        NotFound: there is no such tenant in the programme, or no such submission.
        InvalidInput: no purpose is given, or the end is not within a year.
    """
    work.require(Permission.GRANT_EXPORTS)
    own = await own_tenant(work)
    grantee = await recipient(work, own, to, list(TenantKind), "input", "to")
    require_text(ExportGrant, "purpose", purpose, "input", "purpose")
    if not now() < expires_at <= now() + LONGEST_GRANT:
        raise InvalidInput("a grant ends between now and a year from now", path=("input", "expiresAt"))
    if chain is not None and not await work.all(Packet, chain=chain, owner=own.code):
        raise NotFound("the tenant has made no such submission", path=("input", "submission"))
    limits: dict[str, Any] = {"purpose": purpose, "expires_at": expires_at, "kind": kind, "chain": chain}
    grant = await work.add(
        ExportGrant(tenant_id=work.actor.tenant, to_tenant=grantee.code, granted_by=work.actor.member_id, **limits),
        "exportGranted",
    )
    async with work.handing_over(grantee.id) as there:
        await there.add(
            ReceivedGrant(tenant_id=grantee.id, id=grant.id, from_tenant=own.code, **limits), "exportGrantReceived"
        )
    return grant.id


async def revoke_grant(work: Work, grant_id: str, expected_version: int) -> str:
    """End a grant now; exports that rest on it can be fetched no more. Gives its id.

    Raises:
        Denied: the actor does not grant exports.
        NotFound: there is no such grant.
        InvalidInput: it is revoked already.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.GRANT_EXPORTS)
    grant = await work.get(ExportGrant, grant_id, path=("input", "id"))
    if grant.revoked_at is not None:
        raise InvalidInput("the grant is revoked already", path=("input", "id"))
    moment = now()
    await work.change(grant, expected_version, "exportGrantRevoked", revoked_at=moment)
    grantee = await tenant_with(work, grant.to_tenant)
    async with work.handing_over(grantee.id) as there:
        await there.change(await there.get(ReceivedGrant, grant.id), None, "exportGrantTakenBack", revoked_at=moment)
    return grant.id


async def export_packet(work: Work, packet_id: str, format: ExportFormat) -> str:
    """Prepare a packet as a file, to be fetched within an hour; gives the export's id.

    It is logged here, and with the tenant whose packet it is.

    Raises:
        Denied: the actor does not export, or no grant of the owner stands.
        NotFound: there is no such packet.
        Tampered: the packet is not what was handed over.
    """
    work.require(Permission.EXPORT)
    packet = await work.get(Packet, packet_id, path=("input", "packet"))
    open_packet(packet)
    grant = await _standing_grant(work, packet)
    if grant is None:
        raise Denied(
            f"no grant of {packet.owner} for this packet stands",
            path=("input", "packet"),
            remedy=f"ask the administrator of {packet.owner} for one",
        )
    made = await work.add(
        PacketExport(
            tenant_id=work.actor.tenant,
            packet_id=packet.id,
            grant_id=grant.id,
            format=format,
            requested_by=work.actor.member_id,
            expires_at=min(grant.expires_at, now() + FILE_LIFE),
        ),
        "packetExported",
    )
    await _tell_owner(work, packet, grant, "packetExportedElsewhere", format)
    return made.id


async def fetch_export(work: Work, export_id: str) -> ExportedFile:
    """The file of an export; each time is logged.

    Raises:
        Denied: the actor does not export, or the grant was revoked or has ended.
        NotFound: there is no such export, or it has expired.
        Tampered: the packet is not what was handed over.
    """
    work.require(Permission.EXPORT)
    if not export_id.isalnum():
        raise NotFound("there is no packet export with this id", path=("id",))
    made = await work.get(PacketExport, export_id)
    if made.expires_at <= now():
        raise NotFound("the export has expired", path=("id",), remedy="export the packet again")
    packet = await work.get(Packet, made.packet_id)
    grant = await work.get(ReceivedGrant, made.grant_id)
    if not _stands(grant, now()):
        raise Denied("the grant does not stand any more", path=("id",), remedy=f"ask {packet.owner} for another")
    content = written_as(packet, made.format)
    await work.change(made, None, "exportFetched", downloads=made.downloads + 1)
    await _tell_owner(work, packet, grant, "exportFetchedElsewhere", made.format)
    name = f"{packet.kind.value.lower()}-{packet.content_hash[:12]}.{made.format.value}"
    return ExportedFile(name, MEDIA_TYPES[made.format], content)


async def _standing_grant(work: Work, packet: Packet) -> ReceivedGrant | None:
    query = (
        select(ReceivedGrant)
        .where(ReceivedGrant.from_tenant == packet.owner, ReceivedGrant.expires_at > now())
        .order_by(col(ReceivedGrant.expires_at).desc())
    )
    moment = now()
    for grant in (await work.session.exec(query)).all():
        if _stands(grant, moment) and grant.kind in (None, packet.kind) and grant.chain in (None, packet.chain):
            return grant
    return None


def _stands(grant: Grant, moment: datetime) -> bool:
    return grant.revoked_at is None and grant.expires_at > moment


async def _tell_owner(work: Work, packet: Packet, grant: ReceivedGrant, action: str, format: ExportFormat) -> None:
    by = await own_tenant(work)
    owner = await tenant_with(work, packet.owner)
    if owner.id == by.id:
        return
    async with work.handing_over(owner.id) as there:
        there.record_about(
            "ExportGrant",
            grant.id,
            action,
            after={"by": by.code, "packet": packet.content_hash, "format": format.value},
        )


def written_as(packet: Packet, format: ExportFormat) -> bytes:
    """A packet as a file: its exact text as JSON, or its figures as CSV.

    Raises:
        Tampered: it is not what was handed over.
    """
    if format is ExportFormat.JSON:
        return text_of(packet.content, packet.content_hash).encode()
    return figures_as_csv(figures_in(open_packet(packet).body), packet.content_hash).encode()


def figures_as_csv(figures: list[Figure], content_hash: str) -> str:
    """Figures after RFC 4180, a line for each and one for each of its terms, exact decimals with a point.

    What is not known is empty. A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    buffer = io.StringIO()
    buffer.write(_BYTE_ORDER_MARK)
    writer = csv.writer(buffer)
    writer.writerow(["packet", "kind", "subject", "unit", "of", "value", "complete"])
    for figure in figures:
        own = [content_hash, figure.kind.value, _text(figure.subject), _text(figure.unit)]
        writer.writerow([*own, "total", figure.value or "", "true" if figure.complete else "false"])
        writer.writerows([*own, _text(term.of), term.value or "", ""] for term in figure.terms)
        writer.writerows([*own, _text(packet), "", ""] for packet in figure.without)
    return buffer.getvalue()


def _text(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_SIGNS) else cell
