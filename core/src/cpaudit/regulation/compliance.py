"""Whether an enterprise keeps its limits: before the audit, after it, and with the options that are recommended.

Unknown is never a pass: without a figure, with a figure that does not compare, or without any limit in force, the
answer is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cpaudit.audits.models import Scenario
from cpaudit.contributions import QuantityStatus
from cpaudit.engine import Finding, Quantity, Trace
from cpaudit.engine.findings import finding
from cpaudit.engine.headroom import Bound, Headroom, Keeping, headroom
from cpaudit.enterprises.models import PermitLimit, RegulatoryKind
from cpaudit.options.lifecycle import CARRIED_OUT
from cpaudit.regulation.discharges import Discharge, DischargeBasis, discharges_of, is_per_time
from cpaudit.regulation.obligations import Obligation, ObligationState, obligation_of
from cpaudit.regulation.planned import Saving, Savings, total
from cpaudit.regulation.records import Regulated

_BASES = {
    DischargeBasis.INVENTORY: ("排放清单", "inventory"),
    DischargeBasis.ANNUAL_FLOW: ("年度排放", "annual discharge"),
    DischargeBasis.POLLUTION_SOURCES: ("污染源登记", "list of pollution sources"),
    DischargeBasis.MEASUREMENT: ("实测", "measurement"),
}
"""What the figures rest on, for a reader."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a discharge stands to its limit in one state of the enterprise.

    Attributes:
        keeping: EXCEEDED where any figure shows that; WITHIN where the figure that tells most does.
        discharge: the largest figure that is known, in the unit of the limit; None where none is.
        headroom: limit − discharge; None where the discharge is not known.
        used: discharge/limit; None where it is not known or the limit is zero.
        figures: all that is known, the one that tells most first.
        savings: of the options, where the state is one with them.
        findings: why something is not known, and what else is to be looked at.
        trace: how the headroom came about.
    """

    keeping: Keeping
    discharge: Quantity | None = None
    headroom: Quantity | None = None
    used: float | None = None
    figures: tuple[Discharge, ...] = ()
    savings: tuple[Saving, ...] = ()
    findings: tuple[Finding, ...] = ()
    trace: Trace | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One limit.

    Attributes:
        obligation: the record that sets it.
        applies: whether that record is in force.
        before: as the audit found the enterprise.
        after: as the inventory has it after the audit, or for a concentration what was measured then.
        planned: before, less what the recommended options save; of a concentration only known without such options,
            or where all of them were carried out and it was measured since.
    """

    limit: PermitLimit
    obligation: Obligation
    before: Standing
    after: Standing
    planned: Standing

    @property
    def applies(self) -> bool:
        return self.obligation.state is ObligationState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Compliance:
    """An enterprise beside its regulatory records, on a day.

    Attributes:
        rows: the limits, in the order of pollutants.
        obligations: all records, in the order of their kinds.
        findings: orders that are overdue, permits that lapsed, pollutants without a limit.
    """

    on: date
    rows: tuple[ComplianceRow, ...]
    obligations: tuple[Obligation, ...]
    findings: tuple[Finding, ...]

    @property
    def before(self) -> Keeping:
        return _together(row.before.keeping for row in self.rows if row.applies)

    @property
    def after(self) -> Keeping:
        return _together(row.after.keeping for row in self.rows if row.applies)

    @property
    def planned(self) -> Keeping:
        return _together(row.planned.keeping for row in self.rows if row.applies)


def compliance_of(regulated: Regulated, on: date) -> Compliance:
    """Hold what an audit knows of discharges against the limits of its enterprise.

    Yearly totals come from the inventory, the latest annual discharge and the pollution sources; where several are
    known, any of them shows that a limit is exceeded, and the first shows that it is kept. A concentration is held
    against what was measured in the streams that leave the process map.
    """
    obligations = {each.id: obligation_of(each, on) for each in regulated.records}
    emissions = {scenario: regulated.emissions(scenario) for scenario in Scenario}
    savings = Savings(regulated)
    rows = []
    for limit in sorted(regulated.limits, key=lambda each: (each.pollutant, each.id)):
        if limit.record_id not in obligations:
            continue
        before, after = (
            _standing(limit.limit, discharges_of(regulated, limit, emissions[scenario], scenario))
            for scenario in (Scenario.BEFORE, Scenario.AFTER)
        )
        planned = _planned(limit, before, after, savings)
        rows.append(ComplianceRow(limit, obligations[limit.record_id], before, after, planned))
    kinds = list(RegulatoryKind)
    ordered = sorted(obligations.values(), key=lambda each: (kinds.index(each.record.kind), each.record.id))
    return Compliance(on, tuple(rows), tuple(ordered), tuple(_findings(regulated, ordered, rows)))


def _standing(limit: Quantity, figures: Sequence[Discharge], savings: tuple[Saving, ...] = ()) -> Standing:
    judged = [
        (figure, figure.amount, headroom(limit, figure.amount, figure.bound))
        for figure in figures
        if figure.amount is not None
    ]
    findings = tuple(_doubts(limit, figures, judged))
    if not judged:
        return Standing(Keeping.UNKNOWN, figures=tuple(figures), savings=savings, findings=findings)
    _, amount, worst = max(judged, key=lambda each: -each[2].amount.value)
    return Standing(
        _keeping(figures, [found for _, _, found in judged]),
        amount,
        worst.amount,
        worst.used,
        tuple(figures),
        savings,
        findings,
        worst.trace,
    )


def _keeping(figures: Sequence[Discharge], judged: Sequence[Headroom]) -> Keeping:
    if any(each.keeping is Keeping.EXCEEDED for each in judged):
        return Keeping.EXCEEDED
    # Of measured streams each has to keep a concentration; of totals the one that tells most speaks for all.
    streams = [figure for figure in figures if figure.basis is DischargeBasis.MEASUREMENT]
    if any(figure.amount is None for figure in streams):
        return Keeping.UNKNOWN
    return judged[0].keeping


def _doubts(
    limit: Quantity, figures: Sequence[Discharge], judged: Sequence[tuple[Discharge, Quantity, Headroom]]
) -> Iterator[Finding]:
    if not figures:
        yield finding("NO_FIGURE", "没有该污染物的排放数据", "nothing is recorded of what is discharged of it")
    for figure in figures:
        if figure.amount is None:
            basis_zh, basis_en = _BASES[figure.basis]
            of_zh, of_en = (f"（{figure.name}）", f" ({figure.name})") if figure.name else ("", "")
            yield finding(
                "FIGURE_UNKNOWN",
                f"{basis_zh}{of_zh}的数据不完整，或与限值不可比",
                f"what the {basis_en}{of_en} tells is not complete, or does not compare with the limit",
            )
    if any(figure.unverified for figure in figures):
        yield finding(
            "UNVERIFIED", "所用排放因子尚未与来源核对", "a factor behind it is not checked against its source"
        )
    for figure, amount, found in judged:
        if figure.bound is Bound.AT_LEAST and found.keeping is Keeping.UNKNOWN:
            yield finding(
                "MEAN_OF_YEAR",
                "全年平均值不超过限值，不说明每日或每小时达标",
                "the mean of a year keeps the limit, which does not show that every day or hour does",
            )
        if figure.bound is Bound.AT_MOST and found.keeping is Keeping.UNKNOWN:
            yield finding(
                "OTHER_MEDIA",
                "总量包括排入其他介质的部分，高于限值不说明超标",
                "the total holds what goes into other media; above the limit it does not show that this one exceeds it",
            )
        if found.keeping is Keeping.WITHIN and amount.upper is not None and amount.upper > limit.value:
            yield finding(
                "INTERVAL_CROSSES_LIMIT",
                "排放量低于限值，但其 95% 区间超出限值",
                "the figure keeps the limit, the upper end of its 95 % interval does not",
            )
    if len({found.keeping for _, _, found in judged} - {Keeping.UNKNOWN}) > 1:
        yield finding(
            "FIGURES_DISAGREE",
            "各项数据对是否超标的结论不一致，按超标处理",
            "the figures do not agree on whether the limit is kept; it counts as exceeded",
        )


def _planned(limit: PermitLimit, before: Standing, after: Standing, savings: Savings) -> Standing:
    own = savings.of(limit)
    unit = limit.limit.unit
    if not is_per_time(unit):
        if not savings.options:
            return before
        if after.figures and all(option.state in CARRIED_OUT for option in savings.options):
            # Nothing is left to be done: what was measured since shows it.
            return after
        told = finding(
            "NO_CONCENTRATION",
            "方案的效果是年削减量，不能说明浓度",
            "what options save in a year does not tell a concentration",
        )
        return Standing(Keeping.UNKNOWN, savings=own, findings=(told,))
    saved = total(own, unit)
    if saved is None:
        told = finding(
            "SAVING_UNKNOWN", "有方案的削减量未知或不可比", "what an option saves is not known or comparable"
        )
        return Standing(Keeping.UNKNOWN, savings=own, findings=(told,))
    figures = []
    split = any(each.bound is Bound.AT_MOST for each in before.figures)
    for each in before.figures:
        left = None if each.amount is None else each.amount.value - saved.value
        if left is not None and left < 0:
            told = finding(
                "SAVES_TOO_MUCH",
                "方案的削减量之和大于现有排放量",
                "the options save more together than is discharged",
            )
            return Standing(Keeping.UNKNOWN, savings=own, findings=(told,))
        if split and each.basis is DischargeBasis.POLLUTION_SOURCES and each.bound is Bound.EXACT and saved.value > 0:
            # What is saved may be saved in another medium: of this one there is no more than before.
            figures.append(replace(each, bound=Bound.AT_MOST))
            continue
        amount = None if left is None else Quantity(left, unit, status=QuantityStatus.CALCULATED)
        figures.append(replace(each, amount=amount))
    return _standing(limit.limit, figures, own)


def _findings(
    regulated: Regulated, obligations: Sequence[Obligation], rows: Sequence[ComplianceRow]
) -> Iterator[Finding]:
    for each in obligations:
        zh = each.record.number or "（无编号）"
        en = each.record.number or "without a number"
        if each.state is ObligationState.OVERDUE:
            yield finding("ORDER_OVERDUE", f"限期治理 {zh} 逾期未完成", f"the order {en} is overdue", False)
        elif each.state is ObligationState.LAPSED:
            yield finding(
                "RECORD_LAPSED", f"环境管理记录 {zh} 已过有效期", f"the record {en} is no longer valid", False
            )
    kinds = {each.record.kind for each in obligations if each.state is ObligationState.IN_FORCE}
    if RegulatoryKind.POLLUTANT_DECLARATION not in kinds:
        yield finding("NO_DECLARATION", "没有有效的排污申报登记", "no declaration of pollutants is in force")
    if not any(row.applies for row in rows):
        yield finding("NO_LIMIT_IN_FORCE", "没有有效的排放限值或总量指标", "no limit is in force")
    limited = {regulated.key(row.limit.pollutant) for row in rows if row.applies}
    named = {regulated.key(each): each for each in (line.pollutant for line in regulated.audit.inventory)}
    for key, pollutant in named.items():
        if key not in limited:
            yield finding("NO_LIMIT", f"{pollutant} 没有有效的限值", f"no limit is in force for {pollutant}")


def _together(keepings: Iterable[Keeping]) -> Keeping:
    found = set(keepings)
    if Keeping.EXCEEDED in found:
        return Keeping.EXCEEDED
    return Keeping.WITHIN if found == {Keeping.WITHIN} else Keeping.UNKNOWN
