"""Index rating: unknown is no pass, inapplicable weights are shared out, and a better value never lowers the grade.

The systems here are made up.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.contributions import Direction, IndicatorSystem
from cpaudit.engine import (
    NOT_APPLICABLE,
    Grade,
    IndicatorScheme,
    InvalidNumber,
    Limits,
    Rating,
    RatingState,
    SchemeIndicator,
    UnitError,
    quantity,
    rate,
    recompute,
)
from cpaudit.errors import InvalidInput

PLAIN: dict[str, Any] = {
    "categories": {"energy": 0.6, "management": 0.4},
    "indicators": {
        "E1": {"category": "energy", "weight": 0.5, "limiting": True, "unit": "GJ/t", "thresholds": (4, 5, 6)},
        "E2": {"category": "energy", "weight": 0.5, "unit": "%", "thresholds": (95, 90, 80)},
        "M1": {"category": "management", "weight": 0.3},
        "M2": {"category": "management", "weight": 0.7, "qualitative": {"I": "audited", "II": "kept", "III": "begun"}},
    },
}
BEST: dict[str, Any] = {"E1": 3.9, "E2": 96, "M1": True, "M2": "I"}


def test_every_indicator_at_grade_one_gives_one_hundred_and_grade_one() -> None:
    rating = rate(PLAIN, BEST)
    assert (rating.state, rating.grade) == (RatingState.RATED, Grade.I)
    assert dict(rating.y) == {"I": 100, "II": 100, "III": 100}
    assert [(each.code, each.grade) for each in rating.limiting] == [("E1", Grade.I)]
    assert rating.missing == ()


def test_the_index_adds_up_the_weights_of_what_meets_the_grade() -> None:
    rating = rate(PLAIN, {**BEST, "E2": 91, "M2": {"III"}})
    assert rating.y["I"] == pytest.approx(100 * (0.6 * 0.5 + 0.4 * 0.3))
    assert rating.y["II"] == pytest.approx(100 * (0.6 + 0.4 * 0.3))
    assert (rating.y["III"], rating.grade) == (100, Grade.III)
    assert [each.weight for each in rating.indicators] == pytest.approx([0.3, 0.3, 0.12, 0.28])


@pytest.mark.parametrize(
    ("values", "grade"),
    [
        ({"E1": 4}, Grade.I),
        ({"E1": quantity(4000, "MJ/t")}, Grade.I),
        ({"E1": (4.0001, "GJ/t")}, Grade.II),
        ({"E1": 5.5}, Grade.III),
        ({"E1": 6.1}, Grade.BELOW),
        ({"E2": 94.9}, Grade.II),
        ({"M1": False}, Grade.I),
        ({"M2": "III"}, Grade.III),
        ({"M2": "Ⅰ"}, Grade.I),
        ({"M2": {"I": False, "II": True, "III": True}}, Grade.II),
        ({"E1": Grade.II}, Grade.II),
    ],
)
def test_grades_follow_from_index_and_limiting_indicators(values: dict[str, Any], grade: Grade) -> None:
    # Without M1 the index is 88; without another one it falls below 85.
    assert rate(PLAIN, BEST | values).grade is grade


def test_a_limiting_indicator_caps_the_grade_whatever_the_index_says() -> None:
    system: dict[str, Any] = {
        "categories": {"all": 1},
        "indicators": {
            "L": {"category": "all", "weight": 1, "limiting": True, "thresholds": (1, 2, 3)},
            "R": {"category": "all", "weight": 99},
        },
    }
    rating = rate(system, {"L": 2, "R": True})
    assert rating.y["I"] == 99
    assert rating.grade is Grade.II
    failed = {reason.code for reason in rating.reasons if reason.passed is False}
    assert failed == {"LIMITING_I"}
    assert rate(system, {"L": 4, "R": True}).state is RatingState.BELOW


def test_a_limiting_indicator_that_is_not_graded_leaves_the_rating_incomplete_and_is_named() -> None:
    without = {code: value for code, value in BEST.items() if code != "E1"}
    for values in (without, {**BEST, "E1": None}, {**BEST, "E1": "UNGRADED"}):
        rating = rate(PLAIN, values)
        assert (rating.state, rating.grade, rating.missing) == (RatingState.INCOMPLETE, None, ("E1",))
        reason = next(each for each in rating.reasons if each.code == "LIMITING_UNGRADED")
        assert "E1" in reason.message["en"]
    hopeless = rate(PLAIN, {"E2": 1, "M1": False, "M2": "BELOW"})
    assert hopeless.state is RatingState.INCOMPLETE


def test_another_indicator_that_is_not_graded_makes_the_index_a_range() -> None:
    rating = rate(PLAIN, {**BEST, "M1": None})
    assert rating.y["I"] is None
    assert [rating.y_lower["I"], rating.y_upper["I"]] == pytest.approx([88, 100])
    # at least 88 is at least 85: the grade is certain
    assert (rating.state, rating.grade, rating.missing) == (RatingState.RATED, Grade.I, ("M1",))
    open_one = rate(PLAIN, {**BEST, "M2": None})
    assert (open_one.state, open_one.grade, open_one.missing) == (RatingState.INCOMPLETE, None, ("M2",))


def test_what_is_known_in_part_counts_in_part() -> None:
    rating = rate(PLAIN, {**BEST, "M2": {"I": None, "II": True}})
    assert rating.y["II"] == 100
    assert rating.y["I"] is None
    assert rating.state is RatingState.INCOMPLETE
    assert rate(PLAIN, {**BEST, "E1": 4.5, "M2": {"I": None, "II": True}}).grade is Grade.II


def test_nothing_graded_is_said() -> None:
    rating = rate(PLAIN, {})
    assert (rating.state, rating.grade) == (RatingState.INCOMPLETE, None)
    assert dict(rating.y_lower) == {"I": 0, "II": 0, "III": 0}
    assert "NOTHING_GRADED" in {reason.code for reason in rating.reasons}


def test_nothing_that_applies_is_a_state_of_its_own() -> None:
    rating = rate(PLAIN, dict.fromkeys(BEST, NOT_APPLICABLE))
    assert (rating.state, rating.grade, rating.indices) == (RatingState.NOT_APPLICABLE, None, ())
    assert "NOTHING_APPLIES" in {reason.code for reason in rating.reasons}


def test_the_weight_of_what_does_not_apply_is_shared_out_within_its_category() -> None:
    rating = rate(PLAIN, {**BEST, "M1": "not applicable", "E2": 0})
    assert rating.y["I"] == pytest.approx(70)
    assert [each.weight for each in rating.indicators] == [pytest.approx(0.3), pytest.approx(0.3), None, 0.4]


def test_the_weight_of_a_category_that_does_not_apply_is_shared_out_among_the_others() -> None:
    rating = rate(PLAIN, {"E1": 4, "E2": 0, "M1": "N/A", "M2": NOT_APPLICABLE})
    assert rating.y["I"] == pytest.approx(50)
    assert rating.state is RatingState.BELOW


def test_an_inapplicable_limiting_indicator_caps_nothing() -> None:
    assert rate(PLAIN, {**BEST, "E1": NOT_APPLICABLE}).grade is Grade.I


def _on_products(**outputs: Any) -> Rating:
    boards: dict[str, Any] = {
        "W-single": {"product": "single", "group": "fresh water", "thresholds": (1, 2, 3)},
        "W-double": {"product": "double", "group": "fresh water", "thresholds": (2, 4, 6)},
        "R": {"thresholds": (90, 80, 70)},
    }
    indicators = {code: {"category": "water", "weight": 0.5, **entry} for code, entry in boards.items()}
    system = {"categories": {"water": 1}, "indicators": indicators}
    return rate(system, {"W-single": 1, "W-double": 3, "R": 95}, outputs=outputs)


def test_products_share_the_weight_of_their_group_by_output() -> None:
    rating = _on_products(single=quantity(500, "m2"), double=quantity(0.001, "km2"))
    assert [each.weight for each in rating.indicators] == pytest.approx([0.5 / 3, 1 / 3, 0.5])
    assert rating.y["I"] == pytest.approx(100 * (0.5 + 0.5 / 3))
    assert rating.grade is Grade.II
    assert _on_products(single=1, double=2).y["I"] == pytest.approx(rating.y["I"])


def test_the_indicator_of_a_product_that_is_not_made_does_not_apply() -> None:
    rating = _on_products(single=7, double=0)
    assert rating.grade is Grade.I
    assert [each.applies for each in rating.indicators] == [True, False, True]


def test_an_output_that_is_not_known_makes_the_index_a_range() -> None:
    for outputs in ({}, {"single": 3}, {"single": 3, "double": None}):
        rating = _on_products(**outputs)
        assert (rating.y_lower["I"], rating.y_upper["I"]) == (50, 100)
        assert rating.y["II"] == 100
        assert rating.state is RatingState.INCOMPLETE
        assert rating.missing_outputs[-1] == "double"
        assert "OUTPUT_MISSING" in {reason.code for reason in rating.reasons}


def test_a_value_may_have_to_lie_within_a_range() -> None:
    system: dict[str, Any] = {
        "categories": {"water": 1},
        "indicators": {"pH": {"category": "water", "weight": 1, "thresholds": [(6.5, 8.5), (6, 9), (5, 9)]}},
    }
    grades = [rate(system, {"pH": value}).grade for value in (6.5, 8.5, 6.4, 9, 5, 9.1)]
    assert grades == [Grade.I, Grade.I, Grade.II, Grade.II, Grade.III, Grade.BELOW]


def test_weights_are_relative_within_their_level() -> None:
    as_percent = {
        "categories": {"energy": 60, "management": 40},
        "indicators": {code: {**entry, "weight": entry["weight"] * 100} for code, entry in PLAIN["indicators"].items()},
    }
    values = {**BEST, "E2": 0, "M2": "II"}
    assert dict(rate(as_percent, values).y) == pytest.approx(dict(rate(PLAIN, values).y))


def test_the_shapes_of_a_system_rate_alike() -> None:
    listed: dict[str, Any] = {
        "categories": [{"code": code, "weight": weight} for code, weight in PLAIN["categories"].items()],
        "indicators": [{"code": code, **entry} for code, entry in PLAIN["indicators"].items()],
    }
    two = {"zh-CN": "甲", "en": "a"}
    other = {"zh-CN": "乙", "en": "b"}
    lower = {"direction": "lower_is_better", "unit": "GJ/t", "thresholds": {"I": 4, "II": 5, "III": 6}}
    higher = {"direction": "higher_is_better", "unit": "%", "thresholds": {"I": 95, "II": 90, "III": 80}}
    described = {"I": two, "II": two, "III": two}, {"I": two, "II": other, "III": other}
    kinds: list[dict[str, Any]] = [{"quantitative": lower, "limiting": True}, {"quantitative": higher}]
    kinds += [{"qualitative": each} for each in described]
    packed = IndicatorSystem.model_validate(
        {
            "pack": "sample",
            "code": "S-1",
            "name": two,
            "source": "made-up",
            "locator": "table 1",
            "year": 2024,
            "categories": [{**entry, "name": two} for entry in listed["categories"]],
            "indicators": [
                {"code": code, "name": two, "category": entry["category"], "weight": entry["weight"], **kind}
                for (code, entry), kind in zip(PLAIN["indicators"].items(), kinds, strict=True)
            ],
        }
    )
    for values in (BEST, {**BEST, "E1": 5, "M2": "II"}, {"E1": 3}):
        plain, packs = rate(PLAIN, values), rate(packed, values, version="1.2.0")
        assert plain.y_lower == rate(listed, values).y_lower == packs.y_lower
        assert plain.grade is rate(listed, values).grade is packs.grade
        named = packs.trace.inputs[0].factor
        assert named is not None
        assert (named.pack, named.version, named.item) == ("sample", "1.2.0", "sample:indicator_system:S-1")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"E9": 1}, InvalidInput),
        ({"E1": math.nan}, InvalidNumber),
        ({"E1": math.inf}, InvalidNumber),
        ({"E1": True}, InvalidNumber),
        ({"E1": "often"}, InvalidInput),
        ({"E1": quantity(3, "GJ")}, UnitError),
        ({"E1": quantity(3, "GJ/t{clinker}")}, UnitError),
        ({"E1": (3, "GJ/nonsense")}, UnitError),
        ({"M1": 1}, InvalidInput),
        ({"M1": quantity(1, "t")}, InvalidInput),
        ({"M1": [3]}, InvalidInput),
        ({"M2": True}, InvalidInput),
        ({"M2": {"I": "yes"}}, InvalidInput),
        ({"M2": {"BELOW": True}}, InvalidInput),
    ],
)
def test_a_value_that_cannot_be_graded_is_a_named_error(values: dict[str, Any], error: type[InvalidInput]) -> None:
    with pytest.raises(error) as caught:
        rate(PLAIN, BEST | values)
    assert caught.value.path


def test_a_unit_that_does_not_fit_is_named_with_the_one_it_should_be() -> None:
    with pytest.raises(UnitError, match="GJ cannot be held against limits in GJ/t") as caught:
        rate(PLAIN, {"E1": quantity(3, "GJ")})
    assert caught.value.path == ("values", "E1")
    assert caught.value.units == ("GJ", "GJ/t")


def _changed(code: str, **fields: Any) -> dict[str, Any]:
    indicators = {**PLAIN["indicators"], code: {**PLAIN["indicators"][code], **fields}}
    return {**PLAIN, "indicators": indicators}


@pytest.mark.parametrize(
    "system",
    [
        {},
        {"categories": {"a": 1}, "indicators": {}},
        {"categories": {"a": 1}, "indicators": 7},
        {"categories": {}, "indicators": PLAIN["indicators"]},
        {**PLAIN, "categories": {"energy": 1}},
        {**PLAIN, "categories": {"energy": 0.6, "management": 0.3, "water": 0.1}},
        {**PLAIN, "categories": {"energy": 0, "management": 1}},
        {**PLAIN, "weights": 1},
        _changed("E1", thresholds=(4, 6, 5)),
        _changed("E1", thresholds=(4, 5)),
        _changed("E1", thresholds=(4, 4, 4)),
        _changed("E1", thresholds=(4, math.nan, 6)),
        _changed("E1", thresholds=[(4, 3), (4, 5), (4, 6)]),
        _changed("E1", thresholds=[(4, 5), (4.5, 6), (3, 7)]),
        _changed("E1", direction="higher"),
        _changed("E1", direction="sideways"),
        _changed("E1", unit="furlong/parsec2x"),
        _changed("E1", weight=-1),
        _changed("E1", weight=None),
        _changed("E1", limiting="yes"),
        _changed("E1", limitting=True),
        _changed("E1", group="x"),
        _changed("E1", category="nowhere"),
        "system",
        None,
    ],
)
def test_a_system_that_does_not_fit_together_is_a_named_error(system: Any) -> None:
    with pytest.raises(InvalidInput):
        rate(system, {})


@pytest.mark.parametrize(
    ("outputs", "error"),
    [
        ({"triple": 1}, InvalidInput),
        ({"single": -1}, InvalidNumber),
        ({"single": math.nan}, InvalidNumber),
        ({"single": 1e-300, "double": 1e-300}, InvalidNumber),
        ({"single": quantity(1, "m2"), "double": quantity(1, "t")}, UnitError),
        ({"single": quantity(1, "degC"), "double": quantity(1, "degC")}, InvalidInput),
    ],
)
def test_an_output_that_cannot_be_is_a_named_error(outputs: dict[str, Any], error: type[InvalidInput]) -> None:
    with pytest.raises(error) as caught:
        _on_products(**outputs)
    assert caught.value.path[0] == "outputs"


def test_systems_are_refused_that_name_a_code_twice() -> None:
    twice = SchemeIndicator("A", "all", 1)
    with pytest.raises(InvalidInput, match="2 times"):
        IndicatorScheme((("all", 1),), (twice, twice))
    with pytest.raises(InvalidInput, match="same code"):
        IndicatorScheme((("all", 1), ("all", 1)), (twice,))
    with pytest.raises(InvalidInput, match="range"):
        Limits(Direction.WITHIN_RANGE, "1", (1, 1, 1))


LADDER = ("BELOW", "III", "II", "I")
PRODUCTS = ("p", "q", "r")


@st.composite
def _systems(draw: st.DrawFn) -> dict[str, Any]:
    """Up to three categories with up to four indicators each, some of them limiting, some in a group."""
    weights = st.integers(1, 50)
    categories = {f"c{place}": draw(weights) for place in range(draw(st.integers(1, 3)))}
    indicators: dict[str, Any] = {}
    for category in categories:
        for place in range(draw(st.integers(1, 4))):
            limits = draw(st.sampled_from([None, (1, 2, 3), (30, 20, 10), [(4, 5), (3, 6), (2, 7)]]))
            indicators[f"{category}.{place}"] = {
                "category": category,
                "weight": draw(weights),
                "limiting": draw(st.booleans()),
                "thresholds": limits,
            }
        if draw(st.booleans()):
            weight = draw(weights)
            for product in PRODUCTS:
                indicators[f"{category}.{product}"] = {
                    "category": category,
                    "weight": weight,
                    "product": product,
                    "group": f"g{category}",
                    "thresholds": (1, 2, 3),
                }
    return {"categories": categories, "indicators": indicators}


NUMBERS = {(1, 2, 3): (9, 3, 2, 1), (30, 20, 10): (0, 10, 20, 30)}


def _value(entry: dict[str, Any], rung: int) -> Any:
    """A value of the indicator that reaches this rung of the ladder."""
    limits = entry["thresholds"]
    if limits is None:
        return LADDER[rung]
    return (8, 7, 6, 5)[rung] if isinstance(limits, list) else NUMBERS[limits][rung]


@st.composite
def _cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, float]]:
    system = draw(_systems())
    state = st.sampled_from([0, 1, 2, 3, 3, 3, None, NOT_APPLICABLE])
    rungs = {code: draw(state) for code in system["indicators"]}
    outputs = draw(st.dictionaries(st.sampled_from(PRODUCTS), st.floats(0.001, 1e6) | st.just(0.0)))
    used = {entry.get("product") for entry in system["indicators"].values()}
    return system, rungs, {product: output for product, output in outputs.items() if product in used}


def _values(system: dict[str, Any], rungs: dict[str, Any]) -> dict[str, Any]:
    return {
        code: _value(system["indicators"][code], rung) if isinstance(rung, int) else rung
        for code, rung in rungs.items()
    }


@given(_cases(), st.data())
def test_a_better_value_never_lowers_the_grade(
    case: tuple[dict[str, Any], dict[str, Any], dict[str, float]], data: st.DataObject
) -> None:
    system, rungs, outputs = case
    known = [code for code, rung in rungs.items() if isinstance(rung, int)]
    if not known:
        return
    code = data.draw(st.sampled_from(known))
    raised = {**rungs, code: data.draw(st.integers(rungs[code], 3))}
    before = rate(system, _values(system, rungs), outputs=outputs)
    after = rate(system, _values(system, raised), outputs=outputs)
    for grade in before.y_lower:
        assert after.y_lower[grade] >= before.y_lower[grade]
        assert after.y_upper[grade] >= before.y_upper[grade]
    if before.grade is not None and after.grade is not None:
        assert LADDER.index(after.grade) >= LADDER.index(before.grade)


@given(_cases(), st.data())
def test_what_becomes_known_stays_within_what_was_said_before(
    case: tuple[dict[str, Any], dict[str, Any], dict[str, float]], data: st.DataObject
) -> None:
    system, rungs, outputs = case
    known = {code: rung if rung is not None else data.draw(st.integers(0, 3)) for code, rung in rungs.items()}
    made = {product: outputs.get(product, data.draw(st.floats(0.001, 10))) for product in outputs or ()}
    before = rate(system, _values(system, rungs), outputs=outputs)
    after = rate(system, _values(system, known), outputs=made)
    for grade, value in after.y_lower.items():
        assert before.y_lower[grade] - 1e-9 <= value <= before.y_upper[grade] + 1e-9
    if before.grade is not None:
        assert after.grade is before.grade


@given(_cases())
def test_every_rating_recomputes_from_its_trace_and_its_indices_are_ordered(
    case: tuple[dict[str, Any], dict[str, Any], dict[str, float]],
) -> None:
    system, rungs, outputs = case
    rating = rate(system, _values(system, rungs), outputs=outputs)
    assert recompute(rating.trace) == rating.trace.value
    first, second, third = ([index.lower for index in rating.indices] or [0, 0, 0])[:3]
    assert 0 <= first <= second <= third <= 100
    if rating.state is RatingState.RATED:
        assert all(each.grade is not Grade.UNGRADED for each in rating.limiting)
