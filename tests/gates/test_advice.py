"""Advice is worth a look and keeps no phase from closing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from cpaudit.audits.models import Measurement, Stream, UnitProcess
from cpaudit.contributions import StreamKind
from cpaudit.engine import Quantity
from cpaudit.work import Work
from gates.acts import AuditActs

OpenWork = Callable[..., AbstractAsyncContextManager[Work]]
RecordTank = Callable[[float, float], Awaitable[None]]
QUERY = """query ($id: ID!) { audit(id: $id) { phases {
    key advice { code path message(lang: "en") remedy(lang: "en") } gate { blockers { code } }
} } }"""


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
    phases = (await audit.graphql(QUERY, as_="auditor", tenant=audit.tenant, id=audit.audit))["audit"]["phases"]
    advice = {phase["key"]: phase["advice"] for phase in phases}
    assert [key for key, given in advice.items() if given] == ["ASSESSMENT"]
    (given,) = advice["ASSESSMENT"]
    assert (given["code"], given["path"]) == ("MEASUREMENTS_INCONSISTENT", ["reconciliation"])
    assert "进料" in given["message"]
    assert "出料" in given["message"]
    assert given["remedy"]
    blockers = [blocker["code"] for phase in phases for blocker in phase["gate"]["blockers"]]
    assert "MEASUREMENTS_INCONSISTENT" not in blockers


async def test_measurements_that_agree_need_no_advice(audit: AuditActs, record_tank: RecordTank) -> None:
    await record_tank(100, 101)
    phases = (await audit.graphql(QUERY, as_="auditor", tenant=audit.tenant, id=audit.audit))["audit"]["phases"]
    assert [phase["key"] for phase in phases if phase["advice"]] == []
