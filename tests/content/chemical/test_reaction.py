"""Reaction stoichiometry against published identities, its own arithmetic, and hostile input."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cpaudit import ContentPack, InvalidInput, Quantity, quantity
from cpaudit.engine import FORMULAS
from cpaudit.plugins.calculations import checked
from cpaudit_chemical.compounds import LONGEST_FORMULA, compound
from cpaudit_chemical.equations import equation
from cpaudit_chemical.reaction import REACTION, Auxiliary, ReactionInput, SubstanceMass, calculate, reckon

BALANCED = (
    "N2 + 3 H2 -> 2 NH3",
    "CaCO3 -> CaO + CO2",
    "2 SO2 + O2 + 2 H2O -> 2 H2SO4",
    "NH3 + HNO3 -> NH4NO3",
    "C6H6 + HNO3 -> C6H5NO2 + H2O",
    "C6H5NO2 + 3 H2 -> C6H7N + 2 H2O",
    "Ca3(PO4)2 + 3 H2SO4 + 6 H2O -> 2 H3PO4 + 3 CaSO4·2H2O",
    "K4[Fe(CN)6]·3H2O -> K4[Fe(CN)6] + 3 H2O",
)


def mass(substance: str, kilograms: float) -> SubstanceMass:
    return SubstanceMass(substance=substance, mass=Quantity(kilograms, "kg"))


def number(value: object) -> float:
    assert isinstance(value, float)
    return value


@pytest.fixture(autouse=True, scope="module")
def _known_formulas() -> None:
    FORMULAS.update({formula.key: formula for formula in REACTION.formulas})  # type: ignore[misc]


@pytest.mark.parametrize("written", BALANCED)
def test_every_value_follows_from_its_trace(written: str) -> None:
    found = checked(calculate(ReactionInput(equation=written)))

    assert found.result.unit == "%"


@pytest.mark.parametrize("written", BALANCED)
def test_what_is_no_product_is_co_product(written: str) -> None:
    """E at full yield = (100 − AE)/AE: mass is kept."""
    found = reckon(ReactionInput(equation=written))
    economy = number(found.atom_economy.value)

    assert number(found.least_e_factor.value) == pytest.approx((100 - economy) / economy, abs=1e-12)
    total = sum(number(each.value) for each in found.consumption)
    assert total == pytest.approx(1000 * 100 / economy)


def test_lime_gives_off_its_share_of_co2() -> None:
    """2006 IPCC Guidelines, Volume 3, Equation 2.4 and Table 2.4: 0.785 t CO2 per tonne of CaO."""
    found = reckon(ReactionInput(equation="CaCO3 -> CaO + CO2"))

    assert number(found.least_e_factor.value) == pytest.approx(0.785, abs=0.0005)


def test_soda_ash_gives_off_its_share_of_co2(chemical: ContentPack) -> None:
    """2006 IPCC Guidelines, Volume 3, Table 2.1: 0.41492 t CO2 per tonne of Na2CO3, in its own rounding."""
    (consumed,) = reckon(ReactionInput(equation="Na2CO3 -> Na2O + CO2", product="CO2")).consumption
    factor = next(each for each in chemical.factors if each.code == "CHM-SODA-CO2-USE")

    assert 1000 / number(consumed.value) == pytest.approx(factor.value, abs=4e-4)


def test_ammonium_nitrate_takes_what_the_plants_report(chemical: ContentPack) -> None:
    """BREF LVIC-AAF (2007), Table 9.8: 213 kg NH3 and 789 kg HNO3 per tonne, losses included."""
    used = {each.code: each.value for each in chemical.consumptions}
    ammonia, acid = reckon(ReactionInput(equation="NH3 + HNO3 -> NH4NO3")).consumption

    assert used["CHM-AN-NH3"] == pytest.approx(number(ammonia.value), rel=0.003)
    assert used["CHM-AN-HNO3"] == pytest.approx(number(acid.value), rel=0.003)


def test_masses_give_yield_loss_and_e_factor() -> None:
    """100 kg of CaCO3 can give 56.03 kg of CaO; 50 kg came, 10 kg of a 12 kg auxiliary went back."""
    found = reckon(
        ReactionInput(
            equation="CaCO3 -> CaO + CO2",
            masses=(mass("CaCO3", 100), mass("CaO", 50)),
            auxiliaries=(
                Auxiliary(name="aid", mass=quantity(12, "kg"), recovered=quantity(10, "kg")),
                Auxiliary(name="washing water", mass=quantity(1, "t"), water=True),
            ),
        )
    )

    theoretical = 100 * number(found.atom_economy.value) / 100
    assert found.chemical_yield is not None
    assert found.loss is not None
    assert found.e_factor is not None
    assert number(found.chemical_yield.value) == pytest.approx(100 * 50 / theoretical)
    assert number(found.loss.value) == pytest.approx(theoretical - 50)
    assert number(found.e_factor.value) == pytest.approx((100 + 12 - 10 - 50) / 50)


def test_the_scarcest_reactant_limits() -> None:
    given = {"N2": 28.0, "H2": 3.0, "NH3": 10.0}
    found = reckon(
        ReactionInput(equation="N2 + 3 H2 -> 2 NH3", masses=tuple(mass(key, kg) for key, kg in given.items()))
    )

    assert found.theoretical is not None
    hydrogen = 2 / 3 * compound("NH3").grams_per_mole / compound("H2").grams_per_mole
    assert number(found.theoretical.value) == pytest.approx(3.0 * hydrogen)


def test_a_mass_that_is_missing_leaves_yield_unknown_and_says_so() -> None:
    answer = calculate(ReactionInput(equation="N2 + 3 H2 -> 2 NH3", masses=(mass("N2", 28), mass("NH3", 30))))

    (finding,) = answer.findings
    assert finding.code == "CHM_MASS_UNKNOWN"
    assert "H2" in finding.message["en"]
    assert {trace.formula for trace in answer.further} == {  # type: ignore[attr-defined]
        "chemical.least_e_factor",
        "chemical.theoretical_consumption",
    }


def test_more_product_than_can_be_is_told() -> None:
    answer = calculate(ReactionInput(equation="CaCO3 -> CaO + CO2", masses=(mass("CaCO3", 100), mass("CaO", 60))))

    assert [finding.code for finding in answer.findings] == ["CHM_YIELD_ABOVE_ALL"]


@given(st.sampled_from(BALANCED), st.integers(1, 400))
def test_an_equation_may_be_multiplied(written: str, times: int) -> None:
    read = equation(written)
    multiplied = " -> ".join(
        " + ".join(f"{term.coefficient * times} {term.formula}" for term in side)
        for side in (read.reactants, read.products)
    )

    once, often = (reckon(ReactionInput(equation=each)).atom_economy.value for each in (written, multiplied))

    assert number(often) == pytest.approx(number(once))


@given(st.dictionaries(st.sampled_from(("C", "H", "O", "N", "Cl", "Fe")), st.integers(2, 50), min_size=1))
def test_a_formula_holds_what_is_written(atoms: dict[str, int]) -> None:
    written = "".join(f"{symbol}{count}" for symbol, count in atoms.items())

    assert compound(written).atoms == atoms
    assert compound(f"Ca({written})3").grams_per_mole == pytest.approx(
        compound("Ca").grams_per_mole + 3 * compound(written).grams_per_mole
    )


def test_water_of_crystallisation_is_counted() -> None:
    assert compound("CuSO4·5H2O").atoms == {"Cu": 1, "S": 1, "O": 9, "H": 10}
    assert compound("K4[Fe(CN)6]·3H2O").atoms == {"C": 6, "Fe": 1, "K": 4, "N": 6, "H": 6, "O": 3}


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "h2o",
        "Xx2",
        "H2SO4-",
        "NH4+",
        "[SO4]2-",
        "D2O",
        "[2H]2O",
        "EtOH",
        "Fe(III)Cl3",
        "2H2O",
        "H0",
        "H99999999",
        "(H2O",
        "H2O)",
        "CuSO4·",
        "·5H2O",
        "CuSO4·0H2O",
        "H" * (LONGEST_FORMULA + 1),
        "(" * 40 + ")" * 40,
        "C1.5H2",
        "H2O; DROP TABLE",
        "Ｈ２Ｏ\x00",
    ],
)
def test_what_is_no_formula_is_refused(written: str) -> None:
    if written == "C1.5H2":
        # A dot is water of crystallisation and not a decimal: this is C1 with five H2.
        assert compound(written).atoms == {"C": 1, "H": 10}
        return
    with pytest.raises(InvalidInput):
        compound(written)


@settings(max_examples=60)
@given(st.text(max_size=100))
def test_any_text_is_a_formula_or_refused(written: str) -> None:
    with suppress(InvalidInput):
        assert compound(written).grams_per_mole > 0


@settings(max_examples=60)
@given(st.text(alphabet="HOCNS0123456789+->= ()[]·./", max_size=60))
def test_any_text_is_an_equation_or_refused(written: str) -> None:
    with suppress(InvalidInput):
        assert number(reckon(ReactionInput(equation=written)).atom_economy.value) <= 100 + 1e-9


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("N2 + H2 -> NH3", "H 2 on the left, 3 on the right; N 2 on the left, 1 on the right"),
        ("N2 -> N2", "both sides"),
        ("H2 + H2 -> H2", "twice"),
        ("N2 + 3 H2", "one arrow"),
        ("-> NH3", "one arrow"),
        ("1/0 H2 -> H2", "divides by zero"),
        ("0 H2 + N2 -> N2", "above zero"),
        (" + ".join(["H2"] * 13) + " -> H2", "at most 12"),
    ],
)
def test_what_is_no_balanced_equation_is_refused_with_why(written: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape(told)) as refused:
        reckon(ReactionInput(equation=written))

    assert refused.value.path == ("equation",)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"product": "CO"}, ("product",)),
        ({"masses": (mass("CO", 1),)}, ("masses", 0, "substance")),
        ({"masses": (mass("CaO", 1), mass("CaO", 1))}, ("masses", 1, "substance")),
        ({"masses": (mass("CaO", -1),)}, ("masses", 0, "mass")),
        ({"masses": (SubstanceMass(substance="CaO", mass=Quantity(1, "m3")),)}, ("masses", 0, "mass")),
        ({"masses": (mass("CaCO3", 1), mass("CaO", 0))}, ("masses",)),
        ({"masses": (mass("CaCO3", 0), mass("CaO", 1))}, ("masses",)),
    ],
)
def test_what_does_not_belong_to_the_reaction_is_refused_with_its_place(
    fields: dict[str, object], path: tuple[object, ...]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        reckon(ReactionInput.model_validate({"equation": "CaCO3 -> CaO + CO2", **fields}))

    assert refused.value.path == path


def test_more_cannot_be_recovered_than_was_charged() -> None:
    aid = Auxiliary(name="aid", mass=quantity(1, "kg"), recovered=quantity(1.1, "kg"))
    with pytest.raises(InvalidInput, match="recovered"):
        reckon(
            ReactionInput(
                equation="CaCO3 -> CaO + CO2", masses=(mass("CaCO3", 100), mass("CaO", 50)), auxiliaries=(aid,)
            )
        )


@pytest.mark.parametrize("fields", [{}, {"equation": "H" * 500}, {"equation": "N2", "more": 1}, {"equation": None}])
def test_what_is_no_input_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ReactionInput.model_validate(fields)
