"""Phase 4: process map, measurements, balances, causes."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.audits.models import Balance, BalanceKind, BalanceLine, UnitProcess
from cpaudit.audits.models import Stream as StreamRow
from cpaudit.audits.services.assessment import closure_of
from cpaudit.contributions import FlowDirection
from cpaudit.engine import ClosureState, Quantity
from support.client import GraphqlClient

IN, OUT, STOCK = FlowDirection.INPUT, FlowDirection.OUTPUT, FlowDirection.ACCUMULATION
BALANCE = Balance(tenant_id="t", audit_id="a", name="物料平衡", kind=BalanceKind.MASS, tolerance=0.05)


def _line(direction: FlowDirection, value: float | None, unit: str = "t") -> tuple[BalanceLine, Quantity | None]:
    line = BalanceLine(tenant_id="t", audit_id="a", balance_id="b", name="x", direction=direction)
    return line, None if value is None else Quantity(value, unit)


def test_a_balance_closes_within_its_tolerance_whatever_the_units() -> None:
    closure = closure_of(BALANCE, [_line(IN, 100), _line(OUT, 90_000, "kg"), _line(OUT, 6), _line(STOCK, 1)])
    assert closure.state is ClosureState.CLOSED
    assert closure.gap_fraction == pytest.approx(0.03)


@pytest.mark.parametrize("unmeasured", [IN, OUT, STOCK])
def test_a_line_that_was_not_measured_is_not_zero(unmeasured: FlowDirection) -> None:
    closure = closure_of(BALANCE, [_line(IN, 100), _line(OUT, 100), _line(unmeasured, None)])
    assert closure.state is ClosureState.INCOMPLETE
    assert closure.gap is None
    assert closure.gap_fraction is None


@pytest.mark.parametrize("lines", [[], [_line(IN, None), _line(OUT, None)], [_line(STOCK, 3)]])
def test_a_balance_of_which_nothing_is_measured_is_incomplete(lines: list[Any]) -> None:
    closure = closure_of(BALANCE, lines)
    assert closure.state is ClosureState.INCOMPLETE
    assert [warning.code for warning in closure.warnings] == ["NOTHING_MEASURED"]


@pytest.fixture
async def kiln(mutate: Any, audit_id: str) -> dict[str, str]:
    """A kiln with feed of 100 t going in and 90 t of product coming out, both measured; ids by name."""
    audit = f"Audit:{audit_id}"
    ids = {"audit": audit}
    ids["kiln"] = (await mutate("addUnitProcess", audit=audit, code="kiln", name="窑"))["id"]
    for code, end, value in (("feed", "destination", 100), ("product", "origin", 90)):
        stream = await mutate("addStream", audit=audit, code=code, name=code, kind="MATERIAL", **{end: ids["kiln"]})
        amount = {"value": value, "unit": "t", "status": "MEASURED"}
        measurement = await mutate("addMeasurement", audit=audit, stream=stream["id"], amount=amount)
        ids[code], ids[f"{code} amount"] = stream["id"], measurement["id"]
    return ids


def _lines(kiln: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": "原料", "direction": "INPUT", "measurement": kiln["feed amount"]},
        {"name": "产品", "direction": "OUTPUT", "measurement": kiln["product amount"]},
    ]


CLOSURE = "id version lines { name stream { code } } closure { status gapFraction withinTolerance gap { value unit } \
warnings { code } explain { formula } }"


async def test_a_balance_is_drawn_up_with_its_lines_and_closes_from_the_data(mutate: Any, kiln: dict[str, str]) -> None:
    balance = await mutate("addBalance", CLOSURE, audit=kiln["audit"], name="物料", kind="MASS", lines=_lines(kiln))
    assert [line["stream"]["code"] for line in balance["lines"]] == ["feed", "product"]
    assert balance["closure"] == {
        "status": "OPEN",
        "gapFraction": pytest.approx(0.1),
        "withinTolerance": False,
        "gap": {"value": pytest.approx(10), "unit": "t"},
        "warnings": [],
        "explain": {"formula": "gap fraction = gap/Σ in"},
    }
    explained = await mutate(
        "explainBalance", "explanation version", id=balance["id"], expectedVersion=1, explanation="烧失量"
    )
    assert (explained["explanation"], explained["version"]) == ("烧失量", 2)


async def test_changed_lines_replace_all_lines_in_one_event(
    mutate: Any, graphql: GraphqlClient, kiln: dict[str, str]
) -> None:
    balance = await mutate("addBalance", audit=kiln["audit"], name="物料", kind="MASS", lines=_lines(kiln))
    lines = [*_lines(kiln), {"name": "烟气", "direction": "OUTPUT"}]
    changed = await mutate("changeBalance", CLOSURE, id=balance["id"], expectedVersion=1, lines=lines, tolerance=0.2)
    assert [line["name"] for line in changed["lines"]] == ["原料", "产品", "烟气"]
    assert changed["closure"]["status"] == "INCOMPLETE"
    query = '{ events(filter: { action: "balanceChanged" }) { nodes { before after } } }'
    (event,) = (await graphql(query, as_="admin"))["events"]["nodes"]
    assert [len(event[when]["lines"]) for when in ("before", "after")] == [2, 3]
    removed = await mutate("removeBalance", id=balance["id"], expectedVersion=2)
    assert removed["__typename"] == "RemovedRecord"


async def test_what_was_measured_after_options_is_in_no_balance(mutate: Any, kiln: dict[str, str]) -> None:
    given = {"stream": kiln["feed"], "amount": {"value": 80, "unit": "t"}, "scenario": "AFTER"}
    after = await mutate("addMeasurement", "id scenario", audit=kiln["audit"], **given)
    assert after["scenario"] == "AFTER"
    lines = [{"name": "原料", "direction": "INPUT", "measurement": after["id"]}, _lines(kiln)[1]]
    refused = await mutate("addBalance", audit=kiln["audit"], name="物料", kind="MASS", lines=lines)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "lines", "0", "measurement"])
    await mutate("addBalance", audit=kiln["audit"], name="物料", kind="MASS", lines=_lines(kiln))
    change = {"id": kiln["feed amount"], "expectedVersion": 1, "scenario": "AFTER"}
    refused = await mutate("changeMeasurement", **change)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "scenario"])


async def test_what_was_measured_after_options_leaves_the_enterprise_as_it_was_found(
    mutate: Any, graphql: GraphqlClient, kiln: dict[str, str]
) -> None:
    await mutate("addBalance", audit=kiln["audit"], name="物料", kind="MASS", lines=_lines(kiln))
    for code, value in (("feed", 10), ("product", 20)):
        price = {"value": value, "unit": "CNY/t", "status": "MEASURED"}
        await mutate("addStreamPrice", audit=kiln["audit"], stream=kiln[code], price=price)
    query = f"""query($id: ID!) {{ audit(id: $id) {{
        measuredSubstances balances {{ nodes {{ {CLOSURE} }} }}
        reconciliation {{ state streams {{ nodes {{ code measured {{ value }} adjusted {{ value }} }} }}
            findings {{ code }} }}
        lossCosts {{ status total {{ value }} losses {{ code flow {{ value }} }} }}
        phases {{ key gate {{ status blockers {{ code path }} }} review {{ code }} }}
    }} }}"""
    before = await graphql(query, id=kiln["audit"])
    for substance, unit in ((None, "t"), ("Hg", "g/t")):
        amount = {"value": 1, "unit": unit, "lower": 0, "upper": 2, "status": "MEASURED"}
        given = {"stream": kiln["feed"], "substance": substance, "amount": amount, "scenario": "AFTER"}
        assert (await mutate("addMeasurement", audit=kiln["audit"], **given))["__typename"] == "Measurement"
    assert await graphql(query, id=kiln["audit"]) == before


async def test_measurements_that_do_not_add_up_are_refused_with_both_units(mutate: Any, kiln: dict[str, str]) -> None:
    power = await mutate("addMeasurement", audit=kiln["audit"], stream=kiln["feed"], amount={"value": 5, "unit": "kWh"})
    lines = [*_lines(kiln), {"name": "电", "direction": "INPUT", "measurement": power["id"]}]
    answer = await mutate("addBalance", audit=kiln["audit"], name="物料", kind="MASS", lines=lines)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "lines"])
    assert "kWh" in answer["message"]
    assert "to t" in answer["message"]


async def test_a_measurement_keeps_the_balances_that_use_it_whole(mutate: Any, kiln: dict[str, str]) -> None:
    await mutate("addBalance", audit=kiln["audit"], name="物料", kind="MASS", lines=_lines(kiln))
    given = {"id": kiln["feed amount"], "expectedVersion": 1}
    strange = await mutate("changeMeasurement", **given, amount={"value": 5, "unit": "kWh"})
    assert "'物料'" in strange["message"]
    used = await mutate("removeMeasurement", **given)
    assert "balance line '原料'" in used["message"]
    changed = await mutate(
        "changeMeasurement", 'amount { value(unit: "t") }', **given, amount={"value": 95_000, "unit": "kg"}
    )
    assert changed["amount"]["value"] == pytest.approx(95)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"tolerance": 0}, ["input", "tolerance"]),
        ({"tolerance": 1}, ["input", "tolerance"]),
        ({"kind": "SUBSTANCE"}, ["input", "substance"]),
        ({"substance": "SO2"}, ["input", "substance"]),
        ({"name": ""}, ["input", "name"]),
    ],
)
async def test_a_balance_that_makes_no_sense_is_refused(
    mutate: Any, kiln: dict[str, str], change: dict[str, Any], path: list[str]
) -> None:
    given = {"name": "物料", "kind": "MASS", "lines": _lines(kiln), **change}
    answer = await mutate("addBalance", audit=kiln["audit"], **given)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", path)


async def test_lines_that_count_something_twice_or_elsewhere_are_refused(mutate: Any, kiln: dict[str, str]) -> None:
    feed, product = _lines(kiln)
    stock = {"name": "库存", "direction": "ACCUMULATION"}
    for lines, place in (
        ([feed, feed], "measurement"),
        ([stock, stock], "direction"),
        ([product, {**feed, "stream": kiln["product"]}], "measurement"),
        ([product, {**feed, "name": " "}], "name"),
    ):
        answer = await mutate("addBalance", audit=kiln["audit"], name="物料", kind="MASS", lines=lines)
        assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "lines", "1", place])


@pytest.mark.parametrize(
    ("amount", "path"),
    [
        ({"value": -1, "unit": "t"}, ["input", "amount", "value"]),
        ({"value": -1, "unit": "m3/h"}, ["input", "amount", "value"]),
        ({"value": 20, "unit": "degC"}, ["input", "amount", "unit"]),
        ({"value": 20, "unit": "CNY"}, ["input", "amount", "unit"]),
        ({"value": 5, "unit": "t", "lower": 6}, ["input", "amount", "lower"]),
    ],
    ids=["a negative mass", "a negative flow", "a temperature", "money", "outside its interval"],
)
async def test_what_does_not_flow_is_no_measurement(
    mutate: Any, kiln: dict[str, str], amount: dict[str, Any], path: list[str]
) -> None:
    answer = await mutate("addMeasurement", audit=kiln["audit"], stream=kiln["feed"], amount=amount)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", path)


async def test_energy_may_be_exported(mutate: Any, kiln: dict[str, str]) -> None:
    answer = await mutate(
        "addMeasurement",
        "amount { value }",
        audit=kiln["audit"],
        stream=kiln["feed"],
        amount={"value": -3, "unit": "GJ"},
    )
    assert answer["amount"]["value"] == -3


async def test_a_stream_has_an_end_and_two_different_ones(mutate: Any, kiln: dict[str, str]) -> None:
    given = {"audit": kiln["audit"], "code": "s", "name": "s", "kind": "WASTE"}
    nowhere = await mutate("addStream", **given)
    assert (nowhere["__typename"], nowhere["path"]) == ("InvalidInput", ["input", "origin"])
    circle = await mutate("addStream", **given, origin=kiln["kiln"], destination=kiln["kiln"])
    assert (circle["__typename"], circle["path"]) == ("InvalidInput", ["input", "destination"])


async def test_a_cause_has_one_aspect_and_points_into_the_map(mutate: Any, kiln: dict[str, str]) -> None:
    cause = await mutate(
        "addCause",
        "aspect unitProcess { code } stream { code origin { code } }",
        audit=kiln["audit"],
        aspect="EQUIPMENT",
        description="窑尾漏风",
        unitProcess=kiln["kiln"],
        stream=kiln["product"],
    )
    assert cause["unitProcess"] == {"code": "kiln"}
    assert cause["stream"] == {"code": "product", "origin": {"code": "kiln"}}


async def test_a_process_template_becomes_the_map_in_one_event(
    mutate: Any, graphql: GraphqlClient, open_work: Any, building_audit_id: str
) -> None:
    async with open_work(tenant="building") as work:
        template = work.library.process_template("building_materials:process_template:BLD-KILN")
    given = {"audit": f"Audit:{building_audit_id}", "template": template.ref}
    applied = await mutate("applyProcessTemplate", "id", tenant="building", **given, lang="en", clientMutationId="t-1")
    assert applied["id"] == given["audit"]
    async with open_work(tenant="building") as work:
        units = {unit.code: unit for unit in await work.all(UnitProcess)}
        streams = {stream.code: stream for stream in await work.all(StreamRow)}
    assert {code: unit.name for code, unit in units.items()} == {
        unit.code: unit.name["en"] for unit in template.unit_processes
    }
    assert len(streams) == len(template.streams)
    raw_meal = streams["raw_meal"]
    assert (raw_meal.origin_id, raw_meal.destination_id) == (units["raw_mill"].id, units["preheater"].id)
    query = '{ events(filter: { action: "processTemplateApplied" }) { totalCount } }'
    assert (await graphql(query, as_="admin", tenant="building"))["events"]["totalCount"] == 1
    again = await mutate("applyProcessTemplate", "id", tenant="building", **given)
    assert (again["__typename"], again["path"]) == ("InvalidInput", ["input", "template"])
    assert "unit process 'kiln'" in again["message"]


async def test_an_unknown_template_is_not_found(mutate: Any, audit_id: str) -> None:
    answer = await mutate("applyProcessTemplate", "id", audit=f"Audit:{audit_id}", template="x:process_template:y")
    assert answer["__typename"] == "NotFound"
