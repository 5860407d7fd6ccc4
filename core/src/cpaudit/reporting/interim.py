"""The interim report (中期审核报告): an audit as it stands when its options are generated and screened."""

from __future__ import annotations

from dataclasses import replace

from cpaudit.phases import METHODS, MethodKey, StepKey
from cpaudit.reporting.document import AuditReport, OptionEntry, RatingStage
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.kinds import ReportKind


def interim_phases(method: MethodKey) -> int:
    """How many phases of a method an interim report covers: up to the one that ends with it."""
    chosen = METHODS[method]
    return chosen.phase_of(StepKey.INTERIM_REPORT).position


def interim_report(report: AuditReport, phases: int) -> AuditReport:
    """What *report* says of its first phases, as a report of its own.

    What later phases give is left out, though it may be on record: studies, the choice of options, funding, results,
    ratings after the audit, the next round. No- and low-cost options are carried out in any phase, and so stay with
    their costs and effects; a medium- or high-cost option is an option, whatever became of it.

    Args:
        report: of the whole audit.
        phases: how many of its phases are covered, see :func:`interim_phases`.
    """
    covered = report.phases[:phases]
    names = [phase.name for phase in covered]
    closed = [phase.completed_at for phase in covered if phase.completed_at is not None]
    finished = len(closed) == len(covered) and bool(covered)
    return replace(
        report,
        kind=ReportKind.INTERIM,
        issued_on=max(closed) if finished else report.issued_on,
        period_end=max(closed) if finished else None,
        phases=covered,
        benchmarks=tuple(each for each in report.benchmarks if each.stage is RatingStage.BEFORE),
        ratings=tuple(each for each in report.ratings if each.stage is RatingStage.BEFORE),
        targets=tuple(replace(each, result=Quantity(None, each.result.unit), reached=None) for each in report.targets),
        options=tuple(map(_as_option, report.options)),
        studies=(),
        what_if=None,
        portfolio=None,
        curves=(),
        choice_obstacle="",
        funding=(),
        inventory=(),
        inventory_doubts=(),
        next_round_plan="",
        next_round=(),
        conclusion="",
        blockers=tuple(each for each in report.blockers if each.phase in names),
    )


def _as_option(option: OptionEntry) -> OptionEntry:
    return replace(option, outcome=None) if option.cost_class.needs_study else option
