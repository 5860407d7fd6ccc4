"""Case D: two retrofits of a sulphuric acid plant.

Source: EU BREF LVIC-AAF (2007), Tables 4.11 and 4.12. 8400 h/a; 145 000 t acid/a; acid 0.051 EUR/kg;
electricity 0.044 EUR/kWh; 6 % interest; annuity over life. Tolerance 2 %.
"""

from __future__ import annotations

import pytest

from cpaudit.engine import Quantity, annuity, multiply, quantity

HOURS = quantity(8400, "h/a")
GAS = quantity(36_000, "Nm3/h")
ELECTRICITY = quantity(0.044, "EUR/kWh")
ACID = quantity(0.051, "EUR/kg")
ACID_A_YEAR = 145_000
TOLERANCE = 0.02


def _yearly(*factors: Quantity) -> float:
    return multiply(*factors, HOURS, unit="EUR/a").value


def _avoided(before: float, after: float) -> float:
    return multiply(quantity(before - after, "mg/Nm3"), GAS, HOURS, unit="t/a").value


def _printed(value: float) -> object:
    return pytest.approx(value, rel=TOLERANCE)


def test_a_fifth_catalyst_bed() -> None:
    investment = annuity(1_090_000, 0.06, 15)
    maintenance = 0.02 * 1_090_000
    fan, pumps = (_yearly(quantity(power, "kWh/h"), ELECTRICITY) for power in (92, 42))
    catalyst = annuity(30 * 2180, 0.06, 10)
    acid = _yearly(quantity(50, "kg/h"), ACID)
    assert investment == _printed(112_300)
    assert maintenance == _printed(21_800)
    assert fan == _printed(33_700)
    assert pumps == _printed(15_500)
    assert catalyst == _printed(8900)
    assert acid == _printed(21_200)
    yearly = investment + maintenance + fan + pumps + catalyst - acid
    assert yearly == _printed(171_000)
    assert yearly / _avoided(1200, 300) == _printed(629)
    assert yearly / ACID_A_YEAR == _printed(1.18)


def test_a_caesium_catalyst_in_bed_4() -> None:
    catalyst = annuity(40 * 4000, 0.06, 10)
    acid = _yearly(quantity(44, "kg/h"), ACID)
    assert catalyst == _printed(21_700)
    assert acid == _printed(18_800)
    yearly = catalyst - acid
    assert yearly == _printed(2900)
    assert yearly / _avoided(1200, 400) == _printed(12)
