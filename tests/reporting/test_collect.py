"""A report says what is recorded of an audit, marks what is doubtful, and invents nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from enum import StrEnum

import pytest

from cpaudit.audits import models as audits
from cpaudit.audits.services.reconciliation import ReconciliationStatus
from cpaudit.contributions import StreamKind
from cpaudit.engine import FlowClass, Quantity, QuantityStatus
from cpaudit.engine.trace import FORMULAS
from cpaudit.enterprises import models as enterprises
from cpaudit.gates.gate import gates_of
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.options import models as options
from cpaudit.phases import MethodKey
from cpaudit.plugins import PluginHost
from cpaudit.regulation.obligations import ObligationState
from cpaudit.regulation.planned import SavingBasis
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect import EnterpriseParts, collect_report
from cpaudit.reporting.collect.terms import TERMS, term
from cpaudit.reporting.document import AuditReport
from cpaudit.reporting.figures import Quantity as Shown
from cpaudit.reporting.html import render_html
from cpaudit.reporting.text import in_language
from cpaudit.storage.tables import TenantTable
from cpaudit.text import LANGUAGES, LocalizedText
from support.recorded_audit import UNVERIFIED_TEMPLATE, recorded_audit

TODAY = dt.date(2026, 11, 23)
ISSUER = LocalizedText({"zh-CN": "示例省化工厅", "en": "Department"})
Collect = Callable[[Iterable[TenantTable]], AuditReport]

NAMED_ENUMERATIONS: list[type[StrEnum]] = [
    audits.TeamRole,
    audits.ObstacleKind,
    audits.Medium,
    audits.TargetBasis,
    StreamKind,
    enterprises.SizeClass,
    enterprises.DepartmentKind,
    enterprises.RegulatoryKind,
    enterprises.RegulatoryStatus,
    options.FundingSource,
    options.Verdict,
    ObligationState,
    SavingBasis,
]


@pytest.fixture(scope="session")
def collect(host: PluginHost) -> Collect:
    """Collects the report of an audit with these rows, by people of the chemicals department."""
    library = Library.of([host.pack("chemical")])
    enterprise = enterprises.Enterprise(
        tenant_id="t",
        id="e",
        code="acid",
        name="示例硫酸厂",
        gb4754="C2611",
        size_class=enterprises.SizeClass.MEDIUM,
        city="示例市",
        address="示例路 1 号",
        established_year=1958,
        illustrative=True,
    )

    def collected(rows: Iterable[TenantTable]) -> AuditReport:
        by_kind: dict[type[TenantTable], list[TenantTable]] = {}
        for row in rows:
            by_kind.setdefault(type(row), []).append(row)
        [audit] = by_kind[audits.Audit]
        assert isinstance(audit, audits.Audit)
        snapshot = Snapshot(audit, enterprise, by_kind)  # type: ignore[arg-type]
        return collect_report(
            snapshot,
            gates_of(snapshot, library, host, ("chemical",)),
            library,
            parts=EnterpriseParts(
                departments=by_kind.get(enterprises.Department, ()),  # type: ignore[arg-type]
                work_steps=by_kind.get(enterprises.WorkStep, ()),  # type: ignore[arg-type]
                products=by_kind.get(enterprises.Product, ()),  # type: ignore[arg-type]
                outputs=by_kind.get(enterprises.ProductOutput, ()),  # type: ignore[arg-type]
                records=by_kind.get(enterprises.RegulatoryRecord, ()),  # type: ignore[arg-type]
                limits=by_kind.get(enterprises.PermitLimit, ()),  # type: ignore[arg-type]
            ),
            people={"m": "审计员（示例）"},
            issued_by=ISSUER,
            today=TODAY,
        )

    return collected


@pytest.fixture
def rows() -> list[TenantTable]:
    return recorded_audit("t", "e", passed_by="m")


@pytest.fixture
def report(collect: Collect, rows: list[TenantTable]) -> AuditReport:
    return collect(rows)


def option(report: AuditReport, code: str) -> doc.OptionEntry:
    [found] = [each for each in report.options if each.code == code]
    return found


@pytest.mark.parametrize("kind", NAMED_ENUMERATIONS)
def test_everything_that_is_counted_up_has_a_name_in_every_language(kind: type[StrEnum]) -> None:
    assert all(set(term(member)) == set(LANGUAGES) for member in kind)
    assert {each for each, _ in TERMS} == set(NAMED_ENUMERATIONS)


def test_an_audit_that_has_only_begun_has_a_report_in_which_nothing_is_known(
    collect: Collect, rows: list[TenantTable]
) -> None:
    bare = collect(row for row in rows if isinstance(row, audits.Audit | audits.AuditPhase))

    assert bare.issued_on == TODAY
    assert bare.focus is None
    assert bare.process is None
    assert not any((bare.team, bare.balances, bare.options, bare.targets, bare.inventory, bare.formulas))
    assert bare.period_end is None


def test_the_enterprise_is_told_with_its_parts(report: AuditReport) -> None:
    enterprise = report.enterprise
    permit, certificate = enterprise.records

    assert [(part.name, part.work_steps) for part in enterprise.departments] == [
        ("制酸车间", ("S1 焙烧", "S2 转化")),
        ("环保科", ()),
    ]
    assert enterprise.products[0].by_year[2025] == Shown(145_000, "t", QuantityStatus.MEASURED)
    assert isinstance(permit.content, LocalizedText)
    assert permit.content["en"] == "in force; 示例市环境保护局; SO2 ≤ 400 mg/m3"
    assert certificate.reference == ""


def test_yearly_figures_are_in_the_unit_of_the_first_year(report: AuditReport) -> None:
    discharged = report.yearly[-1]

    assert (discharged.kind, discharged.unit) == (doc.YearlyKind.DISCHARGE, "t")
    assert discharged.by_year[2025].value == pytest.approx(362.9)
    assert 2023 not in discharged.by_year


def test_a_phase_names_who_completed_it(report: AuditReport) -> None:
    first, *_, last = report.phases

    assert (first.completed_by, first.completed_at) == ("审计员（示例）", dt.date(2026, 1, 20))
    assert (last.completed_by, last.completed_at) == ("", None)


def test_what_is_in_the_way_of_a_phase_is_told_but_not_that_another_comes_first(report: AuditReport) -> None:
    assert report.phases[-1].state is doc.PhaseState.OPEN
    assert "FUNDING" in " ".join(blocker.code for blocker in report.blockers)
    assert "EARLIER_PHASE" not in {blocker.code for blocker in report.blockers}


def test_the_method_of_the_audit_names_its_phases(collect: Collect) -> None:
    report = collect(recorded_audit("t", "e", method=MethodKey.GUIDE_2018))

    assert len(report.phases) == 7
    assert report.phases[0].name == LocalizedText({"zh-CN": "审核准备", "en": "Audit preparation"})


def test_the_plan_stands_in_the_order_of_its_dates(report: AuditReport) -> None:
    assert [task.task for task in report.plan] == ["现场考察", "物料实测"]


def test_the_ranking_of_the_focus_is_that_of_the_engine(report: AuditReport) -> None:
    assert report.focus is not None
    chosen, other = report.focus.candidates

    assert (chosen.total, chosen.rank, chosen.chosen) == (10 * 10 + 6 * 9 + 8 * 8, 1, True)
    assert (other.total, other.rank, other.chosen) == (6 * 10 + 5 * 9 + 9 * 8, 2, False)


def test_a_ranking_with_a_missing_score_has_no_totals(collect: Collect, rows: list[TenantTable]) -> None:
    for row in rows:
        if isinstance(row, audits.FocusCandidate) and not row.chosen:
            row.scores = {"waste": 6}
    focus = collect(rows).focus

    assert focus is not None
    assert [candidate.total for candidate in focus.candidates] == [None, None]
    assert focus.candidates[1].scores == (6, None, None)


def test_a_target_stands_in_one_row_with_both_terms(report: AuditReport) -> None:
    relative, absolute = report.targets

    assert isinstance(relative.name, LocalizedText)
    assert relative.name["en"] == "吨酸 SO2 排放 (relative)"
    assert (relative.near, relative.long, relative.reached) == (Shown(1.5, "kg/t"), Shown(0.8, "kg/t"), True)
    assert relative.result == Shown(1.32, "kg/t", QuantityStatus.MEASURED)
    assert (relative.near_due, relative.long_due) == (dt.date(2026, 12, 31), dt.date(2029, 12, 31))
    assert (absolute.long.value, absolute.reached) == (None, False)


def test_indicators_stand_before_and_after_beside_each_other(report: AuditReport) -> None:
    assert [(each.indicator, each.stage, each.grade) for each in report.benchmarks] == [
        ("吨酸 SO2 排放", doc.RatingStage.BEFORE, doc.IndicatorGrade.BELOW),
        ("吨酸 SO2 排放", doc.RatingStage.AFTER, doc.IndicatorGrade.II),
        ("吨酸综合能耗", doc.RatingStage.BEFORE, doc.IndicatorGrade.UNGRADED),
    ]
    assert report.benchmarks[-1].actual.value is None


def test_the_flows_of_a_balance_are_in_one_unit(report: AuditReport) -> None:
    sulphur, _ = report.balances
    acid, _ = sulphur.outputs

    assert (acid.quantity.value, acid.quantity.unit) == (pytest.approx(131.2), "t/d")
    assert sulphur.accumulation == Shown(-1.2, "t/d", QuantityStatus.MEASURED)
    assert sulphur.gap == pytest.approx((142.6 - 131.2 - 0.5 + 1.2) / 142.6)
    assert sulphur.status is doc.BalanceStatus.EXPLAINED


def test_a_balance_of_which_nothing_is_measured_is_unknown(report: AuditReport) -> None:
    _, water = report.balances

    assert (water.gap, water.status) == (None, doc.BalanceStatus.UNKNOWN)
    assert water.inputs[0].quantity.value is None


def test_a_gap_beyond_the_tolerance_without_explanation_is_open(collect: Collect, rows: list[TenantTable]) -> None:
    for row in rows:
        if isinstance(row, audits.Balance):
            row.explanation = None
    assert collect(rows).balances[0].status is doc.BalanceStatus.OPEN


def test_an_interval_is_told_as_a_fraction(report: AuditReport) -> None:
    in_pyrite, *others = report.measurements

    assert in_pyrite.uncertainty == pytest.approx(0.05)
    assert {other.uncertainty for other in others} == {None}


def test_the_economics_of_an_option_are_those_of_case_a(report: AuditReport) -> None:
    economics = option(report, "F3").economics

    assert economics is not None
    assert economics.npv is not None
    assert economics.npv.amount == pytest.approx(1_009_600, abs=100)
    assert economics.payback_years == pytest.approx(4.6, abs=0.05)
    assert economics.irr == pytest.approx(0.172570, abs=1e-6)
    assert economics.feasible is True


def test_an_option_with_few_figures_has_its_simple_payback_and_no_more(report: AuditReport) -> None:
    economics = option(report, "F2").economics

    assert economics is not None
    assert economics.simple_payback_years == pytest.approx(46_500 / 69_750)
    assert (economics.payback_years, economics.npv, economics.feasible) == (None, None, None)


def test_options_are_chosen_within_the_funding_on_record(report: AuditReport) -> None:
    portfolio = report.portfolio
    assert portfolio is not None
    assert portfolio.budget is not None
    assert portfolio.budget.amount == 900_000
    reasons = {each.option: in_language(each.reason, "en") for each in portfolio.omitted}
    assert "costs more than the whole budget" in reasons["F3"]
    assert "investment is not known" in reasons["F5"]
    assert "not known" in reasons["F2"], "without years and rates there is no net present value"


def test_without_funding_there_is_no_limit(collect: Collect, rows: list[TenantTable]) -> None:
    report = collect(row for row in rows if not isinstance(row, options.Funding))
    assert report.portfolio is not None
    assert report.portfolio.budget is None
    assert "F3" in {each.option for each in report.portfolio.chosen}
    assert report.portfolio.value is not None
    assert report.portfolio.value.amount == pytest.approx(1_009_600, abs=100)
    assert report.portfolio.swings


def test_options_in_several_currencies_are_not_chosen_among(collect: Collect, rows: list[TenantTable]) -> None:
    for row in rows:
        if isinstance(row, options.Option) and row.code == "F2":
            row.currency = "EUR"
    report = collect(rows)
    assert report.portfolio is None
    assert report.curves == ()
    assert "currencies" in in_language(report.choice_obstacle, "en")
    assert "货币" in in_language(report.choice_obstacle, "zh-CN")


def test_a_subject_that_options_reduce_has_a_curve(report: AuditReport) -> None:
    [curve] = report.curves
    assert (curve.subject, curve.unit, curve.currency) == ("新鲜水", "t/a", "CNY")
    [step] = curve.steps
    assert (step.option, step.reduction) == ("F1", 1200)
    assert step.cost_per_unit == pytest.approx(-43_860 / 1200)
    assert {each.option for each in curve.omitted} == {"F2", "F3", "F5"}


def test_an_option_without_figures_has_no_economics(report: AuditReport) -> None:
    assert option(report, "F5").economics is None


def test_an_option_of_an_unverified_template_is_marked(
    collect: Collect, rows: list[TenantTable], report: AuditReport
) -> None:
    assert not option(report, "F2").verified
    assert option(report, "F1").verified
    for row in rows:
        if isinstance(row, options.Option) and row.template:
            row.template = "chemical:option:CHM-O-05"
    assert option(collect(rows), "F2").verified


def test_an_option_of_a_template_that_is_gone_is_marked(collect: Collect, rows: list[TenantTable]) -> None:
    for row in rows:
        if isinstance(row, options.Option) and row.template:
            row.template = "chemical:option:GONE"
    assert not option(collect(rows), "F2").verified


def test_screening_tells_what_was_kept_dropped_and_never_reached(report: AuditReport) -> None:
    assert [(record.option, record.verdict, record.rank) for record in report.screening] == [
        ("F3", doc.ScreeningVerdict.KEPT, 1),
        ("F2", doc.ScreeningVerdict.KEPT, 2),
        ("F4", doc.ScreeningVerdict.DROPPED, 3),
    ]
    assert report.screening[2].reason == "氨源不足"


def test_a_cheap_option_carried_out_as_it_was_found_was_not_screened(report: AuditReport) -> None:
    assert option(report, "F1").state is doc.OptionState.VERIFIED
    assert "F1" not in {record.option for record in report.screening}


def test_a_study_tells_both_rates_of_return(report: AuditReport) -> None:
    [study] = report.studies

    assert isinstance(study.economic, LocalizedText)
    assert "17.26% (exact root), 17.26% (interpolated)" in study.economic["en"]
    assert study.technical == LocalizedText(
        {"zh-CN": "可行：技术成熟，国内已有应用。", "en": "Feasible: 技术成熟，国内已有应用。"}
    )
    assert study.recommended is True


def test_what_an_option_brought_stands_beside_what_was_planned(report: AuditReport) -> None:
    outcome = option(report, "F1").outcome

    assert outcome is not None
    [effect] = outcome.effects
    assert (effect.planned, effect.reduction) == (
        Shown(1200, "t/a"),
        Shown(1250, "t/a", QuantityStatus.MEASURED),
    )
    assert outcome.effective is True
    assert option(report, "F3").outcome is None


def test_a_total_with_an_unverified_factor_is_marked(report: AuditReport) -> None:
    sulphur, arsenic = report.inventory

    assert sulphur.before == Shown(362.9, "t/a", QuantityStatus.CALCULATED, verified=False)
    assert sulphur.after == Shown(191.4, "t/a", QuantityStatus.CALCULATED)
    assert arsenic.after == Shown(None, "kg/a")
    assert arsenic.change is None


def test_the_next_round_takes_up_open_options_and_targets_that_are_not_met(
    collect: Collect, rows: list[TenantTable], report: AuditReport
) -> None:
    assert [item.task for item in report.next_round] == [
        "F2 冷却水闭路循环",
        "F3 转化工序增设第五段触媒床层并更换低温高活性铯触媒",
        "F5 操作工岗位培训",
        "吨酸 SO2 排放 → 0.8 kg/t",
        "余热回收量 → 1,500 GJ/a",
    ]
    unplanned = (
        row
        for row in rows
        if not (isinstance(row, audits.Statement) and row.kind is audits.StatementKind.NEXT_ROUND_PLAN)
    )
    assert collect(unplanned).next_round == ()


def test_statements_are_told_with_their_signature_and_date_the_report(report: AuditReport) -> None:
    assert isinstance(report.conclusion, LocalizedText)
    assert report.conclusion["en"] == "本轮审计达到近期排放目标。\n(厂长（示例）, 2026-11-20)"
    assert report.issued_on == dt.date(2026, 11, 20)


def test_formulas_are_those_that_occur(report: AuditReport) -> None:
    used = {formula.formula for formula in report.formulas}

    assert {FORMULAS[key].expression for key in ("balance.gap", "ranking.total", "effect.effective")} <= used
    assert FORMULAS["inventory.co2e"].expression not in used
    assert all(formula.source for formula in report.formulas)


def test_what_is_left_of_a_limit_is_told_by_its_formula(collect: Collect, rows: list[TenantTable]) -> None:
    given = next(row for row in rows if isinstance(row, enterprises.PermitLimit))
    yearly = enterprises.PermitLimit(
        **given.model_dump(exclude={"id", "limit"}), limit=Quantity(1000, "t/a", status=QuantityStatus.ESTIMATED)
    )
    known = collect([*rows, yearly])
    assert [entry.after.headroom.value for entry in known.limits] == [None, pytest.approx(808.6)]
    assert FORMULAS["regulation.headroom"].expression in {formula.formula for formula in known.formulas}


def test_an_illustrative_audit_says_so(collect: Collect, rows: list[TenantTable], report: AuditReport) -> None:
    assert report.illustrative
    assert [note.illustrative for note in report.notes] == [True, True]
    assert report.notes[0].text == "企业、人员和全部数值均为示例。"


def test_the_content_is_told_by_its_hash(report: AuditReport) -> None:
    assert report.pins == (doc.ContentPin("chemical", "0.1.0", "ab12" * 16),)


def test_the_same_records_give_the_same_report(collect: Collect, rows: list[TenantTable]) -> None:
    assert collect(rows) == collect(rows)


def _measured_plant(rows: list[TenantTable]) -> list[TenantTable]:
    """The audit with a small process of its own: 100 t of ore become 70 t of metal and 30 t of slag."""
    own = {"tenant_id": "t", "audit_id": next(row.id for row in rows if isinstance(row, audits.Audit))}
    kept = [
        row
        for row in rows
        if not isinstance(
            row,
            audits.UnitProcess
            | audits.Stream
            | audits.Measurement
            | audits.Balance
            | audits.BalanceLine
            | audits.Cause
            | audits.StreamPrice
            | audits.UnitCost
            | options.OptionEffect,
        )
    ]
    unit = audits.UnitProcess(**own, id="u", code="smelter", name="熔炼")
    streams = [
        audits.Stream(**own, id="ore", code="ore", name="矿石", kind=StreamKind.MATERIAL, destination_id="u"),
        audits.Stream(**own, id="metal", code="metal", name="金属", kind=StreamKind.PRODUCT, origin_id="u"),
        audits.Stream(**own, id="slag", code="slag", name="炉渣", kind=StreamKind.WASTE, origin_id="u"),
        audits.Stream(**own, id="power", code="power", name="电", kind=StreamKind.ENERGY, destination_id="u"),
    ]
    amounts = {"ore": (100, "t/a"), "metal": (70, "t/a"), "slag": (30_000, "kg/a"), "power": (5, "MWh/a")}
    return [
        *kept,
        unit,
        *streams,
        *(audits.Measurement(**own, stream_id=code, amount=Quantity(*amount)) for code, amount in amounts.items()),
        audits.StreamPrice(**own, stream_id="ore", price=Quantity(10, "CNY/t")),
        audits.StreamPrice(**own, stream_id="power", price=Quantity(10, "CNY/MWh")),
        audits.StreamPrice(**own, stream_id="slag", price=Quantity(80, "CNY/a")),
        audits.UnitCost(**own, unit_process_id="u", energy=Quantity(0, "CNY/a"), system=Quantity(800, "CNY/a")),
        options.OptionEffect(
            **own,
            option_id=next(row.id for row in rows if isinstance(row, options.Option) and row.state != "REJECTED"),
            subject="炉渣",
            planned=Quantity(15, "t/a"),
        ),
    ]


def test_flows_are_drawn_to_the_scale_that_most_of_them_share(collect: Collect, rows: list[TenantTable]) -> None:
    diagram = collect(_measured_plant(rows)).flow_diagram
    assert diagram is not None
    assert diagram.unit == "t/a"
    assert [(flow.name, flow.amount.value, flow.role) for flow in diagram.flows] == [
        ("矿石", 100, doc.FlowRole.INPUT),
        ("金属", 70, doc.FlowRole.PRODUCT),
        ("炉渣", 30, doc.FlowRole.LOSS),
    ]
    assert diagram.others == ("电",)


def test_losses_have_their_cost(collect: Collect, rows: list[TenantTable]) -> None:
    costs = collect(_measured_plant(rows)).loss_costs
    assert costs is not None
    assert costs.missing == ()
    [slag] = costs.losses
    assert (slag.name, slag.total, costs.total) == ("炉渣", pytest.approx(635), pytest.approx(1930))


def test_options_are_simulated_with_their_planned_effects(collect: Collect, rows: list[TenantTable]) -> None:
    what_if = collect(_measured_plant(rows)).what_if
    assert what_if is not None
    assert what_if.missing == ()
    [step] = what_if.steps
    assert step.saved_cost.value == pytest.approx(40)
    changed = {change.name: change.after.value for change in what_if.changes}
    assert changed["炉渣"] == pytest.approx(15_000)
    assert changed["金属"] == pytest.approx(85)


def test_without_prices_there_is_no_table_of_losses(collect: Collect, rows: list[TenantTable]) -> None:
    unpriced = collect(row for row in rows if not isinstance(row, audits.StreamPrice | audits.UnitCost))
    assert unpriced.loss_costs is None


def test_a_map_that_is_not_finished_is_not_reconciled_and_says_so(report: AuditReport) -> None:
    (sulphur,) = report.reconciliations
    assert (sulphur.substance, sulphur.status, sulphur.flows) == ("S", ReconciliationStatus.NOTHING_MEASURED, ())
    said = [in_language(remark, "en") for remark in sulphur.remarks]
    assert "not counted, units with one side alone: U1, U2" in said
    assert "not counted, measured without an interval: P2, P3" in said


def test_a_finished_map_is_reconciled_and_its_formulas_are_told(collect: Collect, rows: list[TenantTable]) -> None:
    units = {row.code: row.id for row in rows if isinstance(row, audits.UnitProcess)}
    own = next({"tenant_id": row.tenant_id, "audit_id": row.audit_id} for row in rows if isinstance(row, audits.Stream))
    furnace_gas = audits.Stream(
        **own,
        code="P4",
        name="炉气",
        kind=StreamKind.MATERIAL,
        origin_id=units["U1"],
        destination_id=units["U2"],
    )
    finished = collect([*rows, furnace_gas])
    (sulphur,) = finished.reconciliations
    assert sulphur.status is ReconciliationStatus.NO_REDUNDANCY
    assert [flow.classification for flow in sulphur.flows] == [
        FlowClass.NONREDUNDANT,
        FlowClass.UNOBSERVABLE,
        FlowClass.UNOBSERVABLE,
        FlowClass.OBSERVABLE,
    ]
    assert FORMULAS["reconciliation.flows"].expression in {note.formula for note in finished.formulas}


def test_an_adopted_proposal_tells_why_in_the_chapter_of_options(collect: Collect, rows: list[TenantTable]) -> None:
    adopted = next(row for row in rows if isinstance(row, options.Option) and row.code == "F2")
    reasons = [
        {"kind": "POLLUTANT", "weight": 3.0, "text": {"zh-CN": "减少新鲜水", "en": "It reduces fresh water"}},
        {"kind": "PLUGIN", "weight": -1.5, "text": {"zh-CN": "行业经验不足", "en": "Rarely tried"}, "plugin": "glass"},
    ]
    note = options.AdoptedProposal(
        tenant_id="t",
        audit_id=adopted.audit_id,
        option_id=adopted.id,
        template=UNVERIFIED_TEMPLATE,
        source=options.ProposalSource.CORE,
        score=1.5,
        reasons=reasons,
    )

    report = collect([*rows, note])

    told = option(report, "F2").proposal
    assert told is not None
    assert (told.score, [weight for _, weight in told.reasons], told.source) == (1.5, [3.0, -1.5], "")
    assert option(report, "F1").proposal is None
    page = render_html(report, "en")
    assert "It reduces fresh water (+3.0)" in page
    assert "Rarely tried (-1.5)" in page
    assert "Why options of the library were proposed" not in render_html(collect(rows), "en")
