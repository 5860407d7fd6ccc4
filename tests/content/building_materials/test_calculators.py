"""Calculators against published identities, against each other, and against what cannot be."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cpaudit import Calculation, CalculatorInput, ContentPack, InvalidInput, Quantity
from cpaudit.engine import Trace, recompute
from cpaudit.engine.trace import FORMULAS
from cpaudit_building_materials.calculators import CALCULATORS, carbonate_factors, glass, lime
from cpaudit_building_materials.calculators.amounts import VERSION
from cpaudit_building_materials.calculators.molar_masses import CAO, CAO_OF_ALITE, CO2, MGO

BY_ID = {each.id: each for each in CALCULATORS}
SHARES = st.floats(0, 1)
MASSES = st.floats(1e-3, 1e9)


def calculate(calculator: str, **fields: object) -> Calculation:
    declared = BY_ID[calculator]
    asked: CalculatorInput = declared.input.model_validate(fields)
    return declared.calculate(asked)  # type: ignore[arg-type]


def number(calculation: Calculation) -> float:
    value = calculation.result.value
    assert isinstance(value, float)
    return value


def trace_of(calculation: Calculation) -> Trace:
    assert isinstance(calculation.result, Trace)
    return calculation.result


def t(value: float) -> Quantity:
    return Quantity(value, "t")


def percent(value: float) -> Quantity:
    return Quantity(value, "%")


def test_the_tier_2_clinker_of_the_guidelines_is_0_52() -> None:
    """Case F: 0.52 = 0.65 x 0.785 x 1.02 (0.520455) t CO2/t, 2006 IPCC Guidelines, Volume 3, Equation 2.4."""
    found = calculate("clinker_co2", clinker=t(1), cao=percent(65))

    assert number(found) == pytest.approx(0.520455, abs=1e-12)
    assert {each.code for each in found.findings} == {
        "BLD_MGO_NOT_COUNTED",
        "BLD_ALL_CAO_FROM_CARBONATE",
        "BLD_DEFAULT_KILN_DUST",
    }


def test_the_default_lime_is_the_mix_of_the_guidelines() -> None:
    """Case F: 0.75 = 0.85 x 0.75 + 0.15 x 0.77."""
    mix = calculate(
        "lime_co2",
        limes=[{"type": "HIGH_CALCIUM", "mass": t(0.85)}, {"type": "DOLOMITIC_DEVELOPING", "mass": t(0.15)}],
        dust_is_lost=False,
    )
    default = calculate("lime_co2", limes=[{"type": "NOT_KNOWN", "mass": t(1)}], dust_is_lost=False)

    assert number(mix) == pytest.approx(0.85 * 0.75 + 0.15 * 0.77)
    assert number(default) == pytest.approx(number(mix), abs=0.005)


def test_lost_dust_and_water_of_lime_are_corrected_as_printed() -> None:
    """IPCC 2006, p. 2.24: 1.02; IPCC 2000, p. 3.22: 0.97."""
    burnt = calculate("lime_co2", limes=[{"type": "HIGH_CALCIUM", "mass": t(1)}])
    slaked = calculate("lime_co2", limes=[{"type": "HIGH_CALCIUM", "mass": t(1), "hydrated": True}])

    assert number(burnt) == pytest.approx(0.75 * 1.02)
    assert number(slaked) == pytest.approx(0.75 * 1.02 * 0.97)


def test_the_default_glass_with_half_cullet_is_0_10() -> None:
    """Case F: container glass 0.10 = 0.20 x (1 - 0.5)."""
    found = calculate("glass_co2", melts=[{"glass": "NOT_KNOWN", "melted": t(1), "cullet": percent(50)}])

    assert number(found) == pytest.approx(0.10)
    assert found.findings == ()


@pytest.mark.parametrize("carbonate", carbonate_factors.Carbonate)
def test_a_tonne_of_carbonate_gives_its_factor(carbonate: str) -> None:
    found = calculate("carbonate_co2", carbonates=[{"carbonate": carbonate, "mass": t(1), "calcined": percent(100)}])

    assert number(found) == carbonate_factors.FACTORS[carbonate_factors.Carbonate(carbonate)][0]


def test_10_mg_of_container_glass_are_0_015_kg_per_tonne() -> None:
    """Decision 2012/134/EU: Table 2 converts by 1.5 x 10^-3, and the lower end for dust is printed as 0.015 kg/t."""
    found = calculate(
        "stack_load",
        concentration=Quantity(10, "mg/Nm3"),
        measured_oxygen=percent(8),
        reference_oxygen=percent(8),
        specific_volume=Quantity(1500, "Nm3/t"),
    )

    assert number(found) == pytest.approx(0.015)


def test_the_flat_glass_range_of_dust_is_10_to_20_mg() -> None:
    """Decision 2012/134/EU, Table 14: 0.025 to 0.05 kg/t at 2500 Nm3/t."""
    for milligrams, kilograms in ((10, 0.025), (20, 0.05)):
        found = calculate(
            "stack_load",
            concentration=Quantity(milligrams, "mg/Nm3"),
            measured_oxygen=percent(8),
            reference_oxygen=percent(8),
            specific_volume=Quantity(2500, "Nm3/t"),
        )
        assert number(found) == pytest.approx(kilograms)


def test_constants_of_calculators_are_the_factors_of_the_pack(building_materials: ContentPack) -> None:
    factors = {factor.code: factor.value for factor in building_materials.factors}
    known = {item: value for value, item in (*carbonate_factors.FACTORS.values(), *lime.FACTORS.values())}
    known |= {row.item: row.value for row in glass.FACTORS.values()}

    assert known == {item: factors[item] for item in known}
    assert building_materials.version == VERSION


def test_cullet_ranges_are_those_that_the_factors_note(building_materials: ContentPack) -> None:
    notes = {factor.code: factor.note or "" for factor in building_materials.factors}
    for row in glass.FACTORS.values():
        least, most = round(100 * row.least_cullet), round(100 * row.most_cullet)
        assert f"cullet ratio printed: {least if least == most else f'{least}-{most}'} %" in notes[row.item]


def test_the_printed_ratio_of_cao_is_that_of_the_molar_masses() -> None:
    assert pytest.approx(0.785, abs=5e-4) == CO2 / CAO
    assert pytest.approx(1.092, abs=5e-4) == CO2 / MGO


@settings(max_examples=50, deadline=None)
@given(lime_content=st.floats(0.3, 0.7), mass=MASSES)
def test_tier_2_and_tier_3_agree_where_all_lime_is_calcite(lime_content: float, mass: float) -> None:
    """A clinker from pure calcite without dust: M_CaCO3 = M_cl · CaO · M(CaCO3)/M(CaO), both ways give one figure."""
    calcite = mass * lime_content * (CAO + CO2) / CAO
    by_output = calculate(
        "clinker_co2",
        clinker=t(mass),
        cao=Quantity(lime_content, "1"),
        dust={"mass": t(0), "carbonate_share": percent(0), "calcined": percent(0)},
    )
    by_raw_meal = calculate(
        "clinker_co2_from_raw_meal",
        carbonates=[{"carbonate": "CALCITE", "mass": t(calcite), "calcined": percent(100)}],
    )

    assert number(by_output) == pytest.approx(number(by_raw_meal), rel=1e-3)


@settings(max_examples=50, deadline=None)
@given(lost=st.floats(0, 100), carbonate=SHARES, calcined=SHARES)
def test_lost_dust_adds_to_clinker_co2_what_it_was_calcined(lost: float, carbonate: float, calcined: float) -> None:
    """Equation 2.5 in another form: E = M_cl·EF_cl + M_d·C_d·F_d·EF_c."""
    found = calculate(
        "clinker_co2",
        clinker=t(1000),
        cao=percent(65),
        dust={"mass": t(lost), "carbonate_share": Quantity(carbonate, "1"), "calcined": Quantity(calcined, "1")},
    )

    assert number(found) == pytest.approx(1000 * 0.65 * 0.785 + lost * carbonate * calcined * 0.43971)


@settings(max_examples=50, deadline=None)
@given(lost=st.floats(0, 100), carbonate=SHARES, calcined=SHARES)
def test_what_leaves_undecomposed_is_taken_off_the_raw_meal(lost: float, carbonate: float, calcined: float) -> None:
    found = calculate(
        "clinker_co2_from_raw_meal",
        carbonates=[{"carbonate": "CALCITE", "mass": t(1200), "calcined": percent(100)}],
        dust={"mass": t(lost), "carbonate_share": Quantity(carbonate, "1"), "calcined": Quantity(calcined, "1")},
        organic=[{"mass": t(100), "carbon_share": percent(1)}],
    )

    expected = 1200 * 0.43971 - lost * carbonate * (1 - calcined) * 0.43971 + 100 * 0.01 * 44 / 12
    assert number(found) == pytest.approx(expected)


def test_lime_that_was_no_carbonate_gives_off_nothing() -> None:
    all_carbonate = calculate("clinker_co2", clinker=t(1), cao=percent(65), mgo=percent(2))
    with_slag = calculate(
        "clinker_co2", clinker=t(1), cao=percent(65), cao_not_from_carbonate=percent(6.5), mgo=percent(2)
    )

    assert number(all_carbonate) - number(with_slag) == pytest.approx(0.065 * 0.785 * 1.02)


@settings(max_examples=50, deadline=None)
@given(cullet=SHARES, more=SHARES)
def test_more_cullet_never_gives_more_co2(cullet: float, more: float) -> None:
    low, high = sorted((cullet, more))
    of = [
        number(calculate("glass_co2", melts=[{"glass": "FLOAT", "melted": t(100), "cullet": Quantity(share, "1")}]))
        for share in (low, high)
    ]

    assert of[0] >= of[1] >= 0


def test_an_unusual_cullet_ratio_is_told() -> None:
    (finding,) = calculate("glass_co2", melts=[{"glass": "FLOAT", "melted": t(1), "cullet": percent(60)}]).findings

    assert (finding.code, finding.path) == ("BLD_CULLET_UNUSUAL", ("melts", 0, "cullet"))


@settings(max_examples=50, deadline=None)
@given(measured=st.floats(0, 20), reference=st.floats(0, 20), concentration=st.floats(0, 1e5))
def test_the_load_does_not_depend_on_the_reference_oxygen(
    measured: float, reference: float, concentration: float
) -> None:
    """E_R·V_R = E_M·V_M, because both are brought to the reference by one and the same ratio."""
    found = calculate(
        "stack_load",
        concentration=Quantity(concentration, "mg/Nm3"),
        measured_oxygen=percent(measured),
        reference_oxygen=percent(reference),
        gas_flow=Quantity(300_000, "Nm3/h"),
        output=Quantity(120, "t/h"),
    )
    at_reference, load = (each.value for each in found.further)
    assert isinstance(at_reference, float)
    flow_at_reference = 300_000 * (21 - measured) / (21 - reference)

    assert number(found) == pytest.approx(concentration * 300_000 / 1e6 / 120)
    assert at_reference * flow_at_reference / 1e6 == pytest.approx(load)


def test_dilution_does_not_lower_a_concentration_at_reference_oxygen() -> None:
    """Twice the volume by air: half the concentration, and O2 half way to air; at the reference nothing changes."""
    found = [
        calculate(
            "stack_load",
            concentration=Quantity(milligrams, "mg/Nm3"),
            measured_oxygen=percent(oxygen),
            reference_oxygen=percent(10),
            specific_volume=Quantity(1, "Nm3/t"),
        ).further[0]
        for milligrams, oxygen in ((320, 9.0), (160, 15.0))
    ]

    assert found[0].value == pytest.approx(found[1].value)


def test_the_coefficients_of_kh_are_the_usual_ones() -> None:
    """KH = (CaO - f-CaO - 1.65 Al2O3 - 0.35 Fe2O3) / (2.8 SiO2)."""
    found = calculate(
        "clinker_moduli",
        cao=percent(66),
        sio2=percent(22),
        al2o3=percent(5.5),
        fe2o3=percent(3.5),
        free_lime=percent(1),
    )

    assert number(found) == pytest.approx((66 - 1 - 1.65 * 5.5 - 0.35 * 3.5) / (2.8 * 22), abs=5e-4)
    assert [each.value for each in found.further] == [pytest.approx(22 / 9), pytest.approx(5.5 / 3.5)]


def test_pure_alite_is_fully_saturated() -> None:
    """All CaO beyond that of C3A and C4AF in C3S: KH = 1."""
    silica, alumina, iron = 0.20, 0.05, 0.03
    lime_bound = silica * 3 * CAO / 60.083 + alumina * 3 * CAO / 101.961 + iron * CAO / 159.687
    found = calculate(
        "clinker_moduli",
        cao=Quantity(lime_bound, "1"),
        sio2=Quantity(silica, "1"),
        al2o3=Quantity(alumina, "1"),
        fe2o3=Quantity(iron, "1"),
        free_lime=percent(0),
    )

    assert number(found) == pytest.approx(1)


CLINKER = {"clinker": t(1), "cao": percent(65)}
STACK = {
    "concentration": Quantity(10, "mg/Nm3"),
    "measured_oxygen": percent(8),
    "reference_oxygen": percent(10),
    "specific_volume": Quantity(1, "Nm3/t"),
}


@pytest.mark.parametrize(
    ("calculator", "fields", "path"),
    [
        ("clinker_co2", {**CLINKER, "clinker": t(0)}, ("clinker",)),
        ("clinker_co2", {**CLINKER, "clinker": t(-1)}, ("clinker",)),
        ("clinker_co2", {**CLINKER, "clinker": Quantity(1, "m3")}, ("clinker",)),
        ("clinker_co2", {**CLINKER, "cao": percent(75)}, ("cao",)),
        ("clinker_co2", {**CLINKER, "cao": Quantity(65, "1")}, ("cao",)),
        ("clinker_co2", {**CLINKER, "cao": percent(0)}, ("cao",)),
        ("clinker_co2", {**CLINKER, "mgo": percent(36)}, ("mgo",)),
        ("clinker_co2", {**CLINKER, "cao_not_from_carbonate": percent(66)}, ("cao_not_from_carbonate",)),
        ("clinker_co2", {**CLINKER, "mgo_not_from_carbonate": percent(1)}, ("mgo_not_from_carbonate",)),
        (
            "clinker_co2",
            {**CLINKER, "dust": {"mass": t(1), "carbonate_share": percent(101), "calcined": percent(1)}},
            ("dust", "carbonate_share"),
        ),
        ("carbonate_co2", {"carbonates": []}, ("carbonates",)),
        (
            "carbonate_co2",
            {"carbonates": [{"carbonate": "CALCITE", "mass": t(1), "calcined": percent(120)}]},
            ("carbonates", 0, "calcined"),
        ),
        (
            "clinker_co2_from_raw_meal",
            {
                "carbonates": [{"carbonate": "CALCITE", "mass": t(1), "calcined": percent(100)}],
                "dust": {"mass": t(2), "carbonate_share": percent(100), "calcined": percent(0)},
            },
            ("dust",),
        ),
        ("lime_co2", {"limes": []}, ("limes",)),
        ("glass_co2", {"melts": []}, ("melts",)),
        (
            "glass_co2",
            {"melts": [{"glass": "FLOAT", "melted": t(1), "cullet": percent(101)}]},
            ("melts", 0, "cullet"),
        ),
        ("stack_load", {**STACK, "measured_oxygen": percent(21)}, ("measured_oxygen",)),
        ("stack_load", {**STACK, "reference_oxygen": percent(30)}, ("reference_oxygen",)),
        ("stack_load", {**STACK, "concentration": Quantity(10, "mg/m3")}, ("concentration",)),
        ("stack_load", {**STACK, "gas_flow": Quantity(1, "Nm3/h")}, ("gas_flow",)),
        ("stack_load", {**STACK, "specific_volume": None}, ("gas_flow",)),
        (
            "clinker_moduli",
            {
                "cao": percent(65),
                "sio2": percent(0),
                "al2o3": percent(5),
                "fe2o3": percent(3),
                "free_lime": percent(1),
            },
            ("sio2",),
        ),
        (
            "clinker_moduli",
            {
                "cao": percent(65),
                "sio2": percent(21),
                "al2o3": percent(2),
                "fe2o3": percent(5),
                "free_lime": percent(1),
            },
            ("al2o3",),
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_path(
    calculator: str, fields: dict[str, object], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        calculate(calculator, **fields)

    assert refused.value.path == path


def test_an_unknown_carbonate_and_a_misspelt_field_are_refused() -> None:
    for fields in (
        {"carbonates": [{"carbonate": "CHALK", "mass": t(1), "calcined": percent(100)}]},
        {"carbonates": [{"carbonate": "CALCITE", "mas": t(1), "calcined": percent(100)}]},
    ):
        with pytest.raises(ValidationError):
            calculate("carbonate_co2", **fields)


def test_clinker_holds_at_most_the_lime_of_alite() -> None:
    assert pytest.approx(0.737, abs=5e-4) == CAO_OF_ALITE


EVERY: dict[str, dict[str, object]] = {
    "clinker_co2": {
        "clinker": Quantity(975, "kt"),
        "cao": percent(65),
        "mgo": Quantity(0.015, "1"),
        "dust": {"mass": Quantity(19_500_000, "kg"), "carbonate_share": percent(90), "calcined": percent(60)},
    },
    "clinker_co2_from_raw_meal": {
        "carbonates": [{"carbonate": "DOLOMITE", "mass": Quantity(3, "kt"), "calcined": percent(97)}],
        "dust": {"mass": t(2), "carbonate_share": percent(100), "calcined": percent(0)},
        "organic": [{"mass": Quantity(5, "kt"), "carbon_share": percent(0.4)}],
    },
    "clinker_moduli": {
        "cao": percent(65),
        "sio2": percent(21),
        "al2o3": percent(5),
        "fe2o3": percent(3),
        "free_lime": percent(1),
    },
    "carbonate_co2": {"carbonates": [{"carbonate": "SODA_ASH", "mass": Quantity(5, "kg"), "calcined": percent(100)}]},
    "lime_co2": {"limes": [{"type": "HYDRAULIC", "mass": Quantity(5, "kt")}]},
    "glass_co2": {"melts": [{"glass": "LIGHTING", "melted": Quantity(7, "kt"), "cullet": percent(55)}]},
    "stack_load": {**STACK, "concentration": Quantity(0.3, "g/Nm3")},
}


@pytest.mark.parametrize("calculator", BY_ID)
def test_every_result_is_computed_again_from_its_trace(calculator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the host does: with the formulas of the plugin registered, from the data at the leaves alone."""
    for formula in (formula for each in CALCULATORS for formula in each.formulas):
        monkeypatch.setitem(FORMULAS, formula.key, formula)  # type: ignore[arg-type]
    found = calculate(calculator, **EVERY[calculator])

    for trace in (found.result, *found.further):
        assert isinstance(trace, Trace)
        assert recompute(trace) == pytest.approx(trace.value)
        assert all(part.formula.startswith("building_materials.") for part in trace.walk())


def test_intervals_of_figures_become_an_interval_of_the_result() -> None:
    """Independent moves add up as squares: 1000 t ± 2 % by 65 % ± 1 point, EF = 0.785 · CaO · 1.02."""
    found = calculate(
        "clinker_co2",
        clinker=Quantity(1000, "t", lower=980, upper=1020),
        cao=Quantity(65, "%", lower=64, upper=66),
    )
    (interval,) = trace_of(found).uncertainties
    half = 520.455 * math.hypot(0.02, 1 / 65)

    assert number(found) - interval.lower == pytest.approx(half)
    assert interval.upper - number(found) == pytest.approx(half)
    assert interval.level == 0.95


def test_a_figure_that_lowers_the_result_widens_the_other_side() -> None:
    found = calculate(
        "glass_co2",
        melts=[{"glass": "FLOAT", "melted": t(100), "cullet": Quantity(20, "%", lower=20, upper=30)}],
    )
    (interval,) = trace_of(found).uncertainties

    assert (interval.lower, interval.upper) == (pytest.approx(100 * 0.21 * 0.7), pytest.approx(100 * 0.21 * 0.8))


@pytest.mark.parametrize("calculator", BY_ID)
def test_figures_without_intervals_give_none(calculator: str) -> None:
    found = calculate(calculator, **EVERY[calculator])

    assert all(trace.uncertainties == () for trace in (found.result, *found.further) if isinstance(trace, Trace))


def test_an_end_that_cannot_be_is_refused_like_a_value() -> None:
    with pytest.raises(InvalidInput) as refused:
        calculate("clinker_co2", clinker=t(1), cao=Quantity(70, "%", lower=65, upper=75))

    assert refused.value.path == ("cao",)
