"""Values of indicators are recorded and rated over GraphQL, with what is missing named."""

from __future__ import annotations

from typing import Any

import pytest

from ratings.conftest import RatedAudit
from support import rated
from support.rated import amount, outputs, values

NOTHING = "state grade y { grade lower upper value } missing { code limiting } missingOutputs"


async def test_nothing_recorded_is_incomplete_and_names_every_indicator(audit: RatedAudit) -> None:
    rating = await audit.rating(f"{NOTHING} reasons {{ code }}")
    assert (rating["state"], rating["grade"]) == ("INCOMPLETE", None)
    assert [each["code"] for each in rating["missing"]] == ["E-1", "E-2", "W-1", "W-2", "W-3", "M-1", "M-2"]
    assert [index["value"] for index in rating["y"]] == [None, None, None]
    assert "NOTHING_GRADED" in [each["code"] for each in rating["reasons"]]


async def test_a_full_rating_has_a_grade_its_limiting_indicators_and_its_derivation(audit: RatedAudit) -> None:
    assert (await audit.record(values=values(), outputs=outputs()))["__typename"] == "Audit"
    rating = await audit.rating(
        """state grade y { grade value } limiting { code name(lang: "en") grade }
        missing { code } missingOutputs system { code } explain { value text(lang: "en") }
        indicators(first: 3) { totalCount pageInfo { hasNextPage endCursor }
            nodes { code category applies weight grade value { value unit } explain { value } } }"""
    )
    assert (rating["state"], rating["grade"], rating["system"]["code"]) == ("RATED", "II", "MOT-IND")
    assert [each["grade"] for each in rating["limiting"]] == ["II", "II"]
    assert rating["limiting"][0]["name"] == "Energy per tonne"
    assert (rating["missing"], rating["missingOutputs"]) == ([], [])
    first = rating["y"][0]["value"]
    assert first == pytest.approx(40 * 0.3 + 35 * (0.6 * 0.75 + 0.4) + 25 * 0.5)
    assert rating["y"][1]["value"] == 100
    assert rating["explain"]["value"] == "II"
    assert "motor 0.3.0, motor:indicator_system:MOT-IND, Illustrative figures, table 1" in rating["explain"]["text"]
    page = rating["indicators"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (7, True)
    assert [node["code"] for node in page["nodes"]] == ["E-1", "E-2", "W-1"]
    assert page["nodes"][2]["weight"] == pytest.approx(0.35 * 0.6 * 0.75)
    assert page["nodes"][0]["value"] == {"value": 4500, "unit": "MJ/t"}
    following = await audit.rating(f'indicators(after: "{page["pageInfo"]["endCursor"]}") {{ nodes {{ code }} }}')
    assert [node["code"] for node in following["indicators"]["nodes"]] == ["W-2", "W-3", "M-1", "M-2"]


async def test_what_is_not_named_stays_and_what_is_removed_is_not_known_any_more(audit: RatedAudit) -> None:
    await audit.record(values=values(), outputs=outputs())
    await audit.record(values=[{"indicator": "E-1", "amount": amount(3.9, "GJ/t"), "source": "电表（示例）"}])
    fields = 'indicatorValues(filter: { indicator: "E-1" }) { nodes { id version source amount { value unit } } }'
    (row,) = (await audit.read(fields))["indicatorValues"]["nodes"]
    assert (row["version"], row["source"], row["amount"]) == (2, "电表（示例）", {"value": 3.9, "unit": "GJ/t"})
    assert (await audit.read("indicatorValues { totalCount } ratingOutputs { product version }")) == {
        "indicatorValues": {"totalCount": 7},
        "ratingOutputs": [{"product": "car", "version": 1}, {"product": "lorry", "version": 1}],
    }
    removal = "mutation ($input: RecordAsRead!) { removeIndicatorValue(input: $input) { __typename } }"
    gone = await audit.graphql(removal, tenant="city", input={"id": row["id"], "expectedVersion": 2})
    assert gone["removeIndicatorValue"]["__typename"] == "RemovedRecord"
    assert (await audit.rating("missing { code }"))["missing"] == [{"code": "E-1"}]


async def test_an_output_that_is_not_known_makes_the_index_a_range(audit: RatedAudit) -> None:
    await audit.record(values=values())
    rating = await audit.rating(NOTHING)
    assert rating["missingOutputs"] == ["car", "lorry"]
    assert rating["y"][0]["value"] is None
    assert (rating["state"], rating["grade"]) == ("RATED", "II")


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"indicator": "X", "grade": "I"}, "INVALID_INPUT", "indicator"),
        ({"indicator": "E-1", "grade": "I"}, "INVALID_INPUT", "grade"),
        ({"indicator": "E-1", "amount": amount(4, "GJ")}, "UNIT_ERROR", "amount.unit"),
        ({"indicator": "E-1", "amount": amount(4, "furlongs")}, "INVALID_INPUT", "amount"),
        ({"indicator": "M-1", "amount": amount(4, "GJ/t")}, "INVALID_INPUT", "amount"),
        ({"indicator": "M-1", "grade": "UNGRADED"}, "INVALID_INPUT", "grade"),
        ({"indicator": "M-1", "grade": "I", "notApplicableReason": "x"}, "INVALID_INPUT", ""),
        ({"indicator": "M-1"}, "INVALID_INPUT", ""),
        ({"indicator": "M-1", "notApplicableReason": "  "}, "INVALID_INPUT", "notApplicableReason"),
        ({"indicator": "M-1", "grade": "I", "source": "\u0000"}, "INVALID_INPUT", "source"),
    ],
)
async def test_a_value_that_does_not_fit_is_refused_with_its_place(
    audit: RatedAudit, given: dict[str, Any], code: str, path: str
) -> None:
    fault = await audit.record(values=[{"indicator": "M-2", "grade": "I"}, given])
    assert fault["code"] == code
    assert ".".join(fault["path"]) == ".".join(["input.values.1", *([path] if path else [])])
    assert (await audit.read("indicatorValues { totalCount }"))["indicatorValues"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ([{"product": "tram", "amount": amount(1, "t")}], ["input", "outputs", "0"]),
        ([{"product": "car", "amount": amount(-1, "t")}], ["input", "outputs", "0"]),
        ([*outputs()[:1], {"product": "lorry", "amount": amount(1, "GJ")}], ["input", "outputs", "1"]),
        ([*outputs(), *outputs()], ["input", "outputs", "2", "product"]),
    ],
)
async def test_an_output_that_does_not_fit_is_refused(audit: RatedAudit, given: Any, place: list[str]) -> None:
    fault = await audit.record(outputs=given)
    assert fault["path"] == place


async def test_who_may_record_what(audit: RatedAudit) -> None:
    assert (await audit.record(as_="viewer", values=values()))["__typename"] == "Denied"
    assert (await audit.record(system="motor:indicator_system:X", values=[]))["__typename"] == "NotFound"
    await audit.record(values=values())
    late = [{"indicator": "M-1", "grade": "I", "expectedVersion": 7}]
    conflict = await audit.record(values=late)
    assert (conflict["__typename"], conflict["currentVersion"]) == ("Conflict", 1)


async def test_a_system_that_the_library_does_not_have_is_an_error(audit: RatedAudit) -> None:
    query = f'{{ audit(id: "{audit.audit}") {{ rating(scenario: BEFORE, system: "x") {{ state }} }} }}'
    (error,) = await audit.graphql.errors(query, tenant="city")
    assert error["extensions"]["code"] == "INVALID_INPUT"


async def test_after_is_compared_with_before(audit: RatedAudit) -> None:
    await audit.record(values=values(), outputs=outputs())
    better = values(E_1=amount(3.8, "GJ/t"), M_1="I", W_3=amount(94, "%"), W_2=None)
    await audit.record("AFTER", values=better, outputs=outputs(car=4000, lorry=0))
    compared = (
        await audit.read(
            """roundComparison { gradeBefore gradeAfter gradeChange warnings { code } explain { value }
            indicators { nodes { code change gradeBefore gradeAfter relative absolute { value unit } } }
            emissions { nodes { code } } }"""
        )
    )["roundComparison"]
    assert (compared["gradeBefore"], compared["gradeAfter"], compared["gradeChange"]) == ("II", "I", "BETTER")
    rows = {row["code"]: row for row in compared["indicators"]["nodes"]}
    assert {code: row["change"] for code, row in rows.items()} == {
        "E-1": "BETTER",
        "E-2": "SAME",
        "W-1": "SAME",
        "W-2": "UNKNOWN",
        "W-3": "WORSE",
        "M-1": "BETTER",
        "M-2": "SAME",
    }
    assert rows["E-1"]["absolute"] == {"value": pytest.approx(-700), "unit": "MJ/t"}
    assert rows["E-1"]["relative"] == pytest.approx(-0.7 / 4.5)
    against = "roundComparison(against: PREVIOUS_ROUND) { gradeBefore }"
    assert (await audit.read(against))["roundComparison"] is None


async def test_ratings_of_many_audits_are_read_by_reference_of_the_system(audit: RatedAudit) -> None:
    await audit.record(values=values(), outputs=outputs())
    query = f'{{ audits {{ nodes {{ rating(scenario: BEFORE, system: "{rated.SYSTEM}") {{ grade }} }} }} }}'
    assert (await audit.graphql(query, tenant="city"))["audits"]["nodes"] == [{"rating": {"grade": "II"}}]
