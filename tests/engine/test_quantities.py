"""A quantity is finite, has a unit, and keeps its interval through every step."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

from cpaudit.engine import InvalidNumber, QuantityStatus, convert, multiply, quantity


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400, 1e61, "3", None, True, 1j])
def test_what_is_no_finite_number_is_refused(value: float) -> None:
    with pytest.raises(InvalidNumber) as caught:
        quantity(value, "t")
    assert caught.value.path == ("value",)


@pytest.mark.parametrize("value", [3, np.float64(3), Decimal(3)])
def test_every_kind_of_real_number_is_taken(value: float) -> None:
    assert quantity(value, "t").value == 3.0
    assert type(quantity(value, "t").value) is float


@pytest.mark.parametrize(("lower", "upper"), [(4, None), (None, 2), (math.nan, None), (None, math.inf)])
def test_an_interval_that_does_not_hold_the_value_is_refused(lower: float | None, upper: float | None) -> None:
    with pytest.raises(InvalidNumber):
        quantity(3, "t", lower=lower, upper=upper)


def test_a_conversion_takes_the_interval_and_the_status_along() -> None:
    converted = convert(quantity(3, "t", lower=2, upper=5, status=QuantityStatus.MEASURED), "kg")
    assert (converted.value, converted.lower, converted.upper) == (3000, 2000, 5000)
    assert converted.status is QuantityStatus.MEASURED


def test_a_value_that_the_target_unit_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidNumber):
        convert(quantity(1e55, "t"), "mg")


def test_concentration_times_flow_times_hours_is_a_mass() -> None:
    mass = multiply(
        quantity(900, "mg/Nm3", lower=810, upper=990), quantity(36_000, "Nm3/h"), quantity(8400, "h"), unit="t"
    )
    assert mass.value == pytest.approx(272.16)
    assert mass.lower == pytest.approx(272.16 * 0.9)
    assert mass.upper == pytest.approx(272.16 * 1.1)
    assert mass.status is QuantityStatus.CALCULATED


def test_intervals_of_factors_add_up_as_squares() -> None:
    product = multiply(quantity(10, "t", lower=9.7, upper=10.3), quantity(2, "1", lower=1.92, upper=2.08), unit="t")
    assert product.upper == pytest.approx(20 * 1.05)
    assert product.lower == pytest.approx(20 * 0.95)
