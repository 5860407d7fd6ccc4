"""Units are those of the field, and nonsense conversions are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import UnitError, compatible, convert, is_unit, multiply, quantity

SAME_DIMENSION = [
    ["t", "kg", "mg", "lb", "kt", "万t", "short_ton"],
    ["GJ", "kWh", "tce", "kgce", "kcal", "万kWh", "Btu"],
    ["m3", "L", "gal", "m³", "m^3", "m**3", "万m3", "dm3"],
    ["Nm3", "Nm³", "Nm^3", "kNm3", "万Nm3"],
    ["mg/Nm3", "g/Nm³", "kg/Nm3"],
    ["t/a", "kg/h", "g/s"],
    ["CNY", "元", "万元", "CNY_10k", "亿元"],
    ["kg/t{clinker}", "t/t{clinker}", "g/kg{clinker}"],
    ["degC", "K", "degF", "℃"],
    ["%", "1", "‰", "ppm"],
]
PAIRS = [(a, b) for family in SAME_DIMENSION for a in family for b in family]


@given(st.sampled_from(PAIRS), st.floats(-1e9, 1e9))
def test_a_conversion_there_and_back_gives_the_value_again(pair: tuple[str, str], value: float) -> None:
    first, second = pair
    assert compatible(first, second)
    back = convert(convert(quantity(value, first), second), first)
    # the offset of a temperature scale costs the last digits of small values
    assert back.value == pytest.approx(value, rel=1e-9, abs=1e-6 if first in SAME_DIMENSION[8] else 1e-12)


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        (1, "tce", "GJ", 29.3076),
        (1, "kgce", "kcal", 7000),
        (1, "t", "kg", 1000),
        (1, "kt", "t", 1000),
        (1, "gal", "L", 3.785411784),
        (1, "万元", "元", 10_000),
        (1, "kWh", "MJ", 3.6),
        (25, "degC", "degF", 77),
        (1, "万m³", "m3", 10_000),
        (1, "kg/(t·h)", "g/t/h", 1000),
        (1, "kNm3", "Nm3", 1000),
    ],
)
def test_known_conversions(value: float, unit: str, target: str, expected: float) -> None:
    assert convert(quantity(value, unit), target).value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("t", "m3"),
        ("m3", "Nm3"),
        ("mg/m3", "mg/Nm3"),
        ("CNY", "EUR"),
        ("t{clinker}", "t{cement}"),
        ("t{clinker}", "t"),
        ("kWh", "kW"),
        ("CNY", "t"),
    ],
)
def test_what_does_not_measure_the_same_is_refused_with_both_units(source: str, target: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert(quantity(1, source), target)
    assert caught.value.code == "UNIT_ERROR"
    assert caught.value.units == (source, target)
    assert source in caught.value.message
    assert target in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    ["", "  ", "ton", "mt", "pH", "kgCO2", "2 kg", "kg+3", "kg//t", "(kg", "kg)", "kg()", "m**99", "m^0", "{x}", "/t"],
)
def test_what_is_no_unit(text: str) -> None:
    assert not is_unit(text)
    with pytest.raises(UnitError):
        quantity(1, text)


@pytest.mark.parametrize(
    "text", ["9**9**9", "m*" * 200 + "m", "(" * 90 + "m", "__import__('os')", "NaN", "inf", "¹", "kg¹", "a" * 10_000]
)
def test_a_hostile_unit_is_refused(text: str) -> None:
    assert not is_unit(text)


@given(st.text(max_size=120))
def test_any_text_is_a_unit_or_is_not(text: str) -> None:
    assert isinstance(is_unit(text), bool)


def test_an_offset_scale_is_no_part_of_a_product() -> None:
    assert not is_unit("kJ/(kg*degC)")
    assert is_unit("kJ/(kg*K)")
    with pytest.raises(UnitError):
        multiply(quantity(20, "degC"), quantity(1, "kg"), unit="kg*K")


def test_a_product_cancels_against_its_intensity() -> None:
    emission = multiply(quantity(520, "kg/t{clinker}"), quantity(1, "kt{clinker}"), unit="t")
    assert emission.value == pytest.approx(520)
    with pytest.raises(UnitError):
        multiply(quantity(520, "kg/t{clinker}"), quantity(1, "kt{cement}"), unit="t")
