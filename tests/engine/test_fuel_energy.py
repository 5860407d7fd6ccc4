"""The energy of fuels, standard coal, and what burning a fuel emits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.contributions import shared_pack
from cpaudit.engine import (
    Factor,
    HeatingValue,
    InvalidNumber,
    UnitError,
    convert,
    estimate,
    estimate_from_fuel,
    fuel_energy,
    quantity,
    recompute,
    standard_coal,
)
from cpaudit.engine.factors import factor_of_pack
from cpaudit.engine.fuel_energy import heating_value_of_pack
from cpaudit.errors import InvalidInput

GAS = HeatingValue(48.0, "TJ", "Gg", "natural_gas", 46.5, 50.4)
GAS_CO2 = Factor(56_100, "kg", "TJ", "CO2", "natural_gas", lower=54_300, upper=58_300)
COAL = HeatingValue(0.7143, "kgce", "kg", "raw_coal")
POWER = HeatingValue(0.1229, "kgce", "kWh", "electricity")
amounts = st.floats(min_value=0, max_value=1e9, allow_subnormal=False)


def test_a_tonne_of_gas_gives_its_heating_value_times_the_factor() -> None:
    """2006 IPCC Guidelines, Volume 2: 1 t · 48.0 GJ/t · 56.1 kg/GJ = 2692.8 kg."""
    found = estimate_from_fuel((1, "t"), GAS, GAS_CO2)

    assert found.emission.unit == "kg"
    assert found.emission.value == pytest.approx(2692.8)
    assert recompute(found.trace) == pytest.approx(found.emission.value)
    activity = next(item for item in found.trace.inputs if item.symbol == "A")
    assert activity.trace is not None
    assert activity.trace.formula == "energy.of_fuel"
    assert [(item.symbol, item.unit) for item in activity.trace.inputs] == [
        ("B", "Gg{natural_gas}"),
        ("q", "TJ/(Gg{natural_gas})"),
    ]


def test_the_energy_of_shared_fuels_is_that_of_the_pack() -> None:
    pack = shared_pack()
    values = {item.code: heating_value_of_pack(item, pack.version) for item in pack.heating_values}
    factors = {item.code: factor_of_pack(item, pack.version) for item in pack.factors}
    for fuel in ("NATURAL-GAS", "GAS-OIL", "OTHER-BITUMINOUS-COAL"):
        held, factor = values[f"ENE-NCV-{fuel}"], factors[f"ENE-CO2-{fuel}"]
        found = estimate_from_fuel((1000, "t"), held, factor)
        assert found.emission.value == pytest.approx(held.value * factor.value)
        assert found.trace.inputs[0].trace is not None
        assert found.trace.inputs[0].trace.inputs[1].factor == held.reference


def test_coal_and_power_add_up_in_standard_coal() -> None:
    """GB/T 2589: 1000 t of raw coal and 2 GWh are 714.3 + 245.8 tce."""
    found = standard_coal([((1000, "t"), COAL), ((2, "GWh"), POWER)])

    assert found.amount.unit == "tce"
    assert found.amount.value == pytest.approx(960.1)
    assert recompute(found.trace) == found.amount.value


def test_a_heating_value_in_joules_is_as_good_as_a_coefficient() -> None:
    kilogram = HeatingValue(29.3076, "MJ", "kg", "coal")

    assert standard_coal([((1, "t"), kilogram)]).amount.value == pytest.approx(1.0)


def test_gas_by_volume_has_energy_too() -> None:
    gas = HeatingValue(38.0, "MJ", "m3", "natural_gas")

    assert convert(fuel_energy((2, "万m3"), gas).energy, "GJ{natural_gas}").value == pytest.approx(760)


@given(amount=amounts, share=st.floats(min_value=0.01, max_value=1))
def test_energy_is_proportional_and_its_interval_holds_it(amount: float, share: float) -> None:
    whole, part = fuel_energy((amount, "t"), GAS).energy, fuel_energy((amount * share, "t"), GAS).energy

    assert part.value == pytest.approx(whole.value * share)
    assert whole.unit == "TJ{natural_gas}"
    if amount:
        assert whole.lower is not None
        assert whole.upper is not None
        assert 0 <= whole.lower <= whole.value <= whole.upper


def test_the_interval_is_that_of_the_parts_that_have_one() -> None:
    exact = HeatingValue(48.0, "TJ", "Gg", "natural_gas")
    known = quantity(1000, "t", lower=950, upper=1050)

    assert fuel_energy((1000, "t"), exact).energy.lower is None
    assert fuel_energy(known, exact).energy.upper == pytest.approx(48 * 1.05)
    both = fuel_energy(known, GAS).energy
    assert both.lower is not None
    assert both.lower == pytest.approx(48 * (1 - (0.05**2 + (1.5 / 48) ** 2) ** 0.5))


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ((1, "m3"), "does not convert"),
        ((1, "t{diesel_oil}"), "does not convert"),
        ((1, "degC"), "temperature"),
        ((-1, "t"), "below zero|negative"),
    ],
)
def test_an_amount_that_is_none_of_the_fuel_has_no_energy(amount: tuple[float, str], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        fuel_energy(amount, GAS)


def test_fuels_are_not_mixed() -> None:
    diesel = Factor(74_100, "kg", "TJ", "CO2", "diesel_oil")

    with pytest.raises(InvalidInput, match="of natural_gas, the factor of diesel_oil"):
        estimate_from_fuel((1, "t"), GAS, diesel)
    with pytest.raises(UnitError):
        estimate((1, "TJ{natural_gas}"), diesel)


def test_a_factor_per_energy_of_anything_takes_any_fuel() -> None:
    assert estimate_from_fuel((1, "t"), GAS, Factor(1, "kg", "GJ", "NOx")).emission.value == pytest.approx(48)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 0.0},
        {"value": -1.0},
        {"value": float("nan")},
        {"fuel": ""},
        {"unit": "kg"},
        {"per_unit": "degC"},
        {"lower": 49.0},
        {"upper": 47.0},
        {"upper": float("inf")},
    ],
)
def test_what_is_no_heating_value_is_refused(fields: dict[str, object]) -> None:
    given = {"value": 48.0, "unit": "TJ", "per_unit": "Gg", "fuel": "natural_gas", **fields}

    with pytest.raises((InvalidInput, InvalidNumber)):
        HeatingValue(**given)  # type: ignore[arg-type]


def test_nothing_used_is_no_zero() -> None:
    with pytest.raises(InvalidInput, match="nothing was used"):
        standard_coal([])
