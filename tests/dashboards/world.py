"""A province whose departments have audits at every point, and what they handed up; all of it is illustrative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits import models as audits
from cpaudit.engine import Quantity, QuantityStatus
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.funding import models as funding
from cpaudit.gates.models import KeptResult, ResultKind
from cpaudit.library import Library
from cpaudit.options import models as options
from cpaudit.options.models import FundingSource, OptionState
from cpaudit.phases import METHODS, Aspect, CostClass, MethodKey, PhaseKey
from cpaudit.plugins import PluginHost
from cpaudit.programmes import models as programmes
from cpaudit.quality.models import QualityReview, ReviewDecision
from cpaudit.storage.database import Database
from cpaudit.storage.tables import TenantTable
from cpaudit.submissions.figures import Figure, FigureKind, counted
from cpaudit.submissions.models import ReceivedSubmission, SubmissionState
from cpaudit.submissions.services import composing, deciding
from cpaudit.text import LocalizedText
from cpaudit.work import Work, unit_of_work
from submissions.world import body_of, handed
from support.world import Province, build_province

STARTED = datetime(2026, 1, 10, tzinfo=UTC)
DUE = date(2026, 2, 1)
STAGE = "5" * 32
SYSTEM = "chemical:indicator_system:CHM-I-ACID"


def measured(value: float, unit: str) -> Quantity:
    """A measured quantity."""
    return Quantity(value, unit, status=QuantityStatus.MEASURED)


@dataclass
class Rows:
    """Rows of one tenant that are put into the database together."""

    tenant: str
    rows: list[TenantTable] = field(default_factory=list)

    def add(self, table: type[TenantTable], **columns: Any) -> Any:
        """A row."""
        row = table(tenant_id=self.tenant, **columns)
        self.rows.append(row)
        return row

    async def write(self, session: AsyncSession) -> None:
        """Put them in, tables before those that point at them."""
        by_table: dict[str, list[TenantTable]] = defaultdict(list)
        for row in self.rows:
            by_table[str(row.__tablename__)].append(row)
        for table in SQLModel.metadata.sorted_tables:
            if by_table[table.name]:
                session.add_all(by_table[table.name])
                await session.flush()

    def enterprise(self, code: str, gb4754: str, city: str) -> Enterprise:
        """An enterprise."""
        made: Enterprise = self.add(
            Enterprise, code=code, name=f"企业 {code}", gb4754=gb4754, size_class=SizeClass.LARGE, city=city
        )
        return made

    def audit(
        self,
        enterprise: Enterprise,
        passed: int,
        *,
        round: int = 1,
        previous: str | None = None,
        stage: str | None = None,
        started: datetime = STARTED,
        reopened: int | None = None,
    ) -> audits.Audit:
        """An audit of which so many phases are passed; ``reopened`` is the position of one that was opened again."""
        phases = METHODS[MethodKey.HANDBOOK_1996].phases
        done = passed == len(phases) and reopened is None
        made: audits.Audit = self.add(
            audits.Audit,
            enterprise_id=enterprise.id,
            previous_id=previous,
            round=round,
            method=MethodKey.HANDBOOK_1996,
            title=f"{enterprise.name} 第 {round} 轮",
            state=audits.AuditState.CONCLUDED if done else audits.AuditState.RUNNING,
            created_at=started,
            concluded_at=started if done else None,
        )
        for phase in phases:
            again = phase.position == reopened
            self.add(
                audits.AuditPhase,
                audit_id=made.id,
                key=phase.key,
                position=phase.position,
                passed_at=started if phase.position <= passed and not again else None,
                reopened_at=started if again else None,
            )
        if stage is not None:
            self.add(programmes.StageAudit, stage_id=stage, audit_id=made.id)
        return made

    def option(
        self,
        audit: audits.Audit,
        code: str,
        state: OptionState = OptionState.VERIFIED,
        *,
        effects: Sequence[tuple[str, Quantity, Quantity | None]] = (),
        **columns: Any,
    ) -> options.Option:
        """An option, by default a verified one of low cost with a known price year."""
        given = {"cost_class": CostClass.LOW, "price_year": 2024, **columns}
        made: options.Option = self.add(
            options.Option,
            audit_id=audit.id,
            code=code,
            name=f"方案 {code}",
            aspect=Aspect.MANAGEMENT,
            origin=options.OptionOrigin.STAFF,
            state=state,
            **given,
        )
        for subject, planned, actual in effects:
            self.add(
                options.OptionEffect,
                audit_id=audit.id,
                option_id=made.id,
                subject=subject,
                planned=planned,
                actual=actual,
            )
        return made

    def money(self, option: options.Option, scheme: str, state: funding.ApplicationState, **columns: Any) -> None:
        """An application for money for an option."""
        made = self.add(
            funding.FundingApplication,
            audit_id=option.audit_id,
            option_id=option.id,
            scheme_id=scheme,
            currency="CNY",
            amount=Decimal("300000.5"),
            applied_on=DUE,
            state=state,
            granted=columns.get("granted"),
        )
        for kind, amount in columns.get("moved", ()):
            self.add(
                funding.FundingMovement,
                audit_id=option.audit_id,
                application_id=made.id,
                kind=kind,
                amount=Decimal(amount),
                on=DUE,
            )


def department_rows(tenant: str, first: str) -> Rows:
    """A department: enterprises of three cities and two sectors, audits in and out of its stage."""
    made = Rows(tenant)
    name = LocalizedText({"zh-CN": "试点", "en": "pilots"})
    programme = made.add(programmes.Programme, code="P", name=name)
    made.add(
        programmes.Stage,
        id=STAGE,
        programme_id=programme.id,
        code="S1",
        kind=programmes.StageKind.PROVINCIAL_PILOT,
        name=name,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    made.add(programmes.Deadline, stage_id=STAGE, phase=PhaseKey.ORGANIZATION, due=DUE)
    made.add(programmes.Deadline, stage_id=STAGE, phase=PhaseKey.PLANNING, due=date(2026, 3, 1))
    selection = made.add(programmes.PilotSelection, stage_id=STAGE)
    acid, dye = made.enterprise("acid", "C2611", "甲市"), made.enterprise("dye", "C2645", "乙市")
    soda, paper = made.enterprise("soda", "C2612", ""), made.enterprise("paper", "C2221", "甲市")
    chosen = programmes.Decision.SELECTED
    made.add(
        programmes.Nomination,
        selection_id=selection.id,
        enterprise_id=acid.id,
        grounds="x",
        nominated_on=DUE,
        decision=chosen,
    )
    made.add(programmes.Nomination, selection_id=selection.id, enterprise_id=dye.id, grounds="x", nominated_on=DUE)

    before = made.audit(acid, 8, stage=STAGE)
    made.audit(acid, 0, round=2, previous=before.id, started=datetime(2026, 6, 1, tzinfo=UTC))
    of_dye = made.audit(dye, 8, stage=STAGE)
    of_soda = made.audit(soda, 8)
    made.audit(made.enterprise("salt", "C2612", "甲市"), 3, stage=STAGE, reopened=2)
    of_paper = made.audit(paper, 0, stage=STAGE)
    made.audit(made.enterprise("first copy", "C2611", "甲市"), 8)

    water = measured(0.1, "t"), measured(0.2, "t")
    invested = made.option(
        before,
        "A1",
        investment=Decimal("0.1"),
        actual_cost=Decimal("0.2"),
        annual_saving=Decimal("1000.0001"),
        actual_saving=Decimal(900),
        cost_class=CostClass.MEDIUM,
        effects=[("H2O", *water)],
    )
    # Of the amounts of the second nothing is known; the third went on into the next round and counts there.
    made.option(before, "A2", effects=[("H2O", measured(200, "kg"), None)])
    made.option(before, "A3", OptionState.SCHEDULED, investment=Decimal(5000000))
    made.option(of_dye, "D1", OptionState.IMPLEMENTED, investment=Decimal("0.2"), effects=[("COD", *water)])
    made.option(of_dye, "D2", OptionState.REJECTED)
    made.option(of_dye, "D3", OptionState.VERIFIED, price_year=2020, investment=Decimal(7), actual_saving=Decimal(1))
    made.option(of_paper, "P1", investment=Decimal(900000000000000), effects=[("H2O", *water)])
    made.option(of_paper, "P2", investment=Decimal(900000000000000))
    made.add(
        options.Funding,
        audit_id=before.id,
        option_id=invested.id,
        source=FundingSource.OWN_FUNDS,
        amount=Decimal("0.3"),
    )
    scheme = made.add(
        funding.FundingScheme,
        code="S",
        name="环保补助",
        source=FundingSource.ENVIRONMENTAL_SUBSIDY,
        form=funding.FundingForm.GRANT,
    ).id
    kinds = funding.MovementKind
    made.money(
        invested,
        scheme,
        funding.ApplicationState.GRANTED,
        granted=Decimal("200000.25"),
        moved=[(kinds.DRAWDOWN, "100000.1"), (kinds.DRAWDOWN, "0.2"), (kinds.USE, "50000")],
    )
    made.money(invested, scheme, funding.ApplicationState.APPLIED)
    made.money(invested, scheme, funding.ApplicationState.WITHDRAWN)

    for audit, amount, unit, level in (
        (before, 12.0, "m3/t", audits.Grade.II), (of_dye, 10.0, "m3/t", audits.Grade.I),
        (of_soda, 8000.0, "L/t", audits.Grade.I), (of_paper, 1.0, "m3/t", audits.Grade.I),
    ):  # fmt: skip
        made.add(
            audits.Benchmark,
            audit_id=audit.id,
            scenario=audits.Scenario.AFTER,
            indicator="单位产品新鲜水用量",
            actual=measured(amount, unit),
            grade=level,
        )
    made.add(audits.Benchmark, audit_id=of_soda.id, scenario=audits.Scenario.BEFORE, indicator="单位产品新鲜水用量")
    for audit, result in ((before, 9.0), (of_dye, 9.0), (of_soda, None)):
        made.add(
            audits.Target,
            audit_id=audit.id,
            indicator="水",
            horizon=audits.TargetHorizon.NEAR,
            basis=audits.TargetBasis.ABSOLUTE,
            baseline=measured(12, "t"),
            goal=measured(10, "t"),
            due=STARTED.date(),
            result=None if result is None else measured(result, "t"),
        )
    for audit, closing, scenario, grade in (
        (before, 1, "BEFORE", "III"),
        (before, 2, "BEFORE", "II"),
        (of_dye, 1, "BEFORE", "I"),
        (of_paper, 1, "BEFORE", "I"),
    ):
        phase = next(each for each in made.rows if isinstance(each, audits.AuditPhase) and each.audit_id == audit.id)
        made.add(
            KeptResult,
            audit_id=audit.id,
            phase_id=phase.id,
            phase=phase.key,
            closing=closing,
            kind=ResultKind.RATING,
            subject="x",
            subject_key=f"{SYSTEM} {scenario}",
            value=grade,
            trace={},
            pins=[],
            content_hash="0" * 64,
        )
    for audit in (before, of_dye):
        for scenario, amount in ((audits.Scenario.BEFORE, 100.0), (audits.Scenario.AFTER, 80.0)):
            made.add(
                audits.InventoryLine,
                audit_id=audit.id,
                scenario=scenario,
                name="废水",
                pollutant="COD",
                emission=measured(amount, "t"),
            )
        made.add(
            QualityReview,
            audit_id=audit.id,
            enterprise_id=acid.id,
            title="x",
            score="90",
            complete=True,
            decision=ReviewDecision.PASSED,
            decided_at=STARTED,
        )
    made.add(
        programmes.Question, kind=programmes.QuestionKind.LAW, title="许可证如何换发？", text="x", enterprise_id=first
    )
    made.add(
        programmes.Question,
        kind=programmes.QuestionKind.POLICY,
        title="贷款",
        text="x",
        enterprise_id=acid.id,
        raised_at=STARTED,
    )
    made.add(
        programmes.Question,
        kind=programmes.QuestionKind.LAW,
        title="已解决",
        text="x",
        enterprise_id=acid.id,
        state=programmes.QuestionState.SETTLED,
    )
    return made


def saved(value: str | None, unit: str = "t", **more: bool) -> Figure:
    """What an audit says that it saved of water."""
    return Figure(kind=FigureKind.SAVED, subject="H2O", unit=unit, value=value, **more)


async def build(database: Database, host: PluginHost) -> Province:
    """The province; the city's audits go to the chemicals department, its report and that of light industry upwards."""
    province = await build_province(database)

    def work(tenant: str) -> Any:
        return unit_of_work(database, province.actor("admin", tenant), library=Library.of(()), host=host)

    for tenant in ("chem", "light"):
        async with work(tenant) as opened:
            await department_rows(province.tenants[tenant], province.enterprises[tenant]).write(opened.session)
    one = counted(FigureKind.AUDITS, 1)
    async with work("city") as opened:
        await handed(opened, body_of("a", [one, saved("0.1")]), to="chem")
        await handed(opened, body_of("a", [one, saved("0.3")], round=2), to="chem")
        told = body_of("b", [one, saved("200", "kg")])
        told["results"] = [
            {"kind": "RATING", "subject": f"{SYSTEM} AFTER", "value": "I"},
            {"kind": "RATING", "subject": f"{SYSTEM} BEFORE", "value": None},
            {"kind": "BALANCE", "subject": "水", "value": 0.1},
        ]
        await handed(opened, told, to="chem")
        await handed(opened, body_of("c", [one, saved(None, complete=False)]), to="chem")
    async with work("light") as opened:
        await handed(opened, body_of("a", [one, saved("1" + 20 * "0")]), to="light")
        told = body_of("z", [one, saved("5")])
        told["audit"] |= {
            "startedAt": "2026-03-01T00:00:00+00:00",
            "stage": {"code": "R", "kind": "ROLL_OUT", "name": {"en": "roll-out"}},
        }
        await handed(opened, told, to="light", copies=("city",))
    for tenant in ("chem", "light"):
        async with work(tenant) as opened:
            await accept_all(opened)
            await composing.sector_report(opened, composing.Composed(f"{tenant} 汇总"))
    async with work("lead") as opened:
        await accept_all(opened)
    return province


async def accept_all(work: Work) -> None:
    """Accept whatever waits with the tenant."""
    waiting = select(ReceivedSubmission).where(ReceivedSubmission.state == SubmissionState.SUBMITTED)
    for each in (await work.session.exec(waiting.order_by(ReceivedSubmission.id))).all():
        await deciding.accept(work, each.id, each.version, "")
