"""Two reports to render: one that says everything, and one of an audit that has only begun."""

from __future__ import annotations

import datetime as dt

import pytest

from cpaudit.audits.services.reconciliation import ReconciliationStatus
from cpaudit.engine import FlowClass, QuantityStatus
from cpaudit.engine.headroom import Keeping
from cpaudit.phases import HANDBOOK_1996, Aspect, CostClass
from cpaudit.reporting.document import (
    AbatementCurve,
    AbatementStep,
    AuditReport,
    Balance,
    BalanceStatus,
    Benchmark,
    Blocker,
    Cause,
    ChosenOption,
    ContentPin,
    Department,
    DiagramFlow,
    DiagramUnit,
    Economics,
    EnterpriseProfile,
    FeasibilityStudy,
    FlowDiagram,
    FlowInterval,
    FlowQuantity,
    FlowRole,
    FocusCandidate,
    FocusFactor,
    FocusRanking,
    FormulaNote,
    FundingSource,
    GradeIndex,
    IndicatorChange,
    IndicatorGrade,
    InventoryChange,
    LimitEntry,
    LimitStanding,
    LossCosts,
    LossEntry,
    MeasuredEffect,
    Measurement,
    NextRoundItem,
    ObligationEntry,
    Obstacle,
    OmittedOption,
    OptionEntry,
    OptionOrigin,
    OptionState,
    Outcome,
    PhaseProgress,
    PhaseState,
    PlanTask,
    PollutionSource,
    Portfolio,
    ProcessMap,
    ProcessStream,
    ProcessUnit,
    RatedIndicator,
    Rating,
    RatingStage,
    ReconciledFlow,
    Reconciliation,
    RegulatoryRecord,
    ReportNote,
    ScreeningRecord,
    ScreeningVerdict,
    Swing,
    Target,
    TeamMember,
    TrainingSession,
    WhatIf,
    WhatIfStep,
    YearlyFigures,
    YearlyKind,
)
from cpaudit.reporting.figures import Money, Number, Quantity
from cpaudit.text import LocalizedText


def both(zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": zh, "en": en})


def cny(amount: Number | None, *, verified: bool = True) -> Money:
    return Money(amount, "CNY", 2026, verified)


def measured(value: Number | None, unit: str) -> Quantity:
    return Quantity(value, unit, QuantityStatus.MEASURED)


def flow(zh: str, en: str, value: Number | None, unit: str = "t/d") -> FlowQuantity:
    return FlowQuantity(both(zh, en), measured(value, unit))


def yearly(kind: YearlyKind, name: LocalizedText, unit: str, *values: Number | None) -> YearlyFigures:
    return YearlyFigures(kind, name, unit, {2023 + n: measured(value, unit) for n, value in enumerate(values)})


CASE_A_ECONOMICS = Economics(
    investment=cny(1_500_000),
    annual_saving=cny(400_000),
    payback_years=4.615,
    npv=cny(1_009_564),
    npv_ratio=0.673,
    irr=0.17257,
    feasible=True,
    reasons=(both("N < 5 年", "N < 5 years"), both("NPV ≥ 0", "NPV ≥ 0"), both("IRR ≥ 10%", "IRR ≥ 10%")),
)

OPTIONS = (
    OptionEntry(
        code="F1",
        name=both("加强巡检，消除跑冒滴漏", "Walk-round inspections against leaks and spills"),
        description=both("每班巡检两次并记录", "Two inspections per shift, recorded"),
        aspect=Aspect.MANAGEMENT,
        cost_class=CostClass.NONE,
        origin=OptionOrigin.STAFF,
        state=OptionState.VERIFIED,
        economics=Economics(
            investment=cny(0),
            annual_saving=cny(43_860),
            payback_years=0.0,
            npv=cny(269_320),
            has_irr=False,
            feasible=True,
        ),
        owner="生产部",
        planned_start=dt.date(2026, 2, 1),
        planned_end=dt.date(2026, 2, 28),
        outcome=Outcome(
            actual_cost=cny(0),
            actual_saving=cny(41_200),
            finished=dt.date(2026, 2, 20),
            effects=(MeasuredEffect(both("新鲜水", "Fresh water"), measured(1250, "t/a")),),
            effective=True,
        ),
    ),
    OptionEntry(
        code="F2",
        name=both("冷却水闭路循环", "Closed cooling water circuit"),
        aspect=Aspect.EQUIPMENT,
        cost_class=CostClass.LOW,
        origin=OptionOrigin.LIBRARY,
        state=OptionState.IMPLEMENTED,
        economics=Economics(
            investment=cny(46_500),
            annual_saving=cny(69_500.5),
            payback_years=0.67,
            npv=cny(313_000),
            irr=1.49,
            feasible=True,
        ),
        outcome=Outcome(actual_cost=cny(61_000), actual_saving=cny(None), effective=None),
    ),
    OptionEntry(
        code="F3",
        name=both(
            "转化工序增设第五段触媒床层并更换低温高活性铯触媒",
            "A fifth catalyst bed in the converter, with caesium-promoted catalyst for low temperatures",
        ),
        aspect=Aspect.TECHNOLOGY,
        cost_class=CostClass.HIGH,
        origin=OptionOrigin.EXPERT,
        state=OptionState.RECOMMENDED,
        economics=CASE_A_ECONOMICS,
    ),
    OptionEntry(
        code="F4",
        name=both("尾气氨法脱硫", "Ammonia scrubbing of the tail gas"),
        aspect=Aspect.WASTE,
        cost_class=CostClass.MEDIUM,
        origin=OptionOrigin.LIBRARY,
        state=OptionState.REJECTED,
        rejection=both("净现值为负", "Negative net present value"),
        economics=Economics(
            investment=cny(480_000, verified=False),
            annual_saving=cny(52_000),
            payback_years=9.23,
            npv=cny(-78_455),
            npv_ratio=-0.163,
            irr=0.0146,
            feasible=False,
            reasons=(both("NPV < 0", "NPV < 0"),),
        ),
    ),
    OptionEntry(
        code="F5",
        name=both("操作工岗位培训", "Training of operators"),
        aspect=Aspect.STAFF,
        cost_class=CostClass.NONE,
        origin=OptionOrigin.STAFF,
        state=OptionState.PROPOSED,
    ),
)


FLOW_DIAGRAM = FlowDiagram(
    unit="t/d",
    units=tuple(
        DiagramUnit(code, name)
        for code, name in (
            ("melter", both("熔硫与过滤", "Sulphur melting and filtration")),
            ("burner", both("焚硫炉", "Sulphur burner")),
            ("absorber", both("吸收塔", "Absorber")),
            ("cooler", both("酸循环与酸冷却", "Acid circulation and cooling")),
        )
    ),
    flows=(
        DiagramFlow(both("固体硫磺", "Solid sulphur"), None, "melter", measured(48, "t/d"), FlowRole.INPUT),
        DiagramFlow(both("过滤渣", "Filter residue"), "melter", None, measured(0.6, "t/d"), FlowRole.LOSS),
        DiagramFlow(both("液体硫磺", "Liquid sulphur"), "melter", "burner", measured(47.4, "t/d"), FlowRole.INTERNAL),
        DiagramFlow(both("空气", "Air"), None, "burner", measured(300, "t/d"), FlowRole.INPUT),
        DiagramFlow(both("炉气", "Burner gas"), "burner", "absorber", measured(347.4, "t/d"), FlowRole.INTERNAL),
        DiagramFlow(both("尾气", "Tail gas"), "absorber", None, measured(229, "t/d"), FlowRole.LOSS),
        DiagramFlow(both("浓酸", "Strong acid"), "absorber", "cooler", measured(160, "t/d"), FlowRole.INTERNAL),
        DiagramFlow(both("循环酸", "Acid back"), "cooler", "absorber", measured(20, "t/d"), FlowRole.INTERNAL),
        DiagramFlow(both("余热酸", "Warm acid"), "burner", "cooler", measured(None, "t/d"), FlowRole.INTERNAL),
        DiagramFlow(both("硫酸", "Sulphuric acid"), "cooler", None, measured(140, "t/d"), FlowRole.PRODUCT),
    ),
    others=(both("电", "Electricity"),),
)


@pytest.fixture(scope="session")
def rich_report() -> AuditReport:
    """A report with something in every section; every figure in it is illustrative."""
    return AuditReport(
        enterprise=EnterpriseProfile(
            name=both("示例硫酸厂有限公司", "Sample Sulphuric Acid Works Ltd"),
            industry_code="2611",
            industry_name=both("无机酸制造", "Manufacture of inorganic acids"),
            size=both("中型", "Medium"),
            address=both("某省某市示例路 1 号", "1 Sample Road"),
            employees=1280,
            description=both(
                "企业以硫铁矿为原料，采用接触法生产硫酸，现有两条生产线。",
                "The works makes sulphuric acid from pyrite by the contact process, on two lines.",
            ),
            departments=(
                Department(
                    both("一分厂", "Plant 1"),
                    (both("焙烧", "Roasting"), both("净化", "Gas cleaning")),
                    both("生产", "Production"),
                    "王示例",
                ),
                Department(both("二分厂", "Plant 2"), (both("转化", "Conversion"), both("吸收", "Absorption"))),
            ),
            products=(
                yearly(YearlyKind.OUTPUT, both("硫酸（98%）", "Sulphuric acid (98 %)"), "t", 138_200, 141_550, 145_000),
            ),
            records=(
                RegulatoryRecord(
                    both("排污许可证", "Discharge permit"),
                    "X-2026-001",
                    dt.date(2024, 1, 1),
                    dt.date(2028, 12, 31),
                    both("SO₂ ≤ 400 mg/Nm³", "SO₂ ≤ 400 mg/Nm³"),
                ),
                RegulatoryRecord(both("限期治理", "Deadline treatment order"), "L-7"),
            ),
        ),
        round_number=2,
        method=HANDBOOK_1996.name,
        issued_on=dt.date(2026, 11, 23),
        issued_by=both("示例省化工厅", "Sample Provincial Department of Chemical Industry"),
        period_start=dt.date(2026, 1, 5),
        period_end=dt.date(2026, 11, 20),
        phases=tuple(
            PhaseProgress(
                phase.name,
                state,
                dt.date(2026, phase.position, 15) if state is PhaseState.PASSED else None,
                "张示例" if state is PhaseState.PASSED else "",
            )
            for phase, state in zip(
                HANDBOOK_1996.phases,
                [PhaseState.PASSED] * 4 + [PhaseState.STALE, PhaseState.READY, PhaseState.BLOCKED, PhaseState.OPEN],
                strict=True,
            )
        ),
        commitment=both("厂长签署了清洁生产承诺书。", "The director has signed the commitment."),
        team=(
            TeamMember("张示例", both("组长", "Head"), both("厂部", "Management"), both("总协调", "Coordination")),
            TeamMember("李示例", both("成员", "Member"), both("财务科", "Finance"), both("经济评估", "Economics")),
        ),
        plan=(
            PlanTask(both("现场考察", "Site survey"), "张示例", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
            PlanTask(
                both("物料实测", "Measurements"), "李示例", dt.date(2026, 3, 1), None, both("实测表", "Data sheets")
            ),
        ),
        training=(
            TrainingSession(both("清洁生产基础", "Basics of cleaner production"), dt.date(2026, 1, 20), 86, 4.5),
        ),
        obstacles=(
            Obstacle(
                both("思想观念", "Attitude"),
                both("认为清洁生产只是末端治理", "Cleaner production is taken for end-of-pipe treatment"),
                both("宣讲已实施方案的经济效益", "Show the savings of the options already carried out"),
            ),
        ),
        yearly=(
            yearly(YearlyKind.INPUT, both("硫铁矿", "Pyrite"), "t", 118_000, 120_350, 121_900),
            yearly(YearlyKind.INPUT, both("电", "Electricity"), "MWh", 14_210.5, None, 14_875),
            yearly(YearlyKind.OUTPUT, both("硫酸", "Sulphuric acid"), "t", 138_200, 141_550, 145_000),
            YearlyFigures(
                YearlyKind.DISCHARGE,
                both("二氧化硫", "Sulphur dioxide"),
                "t",
                {
                    2024: Quantity(362.4, "t", QuantityStatus.ESTIMATED),
                    2025: Quantity(362.9, "t", QuantityStatus.CALCULATED, verified=False),
                },
            ),
        ),
        sources=(
            PollutionSource(
                both("尾气", "Tail gas"),
                both("大气", "Air"),
                both("SO₂", "SO₂"),
                measured(362.9, "t/a"),
                both("直接排放", "Straight into the air"),
            ),
            PollutionSource(both("酸性废水", "Acid waste water"), both("水", "Water"), "As", Quantity(None, "kg/a")),
        ),
        compliance=both("排放达到许可证要求。", "Discharges keep to the permit."),
        limits=(
            LimitEntry(
                both("总量控制指标 Z-1", "Total emission quota Z-1"),
                "SO2",
                Quantity(300, "t/a"),
                True,
                LimitStanding(Keeping.EXCEEDED, measured(362.9, "t/a"), measured(-62.9, "t/a")),
                LimitStanding(Keeping.UNKNOWN, Quantity(None, ""), Quantity(None, "")),
                LimitStanding(Keeping.WITHIN, measured(191.4, "t/a"), measured(108.6, "t/a")),
                (both("F3：计划 171.5 t/a", "F3: planned 171.5 t/a"),),
                (both("所用排放因子尚未与来源核对", "a factor behind it is not checked against its source"),),
            ),
        ),
        obligations=(
            ObligationEntry(both("限期治理 L-7", "Deadline treatment order L-7"), both("治理中", "open"), 38),
        ),
        limit_remarks=(both("没有有效的排污申报登记", "no declaration of pollutants is in force"),),
        profile_note=both("2024 年以前的记录已遗失。", "Records from before 2024 are lost."),
        benchmarks=(
            Benchmark(
                RatingStage.BEFORE,
                both("吨酸 SO₂ 排放", "SO₂ per tonne of acid"),
                measured(2.5, "kg/t"),
                Quantity(1.5, "kg/t"),
                IndicatorGrade.BELOW,
                both("示例标准表 1", "Illustrative standard, table 1"),
            ),
            Benchmark(
                RatingStage.AFTER,
                both("吨酸 SO₂ 排放", "SO₂ per tonne of acid"),
                measured(1.32, "kg/t"),
                Quantity(1.5, "kg/t"),
                IndicatorGrade.II,
                both("示例标准表 1", "Illustrative standard, table 1"),
            ),
            Benchmark(
                RatingStage.BEFORE,
                both("吨酸综合能耗", "Energy per tonne of acid"),
                Quantity(None, "kgce/t"),
                Quantity(125, "kgce/t"),
            ),
        ),
        ratings=(
            Rating(
                RatingStage.BEFORE,
                both("硫酸行业评价指标体系", "Index system, sulphuric acid"),
                both("III 级", "Grade III"),
                100.0,
                indices=(
                    GradeIndex(IndicatorGrade.I, 20.0, 20.0, 85.0),
                    GradeIndex(IndicatorGrade.II, 60.0, 60.0, 85.0),
                    GradeIndex(IndicatorGrade.III, 100.0, 100.0, 100.0),
                ),
                indicators=(
                    RatedIndicator(
                        both("单位产品综合能耗", "Energy use per unit of product"),
                        measured(128, "kgce/t"),
                        IndicatorGrade.III,
                        limiting=True,
                        weight=0.6,
                    ),
                    RatedIndicator(
                        both("尾气回收", "Recovery of tail gas"), Quantity(None, ""), IndicatorGrade.I, weight=0.4
                    ),
                ),
            ),
            Rating(
                RatingStage.AFTER,
                both("硫酸行业评价指标体系", "Index system, sulphuric acid"),
                both("未完成", "Incomplete"),
                None,
                (both("单位产品综合能耗", "Energy use per unit of product"),),
                (
                    GradeIndex(IndicatorGrade.I, 0.0, 100.0, 85.0),
                    GradeIndex(IndicatorGrade.II, 0.0, 100.0, 85.0),
                    GradeIndex(IndicatorGrade.III, 0.0, 100.0, 100.0),
                ),
                (
                    RatedIndicator(
                        both("单位产品综合能耗", "Energy use per unit of product"),
                        Quantity(None, ""),
                        IndicatorGrade.UNGRADED,
                        limiting=True,
                        weight=1.0,
                        change=IndicatorChange.UNKNOWN,
                    ),
                    RatedIndicator(
                        both("尾气回收", "Recovery of tail gas"),
                        Quantity(None, ""),
                        IndicatorGrade.UNGRADED,
                        applies=False,
                        change=IndicatorChange.UNKNOWN,
                    ),
                ),
            ),
        ),
        focus=FocusRanking(
            factors=tuple(
                FocusFactor(both(zh, en), weight)
                for zh, en, weight in (
                    ("废弃物量", "Amount of waste", 10),
                    ("主要消耗", "Main consumption", 9),
                    ("环保费用", "Environmental cost", 8),
                    ("废弃物毒性", "Toxicity of waste", 7),
                    ("市场发展潜力", "Market prospects", 5),
                    ("车间积极性", "Workshop's enthusiasm", 2),
                )
            ),
            candidates=(
                FocusCandidate(both("一车间", "Workshop 1"), (10, 5, 10, 4, 6, 5), 293, 2),
                FocusCandidate(both("二车间", "Workshop 2"), (6, 10, 4, 10, 10, 10), 322, 1, chosen=True),
                FocusCandidate(both("三车间", "Workshop 3"), (4, 8, 1, 5, 8, 7), 209, 3),
                FocusCandidate(both("四车间", "Workshop 4"), (4, None, 1, 5, 8, 7), None, None),
            ),
        ),
        targets=(
            Target(
                both("吨酸 SO₂ 排放", "SO₂ per tonne of acid"),
                measured(2.5, "kg/t"),
                Quantity(1.5, "kg/t"),
                Quantity(0.8, "kg/t"),
                measured(1.32, "kg/t"),
                True,
            ),
            Target(
                both("吨酸新鲜水耗", "Fresh water per tonne of acid"),
                measured(4.1, "t/t"),
                Quantity(3.5, "t/t"),
                Quantity(None, "t/t"),
                Quantity(None, "t/t"),
                None,
            ),
        ),
        process=ProcessMap(
            (
                ProcessUnit(both("焙烧", "Roasting"), "U1"),
                ProcessUnit(both("转化", "Conversion"), "U2"),
            ),
            (
                ProcessStream(both("硫铁矿", "Pyrite"), "", both("焙烧", "Roasting"), both("原料", "Raw material")),
                ProcessStream(both("炉气", "Furnace gas"), both("焙烧", "Roasting"), both("转化", "Conversion")),
            ),
        ),
        measurements=(
            Measurement(
                both("尾气", "Tail gas"),
                both("SO₂ 浓度", "SO₂ concentration"),
                measured(1200, "mg/Nm³"),
                0.05,
                both("定电位电解法", "Electrochemical cell"),
                dt.date(2026, 3, 12),
            ),
            Measurement(
                both("新鲜水", "Fresh water"),
                both("流量", "Flow"),
                Quantity(0.000_045_6, "m³/s", QuantityStatus.DEFAULT),
            ),
        ),
        reconciliations=(
            Reconciliation(
                substance=both("硫", "Sulphur"),
                status=ReconciliationStatus.INCONSISTENT,
                unit="t/d",
                statistic=19.4,
                freedom=1,
                critical=3.8415,
                flows=(
                    ReconciledFlow(
                        both("硫铁矿", "Pyrite"),
                        FlowClass.REDUNDANT,
                        FlowInterval(142.6, 135.5, 149.7),
                        FlowInterval(136.1, 132.6, 139.6),
                        1,
                    ),
                    ReconciledFlow(
                        both("成品酸", "Product acid"),
                        FlowClass.REDUNDANT,
                        FlowInterval(131.2, 128.6, 133.8),
                        FlowInterval(132.1, 129.6, 134.6),
                        2,
                    ),
                    ReconciledFlow(
                        both("炉气", "Furnace gas"), FlowClass.OBSERVABLE, None, FlowInterval(136.1, 132.6, 139.6)
                    ),
                    ReconciledFlow(both("矿渣", "Cinder"), FlowClass.UNOBSERVABLE, None, None),
                ),
                remarks=(both("测量值没有区间，未计入：P4", "not counted, measured without an interval: P4"),),
            ),
            Reconciliation("", ReconciliationStatus.NOTHING_MEASURED),
        ),
        balances=(
            Balance(
                name=both("硫平衡", "Sulphur"),
                unit="t/d",
                inputs=(flow("硫铁矿含硫", "Sulphur in pyrite", 142.6), flow("回收硫", "Recovered sulphur", 3.1)),
                outputs=(
                    flow("成品酸含硫", "Sulphur in product acid", 131.2),
                    flow("矿渣含硫", "Sulphur in cinder", 2.4),
                    flow("尾气 SO₂ 含硫", "Sulphur as SO₂ in the tail gas from both absorption towers", 0.5),
                    flow("酸性废水含硫", "Sulphur in acid waste water", None),
                ),
                gap=0.0796,
                tolerance=0.05,
                status=BalanceStatus.EXPLAINED,
                explanation=both("酸性废水未计量。", "The acid waste water has no meter."),
            ),
            Balance(
                name=both("水平衡", "Water"),
                unit="m³/d",
                inputs=(flow("新鲜水", "Fresh water", 1632, "m³/d"), flow("原料带入", "With raw material", 42, "m³/d")),
                outputs=(
                    flow("蒸发", "Evaporation", 900, "m³/d"),
                    flow("排水", "Discharge", 660, "m³/d"),
                    flow("产品带出", "With product", 120, "m³/d"),
                ),
                gap=-0.0036,
                status=BalanceStatus.CLOSED,
            ),
            Balance(name=both("能量平衡", "Energy"), unit="GJ/d", inputs=(), outputs=()),
        ),
        flow_diagram=FLOW_DIAGRAM,
        loss_costs=LossCosts(
            unit="CNY/d",
            losses=(
                LossEntry(both("尾气", "Tail gas"), measured(229, "t/d"), 20_100.5, 800, 1200, 0, 22_100.5, 0.31),
                LossEntry(both("废触媒", "Spent catalyst"), measured(None, "t/d"), None, None, None, 35, None, None),
            ),
            loss_total=None,
            total=71_300,
            missing=(both("废触媒 的流量未知", "the flow of spent catalyst is not known"),),
        ),
        causes=(
            Cause(
                Aspect.TECHNOLOGY,
                both("尾气 SO₂", "SO₂ in the tail gas"),
                both("转化率低", "Low conversion"),
                both("转化器", "Converter"),
            ),
            Cause(Aspect.STAFF, both("新鲜水", "Fresh water"), both("操作不熟练", "Operators are not trained")),
        ),
        options=OPTIONS,
        screening=(
            ScreeningRecord("F3", ScreeningVerdict.KEPT, 301, 1),
            ScreeningRecord("F4", ScreeningVerdict.DEFERRED, 188.5, 2, both("效益低", "Low benefit")),
        ),
        studies=(
            FeasibilityStudy(
                option="F3",
                technical=both("技术成熟，国内已有应用。", "The technology is mature and in use."),
                environmental=both("SO₂ 由 1200 降至 300 mg/Nm³。", "SO₂ falls from 1200 to 300 mg/Nm³."),
                economic=both("净现值为正。", "The net present value is positive."),
                recommended=True,
                conclusion=both("建议实施。", "To be carried out."),
            ),
        ),
        what_if=WhatIf(
            changes=(
                InventoryChange("SO2", measured(362.9, "t/a"), measured(90.7, "t/a")),
                InventoryChange(both("成本", "Cost"), Quantity(1_200_000, "CNY/a"), Quantity(1_140_000, "CNY/a")),
                InventoryChange(both("新鲜水", "Fresh water"), measured(1632, "m³/d"), Quantity(None, "m³/d")),
            ),
            steps=(
                WhatIfStep("F2", "冷却水闭路循环", Quantity(None, "CNY/a"), ()),
                WhatIfStep("F3", "第五段触媒", Quantity(60_000, "CNY/a"), (("SO2", measured(272.2, "t/a")),)),
            ),
            missing=(both("方案 F5 没有说明对工艺物流的改变", "F5 does not say what it changes in the process"),),
        ),
        portfolio=Portfolio(
            budget=cny(2_000_000),
            spent=cny(1_506_000),
            value=cny(1_066_800),
            chosen=(
                ChosenOption("F1", cny(6000), cny(57_200)),
                ChosenOption("F3", cny(1_500_000), cny(1_009_600)),
            ),
            omitted=(OmittedOption("F5", both("投资未知", "its investment is not known")),),
            swings=(
                Swing(
                    option="F3",
                    input=both("年收益", "annual saving"),
                    low=320_000.0,
                    high=480_000.0,
                    value_low=634_000.0,
                    value_high=1_499_000.0,
                    changes_choice=False,
                ),
                Swing(
                    option="",
                    input=both("预算", "budget"),
                    low=1_000_000.0,
                    high=3_000_000.0,
                    value_low=57_200.0,
                    value_high=1_066_800.0,
                    changes_choice=True,
                ),
                Swing(
                    option="F1",
                    input=both("投资", "investment"),
                    low=4_000.0,
                    high=9_000.0,
                    value_low=1_068_800.0,
                    value_high=None,
                    changes_choice=False,
                ),
            ),
            spread=0.2,
            findings=(both("净化工段：物流总量未知", "Purification: how much is in the stream is not known"),),
        ),
        curves=(
            AbatementCurve(
                subject="SO2",
                unit="t/a",
                currency="CNY",
                steps=(
                    AbatementStep("F1", both("取样点加盖", "Sampling points sealed"), 4.0, -420.0, 4.0),
                    AbatementStep("F3", both("更换催化剂", "Catalyst replaced"), 240.0, 12.0, 244.0),
                    AbatementStep("F4", both("尾气洗涤", "Tail gas scrubbing"), 60.0, 629.0, 304.0),
                ),
                omitted=(OmittedOption("F5", both("削减量未知", "its reduction is not known")),),
                findings=(
                    both("负成本方案按年净收益排序", "options of negative cost are in the order of what they save"),
                ),
            ),
        ),
        funding=(FundingSource("F3", both("污染防治基金贷款", "Loan of the pollution prevention fund"), cny(900_000)),),
        inventory=(
            InventoryChange(both("二氧化硫", "Sulphur dioxide"), measured(362.9, "t/a"), measured(191.4, "t/a")),
            InventoryChange(both("新鲜水", "Fresh water"), measured(594_500, "t/a"), measured(512_300, "t/a")),
            InventoryChange(both("砷", "Arsenic"), measured(41.2, "kg/a"), Quantity(None, "kg/a")),
            InventoryChange(both("硫酸产量", "Acid made"), measured(145_000, "t/a"), measured(147_300, "t/a")),
        ),
        next_round_plan=both("以净化工序为下一轮重点。", "The next round looks at gas cleaning."),
        next_round=(
            NextRoundItem(both("净化工序酸性废水回用", "Reuse of acid waste water"), "张示例", dt.date(2027, 6, 30)),
        ),
        conclusion=both("本轮审核达到主要目标。", "The audit has reached its main target."),
        blockers=(
            Blocker(
                both("方案实施", "Implementation"),
                "EFFECT_MISSING",
                both("F2 没有实测效果", "F2 has no measured effect"),
                both("补充实测数据", "Measure the saving"),
            ),
        ),
        pins=(ContentPin("cpaudit-chemical", "0.1.0", "sha256:" + "ab12" * 16),),
        formulas=(
            FormulaNote(
                both("净现值", "Net present value"), "NPV = Σ F/(1+i)^j − I", both("审计手册", "Audit handbook")
            ),
        ),
        notes=(
            ReportNote(
                both("企业名称、人员和全部数值均为示例。", "Names, people and all figures are illustrative."),
                illustrative=True,
            ),
        ),
    )


@pytest.fixture(scope="session")
def bare_report() -> AuditReport:
    """An audit that has only begun: everything that can be unknown is unknown."""
    return AuditReport(
        enterprise=EnterpriseProfile(name="示例厂"),
        round_number=1,
        method=HANDBOOK_1996.name,
        issued_on=dt.date(2026, 1, 1),
    )
