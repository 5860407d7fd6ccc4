"""Records with which every gate of an audit is ready; every figure in them is illustrative."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlmodel import SQLModel

from cpaudit.audits import models as audits
from cpaudit.contributions import FlowDirection, StreamKind
from cpaudit.engine import Quantity, QuantityStatus
from cpaudit.gates.service import complete_phase
from cpaudit.options import models as options
from cpaudit.phases import METHODS, Aspect, CostClass, Method, PhaseKey, StepKey
from cpaudit.storage.tables import TenantTable
from cpaudit.work import Work

DAY = date(2026, 3, 1)


def measured(value: float, unit: str) -> Quantity:
    """A measured quantity."""
    return Quantity(value, unit, status=QuantityStatus.MEASURED)


def ready_records(tenant_id: str, audit_id: str, method: Method) -> list[TenantTable]:
    """All that the gates ask of an audit, and of options one verified, one still open and one rejected."""
    own = {"tenant_id": tenant_id, "audit_id": audit_id}
    return [*_preparation(own, method), *_survey(own), *_assessment(own), *_options(own), *_results(own)]


async def record_all(work: Work, audit_id: str) -> None:
    """Record in an audit all that its gates ask."""
    audit = await work.get(audits.Audit, audit_id)
    rows = ready_records(work.actor.tenant, audit_id, METHODS[audit.method])
    for table in SQLModel.metadata.sorted_tables:
        work.session.add_all([row for row in rows if row.__tablename__ == table.name])
        await work.session.flush()


async def close_phases(work: Work, audit_id: str, last: PhaseKey | None = None) -> None:
    """Close the phases in their order, up to *last*."""
    audit = await work.get(audits.Audit, audit_id)
    for phase in METHODS[audit.method].phases:
        await complete_phase(work, audit_id, phase.key, None)
        if phase.key is last:
            return


def _statement(own: dict[str, str], kind: audits.StatementKind) -> audits.Statement:
    return audits.Statement(**own, kind=kind, text=f"示例 {kind.value}", signed_by="厂长（示例）", signed_on=DAY)


def _preparation(own: dict[str, str], method: Method) -> list[TenantTable]:
    planned = method.phases[method.phase_of(StepKey.WORK_PLAN).position :]
    return [
        _statement(own, audits.StatementKind.COMMITMENT),
        audits.TeamMember(**own, name="张示例", department="厂部", role=audits.TeamRole.LEADER),
        audits.TeamMember(**own, name="李示例", department="生产车间"),
        *(
            audits.PlanTask(
                **own, step=phase.steps[0].key, name=phase.name["zh-CN"], owner="李示例", starts_on=DAY, ends_on=DAY
            )
            for phase in planned
        ),
        audits.Training(**own, topic="清洁生产基础", held_on=DAY, hours=4.0, attendees=20),
        audits.Obstacle(
            **own, kind=audits.ObstacleKind.ATTITUDE, description="担心影响生产", countermeasure="宣讲效益"
        ),
    ]


def _survey(own: dict[str, str]) -> list[TenantTable]:
    return [
        audits.PollutionSource(**own, name="废水", medium=audits.Medium.WATER, pollutant="COD"),
        audits.AnnualFlow(**own, year=2025, kind=audits.FlowKind.INPUT, substance="钢材", amount=measured(1200, "t")),
        audits.AnnualFlow(**own, year=2025, kind=audits.FlowKind.OUTPUT, substance="零件", amount=measured(1000, "t")),
        _statement(own, audits.StatementKind.PROFILE_NOTE),
        _statement(own, audits.StatementKind.COMPLIANCE),
        audits.Benchmark(
            **own, scenario=audits.Scenario.BEFORE, indicator="单位产品新鲜水用量", actual=measured(12, "m3/t")
        ),
        audits.FocusFactor(**own, code="waste", name="废弃物量", weight=10.0),
        audits.FocusCandidate(**own, name="电镀车间", scores={"waste": 8.0}, chosen=True, reason="废水最多"),
        audits.Target(
            **own,
            indicator="单位产品新鲜水用量",
            horizon=audits.TargetHorizon.NEAR,
            basis=audits.TargetBasis.RELATIVE,
            baseline=measured(12, "m3/t"),
            goal=measured(10, "m3/t"),
            due=DAY,
            result=measured(9.5, "m3/t"),
        ),
        audits.Target(
            **own,
            indicator="单位产品新鲜水用量",
            horizon=audits.TargetHorizon.LONG,
            basis=audits.TargetBasis.RELATIVE,
            baseline=measured(12, "m3/t"),
            goal=measured(6, "m3/t"),
            due=date(2029, 12, 31),
            result=measured(9.5, "m3/t"),
        ),
    ]


def _assessment(own: dict[str, str]) -> list[TenantTable]:
    unit = audits.UnitProcess(**own, code="U1", name="电镀")
    water = audits.Stream(
        **own, code="S1", name="新鲜水", kind=StreamKind.WATER, destination_id=unit.id, substance="H2O"
    )
    waste = audits.Stream(**own, code="S2", name="废水", kind=StreamKind.WATER, origin_id=unit.id, substance="H2O")
    taken = audits.Measurement(**own, stream_id=water.id, amount=measured(100, "m3/d"), measured_on=DAY)
    left = audits.Measurement(**own, stream_id=waste.id, amount=measured(98, "m3/d"), measured_on=DAY)
    balance = audits.Balance(**own, name="水平衡", kind=audits.BalanceKind.WATER)
    lines = ((water, taken, FlowDirection.INPUT), (waste, left, FlowDirection.OUTPUT))
    return [
        unit,
        water,
        waste,
        taken,
        left,
        balance,
        *(
            audits.BalanceLine(
                **own,
                balance_id=balance.id,
                name=stream.name,
                direction=direction,
                stream_id=stream.id,
                measurement_id=measurement.id,
            )
            for stream, measurement, direction in lines
        ),
        audits.Cause(
            **own,
            aspect=Aspect.PROCESS_CONTROL,
            description="漂洗水未控制",
            unit_process_id=unit.id,
            stream_id=waste.id,
        ),
    ]


def _options(own: dict[str, str]) -> list[TenantTable]:
    states = {
        "F1": options.OptionState.VERIFIED,
        "F2": options.OptionState.SCREENED,
        "F3": options.OptionState.REJECTED,
    }
    return [
        *(
            options.Option(
                **own,
                code=code,
                name=f"方案 {code}",
                aspect=Aspect.MANAGEMENT,
                cost_class=CostClass.LOW,
                origin=options.OptionOrigin.STAFF,
                state=state,
                annual_saving=Decimal(1200),
                owner="李示例",
                starts_on=DAY,
                ends_on=DAY,
            )
            for code, state in states.items()
        ),
        options.ScreeningFactor(**own, code="effect", name="环境效果", weight=8.0),
    ]


def _results(own: dict[str, str]) -> list[TenantTable]:
    kinds = audits.StatementKind
    return [
        audits.Benchmark(
            **own, scenario=audits.Scenario.AFTER, indicator="单位产品新鲜水用量", actual=measured(9.5, "m3/t")
        ),
        *(_statement(own, kind) for kind in (kinds.INTERIM_REPORT, kinds.AUDIT_REPORT, kinds.NEXT_ROUND_PLAN)),
    ]
