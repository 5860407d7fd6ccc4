"""What the losses of an audit's process map cost, from the prices that people record."""

from __future__ import annotations

from typing import Any

import pytest

from support.client import GraphqlClient

LOSSES = """query($id: ID!) { audit(id: $id) { lossCosts {
    status lossShare total { value unit } lossTotal { value(unit: "万元/a") }
    losses { stream code name flow { value unit } material { value } energy { value } system { value }
             treatment { value } total { value } share explain { name value inputs { label value } } }
    products { code total { value } }
    missing { code message(lang: "en") }
    explain { formula }
} } }"""


def amount(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "status": "MEASURED"}


@pytest.fixture
async def plant(mutate: Any, audit_id: str) -> dict[str, str]:
    """100 t/a of ore become 70 t/a of metal and 30 t/a of slag, all measured; ids by code. Illustrative."""
    ids = {"audit": f"Audit:{audit_id}"}
    ids["smelter"] = (await mutate("addUnitProcess", audit=ids["audit"], code="smelter", name="熔炼"))["id"]
    for code, kind, end, value in (
        ("ore", "MATERIAL", "destination", 100),
        ("metal", "PRODUCT", "origin", 70),
        ("slag", "WASTE", "origin", 30),
    ):
        stream = await mutate(
            "addStream", audit=ids["audit"], code=code, name=f"{code} 物流", kind=kind, **{end: ids["smelter"]}
        )
        ids[code] = stream["id"]
        measured = await mutate(
            "addMeasurement", audit=ids["audit"], stream=ids[code], amount=amount(value, "t/a"), measuredOn="2026-03-01"
        )
        ids[f"{code} measured"] = measured["id"]
    return ids


@pytest.fixture
async def priced(mutate: Any, plant: dict[str, str]) -> dict[str, str]:
    """The same with all prices."""
    ore = await mutate("addStreamPrice", audit=plant["audit"], stream=plant["ore"], price=amount(10, "CNY/t"))
    slag = await mutate("addStreamPrice", audit=plant["audit"], stream=plant["slag"], price=amount(80, "CNY/a"))
    cost = await mutate(
        "addUnitCost",
        audit=plant["audit"],
        unitProcess=plant["smelter"],
        energy=amount(50, "CNY/a"),
        system=amount(800, "CNY/a"),
    )
    return {**plant, "ore price": ore["id"], "slag price": slag["id"], "cost": cost["id"]}


async def losses(graphql: GraphqlClient, plant: dict[str, str], **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await graphql(LOSSES, id=plant["audit"], **asked))["audit"]["lossCosts"]
    return answer


async def test_each_loss_has_its_cost_and_says_how_it_came_about(
    graphql: GraphqlClient, priced: dict[str, str]
) -> None:
    found = await losses(graphql, priced)
    (slag,) = found["losses"]
    assert found["status"] == "COMPLETE"
    assert found["missing"] == []
    assert found["total"] == {"value": pytest.approx(1930), "unit": "CNY/a"}
    assert found["lossTotal"] == {"value": pytest.approx(0.0635)}
    assert found["lossShare"] == pytest.approx(635 / 1930)
    assert found["explain"] == {"formula": "loss share = Σ C/spent"}
    assert (slag["stream"], slag["name"], slag["flow"]) == (
        priced["slag"],
        "slag 物流",
        {"value": 30, "unit": "t/a"},
    )
    assert [slag[part]["value"] for part in ("material", "energy", "system", "treatment", "total")] == pytest.approx(
        [300, 15, 240, 80, 635]
    )
    assert [(each["label"], each["value"]) for each in slag["explain"]["inputs"]] == [
        ("MATERIAL", pytest.approx(300)),
        ("ENERGY", pytest.approx(15)),
        ("SYSTEM", pytest.approx(240)),
        ("WASTE_TREATMENT", pytest.approx(80)),
    ]
    assert found["products"] == [{"code": "metal", "total": {"value": pytest.approx(1295)}}]


async def test_without_prices_the_costs_are_unknown_and_say_what_is_missing(
    graphql: GraphqlClient, plant: dict[str, str]
) -> None:
    found = await losses(graphql, plant)
    assert found["status"] == "INCOMPLETE"
    assert found["total"] is None
    assert found["losses"][0]["total"] is None
    assert [each["message"] for each in found["missing"]] == [
        "the price of ore is not known",
        "the energy cost of smelter is not known",
        "the system cost of smelter is not known",
        "the cost of treating slag is not known",
    ]


async def test_an_audit_without_a_process_map_says_so(graphql: GraphqlClient, audit_id: str) -> None:
    found = await losses(graphql, {"audit": f"Audit:{audit_id}"})
    assert (found["status"], found["losses"]) == ("INCOMPLETE", [])
    assert [each["code"] for each in found["missing"]] == ["EMPTY_NETWORK"]


async def test_the_latest_measurement_of_the_whole_stream_counts(
    graphql: GraphqlClient, mutate: Any, priced: dict[str, str]
) -> None:
    for value, unit, day, substance in (
        (20, "t/a", "2026-04-01", None),
        (99, "t/a", "2026-02-01", None),
        (5, "t/a", "2026-05-01", "Cu"),
        (5, "g/m3", "2026-05-01", None),
    ):
        await mutate(
            "addMeasurement",
            audit=priced["audit"],
            stream=priced["slag"],
            amount=amount(value, unit),
            measuredOn=day,
            substance=substance,
        )
    assert (await losses(graphql, priced))["losses"][0]["flow"] == {"value": 20, "unit": "t/a"}


async def test_flows_that_do_not_fit_the_prices_give_a_reason_and_no_figure(
    graphql: GraphqlClient, mutate: Any, priced: dict[str, str]
) -> None:
    await mutate("changeMeasurement", id=priced["ore measured"], expectedVersion=1, amount=amount(100, "m3/a"))
    found = await losses(graphql, priced)
    assert (found["status"], found["losses"]) == ("INCOMPLETE", [])
    assert [each["code"] for each in found["missing"]] == ["UNIT_ERROR"]


async def test_a_price_changes_in_the_version_that_was_read(mutate: Any, priced: dict[str, str]) -> None:
    changed = await mutate(
        "changeStreamPrice", "version source", id=priced["ore price"], expectedVersion=1, source="合同 2026"
    )
    assert (changed["version"], changed["source"]) == (2, "合同 2026")
    stale = await mutate("changeStreamPrice", id=priced["ore price"], expectedVersion=1, source="x")
    assert (stale["__typename"], stale["currentVersion"]) == ("Conflict", 2)
    gone = await mutate("removeUnitCost", id=priced["cost"], expectedVersion=1)
    assert gone["__typename"] == "RemovedRecord"


@pytest.mark.parametrize(
    ("mutation", "given", "path"),
    [
        ("addStreamPrice", {"stream": "ore", "price": amount(10, "CNY/t")}, "stream"),
        ("addStreamPrice", {"stream": "metal", "price": amount(10, "CNY/t")}, "stream"),
        ("changeStreamPrice", {"id": "ore price", "price": amount(10, "EUR/t")}, "unit"),
        ("changeStreamPrice", {"id": "ore price", "price": amount(10, "t")}, "unit"),
        ("changeStreamPrice", {"id": "ore price", "price": amount(-1, "CNY/t")}, "value"),
        ("changeUnitCost", {"id": "cost", "energy": amount(5, "CNY/t")}, "unit"),
        ("changeUnitCost", {"id": "cost", "energy": None, "system": None}, "energy"),
    ],
)
async def test_what_is_no_price_is_refused_with_its_place(
    mutate: Any, priced: dict[str, str], mutation: str, given: dict[str, Any], path: str
) -> None:
    named = {key: priced.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
    envelope = {"expectedVersion": 1} if "id" in given else {"audit": priced["audit"]}
    answer = await mutate(mutation, **named, **envelope)
    assert answer["__typename"] == "InvalidInput"
    assert answer["path"][-1] == path


async def test_a_priced_stream_is_not_removed(mutate: Any, priced: dict[str, str]) -> None:
    answer = await mutate("removeMeasurement", id=priced["ore measured"], expectedVersion=1)
    assert answer["__typename"] == "RemovedRecord"
    answer = await mutate("removeStream", id=priced["ore"], expectedVersion=1)
    assert answer["__typename"] == "InvalidInput"
    assert "stream price" in answer["message"]


async def test_another_tenant_sees_no_costs(graphql: GraphqlClient, priced: dict[str, str]) -> None:
    answer = await graphql(LOSSES, id=priced["audit"], tenant="light")
    assert answer["audit"] is None
