"""Cleaner production audits of building materials (建材工业): a cpaudit plugin."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, ContentPack, Phase, Requirement, StepKey, hookimpl
from cpaudit_building_materials.gates import clinker_output


@hookimpl
def cpaudit_content() -> ContentPack:
    """Factors, options, checklists and the template of a cement kiln line."""
    return ContentPack.of_package(__name__)


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """An audit of a cement kiln line measures its clinker before it stops measuring."""
    if any(step.key is StepKey.MEASUREMENT for step in phase.steps):
        yield from clinker_output(audit)
