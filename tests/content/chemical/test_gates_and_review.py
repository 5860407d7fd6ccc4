"""What the chemical plugin asks at a gate, finds in a review, and adds to a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

import cpaudit_chemical as plugin
from cpaudit import (
    InventoryLineView,
    MethodKey,
    Phase,
    QuantityStatus,
    QuantityView,
    ReportChart,
    ReportSection,
    ReportTable,
    StepKey,
    StreamKind,
)
from cpaudit.phases import METHODS
from support.chemical_works import Works, works

BALANCES = METHODS[MethodKey.HANDBOOK_1996].phase_of(StepKey.BALANCES)


def asked(plant: Works, phase: Phase = BALANCES) -> dict[str, bool]:
    return {each.code: each.met for each in plugin.cpaudit_phase_requirements(plant.audit, phase)}


def found(plant: Works) -> set[str]:
    return {each.code for each in plugin.cpaudit_review(plant.audit)}


def sections(plant: Works) -> dict[str, ReportSection]:
    return {each.heading["en"]: each for each in plugin.cpaudit_report_sections(plant.audit)}


def test_n2o_that_leaves_has_to_be_measured(empty: Works) -> None:
    plant = empty.stream("tail", "N2O", StreamKind.EMISSION, out=True)

    assert asked(plant) == {"CHM_TAIL_GAS_N2O": False}
    assert asked(plant.reading("tail", 9, "kg/t", status=QuantityStatus.DEFAULT)) == {"CHM_TAIL_GAS_N2O": False}
    assert asked(plant.reading("tail", 900, "mg/Nm3")) == {"CHM_TAIL_GAS_N2O": True}


def test_what_stays_within_the_process_need_not_be_measured(empty: Works) -> None:
    assert asked(empty.stream("recycle", "N2O", StreamKind.MATERIAL)) == {}


@pytest.mark.parametrize(("value", "met"), [(None, False), ("no", False), ("partial", True), ("yes", True)])
def test_batch_production_needs_its_yields(empty: Works, value: str | None, met: bool) -> None:
    plant = empty.answer("CHM-PRE-019", "operates")
    if value is not None:
        plant = plant.answer("CHM-ASM-047", value)

    assert asked(plant) == {"CHM_BATCH_YIELD": met}
    assert asked(empty.answer("CHM-PRE-019", "absent")) == {}


def test_gates_of_other_phases_are_left_alone(acid_plant: Works) -> None:
    plant = acid_plant.answer("CHM-PRE-019", "operates")
    for phase in METHODS[MethodKey.HANDBOOK_1996].phases:
        assert bool(asked(plant, phase)) is (phase.key is BALANCES.key)


def test_a_sound_acid_plant_has_no_finding(acid_plant: Works) -> None:
    stated = QuantityView(99.618, "%", QuantityStatus.CALCULATED)

    assert found(acid_plant.answer("CHM-PRE-047", quantity=stated).balance("S", 0.01)) == set()


def test_acid_cannot_hold_more_sulphur_than_was_fed(acid_plant: Works) -> None:
    """326.9 kg of sulphur are in a tonne of acid; 47 000 t in 145 000 t are 324.1 kg."""
    starved = (
        works()
        .stream("sulphur", "S", StreamKind.MATERIAL, into=True)
        .stream("acid", "H2SO4", StreamKind.PRODUCT, out=True)
        .reading("sulphur", 47_000, "t/a")
        .reading("acid", 145_000, "t/a")
    )

    (finding,) = plugin.cpaudit_review(starved.audit)
    assert finding.code == "CHM_SULPHUR_OUT_OF_NOTHING"
    assert "324.1" in finding.evidence[0]["en"]
    assert "326.9" in finding.evidence[0]["zh-CN"]


def test_a_conversion_that_the_tail_gas_belies_is_told(acid_plant: Works) -> None:
    """99.8 % leaves 1.31 kg of SO2 per tonne, measured were 2.50 kg."""
    for value, unit in ((99.8, "%"), (0.998, "1")):
        stated = QuantityView(value, unit, QuantityStatus.ESTIMATED)
        (finding,) = plugin.cpaudit_review(acid_plant.answer("CHM-PRE-047", quantity=stated).audit)
        assert finding.code == "CHM_CONVERSION_CONTRADICTED"
        assert "1.31" in finding.evidence[0]["en"]
        assert "2.50" in finding.evidence[0]["en"]


def test_no_reaction_makes_an_element(empty: Works) -> None:
    assert found(empty.balance("S", -0.06)) == {"CHM_ELEMENT_GAINED"}
    assert found(empty.balance("S", -0.05)) == set()
    assert found(empty.balance("S", 0.2)) == set()
    assert found(empty.balance("H2SO4", -0.2)) == set()
    assert found(empty.balance("S", None)) == set()


def inventory(plant: Works, *lines: InventoryLineView) -> Works:
    return Works(replace(plant.audit, inventory=lines))


def test_a_factor_does_not_stand_beside_a_measurement(acid_plant: Works) -> None:
    line = InventoryLineView(
        pollutant="SO2", activity=None, factor="chemical:factor:CHM-H2SO4-SO2-AP42-99.5", emission=None
    )
    measured = InventoryLineView(pollutant="SO2", activity=None, factor=None, emission=None)

    assert found(inventory(acid_plant, line)) == {"CHM_FACTOR_BESIDE_MEASUREMENT"}
    assert found(inventory(acid_plant, measured)) == set()
    assert found(inventory(works(), line)) == set()


@pytest.mark.parametrize("kind", ["nitric_acid", "adipic_acid", "both"])
def test_n2o_of_nitric_and_adipic_acid_belongs_into_the_inventory(empty: Works, kind: str) -> None:
    plant = empty.answer("CHM-PRE-017", kind)
    line = InventoryLineView(pollutant="N2O", activity=None, factor="chemical:factor:CHM-HNO3-N2O-HP", emission=None)

    assert found(plant) == {"CHM_N2O_LEFT_OUT"}
    assert found(inventory(plant, line)) == set()
    assert found(empty.answer("CHM-PRE-017", "neither")) == set()


def texts(parts: Iterable[object]) -> list[object]:
    return [cell for part in parts if isinstance(part, ReportTable) for row in part.rows for cell in row]


def test_the_report_shows_the_acid_plant_beside_published_levels(acid_plant: Works) -> None:
    section = sections(acid_plant)["Sulphuric acid plant"]
    figures = [cell.value for cell in texts(section.parts) if isinstance(cell, QuantityView)]
    (chart,) = [part for part in section.parts if isinstance(part, ReportChart)]

    assert figures == pytest.approx([47_850 / 145, 362.88 / 145, 99.618], abs=0.001)
    (series,) = chart.series
    assert series.values == pytest.approx((362.88 / 145, 1.77, 1.309, 0.654), abs=0.001)


def test_what_was_not_measured_is_a_dash_and_not_zero() -> None:
    plant = works().stream("acid", "H2SO4", StreamKind.PRODUCT, out=True).reading("acid", 145_000, "t/a")
    section = sections(plant)["Sulphuric acid plant"]

    assert [cell for cell in texts(section.parts) if cell is None] == [None, None, None]
    (chart,) = [part for part in section.parts if isinstance(part, ReportChart)]
    assert chart.series[0].values[0] is None


def test_without_acid_and_n2o_there_is_nothing_to_report(empty: Works) -> None:
    concentration = empty.stream("acid", "H2SO4", StreamKind.PRODUCT, out=True).reading("acid", 98, "%")

    assert sections(empty) == {}
    assert sections(concentration) == {}


def test_n2o_is_reported_with_what_it_rests_on(empty: Works) -> None:
    emission = QuantityView(12, "t", QuantityStatus.CALCULATED)
    line = InventoryLineView(pollutant="N2O", activity=None, factor="chemical:factor:CHM-ADA-N2O", emission=emission)

    section = sections(inventory(empty, line))["Nitrous oxide"]

    assert texts(section.parts) == [None, "chemical:factor:CHM-ADA-N2O", emission]


def test_other_industries_are_left_alone(acid_plant: Works) -> None:
    cement = Works(replace(acid_plant.audit, enterprise=works("C3011").audit.enterprise))

    assert asked(cement) == {}
    assert found(cement) == set()
    assert sections(cement) == {}
