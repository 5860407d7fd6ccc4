"""The focus of the audit, and emissions before and after it."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.audits.models import FocusCandidate, FocusFactor, InventoryLine, Scenario
from cpaudit.audits.services.inventory import totals
from cpaudit.audits.services.survey import focus_ranking
from cpaudit.gates.models import ResultKind
from cpaudit.gates.results.registry import Result, gives, listed
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.phases import StepKey


@gives(StepKey.AUDIT_FOCUS)
def _focus(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    ranking = focus_ranking(snapshot.of(FocusFactor), snapshot.of(FocusCandidate))
    if ranking is not None:
        yield Result(
            ResultKind.FOCUS_RANKING, listed((row.candidate for row in ranking.rows), " > "), "", ranking.trace
        )


@gives(StepKey.RESULTS)
def _emissions(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    for total in totals(snapshot.of(InventoryLine)):
        for scenario, emitted in ((Scenario.BEFORE, total.before), (Scenario.AFTER, total.after)):
            if emitted is not None:
                key = f"{total.pollutant} {total.unit} {scenario.value}"
                yield Result(ResultKind.EMISSION, f"{total.pollutant} {scenario.value}", key, emitted.trace)
