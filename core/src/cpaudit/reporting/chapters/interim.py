"""The last chapters of an interim report: what was carried out meanwhile, and what comes next."""

from __future__ import annotations

from cpaudit.reporting.chapters.closing import write_blockers
from cpaudit.reporting.chapters.implementation import write_outcomes
from cpaudit.reporting.document import AuditReport, OptionState
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.labels import Label


def write_interim_results(draft: Draft, report: AuditReport) -> None:
    """Write what no- and low-cost options cost and brought so far."""
    draft.chapter(Label.INTERIM_RESULTS)
    write_outcomes(draft, report)


def write_next_steps(draft: Draft, report: AuditReport) -> None:
    """Write the options that are to be studied, and what still keeps the covered phases from closing."""
    draft.chapter(Label.NEXT_STEPS)
    draft.section(Label.STUDIES)
    draft.table(
        Label.STUDIES,
        ((Label.CODE, 0.1), (Label.OPTION, 3.0), (Label.COST_CLASS, 1.0), (Label.STATE, 1.0)),
        (
            (option.code, option.name, draft.word(option.cost_class), draft.word(option.state))
            for option in report.options
            if option.cost_class.needs_study and option.state is not OptionState.REJECTED
        ),
    )
    if report.blockers:
        write_blockers(draft, report)
