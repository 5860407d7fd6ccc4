"""N2O of nitric and adipic acid against the defaults of the guidelines, reckoned by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit import Calculation, ContentPack, InvalidInput, Quantity, Trace
from cpaudit.engine import FORMULAS
from cpaudit.plugins.calculations import checked
from cpaudit_chemical.nitrous_oxide import (
    ADIPIC_ACID_N2O,
    NITRIC_ACID_N2O,
    Abatement,
    AdipicAcidAbatement,
    AdipicAcidInput,
    NitricAcidInput,
    NitricAcidProcess,
    adipic_acid,
    nitric_acid,
)


@pytest.fixture(autouse=True, scope="module")
def _known_formulas() -> None:
    formulas = (*NITRIC_ACID_N2O.formulas, *ADIPIC_ACID_N2O.formulas)
    FORMULAS.update({formula.key: formula for formula in formulas})  # type: ignore[misc]


def values(calculation: Calculation) -> dict[str, float]:
    """The values of a calculation by the key of their formula."""
    found: dict[str, float] = {}
    for trace in (calculation.result, *calculation.further):
        assert isinstance(trace, Trace)
        assert isinstance(trace.value, float)
        found[trace.formula.removeprefix("chemical.")] = trace.value
    return found


def shares(destruction: float, utilisation: float) -> Abatement:
    return Abatement(destruction=Quantity(destruction, "%"), utilisation=Quantity(utilisation, "%"))


TONNE = Quantity(1000, "kg")


@pytest.mark.parametrize(
    ("technology", "left"),
    [
        ("NONE", 300.0),
        ("CATALYTIC", 300 * (1 - 0.925 * 0.89)),
        ("THERMAL", 300 * (1 - 0.985 * 0.97)),
        ("RECYCLE_TO_NITRIC_ACID", 300 * (1 - 0.985 * 0.94)),
        ("RECYCLE_TO_ADIPIC_ACID", 300 * (1 - 0.94 * 0.89)),
    ],
)
def test_adipic_acid_with_the_defaults_of_table_3_4(technology: str, left: float) -> None:
    """2006 IPCC Guidelines, Volume 3, Table 3.4: 300 kg/t, destruction and utilisation of four technologies."""
    found = values(checked(adipic_acid(AdipicAcidInput(production=TONNE, technology=AdipicAcidAbatement(technology)))))

    assert found["n2o_per_tonne"] == pytest.approx(left)
    assert found["n2o"] == pytest.approx(left / 1000)
    assert found["n2o_destroyed"] == pytest.approx((300 - left) / 1000)


@pytest.mark.parametrize(
    ("process", "factor"),
    [("NSCR", 2), ("PROCESS_INTEGRATED", 2.5), ("LOW_PRESSURE", 5), ("MEDIUM_PRESSURE", 7), ("HIGH_PRESSURE", 9)],
)
def test_nitric_acid_with_the_defaults_of_table_3_3(process: str, factor: float) -> None:
    """2006 IPCC Guidelines, Volume 3, Table 3.3."""
    found = values(checked(nitric_acid(NitricAcidInput(production=TONNE, process=NitricAcidProcess(process)))))

    assert found["n2o_per_tonne"] == pytest.approx(factor)


def test_the_defaults_are_named_with_pack_version_and_table(chemical: ContentPack) -> None:
    answer = adipic_acid(AdipicAcidInput(production=TONNE, technology=AdipicAcidAbatement.THERMAL))

    assert isinstance(answer.result, Trace)
    cited = {each.symbol: each.factor for each in answer.result.inputs if each.factor is not None}
    assert {symbol: (each.item, each.version, each.locator) for symbol, each in cited.items()} == {
        "EF": ("chemical:factor:CHM-ADA-N2O", chemical.version, "Table 3.4"),
        "DF": ("chemical:benchmark:CHM-ADA-DF-THERM", chemical.version, "Table 3.4"),
        "UF": ("chemical:benchmark:CHM-ADA-UF-THERM", chemical.version, "Table 3.4"),
    }


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1e6))
def test_what_is_destroyed_and_what_is_left_is_what_arose(
    destruction: float, utilisation: float, tonnes: float
) -> None:
    asked = NitricAcidInput(
        production=Quantity(tonnes, "t"),
        process=NitricAcidProcess.HIGH_PRESSURE,
        abatement=shares(destruction, utilisation),
    )
    found = values(checked(nitric_acid(asked)))

    assert found["n2o"] + found["n2o_destroyed"] == pytest.approx(found["n2o_generated"])
    assert -1e-9 <= found["n2o"] <= found["n2o_generated"] + 1e-9


def test_a_measured_factor_goes_before_the_default() -> None:
    given = NitricAcidInput(
        production=TONNE, process=NitricAcidProcess.NSCR, factor=Quantity(6000, "g/t"), abatement=shares(80, 100)
    )

    assert values(nitric_acid(given))["n2o_per_tonne"] == pytest.approx(6 * 0.2)


@pytest.mark.parametrize("process", ["NSCR", "PROCESS_INTEGRATED"])
def test_abatement_that_the_default_counts_is_not_counted_again(process: str) -> None:
    given = NitricAcidInput(production=TONNE, process=NitricAcidProcess(process), abatement=shares(80, 100))
    with pytest.raises(InvalidInput, match="already"):
        nitric_acid(given)


@pytest.mark.parametrize(
    ("abatement", "path"),
    [
        (shares(100.5, 90), ("abatement", "destruction")),
        (shares(90, 101), ("abatement", "utilisation")),
        (shares(-1, 90), ("abatement", "destruction")),
        (
            Abatement(destruction=Quantity(90, "%"), utilisation=Quantity(8000, "h")),
            ("abatement", "utilisation"),
        ),
    ],
)
def test_what_is_no_share_is_refused_with_its_place(abatement: Abatement, path: tuple[str, ...]) -> None:
    given = AdipicAcidInput(production=TONNE, technology=AdipicAcidAbatement.CATALYTIC, abatement=abatement)
    with pytest.raises(InvalidInput) as refused:
        adipic_acid(given)

    assert refused.value.path == path


def test_shares_of_a_plant_that_is_not_there_are_refused() -> None:
    given = AdipicAcidInput(production=TONNE, technology=AdipicAcidAbatement.NONE, abatement=shares(90, 90))
    with pytest.raises(InvalidInput) as refused:
        adipic_acid(given)

    assert refused.value.path == ("abatement",)


@pytest.mark.parametrize("production", [Quantity(-1, "t"), Quantity(1, "m3")])
def test_what_is_no_production_is_refused(production: Quantity) -> None:
    with pytest.raises(InvalidInput) as refused:
        nitric_acid(NitricAcidInput(production=production, process=NitricAcidProcess.LOW_PRESSURE))

    assert refused.value.path == ("production",)
