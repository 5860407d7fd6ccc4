"""A sector at a glance: its sums, how its indicators are distributed, and its advanced enterprises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditRecord, InventoryLine, Target
from cpaudit.dashboards.counted import Counted, Source
from cpaudit.dashboards.distribution import Distribution
from cpaudit.dashboards.performers import Performer, performers
from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.indicators import Rated, indicator_distributions, ratings_of
from cpaudit.dashboards.services.programme import Totals, totals_of
from cpaudit.enterprises.models import Enterprise
from cpaudit.gates.snapshot import Snapshot
from cpaudit.options.models import Option, OptionEffect
from cpaudit.outcomes.figures import Outcomes
from cpaudit.outcomes.reading import shared_outcomes_of_sector
from cpaudit.plugins import PluginHost
from cpaudit.quality.criteria import Candidate, Criterion, Measure
from cpaudit.quality.models import QualityReview, ReviewDecision
from cpaudit.submissions.audit_figures import measures_of
from cpaudit.submissions.models import Packet, ReceivedSubmission

_MEASURED: tuple[type[AuditRecord], ...] = (Option, OptionEffect, Target, InventoryLine)
"""The records on which measures rest."""


class Section(StrEnum):
    """A part of a dashboard that is loaded only where it is asked for."""

    TOTALS = "totals"
    INDICATORS = "indicators"
    RATINGS = "ratings"
    PERFORMERS = "performers"
    SHARED = "sharedOutcomes"


@dataclass(frozen=True, slots=True)
class SectorDashboard:
    """A sector; a section that was not asked for is empty.

    Attributes:
        concluded: the audits that indicators, ratings and performers are of: of each enterprise the latest round that
            is concluded.
        shared: outcomes of library options that consenting tenants share, as far as they may be told.
    """

    totals: Totals
    concluded: tuple[Counted, ...]
    indicators: tuple[Distribution, ...]
    ratings: tuple[Rated, ...]
    performers: tuple[Performer, ...]
    shared: tuple[Outcomes, ...]


async def sector_dashboard(
    session: AsyncSession,
    host: PluginHost,
    tenant_id: str,
    narrowed: Filter,
    criteria: Sequence[Criterion],
    *,
    reviewed: bool,
    sections: Collection[Section],
) -> SectorDashboard:
    """The sections that are asked for, from one transaction.

    Eighteen statements for all of them, one more for content that was removed.

    Args:
        narrowed: names a sector.
        criteria: by which enterprises are advanced.
        reviewed: whether a quality review has to have passed an audit.

    Raises:
        Tampered: a packet is not what was handed over.
    """
    totals = await totals_of(session, tenant_id, narrowed)
    concluded = latest_concluded(totals.basis.counted)
    own = [each.key for each in concluded if each.source is Source.OWN_AUDIT]
    return SectorDashboard(
        totals,
        concluded,
        await indicator_distributions(session, host, own) if Section.INDICATORS in sections else (),
        await ratings_of(session, concluded) if Section.RATINGS in sections else (),
        performers(await _candidates(session, narrowed, concluded), criteria, reviewed=reviewed)
        if Section.PERFORMERS in sections
        else (),
        await shared_outcomes_of_sector(session, (narrowed.sector or "")[1:3]) if Section.SHARED in sections else (),
    )


def latest_concluded(audits: Sequence[Counted]) -> tuple[Counted, ...]:
    """Of each enterprise the latest round that is concluded."""
    latest: dict[tuple[str, str], Counted] = {}
    for each in audits:
        known = latest.get((each.owner, each.enterprise))
        if each.concluded and (known is None or known.round < each.round):
            latest[each.owner, each.enterprise] = each
    kept = {each.key for each in latest.values()}
    return tuple(each for each in audits if each.key in kept)


async def _candidates(session: AsyncSession, narrowed: Filter, concluded: Sequence[Counted]) -> list[Candidate]:
    """Own audits by their records as they are, others by what their packets or reports say. Six statements."""
    own = {each.key for each in concluded if each.source is Source.OWN_AUDIT}
    snapshots = await _snapshots(session, narrowed, own)
    reviews = await _reviews(session)
    found = []
    for each in concluded:
        measures, decision = each.measures, each.decision
        if each.key in snapshots:
            score, decision = reviews.get(each.key, (None, None))
            measures = {**measures_of(snapshots[each.key]), Measure.QUALITY_SCORE.value: score}
        found.append(Candidate(each.key, each.owner, each.name, each.gb4754, measures, decision))
    return found


async def _snapshots(session: AsyncSession, narrowed: Filter, own: Collection[str]) -> Mapping[str, Snapshot]:
    query = select(Audit, Enterprise).join(Enterprise, col(Enterprise.id) == Audit.enterprise_id)
    rows = (await session.exec(query.where(*narrowed.conditions()))).all()
    found = {audit.id: Snapshot(audit, enterprise) for audit, enterprise in rows if audit.id in own}
    for table in _MEASURED:
        records: dict[str, list[SQLModel]] = defaultdict(list)
        of_table = select(table).where(col(table.audit_id).in_(narrowed.audits())).order_by(col(table.id))
        for row in (await session.exec(of_table)).all():
            records[row.audit_id].append(row)
        for audit_id, snapshot in found.items():
            snapshot.records[table] = records[audit_id]
    return found


async def _reviews(session: AsyncSession) -> Mapping[str, tuple[str, str]]:
    """Own audit → score and decision of the quality review that was decided last, of it or of its packet."""
    query = (
        select(func.coalesce(QualityReview.audit_id, Packet.audit_id), QualityReview.score, QualityReview.decision)
        .outerjoin(ReceivedSubmission, col(ReceivedSubmission.id) == QualityReview.received_id)
        .outerjoin(Packet, col(Packet.id) == ReceivedSubmission.packet_id)
        .where(col(QualityReview.decision).is_not(None))
        .order_by(col(QualityReview.decided_at), col(QualityReview.id))
    )
    return {
        audit_id: (score, ReviewDecision(decision).value)
        for audit_id, score, decision in (await session.exec(query)).all()
        if audit_id is not None and decision is not None
    }
