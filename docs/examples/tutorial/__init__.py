"""Cleaner production audits of glass works: a plugin of cpaudit."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, ContentPack, LocalizedText, Phase, Requirement, StepKey, hookimpl

ENERGY = "glass:checklist_item:GLASS-002"


@hookimpl
def cpaudit_content() -> ContentPack:
    """The pack beside this module."""
    return ContentPack.of_package(__name__)


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """The energy of the furnace is known before the phase with the measurements closes."""
    if any(step.key is StepKey.MEASUREMENT for step in phase.steps):
        answer = audit.answer(ENERGY)
        yield Requirement(
            met=answer is not None and answer.quantity is not None,
            code="GLASS_ENERGY_KNOWN",
            message=LocalizedText({"zh-CN": "熔窑能耗未知", "en": "The energy of the furnace is not known"}),
            remedy=LocalizedText({"zh-CN": "回答 GLASS-002", "en": "Answer GLASS-002 with a number"}),
            path=("answers", "GLASS-002"),
        )
