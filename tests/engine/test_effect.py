"""An option is effective at 80 % of its effect or more, and 120 % of its cost or less."""

from __future__ import annotations

import math

import pytest

from cpaudit.engine import InvalidNumber, Outcome, Quantity, UnitError, effect, quantity

PLANNED = Outcome(quantity(100, "t"), quantity(50, "万元"))


@pytest.mark.parametrize(
    ("saved", "spent", "effective"),
    [
        (quantity(100, "t"), quantity(50, "万元"), True),
        (quantity(80_000, "kg"), quantity(600_000, "元"), True),
        (quantity(79.9, "t"), quantity(50, "万元"), False),
        (quantity(100, "t"), quantity(60.1, "万元"), False),
        (None, quantity(50, "万元"), None),
        (quantity(100, "t"), None, None),
        (None, quantity(61, "万元"), False),
        (quantity(-5, "t"), quantity(1, "万元"), False),
    ],
)
def test_effective_or_not_or_unknown(saved: Quantity | None, spent: Quantity | None, effective: bool | None) -> None:
    assert effect(PLANNED, Outcome(saved, spent)).effective is effective


def test_plain_numbers_count_as_they_are() -> None:
    result = effect(Outcome(100, 50), Outcome(90, 55))
    assert result.effect_ratio == 0.9
    assert result.cost_ratio == pytest.approx(1.1)
    assert [(reason.code, reason.passed) for reason in result.reasons] == [("EFFECT", True), ("COST", True)]


@pytest.mark.parametrize(("spent", "effective"), [(0, True), (0.01, False)])
def test_where_no_cost_was_planned_any_cost_is_too_much(spent: float, effective: bool) -> None:
    result = effect(Outcome(10, 0), Outcome(10, spent))
    assert result.cost_ratio is None
    assert result.effective is effective


@pytest.mark.parametrize(
    ("planned", "actual"),
    [
        (Outcome(0, 1), Outcome(1, 1)),
        (Outcome(-1, 1), Outcome(1, 1)),
        (Outcome(1, -1), Outcome(1, 1)),
        (Outcome(1, 1), Outcome(1, -1)),
        (Outcome(math.nan, 1), Outcome(1, 1)),
    ],
)
def test_bad_input_is_a_named_error(planned: Outcome, actual: Outcome) -> None:
    with pytest.raises(InvalidNumber):
        effect(planned, actual)


def test_planned_and_actual_have_to_measure_the_same() -> None:
    with pytest.raises(UnitError):
        effect(PLANNED, Outcome(quantity(1, "GJ"), None))
    with pytest.raises(UnitError):
        effect(PLANNED, Outcome(None, quantity(1, "EUR")))
    with pytest.raises(UnitError):
        effect(Outcome(10, 5), Outcome(10, quantity(20, "degC")))
