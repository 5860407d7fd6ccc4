"""Chapter 企业概况: the audit at a glance and the enterprise."""

from __future__ import annotations

from cpaudit.reporting.blocks import Cell, Tone
from cpaudit.reporting.chapters.yearly import write_yearly_table
from cpaudit.reporting.charts import phase_progress
from cpaudit.reporting.document import AuditReport, EnterpriseProfile, PhaseState
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import UNKNOWN, format_date
from cpaudit.reporting.labels import Label

_PHASE_TONES = {
    PhaseState.PASSED: Tone.GOOD,
    PhaseState.BLOCKED: Tone.WARNING,
    PhaseState.STALE: Tone.WARNING,
}


def write_overview(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.OVERVIEW)
    _glance(draft, report)
    _progress(draft, report)
    _enterprise(draft, report.enterprise)


def audit_period(report: AuditReport) -> str:
    """The period as two dates, a dash where neither is known."""
    if report.period_start is None and report.period_end is None:
        return UNKNOWN
    return f"{format_date(report.period_start)} – {format_date(report.period_end)}"


def _glance(draft: Draft, report: AuditReport) -> None:
    chosen = [candidate.name for candidate in report.focus.candidates if candidate.chosen] if report.focus else []
    carried_out = sum(option.state.carried_out for option in report.options)
    draft.section(Label.AUDIT_AT_A_GLANCE)
    draft.facts(
        Label.AUDIT_AT_A_GLANCE,
        (
            (Label.ENTERPRISE_NAME, report.enterprise.name),
            (Label.ROUND, Label.ROUND_NUMBER.fill(draft.language, number=report.round_number)),
            (Label.METHOD, report.method),
            (Label.PERIOD, audit_period(report)),
            (Label.FOCUS_CHOSEN, draft.listed(chosen)),
            (Label.OPTIONS_FOUND, len(report.options)),
            (Label.OPTIONS_CARRIED_OUT, carried_out),
        ),
    )


def _progress(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.PHASE_PROGRESS)
    draft.chart(lambda key: phase_progress(key, report.phases, draft.language))
    if not report.phases:
        return
    draft.table(
        Label.PHASE_PROGRESS,
        ((Label.PHASE, 3.0), (Label.STATE, 1.2), (Label.COMPLETED_AT, 1.2), (Label.COMPLETED_BY, 1.2)),
        (
            (
                phase.name,
                Cell(draft.word(phase.state), tone=_PHASE_TONES.get(phase.state, Tone.PLAIN)),
                phase.completed_at,
                phase.completed_by,
            )
            for phase in report.phases
        ),
    )


def _enterprise(draft: Draft, enterprise: EnterpriseProfile) -> None:
    industry = f"{enterprise.industry_code} {draft.text(enterprise.industry_name)}"
    draft.section(Label.ENTERPRISE_PROFILE)
    draft.paragraph(enterprise.description)
    draft.facts(
        Label.ENTERPRISE_PROFILE,
        (
            (Label.ENTERPRISE_NAME, enterprise.name),
            (Label.INDUSTRY, industry),
            (Label.SIZE, enterprise.size),
            (Label.ADDRESS, enterprise.address),
            (Label.LEGAL_REPRESENTATIVE, enterprise.legal_representative),
            (Label.ESTABLISHED, "" if enterprise.established is None else str(enterprise.established)),
            (Label.EMPLOYEES, enterprise.employees),
        ),
    )
    draft.section(Label.DEPARTMENTS)
    draft.table(
        Label.DEPARTMENTS,
        ((Label.DEPARTMENT, 1.5), (Label.DEPARTMENT_KIND, 0.8), (Label.HEAD, 1.0), (Label.WORK_STEPS, 3.0)),
        (
            (department.name, department.kind, department.head, draft.listed(department.work_steps))
            for department in enterprise.departments
        ),
    )
    draft.section(Label.PRODUCTS)
    write_yearly_table(draft, Label.PRODUCTS, enterprise.products, with_kind=False)
    draft.section(Label.REGULATORY_RECORDS)
    draft.table(
        Label.REGULATORY_RECORDS,
        (
            (Label.KIND, 1.3),
            (Label.REFERENCE, 1.2),
            (Label.CONTENT, 2.2),
            (Label.VALID_FROM, 1.1),
            (Label.VALID_UNTIL, 1.1),
        ),
        (
            (record.kind, record.reference, record.content, record.valid_from, record.valid_until)
            for record in enterprise.records
        ),
    )
