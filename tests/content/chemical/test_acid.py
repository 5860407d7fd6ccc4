"""Sulphuric acid against AP-42, the BREF's plant (case D), and its own arithmetic."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit import Calculation, ContentPack, InvalidInput, Quantity, Trace
from cpaudit.engine import FORMULAS
from cpaudit.plugins.calculations import checked
from cpaudit_chemical.acid import (
    ACID_SO2,
    ACID_TAIL_GAS,
    ConversionInput,
    TailGasInput,
    conversion_of,
    so2_at,
    so2_of_conversion,
    tail_gas,
)


@pytest.fixture(autouse=True, scope="module")
def _known_formulas() -> None:
    formulas = (*ACID_SO2.formulas, *ACID_TAIL_GAS.formulas)
    FORMULAS.update({formula.key: formula for formula in formulas})  # type: ignore[misc]


def values(calculation: Calculation) -> dict[str, float]:
    """The values of a calculation by the key of their formula."""
    found: dict[str, float] = {}
    for trace in (calculation.result, *calculation.further):
        assert isinstance(trace, Trace)
        assert isinstance(trace.value, float)
        found[trace.formula.removeprefix("chemical.")] = trace.value
    return found


def plant(after: float | None = None) -> TailGasInput:
    """Case D: 36 000 Nm³/h with 1200 mg SO2/Nm³, 8400 h/a, 145 000 t/a."""
    return TailGasInput(
        gas_flow=Quantity(36_000, "Nm3/h"),
        concentration=Quantity(1200, "mg/Nm3"),
        hours=8400,
        acid=Quantity(145, "kt"),
        concentration_after=None if after is None else Quantity(after, "mg/Nm3"),
    )


def test_the_identity_of_conversion_and_so2_follows_from_molar_masses() -> None:
    """653.2·(1 − x)/x kg SO2 per tonne of acid."""
    assert so2_at(50) == pytest.approx(653.2, abs=0.05)


def test_ap42_rounds_the_same_figures(chemical: ContentPack) -> None:
    """US EPA, AP-42, Table 8.10-1, to half kilograms."""
    rows = {
        float(found[1]): factor.value
        for factor in chemical.factors
        if (found := re.fullmatch(r"CHM-H2SO4-SO2-AP42-([\d.]+)", factor.code))
    }

    assert len(rows) == 9
    for percent, printed in rows.items():
        assert values(so2_of_conversion(ConversionInput(conversion=Quantity(percent, "%"))))[
            "so2_of_conversion"
        ] == pytest.approx(printed, rel=0.03, abs=0.5)


def test_the_plant_of_the_bref_emits_what_its_conversion_leaves(chemical: ContentPack) -> None:
    """BREF LVIC-AAF (2007), p. 167: 99.73 % and 1.77 kg SO2 per tonne."""
    reported = next(level.value for level in chemical.benchmarks if level.code == "CHM-H2SO4-SO2-DC4")

    assert so2_at(99.73) == pytest.approx(reported, abs=0.005)


@pytest.mark.parametrize(("after", "avoided", "gained"), [(300, 272.16, 50), (400, 241.92, 44)])
def test_case_d_avoids_and_gains_what_is_printed(after: float, avoided: float, gained: float) -> None:
    """BREF LVIC-AAF (2007), Tables 4.11 and 4.12: acid gained in kg/h, printed as 50 and 44."""
    found = values(checked(tail_gas(plant(after))))

    assert found["so2_of_tail_gas"] == pytest.approx(362.88)
    assert found["so2_avoided"] == pytest.approx(avoided)
    assert found["acid_gained"] * 1000 / 8400 == pytest.approx(gained, rel=0.02)
    assert found["so2_per_acid"] == pytest.approx(362.88 / 145)
    assert found["conversion_of_so2"] == pytest.approx(99.618, abs=0.0005)


def test_without_the_acid_made_nothing_is_said_per_tonne() -> None:
    given = plant().model_copy(update={"acid": None})

    assert set(values(tail_gas(given))) == {"so2_of_tail_gas"}


def test_a_conversion_better_than_the_best_is_doubted() -> None:
    clean = plant().model_copy(update={"concentration": Quantity(100, "mg/Nm3")})

    assert [finding.code for finding in tail_gas(clean).findings] == ["CHM_CONVERSION_DOUBTFUL"]
    assert tail_gas(plant()).findings == ()


@given(st.floats(0.001, 100))
def test_conversion_and_so2_undo_each_other(percent: float) -> None:
    assert conversion_of(so2_at(percent)) == pytest.approx(percent)


@given(st.floats(0.5, 1))
def test_every_value_follows_from_its_trace(share: float) -> None:
    found = values(checked(so2_of_conversion(ConversionInput(conversion=Quantity(share, "1")))))

    # The sulphur burnt leaves as acid or as SO2: S = S(acid) + SO2·M(S)/M(SO2).
    in_acid = values(so2_of_conversion(ConversionInput(conversion=Quantity(1, "1"))))["sulphur_burnt"]
    left = found["so2_of_conversion"] * in_acid / so2_at(50)
    assert found["sulphur_burnt"] == pytest.approx(in_acid + left)


@pytest.mark.parametrize(
    ("conversion", "told"),
    [
        (Quantity(0, "%"), "above 0"),
        (Quantity(100.1, "%"), "at most 100"),
        (Quantity(99.8, "1"), "at most 100"),
        (Quantity(-1, "%"), "below zero"),
        (Quantity(1, "kg"), "kg"),
    ],
)
def test_what_is_no_conversion_is_refused(conversion: Quantity, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as refused:
        so2_of_conversion(ConversionInput(conversion=conversion))

    assert refused.value.path == ("conversion",)


@pytest.mark.parametrize(
    ("field", "amount"),
    [
        ("gas_flow", Quantity(36_000, "m3/h")),
        ("gas_flow", Quantity(-1, "Nm3/h")),
        ("concentration", Quantity(1200, "mg/m3")),
        ("concentration_after", Quantity(1, "%")),
        ("acid", Quantity(0, "t")),
        ("acid", Quantity(1, "m3")),
    ],
)
def test_amounts_that_measure_something_else_are_refused_with_their_field(field: str, amount: Quantity) -> None:
    with pytest.raises(InvalidInput) as refused:
        tail_gas(plant(300).model_copy(update={field: amount}))

    assert refused.value.path == (field,)
