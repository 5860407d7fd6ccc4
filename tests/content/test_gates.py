"""What the three plugins ask at a gate, and of whom they ask nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

import pytest

import cpaudit_building_materials
import cpaudit_chemical
import cpaudit_light_industry
from cpaudit import (
    AuditView,
    BalanceView,
    ContentPack,
    EnterpriseView,
    MeasurementView,
    MethodKey,
    Phase,
    QuantityStatus,
    QuantityView,
    Requirement,
    StepKey,
    StreamKind,
    StreamView,
    UnitProcessView,
)
from cpaudit.phases import METHODS


class Plugin(Protocol):
    __name__: str

    def cpaudit_content(self) -> ContentPack: ...
    def cpaudit_phase_requirements(self, audit: AuditView, phase: Phase) -> Iterable[Requirement]: ...


PLUGINS: tuple[Plugin, ...] = (cpaudit_chemical, cpaudit_light_industry, cpaudit_building_materials)


def phase_with(step: StepKey, method: MethodKey = MethodKey.HANDBOOK_1996) -> Phase:
    return METHODS[method].phase_of(step)


def audit_of(gb4754: str, units: Sequence[str] = (), streams: Sequence[StreamView] = ()) -> AuditView:
    return AuditView(
        id="audit",
        method=MethodKey.HANDBOOK_1996,
        round=1,
        title="audit",
        enterprise=EnterpriseView(id="enterprise", name="enterprise", gb4754=gb4754, size_class="LARGE"),
        packs=("chemical", "light_industry", "building_materials"),
        unit_processes=tuple(UnitProcessView(id=f"u-{code}", code=code, name=code) for code in units),
        streams=tuple(streams),
    )


def stream(
    code: str, kind: StreamKind, *, origin: str | None, destination: str | None, substance: str | None = None
) -> StreamView:
    return StreamView(
        id=f"s-{code}",
        code=code,
        name=code,
        kind=kind,
        origin=origin and f"u-{origin}",
        destination=destination and f"u-{destination}",
        substance=substance,
    )


def with_reading(
    audit: AuditView, code: str, unit: str, *, status: QuantityStatus = QuantityStatus.MEASURED
) -> AuditView:
    quantity = QuantityView(10, unit, status)
    reading = MeasurementView(id=f"m-{code}", stream=f"s-{code}", substance=None, quantity=quantity)
    return replace(audit, measurements=(*audit.measurements, reading))


def asked(plugin: Plugin, audit: AuditView, phase: Phase) -> dict[str, bool]:
    return {requirement.code: requirement.met for requirement in plugin.cpaudit_phase_requirements(audit, phase)}


@pytest.fixture
def acid_plant() -> AuditView:
    return audit_of(
        "2611",
        ["burner", "final_absorber"],
        [
            stream("sulphur", StreamKind.MATERIAL, origin=None, destination="burner", substance="S"),
            stream("gas", StreamKind.MATERIAL, origin="burner", destination="final_absorber", substance="SO2"),
            stream("tail_gas", StreamKind.EMISSION, origin="final_absorber", destination=None, substance="SO2"),
        ],
    )


@pytest.fixture
def dairy() -> AuditView:
    return audit_of(
        "1440",
        ["pasteurisation", "cip"],
        [
            stream("cip_water", StreamKind.WATER, origin=None, destination="cip"),
            stream("cip_detergent", StreamKind.MATERIAL, origin=None, destination="cip"),
        ],
    )


@pytest.fixture
def kiln_line() -> AuditView:
    return audit_of(
        "3011",
        ["kiln", "cooler"],
        [
            stream("raw_meal", StreamKind.MATERIAL, origin=None, destination="kiln", substance="raw_meal"),
            stream("clinker", StreamKind.PRODUCT, origin="cooler", destination=None, substance="clinker"),
        ],
    )


def balance_of(substance: str, gap: float | None) -> BalanceView:
    return BalanceView(id="b", name=substance, substance=substance, lines=(), gap=gap, tolerance=0.05)


def test_an_acid_plant_needs_a_balance_of_sulphur_and_a_reading_of_its_tail_gas(acid_plant: AuditView) -> None:
    phase = phase_with(StepKey.BALANCES)

    assert asked(cpaudit_chemical, acid_plant, phase) == {"CHM_REACTANT_BALANCE": False, "CHM_TAIL_GAS_SO2": False}

    done = with_reading(replace(acid_plant, balances=(balance_of("S", 0.01),)), "tail_gas", "kg/h")

    assert asked(cpaudit_chemical, done, phase) == {"CHM_REACTANT_BALANCE": True, "CHM_TAIL_GAS_SO2": True}


def test_a_balance_without_a_gap_or_of_something_else_does_not_count(acid_plant: AuditView) -> None:
    for balance in (balance_of("S", None), balance_of("H2O", 0.0)):
        audit = replace(acid_plant, balances=(balance,))
        assert not asked(cpaudit_chemical, audit, phase_with(StepKey.BALANCES))["CHM_REACTANT_BALANCE"]


def test_an_estimate_of_the_tail_gas_is_not_a_measurement(acid_plant: AuditView) -> None:
    audit = with_reading(acid_plant, "tail_gas", "kg/h", status=QuantityStatus.ESTIMATED)

    assert not asked(cpaudit_chemical, audit, phase_with(StepKey.BALANCES))["CHM_TAIL_GAS_SO2"]


def test_a_dairy_needs_a_reading_of_its_cleaning_water(dairy: AuditView) -> None:
    phase = phase_with(StepKey.MEASUREMENT)

    def cleaning_water(audit: AuditView) -> bool:
        return asked(cpaudit_light_industry, audit, phase)["LGT_CLEANING_WATER"]

    assert not cleaning_water(dairy)
    assert not cleaning_water(with_reading(dairy, "cip_detergent", "kg"))
    assert cleaning_water(with_reading(dairy, "cip_water", "m3"))


def test_a_kiln_line_needs_a_reading_of_its_clinker(kiln_line: AuditView) -> None:
    phase = phase_with(StepKey.MEASUREMENT)

    for audit, met in (
        (kiln_line, False),
        (with_reading(kiln_line, "raw_meal", "t"), False),
        (with_reading(kiln_line, "clinker", "t"), True),
    ):
        assert asked(cpaudit_building_materials, audit, phase)["BLD_CLINKER_OUTPUT"] is met


def test_the_kiln_of_a_brickworks_owes_no_clinker() -> None:
    brickworks = audit_of("3031", ["kiln"])

    assert asked(cpaudit_building_materials, brickworks, phase_with(StepKey.MEASUREMENT)) == {}


def test_the_sulphur_dioxide_of_a_cement_works_is_no_concern_of_the_chemical_plugin(kiln_line: AuditView) -> None:
    stack = stream("kiln_so2", StreamKind.EMISSION, origin="kiln", destination=None, substance="SO2")
    audit = replace(kiln_line, streams=(*kiln_line.streams, stack))

    assert asked(cpaudit_chemical, audit, phase_with(StepKey.BALANCES)) == {}


@pytest.mark.parametrize("method", MethodKey)
def test_plugins_ask_in_the_phase_that_has_the_step_and_in_no_other(
    method: MethodKey, acid_plant: AuditView, dairy: AuditView, kiln_line: AuditView
) -> None:
    owners: tuple[tuple[Plugin, AuditView, StepKey], ...] = (
        (cpaudit_chemical, acid_plant, StepKey.BALANCES),
        (cpaudit_light_industry, dairy, StepKey.MEASUREMENT),
        (cpaudit_building_materials, kiln_line, StepKey.MEASUREMENT),
    )
    for plugin, audit, step in owners:
        asking = [phase for phase in METHODS[method].phases if asked(plugin, audit, phase)]
        assert asking == [phase_with(step, method)]


@pytest.mark.parametrize("plugin", PLUGINS)
def test_an_empty_audit_of_another_industry_is_asked_nothing(plugin: Plugin) -> None:
    for phase in METHODS[MethodKey.HANDBOOK_1996].phases:
        assert asked(plugin, audit_of("3610"), phase) == {}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_finds_its_own_pack(plugin: Plugin) -> None:
    pack = plugin.cpaudit_content()

    assert plugin.__name__ == f"cpaudit_{pack.id}"
