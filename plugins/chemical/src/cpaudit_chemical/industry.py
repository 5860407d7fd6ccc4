"""Whose audits this plugin looks at, and what it knows of the enterprise from the answers."""

from __future__ import annotations

from cpaudit import AuditView

DIVISION = "26"
"""GB/T 4754-2017: manufacture of raw chemical materials and chemical products (化学原料和化学制品制造业)."""

PACK = "chemical"


def is_chemical(audit: AuditView) -> bool:
    """Whether the enterprise belongs to the chemical industry; its class may carry the section letter, ``C2611``."""
    return audit.enterprise.gb4754.lstrip("Cc").startswith(DIVISION)


def answered(audit: AuditView, code: str) -> str | None:
    """The word or choice with which an item of this pack was answered; None where it was not, or not with a word."""
    answer = audit.answer(f"{PACK}:checklist_item:{code}")
    return None if answer is None else answer.value


def makes_batches(audit: AuditView) -> bool:
    """Whether the enterprise said that it runs batch reactors."""
    return answered(audit, "CHM-PRE-019") == "operates"


def gives_off_n2o(audit: AuditView) -> bool:
    """Whether the enterprise said that it makes nitric or adipic acid."""
    return answered(audit, "CHM-PRE-017") in ("nitric_acid", "adipic_acid", "both")
