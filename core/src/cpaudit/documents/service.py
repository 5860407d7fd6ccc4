"""What people can do with documents of the programme: have one of a packet or a list that they may see."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from cpaudit.documents.collect.commendation import commendation_report
from cpaudit.documents.collect.programme import AtHand, programme_report
from cpaudit.errors import InvalidInput, NotFound, PathPart
from cpaudit.permissions import Permission
from cpaudit.quality.models import CommendationEntry, CommendationList, QualityReview
from cpaudit.reporting.document import CommendationReport, Document, ProgrammeReport
from cpaudit.submissions.models import Packet, PacketKind, ReceivedSubmission
from cpaudit.submissions.packets import Opened, open_packet
from cpaudit.submissions.services.composing import reconciled
from cpaudit.tenancy.models import Tenant
from cpaudit.tenancy.others import own_tenant
from cpaudit.text import LocalizedText
from cpaudit.work import Work

SUBJECTS = (Packet.__name__, CommendationList.__name__)
"""Of what there are documents; audits have their reports in :mod:`cpaudit.reporting`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a document is: a packet or a list, by its row's id."""

    type_name: str
    row_id: str


async def subject_of(work: Work, subject: Subject, *, path: Sequence[PathPart] = ("of",)) -> Packet | CommendationList:
    """The packet or the list that the actor may have a document of.

    Raises:
        Denied: the actor does not read.
        NotFound: there is none that the actor may see. Staff of an enterprise sees neither.
        InvalidInput: the packet is of an audit, which has a report of its own.
    """
    work.require(Permission.READ)
    if work.actor.enterprise_id is not None or subject.type_name not in SUBJECTS:
        raise NotFound("there is no document of this", path=path)
    if subject.type_name == CommendationList.__name__:
        return await work.get(CommendationList, subject.row_id, path=path)
    packet = await work.get(Packet, subject.row_id, path=path)
    if packet.kind is PacketKind.AUDIT:
        raise InvalidInput(
            "this packet is of an audit",
            path=path,
            remedy="name the packet of a sector report or a programme summary; an audit has auditReport",
        )
    return packet


async def document_of(work: Work, subject: Subject, *, path: Sequence[PathPart] = ("of",)) -> Document:
    """The document of a packet or of a list for commendation; the same number of statements for each.

    Raises:
        Denied, NotFound, InvalidInput: as for :func:`subject_of`.
        Tampered: a packet is not what was handed over.
    """
    found = await subject_of(work, subject, path=path)
    return await (_of_packet(work, found) if isinstance(found, Packet) else _of_list(work, found))


async def _of_packet(work: Work, packet: Packet) -> ProgrammeReport:
    opened = open_packet(packet)
    counted = await _packets(work, _hashes([opened]))
    below = await _packets(work, _hashes(counted.values()))
    here = {**counted, **below}
    codes = {opened.content["to"]} | {
        each["owner"] for report in (opened, *here.values()) for each in report.body.get("packets", ())
    }
    verdicts = await reconciled(work.session, [opened])
    at_hand = AtHand(here, await _names(work, codes), verdicts[packet.id], await _findings(work, opened, here))
    # Hundreds of packets take a second to add up, in which others are answered.
    return await asyncio.to_thread(programme_report, opened, at_hand)


def _hashes(reports: Iterable[Opened]) -> set[str]:
    return {each["hash"] for report in reports for each in report.body.get("packets", ())}


async def _packets(work: Work, hashes: Collection[str]) -> Mapping[str, Opened]:
    query = select(Packet).where(col(Packet.content_hash).in_(hashes))
    return {row.content_hash: open_packet(row) for row in (await work.session.exec(query)).all()}


async def _names(work: Work, codes: Collection[str | None]) -> Mapping[str, LocalizedText]:
    known = [code for code in codes if code is not None]
    tenants = (await work.session.exec(select(Tenant).where(col(Tenant.code).in_(known)))).all()
    return {each.code: each.name for each in tenants}


async def _findings(work: Work, report: Opened, here: Mapping[str, Opened]) -> Counter[str]:
    """In how many of the audits that are counted each finding was made, by the reviews before the report was frozen."""
    packets = {each.packet.id for each in here.values() if each.packet.kind is PacketKind.AUDIT}
    query = (
        select(QualityReview)
        .join(
            ReceivedSubmission,
            (col(ReceivedSubmission.id) == col(QualityReview.received_id))
            & (col(ReceivedSubmission.tenant_id) == col(QualityReview.tenant_id)),
        )
        .where(col(ReceivedSubmission.packet_id).in_(packets))
        .where(QualityReview.reviewed_at <= report.packet.frozen_at)
        .order_by(col(QualityReview.reviewed_at), col(QualityReview.id))
    )
    latest = {review.received_id: review for review in (await work.session.exec(query)).all()}
    return Counter(code for review in latest.values() for code in {str(each["code"]) for each in review.found})


async def _of_list(work: Work, made: CommendationList) -> CommendationReport:
    entries = await work.all(CommendationEntry, list_id=made.id)
    names = await _names(work, {each.owner for each in entries})
    return commendation_report(made, entries, await own_tenant(work), names)
