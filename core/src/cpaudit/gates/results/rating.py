"""The index rating before and after the audit."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.gates.figures import rated_systems
from cpaudit.gates.models import ResultKind
from cpaudit.gates.ratings import RATED_STEPS
from cpaudit.gates.results.registry import Giver, Result, gives
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.phases import StepKey


def _rating(step: StepKey) -> Giver:
    scenario = RATED_STEPS[step]

    def give(snapshot: Snapshot, library: Library) -> Iterator[Result]:
        for system, ratings in rated_systems(snapshot, library):
            if scenario in ratings:
                key = f"{system.ref} {scenario.value}"
                yield Result(ResultKind.RATING, key, key, ratings[scenario].trace)

    return give


for _step in RATED_STEPS:
    gives(_step)(_rating(_step))
