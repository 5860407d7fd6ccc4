"""An audit with something recorded of every kind, for tests that read audits; every figure in it is illustrative.

Exceptions are the figures of the option ``F3``, which are those of case A (清洁生产审核 经济评估 例题).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlmodel import SQLModel

from cpaudit.audits import models as audits
from cpaudit.contributions import FlowDirection, StreamKind
from cpaudit.engine import Quantity, QuantityStatus
from cpaudit.enterprises import models as enterprises
from cpaudit.options import models as options
from cpaudit.phases import METHODS, Aspect, CostClass, MethodKey, StepKey
from cpaudit.storage.tables import TenantTable
from cpaudit.work import Work

AUDIT_ID = "a" * 32
UNVERIFIED_TEMPLATE = "chemical:option:CHM-O-46"
FACTOR = "chemical:factor:CHM-H2SO4-SO2-AP42-93"


def measured(value: float, unit: str, half: float | None = None) -> Quantity:
    """A measured quantity, with half of its interval."""
    ends = (None, None) if half is None else (value - half, value + half)
    return Quantity(value, unit, *ends, status=QuantityStatus.MEASURED)


def estimated(value: float, unit: str) -> Quantity:
    """A quantity that somebody estimated."""
    return Quantity(value, unit)


def recorded_audit(
    tenant_id: str,
    enterprise_id: str,
    *,
    passed_by: str | None = None,
    method: MethodKey = MethodKey.HANDBOOK_1996,
) -> list[TenantTable]:
    """All rows of the audit and of its enterprise's parts, in no particular order.

    Args:
        passed_by: the member who passed its first two phases.
        method: the method of the audit.
    """
    own = {"tenant_id": tenant_id, "audit_id": AUDIT_ID}
    return [
        audits.Audit(
            tenant_id=tenant_id,
            id=AUDIT_ID,
            enterprise_id=enterprise_id,
            method=method,
            title="硫酸厂第一轮审计（示例）",
            illustrative=True,
            note="企业、人员和全部数值均为示例。",
            created_at=datetime(2026, 1, 5, 8, tzinfo=UTC),
        ),
        *_enterprise({"tenant_id": tenant_id, "enterprise_id": enterprise_id}),
        *(
            audits.AuditPhase(
                **own,
                key=phase.key,
                position=phase.position,
                passed_at=datetime(2026, phase.position, 20, 8, tzinfo=UTC) if phase.position <= 2 else None,
                passed_by=passed_by if phase.position <= 2 else None,
                checksum="0" * 64 if phase.position <= 2 else None,
            )
            for phase in METHODS[method].phases
        ),
        audits.AuditPin(**own, pack="chemical", pack_version="0.1.0", content_hash="ab12" * 16),
        *_preparation(own),
        *_survey(own),
        *_assessment(own),
        *_options(own),
        *_results(own),
    ]


async def record_audit(work: Work) -> str:
    """Record the audit, of an enterprise of its own, in the actor's tenant; gives the audit's id."""
    enterprise = enterprises.Enterprise(
        tenant_id=work.actor.tenant,
        code="acid",
        name="示例硫酸厂",
        gb4754="C2611",
        size_class=enterprises.SizeClass.MEDIUM,
        city="示例市",
        address="示例路 1 号",
        established_year=1958,
        employees=1280,
        illustrative=True,
    )
    rows = recorded_audit(work.actor.tenant, enterprise.id, passed_by=work.actor.member_id)
    # The session orders rows by relationships, of which the tables have none: the tables' own order it is.
    for table in SQLModel.metadata.sorted_tables:
        work.session.add_all([row for row in (enterprise, *rows) if row.__tablename__ == table.name])
        await work.session.flush()
    return AUDIT_ID


def _enterprise(own: dict[str, str]) -> list[TenantTable]:
    plant, office = "d" * 31 + "1", "d" * 31 + "2"
    acid, permit = "c" * 31 + "1", "c" * 31 + "2"
    return [
        enterprises.Department(**own, id=plant, name="制酸车间", head="车间主任（示例）"),
        enterprises.Department(**own, id=office, name="环保科", kind=enterprises.DepartmentKind.MANAGEMENT),
        enterprises.WorkStep(**own, department_id=plant, code="S2", name="转化"),
        enterprises.WorkStep(**own, department_id=plant, code="S1", name="焙烧"),
        enterprises.Product(**own, id=acid, code="H2SO4", name="硫酸（98%）", unit="t"),
        enterprises.ProductOutput(**own, product_id=acid, year=2024, amount=measured(141_550, "t")),
        enterprises.ProductOutput(**own, product_id=acid, year=2025, amount=measured(145, "kt")),
        enterprises.RegulatoryRecord(
            **own,
            id=permit,
            kind=enterprises.RegulatoryKind.DISCHARGE_PERMIT,
            status=enterprises.RegulatoryStatus.IN_FORCE,
            number="X-2026-001",
            issued_on=date(2024, 1, 1),
            valid_until=date(2028, 12, 31),
            authority="示例市环境保护局",
        ),
        enterprises.RegulatoryRecord(
            **own, kind=enterprises.RegulatoryKind.ISO_14000, status=enterprises.RegulatoryStatus.PENDING
        ),
        enterprises.PermitLimit(
            **own,
            record_id=permit,
            pollutant="SO2",
            medium=enterprises.PermitMedium.AIR,
            limit=estimated(400, "mg/m3"),
        ),
    ]


def _statement(own: dict[str, str], kind: audits.StatementKind, text: str) -> audits.Statement:
    return audits.Statement(**own, kind=kind, text=text, signed_by="厂长（示例）", signed_on=date(2026, 11, 20))


def _preparation(own: dict[str, str]) -> list[TenantTable]:
    return [
        _statement(own, audits.StatementKind.COMMITMENT, "全厂参加清洁生产审计，节能、降耗、减污、增效。"),
        audits.TeamMember(
            **own, name="张示例", department="厂部", position="副厂长", role=audits.TeamRole.LEADER, duty="总协调"
        ),
        audits.TeamMember(**own, name="李示例", department="制酸车间", duty="物料平衡"),
        audits.PlanTask(
            **own,
            step=StepKey.MEASUREMENT,
            name="物料实测",
            owner="李示例",
            department="制酸车间",
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 3, 31),
        ),
        audits.PlanTask(
            **own,
            step=StepKey.SITE_SURVEY,
            name="现场考察",
            owner="张示例",
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 2, 28),
        ),
        audits.Training(**own, topic="清洁生产基础", held_on=date(2026, 1, 20), hours=4.5, attendees=86),
        audits.Obstacle(
            **own,
            kind=audits.ObstacleKind.ATTITUDE,
            description="认为清洁生产只是末端治理",
            countermeasure="宣讲已实施方案的经济效益",
        ),
    ]


def _survey(own: dict[str, str]) -> list[TenantTable]:
    flows = {
        (audits.FlowKind.DISCHARGE, "二氧化硫"): ((2024, estimated(362.4, "t")), (2025, measured(362_900, "kg"))),
        (audits.FlowKind.INPUT, "硫铁矿"): (
            (2023, measured(118_000, "t")),
            (2024, measured(120_350, "t")),
            (2025, measured(121_900, "t")),
        ),
        (audits.FlowKind.OUTPUT, "硫酸"): ((2024, measured(141_550, "t")), (2025, measured(145_000, "t"))),
    }
    weights = (("waste", "废弃物量", 10.0), ("consumption", "主要消耗", 9.0), ("cost", "环保费用", 8.0))
    return [
        audits.PollutionSource(
            **own,
            name="尾气",
            medium=audits.Medium.AIR,
            pollutant="SO2",
            amount=measured(362.9, "t/a"),
            destination="经 60 m 烟囱排放",
        ),
        audits.PollutionSource(**own, name="酸性废水", medium=audits.Medium.WATER, pollutant="As"),
        *(
            audits.AnnualFlow(**own, year=year, kind=kind, substance=substance, amount=amount)
            for (kind, substance), years in flows.items()
            for year, amount in years
        ),
        _statement(own, audits.StatementKind.PROFILE_NOTE, "2023 年产量记录已遗失。"),
        _statement(own, audits.StatementKind.COMPLIANCE, "二氧化硫排放浓度达到排污许可证要求。"),
        *(audits.FocusFactor(**own, code=code, name=name, weight=weight) for code, name, weight in weights),
        audits.FocusCandidate(
            **own,
            name="转化吸收工段",
            scores={"waste": 10, "consumption": 6, "cost": 8},
            chosen=True,
            reason="尾气二氧化硫量最大。",
        ),
        audits.FocusCandidate(**own, name="净化工段", scores={"waste": 6, "consumption": 5, "cost": 9}),
        audits.Target(
            **own,
            indicator="吨酸 SO2 排放",
            horizon=audits.TargetHorizon.NEAR,
            basis=audits.TargetBasis.RELATIVE,
            baseline=measured(2.5, "kg/t"),
            goal=estimated(1.5, "kg/t"),
            due=date(2026, 12, 31),
            result=measured(1320, "g/t"),
        ),
        audits.Target(
            **own,
            indicator="吨酸 SO2 排放",
            horizon=audits.TargetHorizon.LONG,
            basis=audits.TargetBasis.RELATIVE,
            baseline=measured(2.5, "kg/t"),
            goal=estimated(0.8, "kg/t"),
            due=date(2029, 12, 31),
        ),
        audits.Target(
            **own,
            indicator="余热回收量",
            horizon=audits.TargetHorizon.NEAR,
            basis=audits.TargetBasis.ABSOLUTE,
            baseline=measured(1000, "GJ/a"),
            goal=estimated(1500, "GJ/a"),
            due=date(2026, 12, 31),
            result=measured(1400, "GJ/a"),
        ),
        audits.Benchmark(
            **own,
            scenario=audits.Scenario.AFTER,
            indicator="吨酸 SO2 排放",
            actual=measured(1.32, "kg/t"),
            reference=estimated(1.5, "kg/t"),
            grade=audits.Grade.II,
            source="示例标准，表 1",
        ),
        audits.Benchmark(
            **own,
            scenario=audits.Scenario.BEFORE,
            indicator="吨酸 SO2 排放",
            actual=measured(2.5, "kg/t"),
            reference=estimated(1.5, "kg/t"),
            grade=audits.Grade.BELOW,
            source="示例标准，表 1",
        ),
        audits.Benchmark(**own, scenario=audits.Scenario.BEFORE, indicator="吨酸综合能耗"),
    ]


def _assessment(own: dict[str, str]) -> list[TenantTable]:
    roasting, conversion = "1" * 31 + "1", "1" * 31 + "2"
    pyrite, gas, acid = ("2" * 31 + str(number) for number in (1, 2, 3))
    in_pyrite, in_acid, in_gas, in_stock = ("3" * 31 + str(number) for number in (1, 2, 3, 4))
    sulphur, water = "4" * 31 + "1", "4" * 31 + "2"
    day = date(2026, 3, 12)

    def line(balance: str, name: str, direction: FlowDirection, measurement: str | None = None) -> audits.BalanceLine:
        return audits.BalanceLine(**own, balance_id=balance, name=name, direction=direction, measurement_id=measurement)

    return [
        audits.UnitProcess(**own, id=roasting, code="U1", name="焙烧"),
        audits.UnitProcess(**own, id=conversion, code="U2", name="转化"),
        audits.Stream(
            **own, id=pyrite, code="P1", name="硫铁矿", kind=StreamKind.MATERIAL, destination_id=roasting, substance="S"
        ),
        audits.Stream(
            **own, id=acid, code="P2", name="成品酸", kind=StreamKind.PRODUCT, origin_id=conversion, substance="S"
        ),
        audits.Stream(
            **own, id=gas, code="P3", name="尾气", kind=StreamKind.EMISSION, origin_id=conversion, substance="SO2"
        ),
        audits.StreamPrice(**own, stream_id=pyrite, price=measured(600, "CNY/t"), source="采购合同"),
        audits.UnitCost(
            **own, unit_process_id=roasting, energy=measured(1200, "CNY/d"), system=measured(5000, "CNY/d")
        ),
        audits.Measurement(
            **own,
            id=in_pyrite,
            stream_id=pyrite,
            substance="S",
            amount=measured(142.6, "t/d", 7.13),
            measured_on=day,
            method="称量与化验",
        ),
        audits.Measurement(**own, id=in_acid, stream_id=acid, substance="S", amount=measured(131_200, "kg/d")),
        audits.Measurement(**own, id=in_gas, stream_id=gas, substance="S", amount=estimated(0.5, "t/d")),
        audits.Measurement(**own, id=in_stock, stream_id=acid, substance="S", amount=measured(-1.2, "t/d")),
        audits.Balance(
            **own,
            id=sulphur,
            name="硫平衡",
            kind=audits.BalanceKind.SUBSTANCE,
            substance="S",
            explanation="矿渣残硫未单独计量。",
        ),
        line(sulphur, "硫铁矿含硫", FlowDirection.INPUT, in_pyrite),
        line(sulphur, "成品酸含硫", FlowDirection.OUTPUT, in_acid),
        line(sulphur, "尾气含硫", FlowDirection.OUTPUT, in_gas),
        line(sulphur, "库存变化", FlowDirection.ACCUMULATION, in_stock),
        audits.Balance(**own, id=water, name="水平衡", kind=audits.BalanceKind.WATER),
        line(water, "新鲜水", FlowDirection.INPUT),
        line(water, "排水", FlowDirection.OUTPUT),
        audits.Cause(
            **own,
            aspect=Aspect.TECHNOLOGY,
            description="四段转化，转化率低",
            unit_process_id=conversion,
            stream_id=gas,
            pollutant="SO2",
        ),
    ]


def _options(own: dict[str, str]) -> list[TenantTable]:
    walk, circuit, catalyst, scrubber, idea = ("5" * 31 + str(number) for number in range(1, 6))
    return [
        options.ScreeningFactor(**own, code="effect", name="环境效果", weight=8.0),
        options.ScreeningFactor(**own, code="cost", name="费用", weight=5.0),
        options.Option(
            **own,
            id=walk,
            code="F1",
            name="加强巡检，消除跑冒滴漏",
            description="每班巡检两次并记录",
            aspect=Aspect.MANAGEMENT,
            cost_class=CostClass.NONE,
            origin=options.OptionOrigin.STAFF,
            state=options.OptionState.VERIFIED,
            investment=Decimal(0),
            annual_saving=Decimal(43_860),
            actual_cost=Decimal(0),
            actual_saving=Decimal(41_200),
            implemented_on=date(2026, 2, 20),
            verified_on=date(2026, 6, 20),
            owner="李示例",
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 2, 28),
        ),
        options.OptionEffect(
            **own, option_id=walk, subject="新鲜水", planned=estimated(1200, "t/a"), actual=measured(1.25, "kt/a")
        ),
        options.Option(
            **own,
            id=circuit,
            code="F2",
            name="冷却水闭路循环",
            aspect=Aspect.EQUIPMENT,
            cost_class=CostClass.LOW,
            origin=options.OptionOrigin.LIBRARY,
            template=UNVERIFIED_TEMPLATE,
            state=options.OptionState.SCREENED,
            investment=Decimal(46_500),
            annual_saving=Decimal(69_750),
            scores={"effect": 6, "cost": 9},
        ),
        options.Option(
            **own,
            id=catalyst,
            code="F3",
            name="转化工序增设第五段触媒床层并更换低温高活性铯触媒",
            aspect=Aspect.TECHNOLOGY,
            cost_class=CostClass.HIGH,
            origin=options.OptionOrigin.EXPERT,
            state=options.OptionState.RECOMMENDED,
            investment=Decimal(1_500_000),
            annual_saving=Decimal(400_000),
            life_years=10,
            tax_rate=0.30,
            discount_rate=0.05,
            benchmark_rate=0.10,
            scores={"effect": 10, "cost": 4},
        ),
        options.FeasibilityStudy(
            **own,
            option_id=catalyst,
            technical=options.Verdict.FEASIBLE,
            technical_note="技术成熟，国内已有应用。",
            environmental=options.Verdict.FEASIBLE,
        ),
        options.Funding(
            **own,
            option_id=catalyst,
            source=options.FundingSource.POLLUTION_PREVENTION_FUND,
            amount=Decimal(900_000),
        ),
        options.Option(
            **own,
            id=scrubber,
            code="F4",
            name="尾气氨法脱硫",
            aspect=Aspect.WASTE,
            cost_class=CostClass.MEDIUM,
            origin=options.OptionOrigin.STAFF,
            state=options.OptionState.REJECTED,
            reject_reason="氨源不足",
            scores={"effect": 7, "cost": 3},
        ),
        options.Option(
            **own,
            id=idea,
            code="F5",
            name="操作工岗位培训",
            aspect=Aspect.STAFF,
            cost_class=CostClass.NONE,
            origin=options.OptionOrigin.STAFF,
        ),
    ]


def _results(own: dict[str, str]) -> list[TenantTable]:
    return [
        audits.InventoryLine(
            **own,
            id="6" * 31 + "1",
            scenario=audits.Scenario.BEFORE,
            name="转化尾气",
            pollutant="SO2",
            activity=measured(145_000, "t/a"),
            factor=FACTOR,
            emission=Quantity(362.5, "t/a", status=QuantityStatus.CALCULATED),
            unverified=True,
        ),
        audits.InventoryLine(
            **own,
            id="6" * 31 + "2",
            scenario=audits.Scenario.BEFORE,
            name="开车尾气",
            pollutant="SO2",
            emission=measured(400, "kg/a"),
        ),
        audits.InventoryLine(
            **own,
            id="6" * 31 + "3",
            scenario=audits.Scenario.AFTER,
            name="尾气合计",
            pollutant="SO2",
            emission=measured(191.4, "t/a"),
        ),
        audits.InventoryLine(
            **own,
            id="6" * 31 + "4",
            scenario=audits.Scenario.BEFORE,
            name="酸性废水",
            pollutant="As",
            emission=measured(41.2, "kg/a"),
        ),
        _statement(own, audits.StatementKind.AUDIT_REPORT, "本轮审计达到近期排放目标。"),
        _statement(own, audits.StatementKind.NEXT_ROUND_PLAN, "下一轮以净化工段酸性废水为重点。"),
    ]
