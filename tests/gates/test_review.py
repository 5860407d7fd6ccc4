"""What is odd is shown before a phase is closed, and does not keep it from being closed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest

from cpaudit.audits.models import InventoryLine, Measurement, Scenario, Stream, UnitProcess
from cpaudit.audits.services.inventory import factor_of
from cpaudit.contributions import StreamKind
from cpaudit.engine import Quantity, estimate, quantity, to_json
from gates.acts import AuditActs
from gates.ready import close_phases
from support.stages import OpenWork

RecordTank = Callable[[float, float], Awaitable[None]]
REVIEWS = """query ($id: ID!) { audit(id: $id) { phases {
    key review { code passed message(lang: "en") } gate { blockers { code } }
} } }"""
FAR_FROM_THE_OTHERS = "chemical:factor:CHM-CB-CH4-UNC"


async def test_an_implausible_factor_is_shown_with_the_phase_that_judges_results(
    ready: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    fields = 'review { code passed message(lang: "en") }'
    assert (await ready.phase("CONCLUSION", fields))["review"] == []
    async with open_work() as work:
        activity = quantity(10, "t{carbon_black}")
        found = estimate(activity, factor_of(work.library, work.library.factor(FAR_FROM_THE_OTHERS)))
        line = InventoryLine(
            tenant_id=work.actor.tenant,
            audit_id=audit_id,
            scenario=Scenario.AFTER,
            name="示例",
            pollutant="CH4",
            activity=activity,
            factor=FAR_FROM_THE_OTHERS,
            emission=found.emission,
            trace=json.loads(to_json(found.trace)),
        )
        await work.add(line, "inventoryLineAdded")
    (doubt,) = (await ready.phase("CONCLUSION", fields))["review"]
    assert (doubt["code"], doubt["passed"]) == ("FACTOR_RANGE", False)
    assert FAR_FROM_THE_OTHERS in doubt["message"]
    async with open_work() as work:
        await close_phases(work, audit_id)
    assert await ready.status("CONCLUSION") == "PASSED"


async def test_an_emission_that_changes_makes_the_gate_of_results_stale(
    ready: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        row = InventoryLine(
            tenant_id=work.actor.tenant,
            audit_id=audit_id,
            scenario=Scenario.AFTER,
            name="示例",
            pollutant="dust",
            emission=quantity(1, "t"),
        )
        line = await work.add(row, "inventoryLineAdded")
        await close_phases(work, audit_id)
        await work.change(line, None, "inventoryLineChanged", emission=quantity(1.0000001, "t"))
    assert await ready.status("CONCLUSION") == "STALE"


@pytest.fixture
async def record_tank(open_work: OpenWork, audit_id: str) -> RecordTank:
    """Records a tank with what goes in and what comes out, in t, each with an interval of 4 t."""

    async def record(entering: float, leaving: float) -> None:
        async with open_work() as work:
            own = {"tenant_id": work.actor.tenant, "audit_id": audit_id}
            tank = UnitProcess(**own, code="T1", name="罐")
            streams = [
                Stream(**own, code="in", name="进料", kind=StreamKind.MATERIAL, destination_id=tank.id),
                Stream(**own, code="out", name="出料", kind=StreamKind.MATERIAL, origin_id=tank.id),
            ]
            amounts = [Quantity(value, "t", value - 2, value + 2) for value in (entering, leaving)]
            for rows in (
                [tank],
                streams,
                [
                    Measurement(**own, stream_id=stream.id, amount=amount)
                    for stream, amount in zip(streams, amounts, strict=True)
                ],
            ):
                work.session.add_all(rows)
                await work.session.flush()

    return record


async def test_measurements_that_disagree_are_named_where_balances_are_drawn_up(
    audit: AuditActs, record_tank: RecordTank
) -> None:
    await record_tank(100, 150)
    phases = (await audit.graphql(REVIEWS, as_="auditor", tenant=audit.tenant, id=audit.audit))["audit"]["phases"]
    reviews = {phase["key"]: phase["review"] for phase in phases}
    assert [key for key, found in reviews.items() if found] == ["ASSESSMENT"]
    (doubt,) = reviews["ASSESSMENT"]
    assert (doubt["code"], doubt["passed"]) == ("MEASUREMENTS_INCONSISTENT", False)
    assert "进料" in doubt["message"]
    assert "出料" in doubt["message"]
    blockers = [blocker["code"] for phase in phases for blocker in phase["gate"]["blockers"]]
    assert "MEASUREMENTS_INCONSISTENT" not in blockers


async def test_of_measurements_that_agree_there_is_nothing_to_look_at(
    audit: AuditActs, record_tank: RecordTank
) -> None:
    await record_tank(100, 101)
    phases = (await audit.graphql(REVIEWS, as_="auditor", tenant=audit.tenant, id=audit.audit))["audit"]["phases"]
    assert [phase["key"] for phase in phases if phase["review"]] == []
