"""Case E: cooling tower and three-phase electricity.

Source: AMO-Tools-Suite (US DOE/ORNL), water assessment tests.
"""

from __future__ import annotations

import math

import pytest

from cpaudit.engine import ClosureState, close_balance, multiply, quantity

GROSS, EVAPORATION, MAKE_UP, BLOW_DOWN = 360_000, 72_000, 108_000, 36_000


def test_gross_water_of_the_cooling_tower() -> None:
    # the print follows from 3 gal a minute for each ton of refrigeration, at a load of 0.2
    gross = multiply(quantity(2000, "h"), quantity(5 * 3, "gal/min"), quantity(0.2, "1"), unit="gal")
    assert gross.value == pytest.approx(GROSS, rel=1e-12)
    # the evaporation rate is per 10 degrees
    assert gross.value * 0.2 * 10 / 10 == pytest.approx(EVAPORATION, rel=1e-12)


def test_make_up_and_blow_down_close_the_water_balance() -> None:
    cycles = 15 / 5
    assert cycles == 3
    assert EVAPORATION * cycles / (cycles - 1) == MAKE_UP
    closure = close_balance([quantity(MAKE_UP, "gal")], [quantity(EVAPORATION, "gal"), quantity(BLOW_DOWN, "gal")])
    assert closure.state is ClosureState.CLOSED
    assert closure.gap_fraction == 0


def test_three_phase_electricity() -> None:
    power = (quantity(math.sqrt(3) * 0.85, "1"), quantity(800, "V"), quantity(40, "A"))
    energy = multiply(*power, quantity(8640, "h"), unit="kWh")
    assert energy.value == pytest.approx(407_045.796, abs=0.0005)
    cost = multiply(energy, quantity(0.12, "USD/kWh"), unit="USD")
    assert cost.value == pytest.approx(48_845.50, abs=0.005)
