"""What the plugin asks at a gate, notes in a review and adds to a report, for each kind of furnace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpaudit import (
    AnswerView,
    AuditView,
    LocalizedText,
    Phase,
    QuantityStatus,
    ReportChart,
    ReportTable,
    Severity,
    StepKey,
)
from cpaudit.phases import HANDBOOK_1996
from cpaudit_building_materials import (
    cpaudit_phase_requirements,
    cpaudit_report_sections,
    cpaudit_review,
)
from cpaudit_building_materials.kiln_line import kiln_line
from support.process_audits import answers, readings

MEASURING = HANDBOOK_1996.phase_of(StepKey.MEASUREMENT)
CAO, MGO, HEAT, NOX, OXYGEN = "BLD-ASM-101", "BLD-ASM-102", "BLD-ASM-005", "BLD-ASM-007", "BLD-ASM-103"
COMPOSITION = {CAO: (65, "%"), MGO: (1.5, "%")}


def asked(audit: AuditView, phase: Phase = MEASURING) -> dict[str, bool]:
    return {each.code: each.met for each in cpaudit_phase_requirements(audit, phase)}


def noted(audit: AuditView) -> dict[str, Severity]:
    return {each.code: each.severity for each in cpaudit_review(audit)}


def with_clinker(audit: AuditView, *, co2: float | None = None, sold: float | None = 0) -> AuditView:
    amounts = {"clinker": (975_000, "t/a"), "cement": (1_300_000, "t/a")}
    if sold is not None:
        amounts["clinker_sold"] = (sold, "t/a")
    calculated = {} if co2 is None else {"process_co2": (co2, "t/a")}
    return replace(audit, measurements=readings(amounts) + readings(calculated, QuantityStatus.CALCULATED))


def test_a_cement_audit_without_clinker_composition_does_not_close_assessment(bare_kiln_line: AuditView) -> None:
    measured = with_clinker(bare_kiln_line)

    assert asked(measured) == {"BLD_CLINKER_OUTPUT": True, "BLD_CLINKER_COMPOSITION": False}
    assert asked(replace(measured, answers=answers({CAO: (65, "%")})))["BLD_CLINKER_COMPOSITION"] is False
    assert asked(replace(measured, answers=answers(COMPOSITION)))["BLD_CLINKER_COMPOSITION"] is True


@pytest.mark.parametrize(
    "given",
    [
        answers(COMPOSITION, QuantityStatus.ESTIMATED),
        answers({CAO: (80, "%"), MGO: (1.5, "%")}),
        answers({CAO: (65, "1"), MGO: (1.5, "%")}),
        answers({CAO: (65, "%"), MGO: (60, "%")}),
        answers({CAO: (0, "%"), MGO: (0, "%")}),
    ],
)
def test_a_composition_that_was_not_measured_or_cannot_be_does_not_count(
    bare_kiln_line: AuditView, given: tuple[AnswerView, ...]
) -> None:
    audit = replace(with_clinker(bare_kiln_line), answers=given)

    assert asked(audit)["BLD_CLINKER_COMPOSITION"] is False


def test_clinker_that_is_sold_is_measured_too(bare_kiln_line: AuditView) -> None:
    """Unmeasured is not zero: while one stream of clinker is open, the output is not known."""
    assert asked(with_clinker(bare_kiln_line, sold=None))["BLD_CLINKER_OUTPUT"] is False

    line = kiln_line(with_clinker(bare_kiln_line, sold=25_000))

    assert line is not None
    assert line.clinker is not None
    assert line.clinker.value == 1_000_000


def test_a_glass_furnace_needs_its_melt_and_its_cullet(bare_furnace: AuditView) -> None:
    some = replace(bare_furnace, measurements=readings({"gobs": (250, "t/d"), "charge": (290, "t/d")}))
    all_of_it = replace(some, measurements=(*some.measurements, *readings({"cullet": (130, "t/d")})))

    assert asked(bare_furnace) == asked(some) == {"BLD_MELT_AND_CULLET": False}
    assert asked(all_of_it) == {"BLD_MELT_AND_CULLET": True}


def test_cullet_in_another_unit_than_the_charge_gives_no_ratio(bare_furnace: AuditView) -> None:
    amounts = {"gobs": (250, "t/d"), "charge": (290, "t/d"), "cullet": (130, "m3/d")}

    assert asked(replace(bare_furnace, measurements=readings(amounts))) == {"BLD_MELT_AND_CULLET": False}


def test_a_tile_kiln_needs_its_fuel_and_its_output(bare_tile_kiln: AuditView) -> None:
    fuel = readings({"kiln_fuel": (300_000, "GJ/a")})

    assert asked(bare_tile_kiln) == {"BLD_FIRING_FUEL": False}
    assert asked(replace(bare_tile_kiln, measurements=fuel)) == {"BLD_FIRING_FUEL": False}
    assert asked(replace(bare_tile_kiln, measurements=(*fuel, *readings({"fired": (90_000, "t/a")})))) == {
        "BLD_FIRING_FUEL": True
    }


def test_nothing_is_asked_in_other_phases(
    bare_kiln_line: AuditView, bare_furnace: AuditView, bare_tile_kiln: AuditView
) -> None:
    for phase in HANDBOOK_1996.phases:
        if phase != MEASURING:
            assert [asked(audit, phase) for audit in (bare_kiln_line, bare_furnace, bare_tile_kiln)] == [{}, {}, {}]


def test_recorded_co2_is_held_against_the_composition(bare_kiln_line: AuditView) -> None:
    """0.65 x 0.785 + 0.015 x 1.092 = 0.5266, by 1.02: 0.5372 t/t; 0.5205 is 3 % below it, 0.45 is 16 %."""
    known = answers({**COMPOSITION, OXYGEN: (9.4, "%")})
    near = replace(with_clinker(bare_kiln_line, co2=507_443.6), answers=known)
    far = replace(with_clinker(bare_kiln_line, co2=0.45 * 975_000), answers=known)

    assert noted(near) == {}
    assert noted(far) == {"BLD_CO2_AGAINST_COMPOSITION": Severity.SERIOUS}


def test_a_kiln_without_recorded_co2_is_noted(bare_kiln_line: AuditView) -> None:
    assert noted(with_clinker(bare_kiln_line)) == {"BLD_CO2_NOT_RECORDED": Severity.WARNING}


def test_an_impossible_composition_is_serious(bare_kiln_line: AuditView) -> None:
    audit = replace(with_clinker(bare_kiln_line, co2=500_000), answers=answers({CAO: (80, "%"), MGO: (1, "%")}))

    assert noted(audit) == {"BLD_COMPOSITION_IMPOSSIBLE": Severity.SERIOUS}


@pytest.mark.parametrize(
    ("heat", "unit", "severity"),
    [
        (3100, "MJ/t", None),
        (3.1, "GJ/t", None),
        (3380, "MJ/t", Severity.INFO),
        (2500, "MJ/t", Severity.WARNING),
        (115, "kgce/t", Severity.INFO),
    ],
)
def test_heat_is_held_against_the_range_of_best_techniques(
    bare_kiln_line: AuditView, heat: float, unit: str, severity: Severity | None
) -> None:
    audit = replace(with_clinker(bare_kiln_line, co2=507_000), answers=answers({HEAT: (heat, unit)}))

    assert noted(audit).get("BLD_HEAT_OUTSIDE_BAT") is severity


def test_a_concentration_without_its_oxygen_is_noted(bare_kiln_line: AuditView) -> None:
    audit = with_clinker(bare_kiln_line, co2=507_000)

    alone = replace(audit, answers=answers({NOX: (320, "mg/Nm3")}))
    estimated = replace(audit, answers=answers({NOX: (320, "mg/Nm3"), OXYGEN: (9.4, "%")}, QuantityStatus.ESTIMATED))

    assert noted(alone) == {"BLD_CONCENTRATION_WITHOUT_OXYGEN": Severity.WARNING}
    assert noted(estimated) == {"BLD_NOX_NOT_MEASURED": Severity.WARNING}


def test_figures_of_furnaces_outside_what_is_published_are_noted(
    bare_furnace: AuditView, bare_tile_kiln: AuditView
) -> None:
    cullet = readings({"gobs": (250, "t/d"), "charge": (290, "t/d"), "cullet": (270, "t/d")})
    fuel = readings({"kiln_fuel": (900_000, "GJ/a"), "fired": (90_000, "t/a")})

    assert noted(replace(bare_furnace, measurements=cullet)) == {"BLD_CULLET_HIGH": Severity.WARNING}
    assert noted(replace(bare_tile_kiln, measurements=fuel)) == {"BLD_FIRING_HEAT_UNUSUAL": Severity.INFO}
    assert noted(bare_furnace) == noted(bare_tile_kiln) == {}


def cells(audit: AuditView) -> dict[str, object]:
    """The figures of the report's tables by the English name of their row."""
    return {
        row[0]["en"]: row[1]
        for section in cpaudit_report_sections(audit)
        for part in section.parts
        if isinstance(part, ReportTable)
        for row in part.rows
        if isinstance(row[0], LocalizedText)
    }


def test_a_report_tells_the_kiln_line(bare_kiln_line: AuditView) -> None:
    audit = replace(with_clinker(bare_kiln_line, co2=507_000), answers=answers(COMPOSITION))
    (section,) = cpaudit_report_sections(audit)
    (chart,) = (part for part in section.parts if isinstance(part, ReportChart))

    assert section.heading["zh-CN"] == "水泥熟料生产线"
    assert chart.series[0].values == (
        pytest.approx(0.52),
        pytest.approx((0.65 * 0.785 + 0.015 * 44.009 / 40.304) * 1.02),
        0.52,
        0.525,
    )
    ratio = cells(audit)["Clinker for a tonne of cement"]
    assert getattr(ratio, "value", None) == pytest.approx(0.75)


def test_what_is_not_known_stays_open_in_a_report(bare_kiln_line: AuditView, bare_furnace: AuditView) -> None:
    (chart,) = (
        part
        for section in cpaudit_report_sections(bare_kiln_line)
        for part in section.parts
        if isinstance(part, ReportChart)
    )

    assert chart.series[0].values == (None, None, 0.52, 0.525)
    assert set(cells(bare_kiln_line).values()) == {None}
    assert set(cells(bare_furnace).values()) == {None}


def test_a_report_tells_furnace_and_tile_kiln(bare_furnace: AuditView, bare_tile_kiln: AuditView) -> None:
    furnace = replace(
        bare_furnace, measurements=readings({"gobs": (250, "t/d"), "charge": (300, "t/d"), "cullet": (150, "t/d")})
    )
    kiln = replace(bare_tile_kiln, measurements=readings({"kiln_fuel": (270_000, "GJ/a"), "fired": (90_000, "t/a")}))

    assert getattr(cells(furnace)["Cullet ratio"], "value", None) == pytest.approx(50)
    assert getattr(cells(kiln)["Heat for a tonne of fired tiles"], "value", None) == pytest.approx(3.0)


def test_a_brickworks_has_no_section_of_a_kiln_line(bare_tile_kiln: AuditView) -> None:
    brickworks = replace(bare_tile_kiln, unit_processes=(), streams=())

    assert list(cpaudit_report_sections(brickworks)) == []
