"""Cleaner production audits of the chemical industry (化学工业): a cpaudit plugin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpaudit import (
    AuditView,
    Calculator,
    ContentPack,
    GraphqlExtension,
    Phase,
    ReportSection,
    Requirement,
    ReviewFinding,
    hookimpl,
)
from cpaudit_chemical.acid import ACID_SO2, ACID_TAIL_GAS
from cpaudit_chemical.fields import FIELDS
from cpaudit_chemical.gates import requirements
from cpaudit_chemical.industry import is_chemical
from cpaudit_chemical.nitrous_oxide import ADIPIC_ACID_N2O, NITRIC_ACID_N2O
from cpaudit_chemical.reaction import REACTION
from cpaudit_chemical.review import findings
from cpaudit_chemical.sections import sections
from cpaudit_chemical.traced import own_pack


@hookimpl
def cpaudit_content() -> ContentPack:
    """Factors, published levels, specific use, options, checklists, indicators and process templates."""
    return own_pack()


@hookimpl
def cpaudit_calculators() -> tuple[Calculator[Any], ...]:
    """Reaction stoichiometry, sulphuric acid, and N2O of nitric and adipic acid."""
    return REACTION, ACID_SO2, ACID_TAIL_GAS, NITRIC_ACID_N2O, ADIPIC_ACID_N2O


@hookimpl
def cpaudit_graphql() -> GraphqlExtension:
    """The field ``reaction`` of the namespace."""
    return FIELDS


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """What a chemical audit has to show before its measurements, balances, studies and effects close."""
    if is_chemical(audit):
        yield from requirements(audit, phase)


@hookimpl
def cpaudit_review(audit: AuditView) -> Iterator[ReviewFinding]:
    """What a chemical engineer would ask about an audit."""
    if is_chemical(audit):
        yield from findings(audit)


@hookimpl
def cpaudit_report_sections(audit: AuditView) -> Iterator[ReportSection]:
    """The element balances, the SO2 of the acid plant, and the N2O, as far as the audit has them."""
    if is_chemical(audit):
        yield from sections(audit)
