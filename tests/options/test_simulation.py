"""What options of an audit would do to its process, before anything is built."""

from __future__ import annotations

from typing import Any

import pytest

from options.acts import FAULT, OptionActs
from support.client import GraphqlClient

SIMULATION = """query($ids: [ID!]!) { simulateOptions(ids: $ids) {
    status savedCost { value unit }
    before { cost { value } emissions { pollutant amount { value unit } } }
    after { cost { value } flows { code stream amount { value unit } }
            balances { code closure { status gapFraction } }
            emissions { pollutant amount { value } explain { value } } }
    steps { option code savedCost { value } savedFlows { code amount { value } }
            savedEmissions { pollutant amount { value } } explain { formula } }
    missing { code message(lang: "en") }
    explain { value }
} }"""


class Plant:
    """An audit with a process map: a scrubber of 100 t/a gas and 200 t/a water. Illustrative."""

    def __init__(self, graphql: GraphqlClient, options: OptionActs) -> None:
        self.graphql, self.options, self.ids = graphql, options, dict[str, str]()

    async def send(self, mutation: str, answer: str, /, **given: Any) -> dict[str, Any]:
        document = (
            f"mutation($i: {mutation[0].upper()}{mutation[1:]}Input!) {{ {mutation}(input: $i)"
            f" {{ __typename ... on {answer} {{ id version }} {FAULT} }} }}"
        )
        found: dict[str, Any] = (await self.graphql(document, as_="auditor", i=given))[mutation]
        return found

    async def draw(self) -> None:
        audit = self.options.audit
        for unit in ("scrubber", "thickener"):
            self.ids[unit] = (await self.send("addUnitProcess", "UnitProcess", audit=audit, code=unit, name=unit))["id"]
        for code, kind, origin, destination, value, substance in (
            ("gas", "MATERIAL", None, "scrubber", 100, None),
            ("water", "WATER", None, "scrubber", 200, None),
            ("slurry", "MATERIAL", "scrubber", "thickener", 200, None),
            ("tail_gas", "EMISSION", "scrubber", None, 100, "SO2"),
            ("gypsum", "PRODUCT", "thickener", None, 40, None),
            ("overflow", "WASTE", "thickener", None, 160, None),
        ):
            ends = {"origin": origin and self.ids[origin], "destination": destination and self.ids[destination]}
            stream = await self.send(
                "addStream", "Stream", audit=audit, code=code, name=code, kind=kind, substance=substance, **ends
            )
            self.ids[code] = stream["id"]
            amount = {"value": value, "unit": "t/a"}
            measured = await self.send("addMeasurement", "Measurement", audit=audit, stream=stream["id"], amount=amount)
            self.ids[f"{code} measured"] = measured["id"]
        for code, price in (("water", 4), ("overflow", 2)):
            given = {"value": price, "unit": "CNY/t"}
            await self.send("addStreamPrice", "StreamPrice", audit=audit, stream=self.ids[code], price=given)

    async def change(self, option: dict[str, Any], **given: Any) -> dict[str, Any]:
        named = {key: self.ids.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
        return await self.send(
            "addOptionChange", "OptionChange", audit=self.options.audit, option=option["id"], **named
        )

    async def simulate(self, *options: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.graphql(SIMULATION, ids=[each["id"] for each in options]))[
            "simulateOptions"
        ]
        return answer


@pytest.fixture
async def plant(graphql: GraphqlClient, options: OptionActs) -> Plant:
    made = Plant(graphql, options)
    await made.draw()
    return made


def amounts(simulation: dict[str, Any]) -> dict[str, float]:
    return {each["code"]: each["amount"]["value"] for each in simulation["after"]["flows"]}


async def test_planned_effects_are_simulated_one_after_the_other(plant: Plant, options: OptionActs) -> None:
    first, second = await options.propose("F1"), await options.propose("F2")
    for option in (first, second):
        await options.effect(option, 50, subject="SO2")
    simulation = await plant.simulate(first, second)
    assert simulation["status"] == "COMPLETE"
    assert amounts(simulation)["tail_gas"] == pytest.approx(25)
    saved = [step["savedEmissions"][0]["amount"]["value"] for step in simulation["steps"]]
    assert saved == pytest.approx([50, 25])
    assert simulation["before"]["emissions"] == [{"pollutant": "SO2", "amount": {"value": 100, "unit": "t/a"}}]
    (emission,) = simulation["after"]["emissions"]
    assert emission["explain"]["value"] == emission["amount"]["value"]
    assert {each["closure"]["status"] for each in simulation["after"]["balances"]} == {"CLOSED"}


async def test_recorded_changes_say_where_it_goes(plant: Plant, options: OptionActs) -> None:
    option = await options.propose("F1")
    await plant.change(option, kind="RECYCLE", stream="overflow", unitProcess="scrubber", fraction=0.5, other="water")
    await plant.change(option, kind="REDUCE", stream="gypsum", amount={"value": 4000, "unit": "kg/a"}, other="overflow")
    simulation = await plant.simulate(option)
    assert simulation["status"] == "COMPLETE"
    flows = amounts(simulation)
    assert flows == pytest.approx(
        {
            "gas": 100,
            "water": 120,
            "slurry": 200,
            "tail_gas": 100,
            "gypsum": 36,
            "overflow": 84,
            "overflow→scrubber": 80,
        }
    )
    assert simulation["savedCost"] == {"value": pytest.approx(80 * 4 + 76 * 2), "unit": "CNY/a"}
    assert simulation["explain"]["value"] == simulation["savedCost"]["value"]
    made = next(each for each in simulation["after"]["flows"] if each["stream"] is None)
    assert made["code"] == "overflow→scrubber"


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ({"subject": "COD", "value": 1}, "EFFECT_WITHOUT_STREAM"),
        ({"subject": "SO2", "value": 101}, "EFFECT_TOO_LARGE"),
        ({"subject": "water", "value": 1, "unit": "kWh"}, "EFFECT_NOT_COMPARABLE"),
        (None, "NOTHING_TO_SIMULATE"),
    ],
)
async def test_an_option_that_cannot_be_simulated_is_left_out_and_says_why(
    plant: Plant, options: OptionActs, effect: dict[str, Any] | None, code: str
) -> None:
    option = await options.propose("F1")
    if effect is not None:
        await options.effect(option, **effect)
    simulation = await plant.simulate(option)
    assert simulation["status"] == "INCOMPLETE"
    assert [each["code"] for each in simulation["missing"]] == [code]
    assert simulation["savedCost"]["value"] == 0


async def test_what_is_not_measured_leaves_what_follows_unknown(plant: Plant, options: OptionActs) -> None:
    option = await options.propose("F1")
    await options.effect(option, 20, subject="water")
    removed = "mutation($i: RecordAsRead!) { removeMeasurement(input: $i) { __typename } }"
    await plant.graphql(removed, as_="auditor", i={"id": plant.ids["gypsum measured"], "expectedVersion": 1})
    simulation = await plant.simulate(option)
    assert simulation["status"] == "INCOMPLETE"
    unknown = {each["code"] for each in simulation["after"]["flows"] if each["amount"] is None}
    assert unknown == {"gypsum", "overflow"}
    assert simulation["after"]["cost"] is None


async def test_an_audit_without_a_process_map_says_so(graphql: GraphqlClient, options: OptionActs) -> None:
    option = await options.propose("F1")
    simulation = (await graphql(SIMULATION, ids=[option["id"]]))["simulateOptions"]
    assert (simulation["status"], simulation["after"]) == ("INCOMPLETE", None)
    assert "EMPTY_NETWORK" in {each["code"] for each in simulation["missing"]}


async def test_options_that_take_more_than_there_is_give_a_reason(plant: Plant, options: OptionActs) -> None:
    option = await options.propose("F1")
    await plant.change(option, kind="REDUCE", stream="water", amount={"value": 201, "unit": "t/a"})
    simulation = await plant.simulate(option)
    assert simulation["after"] is None
    assert [each["code"] for each in simulation["missing"]] == ["INVALID_CHANGE"]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"kind": "REDUCE", "stream": "water"}, "fraction"),
        ({"kind": "REDUCE", "stream": "water", "fraction": 1.5}, "fraction"),
        ({"kind": "REDUCE", "stream": "water", "fraction": 0.1, "other": "water"}, "other"),
        ({"kind": "REDUCE", "stream": "water", "amount": {"value": 0, "unit": "t/a"}}, "value"),
        ({"kind": "REDUCE", "stream": "water", "amount": {"value": 1, "unit": "CNY"}}, "unit"),
        ({"kind": "REDUCE", "stream": "water", "fraction": 0.1, "unitProcess": "scrubber"}, "unitProcess"),
        ({"kind": "RECYCLE", "stream": "overflow", "fraction": 0.1}, "unitProcess"),
        ({"kind": "RECYCLE", "stream": "water", "fraction": 0.1, "unitProcess": "thickener"}, "stream"),
        ({"kind": "RECYCLE", "stream": "overflow", "unitProcess": "scrubber"}, "fraction"),
    ],
)
async def test_a_change_that_says_too_little_is_refused(
    plant: Plant, options: OptionActs, given: dict[str, Any], path: str
) -> None:
    option = await options.propose("F1")
    answer = await plant.change(option, **given)
    assert answer["__typename"] == "InvalidInput"
    assert answer["path"][-1] == path


async def test_a_change_is_changed_and_removed_in_the_version_that_was_read(plant: Plant, options: OptionActs) -> None:
    option = await options.propose("F1")
    change = await plant.change(option, kind="REDUCE", stream="water", fraction=0.1)
    changed = await plant.send("changeOptionChange", "OptionChange", id=change["id"], expectedVersion=1, fraction=0.2)
    assert changed["version"] == 2
    shown = await options.read(option, "changes { kind fraction stream { code } }")
    assert shown["changes"] == [{"kind": "REDUCE", "fraction": 0.2, "stream": {"code": "water"}}]
    stale = await plant.send("changeOptionChange", "OptionChange", id=change["id"], expectedVersion=1, fraction=0.3)
    assert (stale["__typename"], stale["currentVersion"]) == ("Conflict", 2)
    removed = "mutation($i: RecordAsRead!) { removeOptionChange(input: $i) { __typename } }"
    answer = await plant.graphql(removed, as_="auditor", i={"id": change["id"], "expectedVersion": 2})
    assert answer["removeOptionChange"]["__typename"] == "RemovedRecord"


async def test_a_rejected_option_takes_no_change(plant: Plant, options: OptionActs) -> None:
    option = await options.propose("F1")
    await options.move(option, "rejectOption", reason="无效")
    answer = await plant.change(option, kind="REDUCE", stream="water", fraction=0.1)
    assert answer["__typename"] == "InvalidInput"
