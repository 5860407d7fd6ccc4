"""From what is recorded of an audit to the report: a pure mapping, in which the unknown stays unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from cpaudit.audits.models import AnnualFlow, StatementKind
from cpaudit.gates.gate import Gate
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.phases import METHODS
from cpaudit.reporting.collect import (
    assessment,
    compliance,
    flows,
    options,
    portfolio,
    preparation,
    progress,
    ratings,
    reconciliation,
    results,
    survey,
)
from cpaudit.reporting.collect.enterprise import EnterpriseParts, profile, yearly
from cpaudit.reporting.collect.texts import signed
from cpaudit.reporting.document import AuditReport, ReportNote
from cpaudit.reporting.text import Text
from cpaudit.text import LocalizedText

__all__ = ["EnterpriseParts", "collect_report"]

_ILLUSTRATIVE = {
    "audit": LocalizedText(
        {"zh-CN": "本轮审核的部分数据为示例。", "en": "Parts of this audit are made up for illustration."}
    ),
    "enterprise": LocalizedText(
        {"zh-CN": "企业资料的部分内容为示例。", "en": "Parts of what is said of the enterprise are made up."}
    ),
}


def collect_report(
    snapshot: Snapshot,
    gates: Mapping[str, Gate],
    library: Library,
    *,
    parts: EnterpriseParts,
    people: Mapping[str, str],
    issued_by: Text,
    today: dt.date,
) -> AuditReport:
    """The report of an audit as it stands.

    Args:
        snapshot: the audit with all its records.
        gates: of its phases, by the id of the phase's row.
        library: in which the templates of adopted options and the indicator systems are looked up.
        parts: what is on record of the enterprise.
        people: names of members by their ids.
        issued_by: who issues the report.
        today: the date of a report that nobody has signed yet.
    """
    audit = snapshot.audit
    commitment = snapshot.statement(StatementKind.COMMITMENT)
    final = snapshot.statement(StatementKind.AUDIT_REPORT)
    chosen = portfolio.choice(snapshot, library)
    emissions = results.emissions(snapshot, library)
    issued_on = final.signed_on if final else today
    regulated = compliance.held_against_regulation(snapshot, library, parts, issued_on)
    return AuditReport(
        enterprise=profile(snapshot.enterprise, parts),
        round_number=audit.round,
        method=METHODS[audit.method].name,
        issued_on=issued_on,
        issued_by=issued_by,
        # What was signed, because an audit may be entered later than it was made.
        period_start=commitment.signed_on if commitment else audit.created_at.date(),
        period_end=final.signed_on if final and audit.concluded_at else None,
        phases=progress.phases(snapshot, gates, people),
        commitment=signed(commitment),
        team=preparation.team(snapshot),
        plan=preparation.plan(snapshot),
        training=preparation.training(snapshot),
        obstacles=preparation.obstacles(snapshot),
        yearly=yearly(snapshot.of(AnnualFlow)),
        profile_note=signed(snapshot.statement(StatementKind.PROFILE_NOTE)),
        sources=survey.sources(snapshot),
        compliance=signed(snapshot.statement(StatementKind.COMPLIANCE)),
        limits=compliance.limits(regulated),
        obligations=compliance.obligations(regulated),
        limit_remarks=compliance.remarks(regulated),
        benchmarks=survey.benchmarks(snapshot),
        ratings=ratings.ratings(snapshot, library),
        focus=survey.focus(snapshot),
        targets=survey.targets(snapshot),
        process=assessment.process(snapshot),
        measurements=assessment.measurements(snapshot),
        balances=assessment.balances(snapshot),
        flow_diagram=flows.flow_diagram(snapshot),
        loss_costs=flows.loss_costs(snapshot),
        reconciliations=reconciliation.reconciliations(snapshot),
        causes=assessment.causes(snapshot),
        options=options.options(snapshot, library),
        screening=options.screening(snapshot),
        studies=options.studies(snapshot),
        what_if=flows.what_if(snapshot),
        portfolio=chosen.portfolio,
        curves=chosen.curves,
        choice_obstacle=chosen.obstacle,
        funding=options.funding(snapshot),
        inventory=results.inventory(snapshot, emissions),
        inventory_doubts=results.doubts(emissions),
        next_round_plan=signed(snapshot.statement(StatementKind.NEXT_ROUND_PLAN)),
        next_round=results.next_round(snapshot),
        conclusion=signed(final),
        blockers=progress.blockers(snapshot, gates),
        pins=results.pins(snapshot),
        formulas=results.formulas(snapshot, library, emissions, (*chosen.traces, *compliance.traces(regulated))),
        notes=tuple(_notes(snapshot)),
    )


def _notes(snapshot: Snapshot) -> Iterator[ReportNote]:
    if snapshot.audit.illustrative:
        yield ReportNote(snapshot.audit.note or _ILLUSTRATIVE["audit"], illustrative=True)
    elif snapshot.audit.note:
        yield ReportNote(snapshot.audit.note)
    if snapshot.enterprise.illustrative:
        yield ReportNote(snapshot.enterprise.note or _ILLUSTRATIVE["enterprise"], illustrative=True)
