"""Cleaner production audits of light industry (轻工业): a cpaudit plugin."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import (
    AuditView,
    CauseView,
    ContentPack,
    GraphqlExtension,
    OptionProposal,
    Phase,
    ReportSection,
    Requirement,
    ReviewFinding,
    StepKey,
    hookimpl,
)
from cpaudit_light_industry.calculators import CALCULATORS, AnyCalculator
from cpaudit_light_industry.fields import FIELDS
from cpaudit_light_industry.gates import charged_water, cleaning_water, product_balance
from cpaudit_light_industry.levels import own_pack
from cpaudit_light_industry.proposals import proposals
from cpaudit_light_industry.review import findings
from cpaudit_light_industry.sections import sections


@hookimpl
def cpaudit_content() -> ContentPack:
    """Factors, levels, options, checklists, process templates and an indicator system."""
    return own_pack()


@hookimpl
def cpaudit_calculators() -> tuple[AnyCalculator, ...]:
    """Wastewater, methane, cleaning in place, steam, refrigeration and utilities."""
    return CALCULATORS


@hookimpl
def cpaudit_graphql() -> GraphqlExtension:
    """Levels to hold a value against, and the water of an audit."""
    return FIELDS


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """Water of cleaning and the load of bleaching and white water are measured, and the product is balanced."""
    steps = {step.key for step in phase.steps}
    if StepKey.MEASUREMENT in steps:
        yield from cleaning_water(audit)
        yield from charged_water(audit)
    if StepKey.BALANCES in steps:
        yield from product_balance(audit)


@hookimpl
def cpaudit_review(audit: AuditView) -> Iterator[ReviewFinding]:
    """What a reviewer should look at: default loads, water that does not add up, levels, rinse water."""
    return findings(audit)


@hookimpl
def cpaudit_propose_options(audit: AuditView, causes: tuple[CauseView, ...]) -> Iterator[OptionProposal]:
    """The option that fits the way of cleaning."""
    return proposals(audit, causes)


@hookimpl
def cpaudit_report_sections(audit: AuditView) -> Iterator[ReportSection]:
    """Water and cleaning."""
    return sections(audit)
