"""What is odd is shown before a phase is closed, and does not keep it from being closed."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from cpaudit.audits.models import InventoryLine, Scenario
from cpaudit.audits.services.inventory import factor_of
from cpaudit.engine import estimate, quantity, to_json
from cpaudit.work import Work
from gates.acts import AuditActs
from gates.ready import close_phases

OpenWork = Callable[..., AbstractAsyncContextManager[Work]]
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
