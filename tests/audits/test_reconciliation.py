"""Phase 4: what was measured in the process map, reconciled with its balances."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest

from cpaudit.audits.models import Measurement, Stream, UnitProcess
from cpaudit.audits.services.reconciliation import ReconciledMap, ReconciliationStatus, reconcile_map, substances_of
from cpaudit.contributions import StreamKind
from cpaudit.engine import FlowClass, Quantity, UnitError
from support.client import GraphqlClient

OWN = {"tenant_id": "t", "audit_id": "a"}
Ends = tuple[str | None, str | None]
MIXER: dict[str, Ends] = {"acid": (None, "mixer"), "water": (None, "mixer"), "product": ("mixer", None)}


def _reconciled(
    streams: dict[str, Ends],
    measured: Sequence[tuple[str, float, float | None, str]],
    *,
    kinds: dict[str, StreamKind] | None = None,
    substance: str | None = None,
    unit: str | None = None,
) -> ReconciledMap:
    """The map of streams by code with (stream, value, half of the interval, unit) measured; all illustrative."""
    codes = dict.fromkeys(end for ends in streams.values() for end in ends if end)
    units = [UnitProcess(**OWN, id=code, code=code, name=code) for code in codes]
    rows = [
        Stream(
            **OWN,
            id=code,
            code=code,
            name=code,
            kind=(kinds or {}).get(code, StreamKind.MATERIAL),
            origin_id=origin,
            destination_id=destination,
        )
        for code, (origin, destination) in streams.items()
    ]
    taken = [
        Measurement(
            **OWN,
            stream_id=code,
            substance=substance,
            amount=Quantity(value, of, *((None, None) if half is None else (value - half, value + half))),
        )
        for code, value, half, of in measured
    ]
    return reconcile_map(units, rows, taken, substance=substance, unit=unit)


def _codes(found: ReconciledMap) -> list[str]:
    return [each.code for each in found.findings]


def test_the_gap_is_shared_out_by_the_squares_of_the_intervals() -> None:
    found = _reconciled(MIXER, [("acid", 10, 1, "t"), ("water", 20, 2, "t"), ("product", 33, 2, "t")])
    assert found.status is ReconciliationStatus.CONSISTENT
    assert found.result is not None
    adjusted = {code: flow.value for code, flow in found.result.adjusted.items()}
    assert adjusted == pytest.approx({"acid": 10 + 3 / 9, "water": 20 + 12 / 9, "product": 33 - 12 / 9})
    assert found.findings == ()


def test_a_measurement_without_an_interval_does_not_count_and_is_named() -> None:
    found = _reconciled(MIXER, [("acid", 10, 1, "t"), ("water", 20, None, "t"), ("product", 33, 2, "t")])
    assert found.status is ReconciliationStatus.NO_REDUNDANCY
    assert found.result is not None
    row = found.result.stream("water")
    assert (row.classification, row.measured) == (FlowClass.OBSERVABLE, None)
    assert row.adjusted is not None
    assert row.adjusted.value == pytest.approx(23)
    assert _codes(found) == ["NO_INTERVAL", "NO_REDUNDANCY"]
    assert "water" in found.findings[0].message.in_language("en")


def test_what_is_measured_in_other_units_or_as_a_concentration_is_named() -> None:
    found = _reconciled(MIXER, [("acid", 10, 1, "t"), ("water", 20, 2, "m3"), ("product", 3e4, 2e3, "kg")])
    assert found.result is not None
    assert found.result.unit == "kg"
    assert found.result.stream("water").classification is FlowClass.OBSERVABLE
    assert "OTHER_UNIT" in _codes(found)
    alone = _reconciled(MIXER, [("acid", 10, 1, "mg/L")], substance="COD")
    assert alone.status is ReconciliationStatus.NOTHING_MEASURED


def test_the_result_is_in_the_unit_that_is_asked_for() -> None:
    measured = [("acid", 10, 1, "t"), ("water", 20, 2, "t"), ("product", 33, 2, "t")]
    found = _reconciled(MIXER, measured, unit="kg")
    assert found.result is not None
    assert found.result.adjusted["acid"].value == pytest.approx(10_000 + 3000 / 9)
    with pytest.raises(UnitError):
        _reconciled(MIXER, measured, unit="mg/L")
    with pytest.raises(UnitError):
        _reconciled(MIXER, measured, unit="nonsense")


def test_energy_and_mass_are_reconciled_apart() -> None:
    streams = {**MIXER, "steam": (None, "mixer"), "heat": ("mixer", None)}
    kinds = {"steam": StreamKind.ENERGY, "heat": StreamKind.ENERGY}
    measured = [("acid", 10, 1, "t"), ("water", 20, 2, "t"), ("product", 33, 2, "t"), ("steam", 5, 1, "GJ")]
    mass = _reconciled(streams, measured, kinds=kinds)
    assert mass.result is not None
    assert {row.code for row in mass.result.streams} == set(MIXER)
    energy = _reconciled(streams, measured, kinds=kinds, unit="kWh")
    assert energy.result is not None
    assert {row.code for row in energy.result.streams} == {"steam", "heat"}
    assert energy.result.adjusted["heat"].value == pytest.approx(5e9 / 3.6e6)


def test_a_unit_that_is_not_finished_forces_no_flow_to_zero() -> None:
    found = _reconciled({**MIXER, "leak": ("mixer", "sump")}, [("acid", 10, 1, "t"), ("product", 9, 1, "t")])
    assert found.result is not None
    assert found.result.stream("leak").classification is FlowClass.UNOBSERVABLE
    assert "UNFINISHED_UNIT" in _codes(found)
    assert "ONE_SIDED_UNIT" not in _codes(found)


def test_an_empty_map_is_a_state() -> None:
    found = _reconciled({}, [])
    assert (found.status, found.result, _codes(found)) == (
        ReconciliationStatus.NOTHING_MEASURED,
        None,
        ["NOTHING_MEASURED"],
    )
    unfinished = _reconciled({"in": (None, "x")}, [("in", 1, 0.1, "t")])
    assert unfinished.status is ReconciliationStatus.NOTHING_MEASURED


def test_intervals_beyond_all_measure_are_a_state() -> None:
    found = _reconciled(MIXER, [("acid", 1e-170, 1e-171, "t"), ("water", 20, 2, "t"), ("product", 1e50, 1e50, "t")])
    assert (found.status, found.result) == (ReconciliationStatus.NOT_SOLVABLE, None)
    assert _codes(found) == ["ILL_CONDITIONED"]


def test_substances_are_those_that_were_measured() -> None:
    rows = [Measurement(**OWN, stream_id="s", substance=each, amount=Quantity(1, "t")) for each in ("S", None, "Cu")]
    assert substances_of(rows) == (None, "Cu", "S")


RECONCILIATION = """reconciliation(substance: $substance) {
    state unit criticalAdjustment
    chiSquare { statistic degreesOfFreedom criticalValue passed }
    streams(first: 2) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes {
            stream code name classification standardisedAdjustment suspectRank
            measured { value unit status } adjusted { value lower upper status } explain { value unit formula }
        }
    }
    suspects { code rank standardisedAdjustment }
    eliminations { code equivalents flow { value unit } chiSquare { passed } }
    findings { code message(lang: "en") }
    explain { value text(lang: "en") }
}"""
QUERY = f"query ($id: ID!, $substance: String) {{ audit(id: $id) {{ measuredSubstances {RECONCILIATION} }} }}"


@pytest.fixture
async def plant(mutate: Any, audit_id: str) -> str:
    """Two tanks in a row, all three flows measured, the last one wrong; gives the audit."""
    audit = f"Audit:{audit_id}"
    tanks = [(await mutate("addUnitProcess", audit=audit, code=code, name=code))["id"] for code in ("T1", "T2")]
    ends = {
        "a": {"destination": tanks[0]},
        "b": {"origin": tanks[0], "destination": tanks[1]},
        "c": {"origin": tanks[1]},
    }
    for (code, joined), value in zip(ends.items(), (100, 101, 130), strict=True):
        stream = await mutate("addStream", audit=audit, code=code, name=f"流 {code}", kind="MATERIAL", **joined)
        amount = {"value": value, "unit": "t", "lower": value - 4, "upper": value + 4, "status": "MEASURED"}
        await mutate("addMeasurement", audit=audit, stream=stream["id"], amount=amount)
        if code != "c":
            amount = {"value": value / 10, "unit": "t", "status": "MEASURED"}
            await mutate("addMeasurement", audit=audit, stream=stream["id"], substance="S", amount=amount)
    return audit


async def test_a_wrong_measurement_is_found_over_the_api(graphql: GraphqlClient, plant: str) -> None:
    found = (await graphql(QUERY, as_="auditor", id=plant))["audit"]
    assert found["measuredSubstances"] == ["S"]
    result = found["reconciliation"]
    assert (result["state"], result["unit"]) == ("INCONSISTENT", "t")
    assert (result["chiSquare"]["passed"], result["chiSquare"]["degreesOfFreedom"]) == (False, 2)
    adjustment = (331 / 3 - 130) / (4 / 1.959964 * math.sqrt(2 / 3))
    assert result["suspects"][0] == {"code": "c", "rank": 1, "standardisedAdjustment": pytest.approx(adjustment)}
    assert result["eliminations"][0]["flow"] == {"value": pytest.approx(100.5), "unit": "t"}
    assert result["eliminations"][0]["chiSquare"] == {"passed": True}
    page = result["streams"]
    assert [row["code"] for row in page["nodes"]] == ["a", "b"]
    assert (page["totalCount"], page["pageInfo"]) == (3, {"hasNextPage": True, "endCursor": "b"})
    row = page["nodes"][0]
    assert row["stream"].startswith("Stream:")
    assert (row["name"], row["classification"]) == ("流 a", "REDUNDANT")
    assert row["adjusted"]["status"] == "CALCULATED"
    assert row["adjusted"]["lower"] < row["adjusted"]["value"] == pytest.approx(331 / 3)
    assert row["explain"]["value"] == row["adjusted"]["value"]
    assert result["explain"]["value"] is False
    assert "χ² ≤ χ²₀.₉₅" in result["explain"]["text"]


async def test_the_next_page_begins_after_the_cursor(graphql: GraphqlClient, plant: str) -> None:
    query = (
        'query ($id: ID!) { audit(id: $id) { reconciliation { streams(first: 2, after: "b") '
        "{ nodes { code } pageInfo { hasNextPage hasPreviousPage } } } } }"
    )
    page = (await graphql(query, as_="auditor", id=plant))["audit"]["reconciliation"]["streams"]
    assert page == {"nodes": [{"code": "c"}], "pageInfo": {"hasNextPage": False, "hasPreviousPage": True}}


async def test_a_substance_measured_without_intervals_is_a_state(graphql: GraphqlClient, plant: str) -> None:
    result = (await graphql(QUERY, as_="auditor", id=plant, substance="S"))["audit"]["reconciliation"]
    assert (result["state"], result["chiSquare"], result["explain"]) == ("NOTHING_MEASURED", None, None)
    assert [each["code"] for each in result["findings"]] == ["NOTHING_MEASURED", "NO_INTERVAL"]
    assert result["streams"]["nodes"] == []
