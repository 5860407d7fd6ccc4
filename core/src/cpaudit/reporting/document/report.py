"""The audit report: one frozen value from which every file format is rendered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.contributions import ReportSection, ReviewFinding
from cpaudit.reporting.document.changes import InventoryChange
from cpaudit.reporting.document.compliance import LimitEntry, ObligationEntry
from cpaudit.reporting.document.enterprise import EnterpriseProfile, YearlyFigures
from cpaudit.reporting.document.findings import (
    Balance,
    Benchmark,
    Cause,
    FocusRanking,
    Measurement,
    PollutionSource,
    ProcessMap,
    Target,
)
from cpaudit.reporting.document.flows import FlowDiagram, LossCosts, WhatIf
from cpaudit.reporting.document.measures import FeasibilityStudy, FundingSource, OptionEntry, ScreeningRecord
from cpaudit.reporting.document.portfolio import AbatementCurve, Portfolio
from cpaudit.reporting.document.rating import Rating
from cpaudit.reporting.document.reconciliation import Reconciliation
from cpaudit.reporting.document.work import NextRoundItem, Obstacle, PlanTask, TeamMember, TrainingSession
from cpaudit.reporting.kinds import ReportKind
from cpaudit.reporting.text import Text


class PhaseState(StrEnum):
    """Where a phase stands: the states of its gate."""

    OPEN = "OPEN"
    BLOCKED = "BLOCKED"
    READY = "READY"
    PASSED = "PASSED"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """One phase of the audit's method, and who completed it when."""

    name: Text
    state: PhaseState
    completed_at: dt.date | None = None
    completed_by: str = ""


@dataclass(frozen=True, slots=True)
class Blocker:
    """What still keeps a phase from closing when the report is written."""

    phase: Text
    code: str
    message: Text
    remedy: Text = ""


@dataclass(frozen=True, slots=True)
class ContentPin:
    """The content the audit used, by which a result can be recomputed years later."""

    pack: str
    version: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class FormulaNote:
    """A formula behind the report's figures, with the source it was taken from."""

    name: Text
    formula: str
    source: Text


@dataclass(frozen=True, slots=True)
class PluginPart:
    """What an enabled plugin adds to the report.

    Attributes:
        name: the plugin's name for people, and its identifier where that is not known.
        findings: what it would have somebody look at.
        sections: what it has to say.
        failed: whether it failed, so that something may be missing.
    """

    name: Text
    findings: tuple[ReviewFinding, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    failed: bool = False


@dataclass(frozen=True, slots=True)
class ReportNote:
    """A remark; ``illustrative`` where it says that data of the report are not real."""

    text: Text
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """Everything an audit report says (清洁生产审核报告), independent of language and of file format.

    An empty tuple means that nothing was recorded; the report then says so.

    Attributes:
        kind: what the report is for; :func:`~cpaudit.reporting.interim.interim_report` makes an interim one.
        profile_note: why fewer than three years of figures are on record.
        portfolio: the options that bring most within the funding; None where no net present value is known.
        curves: what a unit of reduction costs, for each subject.
        choice_obstacle: why there is neither.
        compliance: the statement on compliance with environmental law.
        limits: of permits and quotas, held against what is discharged.
        obligations: the regulatory records on the day of the report.
        limit_remarks: what is to be known beside the limits.
        flow_diagram: the flows of the process map; None where nothing of it is measured.
        loss_costs: what the losses cost; None where nobody has begun to price them.
        what_if: what the options would change; None where none of them says what it changes in the process.
        plugins: what enabled plugins add, in the order of loading; none that has nothing to say.
        next_round: what is carried forward into the next round.
    """

    kind: ReportKind = ReportKind.AUDIT
    enterprise: EnterpriseProfile
    round_number: int
    method: Text
    issued_on: dt.date
    issued_by: Text = ""
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    phases: tuple[PhaseProgress, ...] = ()
    plugins: tuple[PluginPart, ...] = ()
    commitment: Text = ""
    team: tuple[TeamMember, ...] = ()
    plan: tuple[PlanTask, ...] = ()
    training: tuple[TrainingSession, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    yearly: tuple[YearlyFigures, ...] = ()
    profile_note: Text = ""
    sources: tuple[PollutionSource, ...] = ()
    compliance: Text = ""
    limits: tuple[LimitEntry, ...] = ()
    obligations: tuple[ObligationEntry, ...] = ()
    limit_remarks: tuple[Text, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    ratings: tuple[Rating, ...] = ()
    focus: FocusRanking | None = None
    targets: tuple[Target, ...] = ()
    process: ProcessMap | None = None
    measurements: tuple[Measurement, ...] = ()
    balances: tuple[Balance, ...] = ()
    flow_diagram: FlowDiagram | None = None
    loss_costs: LossCosts | None = None
    reconciliations: tuple[Reconciliation, ...] = ()
    causes: tuple[Cause, ...] = ()
    options: tuple[OptionEntry, ...] = ()
    screening: tuple[ScreeningRecord, ...] = ()
    studies: tuple[FeasibilityStudy, ...] = ()
    what_if: WhatIf | None = None
    portfolio: Portfolio | None = None
    curves: tuple[AbatementCurve, ...] = ()
    choice_obstacle: Text = ""
    funding: tuple[FundingSource, ...] = ()
    inventory: tuple[InventoryChange, ...] = ()
    inventory_doubts: tuple[Text, ...] = ()
    next_round_plan: Text = ""
    next_round: tuple[NextRoundItem, ...] = ()
    conclusion: Text = ""
    blockers: tuple[Blocker, ...] = ()
    pins: tuple[ContentPin, ...] = ()
    formulas: tuple[FormulaNote, ...] = ()
    notes: tuple[ReportNote, ...] = ()

    @property
    def name(self) -> Text:
        """Of whom the report is."""
        return self.enterprise.name

    @property
    def illustrative(self) -> bool:
        """Whether part of what the report shows is made up for illustration."""
        return any(note.illustrative for note in self.notes)
