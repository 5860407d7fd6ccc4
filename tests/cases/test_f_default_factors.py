"""Case F: identities behind default emission factors, carried through an estimate.

Source: IPCC 2006 Guidelines, Volume 3.
"""

from __future__ import annotations

import pytest

from cpaudit.engine import Factor, estimate, multiply, quantity

CASES = [
    ("clinker", 0.65 * 0.785 * 1.02, 0.52, 0.005),
    ("lime", 0.85 * 0.75 + 0.15 * 0.77, 0.75, 0.005),
    ("ammonia", 30.2 * 15.3 * 44 / 12 / 1000, 1.694, 0.0005),
    ("container_glass", 0.20 * (1 - 0.5), 0.10, 0.005),
]


@pytest.mark.parametrize(("product", "factor", "printed", "rounding"), CASES)
def test_the_factor_gives_the_printed_emission_per_tonne(
    product: str, factor: float, printed: float, rounding: float
) -> None:
    emission = estimate(quantity(1000, f"kg{{{product}}}"), Factor(factor, "t", "t", "CO2", product)).emission
    assert emission.unit == "t"
    assert emission.value == pytest.approx(printed, abs=rounding)


def test_clinker_before_rounding() -> None:
    assert CASES[0][1] == pytest.approx(0.520455, abs=0.0000005)


def test_ammonia_from_fuel_and_carbon_content() -> None:
    carbon_dioxide = multiply(
        quantity(30.2, "GJ/t{ammonia}"), quantity(15.3, "kg/GJ"), quantity(44 / 12, "1"), unit="t/t{ammonia}"
    )
    assert carbon_dioxide.value == pytest.approx(1.694, abs=0.0005)
