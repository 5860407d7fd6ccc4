"""Everything a gate judges of an audit, read at once: a fixed number of statements for any number of audits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import defer
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import (
    AnnualFlow,
    Answer,
    Audit,
    AuditPhase,
    AuditPin,
    Balance,
    BalanceLine,
    Benchmark,
    Cause,
    Evidence,
    FocusCandidate,
    FocusFactor,
    IndicatorValue,
    InventoryLine,
    Measurement,
    Obstacle,
    PlanTask,
    PollutionSource,
    RatingOutput,
    Scenario,
    Statement,
    StatementKind,
    Stream,
    StreamPrice,
    Target,
    TeamMember,
    Training,
    UnitCost,
    UnitProcess,
)
from cpaudit.audits.services.pinned import libraries_pinned
from cpaudit.audits.services.process_flows import measured_in
from cpaudit.enterprises.models import Enterprise
from cpaudit.library import Library
from cpaudit.options.models import (
    AdoptedProposal,
    FeasibilityStudy,
    Funding,
    Option,
    OptionChange,
    OptionEffect,
    ScreeningFactor,
)
from cpaudit.plugins import PluginHost

R = TypeVar("R", bound=SQLModel)


@dataclass
class Snapshot:
    """One audit with all its records, each list in the order in which the records were made.

    Attributes:
        measured_after: what was measured after options were carried out; among the records stand the measurements of
            the enterprise as it was found, on which the assessment rests.
    """

    audit: Audit
    enterprise: Enterprise
    records: dict[type[SQLModel], list[SQLModel]] = field(default_factory=dict)
    measured_after: list[Measurement] = field(default_factory=list)

    def of(self, table: type[R]) -> list[R]:
        """The audit's records of one kind."""
        return self.records.get(table, [])  # type: ignore[return-value]

    def statement(self, kind: StatementKind) -> Statement | None:
        """The audit's text of a kind, if it was written."""
        return next((each for each in self.of(Statement) if each.kind is kind), None)

    def phase_rows(self) -> list[AuditPhase]:
        """The audit's phases in their order."""
        return sorted(self.of(AuditPhase), key=lambda phase: phase.position)


TABLES: tuple[type[SQLModel], ...] = (
    AdoptedProposal,
    AnnualFlow,
    Answer,
    AuditPhase,
    AuditPin,
    Balance,
    BalanceLine,
    Benchmark,
    Cause,
    Evidence,
    FeasibilityStudy,
    FocusCandidate,
    FocusFactor,
    Funding,
    IndicatorValue,
    InventoryLine,
    Measurement,
    Obstacle,
    Option,
    OptionChange,
    OptionEffect,
    PlanTask,
    PollutionSource,
    RatingOutput,
    ScreeningFactor,
    Statement,
    Stream,
    StreamPrice,
    Target,
    TeamMember,
    Training,
    UnitCost,
    UnitProcess,
)


async def take_snapshots(session: AsyncSession, audit_ids: Sequence[str]) -> dict[str, Snapshot]:
    """Snapshots of the tenant's audits with these ids; ids of none are left out."""
    audits = (await session.exec(select(Audit).where(col(Audit.id).in_(audit_ids)))).all()
    enterprise_ids = {audit.enterprise_id for audit in audits}
    enterprises = {
        each.id: each
        for each in (await session.exec(select(Enterprise).where(col(Enterprise.id).in_(enterprise_ids)))).all()
    }
    found = {audit.id: Snapshot(audit, enterprises[audit.enterprise_id]) for audit in audits}
    for table in TABLES:
        by_audit: dict[str, list[SQLModel]] = defaultdict(list)
        query = select(table).where(table.audit_id.in_(list(found))).order_by(table.id)  # type: ignore[attr-defined]
        if table is Evidence:
            query = query.options(defer(Evidence.content, raiseload=True))  # type: ignore[arg-type]
        for row in (await session.exec(query)).all():
            by_audit[row.audit_id].append(row)  # type: ignore[attr-defined]
        for audit_id, rows in by_audit.items():
            found[audit_id].records[table] = rows
    for each in found.values():
        measurements = each.of(Measurement)
        each.records[Measurement] = [*measured_in(Scenario.BEFORE, measurements)]
        each.measured_after = measured_in(Scenario.AFTER, measurements)
    return found


async def libraries_used(
    session: AsyncSession, host: PluginHost, snapshots: Mapping[str, Snapshot]
) -> dict[str, Library]:
    """The content that each of these audits uses; one statement, where some of it is no longer installed."""
    pins = [pin for snapshot in snapshots.values() for pin in snapshot.of(AuditPin)]
    return await libraries_pinned(session, host, snapshots, pins)
