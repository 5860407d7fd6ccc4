"""Cleaner production audits of the chemical industry (化学工业): a cpaudit plugin."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, ContentPack, Phase, Requirement, StepKey, hookimpl
from cpaudit_chemical.gates import is_chemical, reactant_balance, sulphur_dioxide_outlets


@hookimpl
def cpaudit_content() -> ContentPack:
    """Factors, options, checklists and the template of contact sulphuric acid."""
    return ContentPack.of_package(__name__)


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """A chemical audit balances its main reactant, and measures the SO2 that leaves, before its balances close."""
    if is_chemical(audit) and any(step.key is StepKey.BALANCES for step in phase.steps):
        yield from reactant_balance(audit)
        yield from sulphur_dioxide_outlets(audit)
