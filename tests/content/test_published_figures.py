"""Figures in the packs against the arithmetic behind them and against the cases they were printed in."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cpaudit import ContentPack
from cpaudit.contributions import Money

C_TO_CO2 = 44 / 12


def factor(pack: ContentPack, code: str) -> float:
    return next(factor.value for factor in pack.factors if factor.code == code)


@pytest.mark.parametrize(
    ("code", "fuel_gj_per_t", "carbon_kg_per_gj"),
    [
        ("CHM-NH3-CO2-CSR", 30.2, 15.3),
        ("CHM-NH3-CO2-XAR", 29.7, 15.3),
        ("CHM-NH3-CO2-ATR", 30.2, 15.3),
        ("CHM-NH3-CO2-POX", 36.0, 21.0),
        ("CHM-NH3-CO2-MIX-NG", 37.5, 15.3),
        ("CHM-NH3-CO2-MIX-POX", 42.5, 21.0),
    ],
)
def test_ammonia_is_fuel_requirement_times_carbon_content(
    chemical: ContentPack, code: str, fuel_gj_per_t: float, carbon_kg_per_gj: float
) -> None:
    """2006 IPCC Guidelines, Volume 3, Table 3.1."""
    expected = fuel_gj_per_t * carbon_kg_per_gj * C_TO_CO2 / 1000

    assert factor(chemical, code) == pytest.approx(expected, abs=6e-4)


def test_sulphuric_acid_so2_follows_from_the_conversion(chemical: ContentPack) -> None:
    """SO2 left per tonne of acid = 653.2 kg · (1 − x)/x; AP-42 Table 8.10-1 rounds to half kilograms."""
    conversions = {
        found["code"]: float(found["percent"]) / 100
        for item in chemical.factors
        if (found := re.fullmatch(r"(?P<code>CHM-H2SO4-SO2-AP42-(?P<percent>[\d.]+))", item.code))
    }

    assert len(conversions) == 9
    for code, conversion in conversions.items():
        assert factor(chemical, code) == pytest.approx(653.2 * (1 - conversion) / conversion, rel=0.03, abs=0.5)
    reported = next(level for level in chemical.benchmarks if level.code == "CHM-H2SO4-SO2-DC4")
    assert reported.value == pytest.approx(653.2 * 0.0027 / 0.9973, abs=0.005)


@pytest.mark.parametrize(("code", "outlet_mg_per_m3"), [("CHM-O-05", 300), ("CHM-O-06", 400)])
def test_sulphuric_acid_retrofits_save_what_their_gas_says(
    chemical: ContentPack, code: str, outlet_mg_per_m3: int
) -> None:
    """BREF LVIC-AAF 2007, Tables 4.11 and 4.12: 36 000 Nm³/h for 8400 h/a from 1200 mg SO₂/Nm³."""
    option = next(option for option in chemical.options if option.code == code)
    (reduction,) = option.reductions

    assert (reduction.pollutant, reduction.unit) == ("SO2", "t/year")
    assert reduction.value == pytest.approx(36_000 * 8400 * (1200 - outlet_mg_per_m3) / 1e9, abs=0.5)


def test_retrofit_investments_are_those_of_the_case(chemical: ContentPack) -> None:
    investments = {option.code: option.investment for option in chemical.options}

    assert investments["CHM-O-05"] == Money(value=Decimal(1_090_000), currency="EUR", year=2007)
    assert investments["CHM-O-06"] == Money(value=Decimal(40 * 4000), currency="EUR", year=2007)


DAIRY = {
    "LGT-O-01": (2280, 21_050, 1),
    "LGT-O-02": (4650, 6950, 8),
    "LGT-O-03": (0, 350, 0),
    "LGT-O-04": (350, 3290, 1),
    "LGT-O-05": (90, 440, 3),
    "LGT-O-06": (13_030, 22_100, 7),
}
EDIBLE_OIL = {
    "LGT-O-07": (0, 43_860, 0),
    "LGT-O-08": (5260, 97_010, 1),
    "LGT-O-09": (1580, 81_270, 1),
    "LGT-O-10": (1750, 21_050, 1),
    "LGT-O-11": (2630, 5260, 6),
}


@pytest.mark.parametrize(("code", "cost", "saving", "months"), [(k, *v) for k, v in (DAIRY | EDIBLE_OIL).items()])
def test_options_of_the_dairy_and_the_oil_and_soap_works_are_as_printed(
    light_industry: ContentPack, code: str, cost: int, saving: int, months: int
) -> None:
    """El-Haggar 2007, Tables 2.17 and 2.32: USD, and pay-back in whole months, rounded sometimes up."""
    option = next(option for option in light_industry.options if option.code == code)

    assert option.investment == Money(value=Decimal(cost), currency="USD", year=2007)
    assert option.annual_saving == Money(value=Decimal(saving), currency="USD", year=2007)
    assert option.payback_years is not None
    assert option.payback_years.value is not None
    assert float(option.payback_years.value) * 12 == pytest.approx(months, abs=0.01)
    assert months == pytest.approx(12 * cost / saving, abs=1)


def test_dairy_options_add_up_to_the_printed_total(light_industry: ContentPack) -> None:
    assert (sum(cost for cost, _, _ in DAIRY.values()), sum(saving for _, saving, _ in DAIRY.values())) == (
        20_400,
        54_180,
    )
    assert set(DAIRY) <= {option.code for option in light_industry.options}


def test_dairy_wastewater_and_its_cod_chain(light_industry: ContentPack) -> None:
    """2006 IPCC Guidelines, Volume 5, Table 6.9: m³ per tonne of product, then kg COD per m³."""
    volume = next(factor for factor in light_industry.factors if factor.code == "LGT-DAIRY-WW")
    cod = next(factor for factor in light_industry.factors if factor.code == "LGT-DAIRY-COD")

    assert (volume.value, volume.unit, volume.per_unit, volume.pollutant) == (7, "m3", "t", "wastewater")
    assert (cod.value, cod.unit, cod.per_unit, cod.pollutant) == (2.7, "kg", "m3", "COD")


def test_clinker_is_lime_content_times_stoichiometry_times_dust_correction(building_materials: ContentPack) -> None:
    """2006 IPCC Guidelines, Volume 3, Equation 2.4."""
    assert factor(building_materials, "BLD-CLK-CO2") == pytest.approx(0.65 * 0.785 * 1.02, abs=0.005)


def test_lime_is_the_mix_of_high_calcium_and_dolomitic_lime(building_materials: ContentPack) -> None:
    """2006 IPCC Guidelines, Volume 3, Equation 2.8."""
    mix = 0.85 * factor(building_materials, "BLD-LIME-HICAL") + 0.15 * factor(building_materials, "BLD-LIME-DOLDVG")

    assert factor(building_materials, "BLD-LIME-DEF") == pytest.approx(mix, abs=0.005)


def test_glass_is_stated_before_cullet(building_materials: ContentPack) -> None:
    """2006 IPCC Guidelines, Volume 3: 0.20 · (1 − 0.5) = 0.10 t CO₂/t at the default cullet ratio."""
    assert factor(building_materials, "BLD-GLASS-T1") * (1 - 0.5) == pytest.approx(0.10)


@pytest.mark.parametrize(
    ("code", "molar_mass", "molecules_of_co2"),
    [
        ("BLD-CARB-CACO3", 100.0869, 1),
        ("BLD-CARB-MGCO3", 84.3139, 1),
        ("BLD-CARB-DOL", 184.4008, 2),
        ("BLD-CARB-FECO3", 115.8539, 1),
        ("BLD-CARB-MNCO3", 114.9470, 1),
        ("BLD-CARB-NA2CO3", 105.9884, 1),
    ],
)
def test_carbonates_give_off_their_share_of_co2(
    building_materials: ContentPack, code: str, molar_mass: float, molecules_of_co2: int
) -> None:
    """2006 IPCC Guidelines, Volume 3, Table 2.1, from molar masses in g/mol, which it rounds in its own way."""
    assert factor(building_materials, code) == pytest.approx(molecules_of_co2 * 44.0095 / molar_mass, abs=4e-4)
