"""Cleaner production audits of light industry (轻工业): a cpaudit plugin."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, ContentPack, Phase, Requirement, StepKey, hookimpl
from cpaudit_light_industry.calculators import CALCULATORS, AnyCalculator
from cpaudit_light_industry.gates import cleaning_water


@hookimpl
def cpaudit_content() -> ContentPack:
    """Factors, options, checklists and the template of a dairy."""
    return ContentPack.of_package(__name__)


@hookimpl
def cpaudit_calculators() -> tuple[AnyCalculator, ...]:
    """Wastewater, methane, cleaning in place, steam, refrigeration and utilities."""
    return CALCULATORS


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """An audit of a process with cleaning in place measures the water of the cleaning before it stops measuring."""
    if any(step.key is StepKey.MEASUREMENT for step in phase.steps):
        yield from cleaning_water(audit)
