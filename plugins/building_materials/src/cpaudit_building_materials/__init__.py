"""Cleaner production audits of building materials (建材工业): a cpaudit plugin."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import (
    AuditView,
    ContentPack,
    GraphqlExtension,
    Phase,
    ReportSection,
    Requirement,
    ReviewFinding,
    StepKey,
    hookimpl,
)
from cpaudit_building_materials.calculators import CALCULATORS, Calculators
from cpaudit_building_materials.fields import FIELDS
from cpaudit_building_materials.gates import measurements_made
from cpaudit_building_materials.review import findings
from cpaudit_building_materials.sections import sections


@hookimpl
def cpaudit_content() -> ContentPack:
    """Factors, benchmarks, options, checklists, the indicators of cement, and templates of three processes."""
    return ContentPack.of_package(__name__)


@hookimpl
def cpaudit_calculators() -> Calculators:
    """CO2 of clinker, lime, glass and carbonates; moduli of clinker; from stack concentration to a tonne."""
    return CALCULATORS


@hookimpl
def cpaudit_graphql() -> GraphqlExtension:
    """The carbonates, and the kiln line of each audit."""
    return FIELDS


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """Kilns and furnaces are measured before the phase with the measurements closes."""
    if any(step.key is StepKey.MEASUREMENT for step in phase.steps):
        yield from measurements_made(audit)


@hookimpl
def cpaudit_review(audit: AuditView) -> Iterator[ReviewFinding]:
    """Figures of kilns and furnaces that do not go together."""
    yield from findings(audit)


@hookimpl
def cpaudit_report_sections(audit: AuditView) -> Iterator[ReportSection]:
    """A section for each kind of furnace."""
    yield from sections(audit)
