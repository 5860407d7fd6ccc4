"""What somebody should look at before a phase is closed, though it does not keep it from being closed.

A step registers what it asks to be looked at, as in :mod:`cpaudit.gates.results`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TypeAlias

from cpaudit.audits.models import InventoryLine, Scenario
from cpaudit.audits.services.emissions import emissions_of
from cpaudit.contributions import ReviewFinding
from cpaudit.engine import Finding
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import view_of
from cpaudit.library import Library
from cpaudit.phases import METHODS, Phase, StepKey
from cpaudit.plugins import Attributed, PluginHost, aside

Reviewer: TypeAlias = Callable[[Snapshot, Library], Iterator[Finding]]

REVIEWERS: dict[StepKey, list[Reviewer]] = defaultdict(list)


def reviews(step: StepKey) -> Callable[[Reviewer], Reviewer]:
    """Function decorator: these findings belong to *step*."""

    def register(function: Reviewer) -> Reviewer:
        REVIEWERS[step].append(function)
        return function

    return register


def review_of(snapshot: Snapshot, library: Library, phase: Phase) -> tuple[Finding, ...]:
    """What the steps of a phase ask to be looked at, each once."""
    found = (
        finding
        for step in phase.steps
        for reviewer in REVIEWERS.get(step.key, ())
        for finding in reviewer(snapshot, library)
    )
    return tuple(dict.fromkeys(found))


async def plugin_review(
    snapshot: Snapshot, host: PluginHost, enabled: tuple[str, ...]
) -> tuple[Attributed[ReviewFinding], ...]:
    """What the enabled plugins would have somebody look at; the event loop does not wait for them."""
    if not host.implements("cpaudit_review", enabled):
        return ()
    return await aside(host.call_review, enabled, view_of(snapshot, enabled))


def is_about(finding: ReviewFinding, phase: Phase, snapshot: Snapshot) -> bool:
    """Whether a plugin's finding is shown with a phase of an audit: that of its step, or that which the audit is in."""
    if finding.step is not None:
        return any(step.key is finding.step for step in phase.steps)
    rows = snapshot.phase_rows()
    present = next((row.key for row in rows if row.passed_at is None), METHODS[snapshot.audit.method].phases[-1].key)
    return phase.key is present


@reviews(StepKey.RESULTS)
def _emissions(snapshot: Snapshot, library: Library) -> Iterator[Finding]:
    for scenario in Scenario:
        emissions = emissions_of(snapshot.of(InventoryLine), library, scenario)
        if emissions is not None:
            yield from emissions.doubts
