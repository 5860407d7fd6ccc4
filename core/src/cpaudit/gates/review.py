"""What somebody should look at before a phase is closed, though it does not keep it from being closed.

A step registers what it asks to be looked at, as in :mod:`cpaudit.gates.results`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from cpaudit.audits.models import InventoryLine, Scenario
from cpaudit.audits.services.emissions import emissions_of
from cpaudit.audits.services.reconciliation import ReconciledMap, ReconciliationStatus
from cpaudit.contributions import ReviewFinding
from cpaudit.engine import Finding
from cpaudit.engine.findings import finding
from cpaudit.gates.figures import reconciled_maps
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import view_of
from cpaudit.library import Library
from cpaudit.phases import METHODS, Phase, StepKey
from cpaudit.plugins import Attributed, PluginHost, aside

Reviewer: TypeAlias = Callable[[Snapshot, Library], Iterator[Finding]]

MOST_NAMED = 3
"""Streams that a finding names."""

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
        each for step in phase.steps for reviewer in REVIEWERS.get(step.key, ()) for each in reviewer(snapshot, library)
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


@reviews(StepKey.BALANCES)
def _measurements(snapshot: Snapshot, library: Library) -> Iterator[Finding]:
    for found in reconciled_maps(snapshot):
        if found.result is not None and found.result.suspects:
            names = [found.streams[suspect.code].name for suspect in found.result.suspects[:MOST_NAMED]]
            yield _suspects(found, names)


def _suspects(found: ReconciledMap, names: Sequence[str]) -> Finding:
    code, zh, en = (
        ("MEASUREMENTS_INCONSISTENT", "测量值与平衡不一致，最可疑", "disagree with the balances, most of all")
        if found.status is ReconciliationStatus.INCONSISTENT
        else ("MEASUREMENT_SUSPECT", "测量值总体可接受，但可疑", "agree as a whole, but look suspect in")
    )
    of = found.substance
    return finding(
        code,
        f"{of or '总流量'}：{zh}：{'、'.join(names)}。请核对或重测这些物流，或检查工艺流程是否缺少物流",
        f"the measurements of {of or 'the flows as a whole'} {en}: {', '.join(names)}; "
        "check or repeat them, or look for a stream that the map lacks",
        passed=False,
    )
