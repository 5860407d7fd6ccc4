"""The audits that were submitted and accepted, as dashboards count them: by packet, or by sector report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.dashboards.counted import KINDS, Basis, Counted, Source, counted_once
from cpaudit.gates.models import ResultKind
from cpaudit.programmes.models import StageKind
from cpaudit.quality.criteria import Measure
from cpaudit.submissions.figures import Figure
from cpaudit.submissions.models import Packet, PacketKind, ReceivedSubmission, SubmissionState
from cpaudit.submissions.packets import Opened, open_packet
from cpaudit.submissions.services.composing import figures_in
from cpaudit.tenancy.models import Tenant

_HELD = (PacketKind.AUDIT, PacketKind.SECTOR_REPORT)


async def received_audits(session: AsyncSession, tenant_id: str) -> Basis:
    """The audits of other tenants that this one knows of by what it accepted, or was handed a copy of. Two statements.

    Audits of its own that it handed to itself are left out: it has them.

    Raises:
        Tampered: a packet is not what was handed over.
    """
    own = (await session.exec(select(Tenant.code).where(Tenant.id == tenant_id))).one()
    query = (
        select(ReceivedSubmission, Packet)
        .where(ReceivedSubmission.packet_id == Packet.id, col(ReceivedSubmission.kind).in_(_HELD))
        .where(ReceivedSubmission.state == SubmissionState.ACCEPTED)
        .order_by(col(ReceivedSubmission.id))
    )
    given: list[Counted] = []
    for received, packet in (await session.exec(query)).all():
        opened = open_packet(packet)
        if packet.kind is PacketKind.AUDIT:
            given.append(_of_packet(received, opened))
        elif packet.kind is PacketKind.SECTOR_REPORT:
            given += _of_report(opened)
    return counted_once(each for each in given if each.owner != own)


def _of_packet(received: ReceivedSubmission, opened: Opened) -> Counted:
    body = opened.body
    return Counted(
        key=opened.hash,
        source=Source.AUDIT_PACKET,
        owner=opened.content["owner"]["code"],
        figures=tuple(each for each in figures_in(body) if each.kind in KINDS),
        measures={**body["measures"], Measure.QUALITY_SCORE.value: received.quality_score},
        decision=received.quality_decision,
        ratings={each["subject"]: each["value"] for each in body["results"] if each["kind"] == ResultKind.RATING.value},
        **_about(body["enterprise"], body["audit"]),
    )


def _of_report(opened: Opened) -> Iterator[Counted]:
    """The audits that a report names, each with its terms of the report's figures."""
    figures: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures_in(opened.body):
        for term in figure.terms if figure.kind in KINDS else ():
            # The report does not say of which audit something is not known, so of none it is known that it is complete.
            complete = figure.complete and term.value is not None
            figures[term.of].append(replace(figure, value=term.value, complete=complete, terms=(), without=()))
    for listed in opened.body["packets"]:
        quality = listed["quality"]
        yield Counted(
            key=listed["hash"],
            source=Source.SECTOR_REPORT,
            report=opened.hash,
            owner=listed["owner"],
            figures=tuple(figures[listed["hash"]]),
            measures={**listed["measures"], Measure.QUALITY_SCORE.value: quality["score"]},
            decision=quality["decision"],
            **_about(listed["enterprise"], listed),
        )


def _about(enterprise: Mapping[str, Any], audit: Mapping[str, Any]) -> dict[str, Any]:
    """What a packet and a report's list say of an audit alike. Only audits that are concluded are submitted."""
    started, stage = audit.get("startedAt"), audit.get("stage")
    return {
        "enterprise": enterprise["code"],
        "name": enterprise["name"],
        "gb4754": enterprise["gb4754"],
        "city": enterprise["city"] or None,
        "stage": None if stage is None else StageKind(stage["kind"]),
        "round": audit["round"],
        "concluded": True,
        "started_at": None if started is None else datetime.fromisoformat(started),
        "illustrative": enterprise["illustrative"],
    }
