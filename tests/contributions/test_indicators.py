"""An indicator system is whole and coherent, or it is refused; the systems here are made up."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cpaudit.contributions import IndicatorSystem

TEXT = {"zh-CN": "示例", "en": "sample"}


def _number(code: str, weight: float, **fields: Any) -> dict[str, Any]:
    scale = {"direction": "lower_is_better", "unit": "kg/t", "thresholds": {"I": 1, "II": 2, "III": 3}}
    return {"code": code, "name": TEXT, "category": "water", "weight": weight, "quantitative": scale, **fields}


def _system(*indicators: dict[str, Any], **fields: Any) -> IndicatorSystem:
    return IndicatorSystem.model_validate(
        {
            "pack": "sample",
            "code": "S",
            "name": TEXT,
            "categories": [{"code": "water", "name": TEXT, "weight": 1}],
            "indicators": indicators,
            "products": [{"key": "single", "name": TEXT}, {"key": "double", "name": TEXT}],
            "source": "made-up",
            "locator": "table 1",
            "year": 2024,
            **fields,
        }
    )


def test_weights_add_up_to_one_or_to_a_hundred_on_each_level() -> None:
    _system(_number("A", 40), _number("B", 60))
    _system(_number("A", 0.333), _number("B", 0.333), _number("C", 0.333))
    for weights in ((0.5, 0.4), (50, 40), (0.5, 50)):
        with pytest.raises(ValidationError, match="add up to"):
            _system(*(_number(str(place), weight) for place, weight in enumerate(weights)))


def test_a_group_has_its_weight_once() -> None:
    shared = {"group": "water_use", "weight": 0.7}
    system = _system(
        _number("S", **shared, product="single"), _number("D", **shared, product="double"), _number("R", 0.3)
    )
    assert [each.group for each in system.indicators] == ["water_use", "water_use", None]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"product": "triple"}, "not among the products"),
        ({"product": None}, "taken for a product"),
        ({"product": "single"}, "two indicators for single"),
        ({"weight": 0.6}, "differ in category or weight"),
    ],
)
def test_the_indicators_of_a_group_belong_together(changed: dict[str, Any], message: str) -> None:
    shared = {"group": "water_use", "weight": 0.7}
    other = {**_number("D", **shared, product="double"), **changed}
    with pytest.raises(ValidationError, match=message):
        _system(_number("S", **shared, product="single"), other, _number("R", 0.3))


@pytest.mark.parametrize(
    ("lower", "upper", "message"),
    [
        ((6.5, 6, 5), None, "upper_thresholds belong"),
        ((6.5, 6, 5), (8, 7, 9), "range of each grade"),
        ((6.5, 6, 5), (6, 9, 10), "range of each grade"),
        ((5, 6, 6.5), (8, 9, 10), "run against"),
    ],
)
def test_the_ranges_of_the_grades_lie_within_each_other(
    lower: tuple[float, ...], upper: tuple[float, ...] | None, message: str
) -> None:
    def scale(given: tuple[float, ...] | None) -> dict[str, float] | None:
        return None if given is None else dict(zip(("I", "II", "III"), given, strict=True))

    fitting = {"direction": "within_range", "unit": "1", "thresholds": scale((6.5, 6, 5))}
    _system(_number("pH", 1, quantitative={**fitting, "upper_thresholds": scale((8, 9, 10))}))
    wrong = {**fitting, "thresholds": scale(lower), "upper_thresholds": scale(upper)}
    with pytest.raises(ValidationError, match=message):
        _system(_number("pH", 1, quantitative=wrong))


def test_a_system_may_be_made_for_some_industries_of_its_pack() -> None:
    system = _system(_number("A", 1), gb4754=["261", "2625"])
    assert [system.rates(code) for code in ("C2611", "C2625", "C2624", "C30")] == [True, True, False, False]
    assert _system(_number("A", 1)).rates("C3610")
    with pytest.raises(ValidationError):
        _system(_number("A", 1), gb4754=["C261"])
