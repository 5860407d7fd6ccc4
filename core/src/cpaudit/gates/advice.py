"""What is worth a look before a phase is closed, and does not keep it from closing."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.audits.models import Measurement, Stream, UnitProcess
from cpaudit.audits.services.reconciliation import (
    ReconciledMap,
    ReconciliationStatus,
    reconcile_map,
    substances_of,
)
from cpaudit.errors import Blocker
from cpaudit.gates.requirements import blocker
from cpaudit.gates.snapshot import Snapshot
from cpaudit.phases import Phase, StepKey

_MOST_NAMED = 3


def advice_on(snapshot: Snapshot, phase: Phase) -> tuple[Blocker, ...]:
    """What to look at in the phase in which balances are drawn up; nothing in the others."""
    if not any(step.key is StepKey.BALANCES for step in phase.steps):
        return ()
    return tuple(_on_measurements(snapshot))


def reconciled_maps(snapshot: Snapshot) -> tuple[ReconciledMap, ...]:
    """The process map reconciled: the flows as a whole and of each substance, as far as they were measured."""
    units, streams, measurements = snapshot.of(UnitProcess), snapshot.of(Stream), snapshot.of(Measurement)
    return tuple(
        reconcile_map(units, streams, measurements, substance=substance) for substance in substances_of(measurements)
    )


def _on_measurements(snapshot: Snapshot) -> Iterator[Blocker]:
    for found in reconciled_maps(snapshot):
        if found.result is None or not found.result.suspects:
            continue
        names = [found.streams[suspect.code].name for suspect in found.result.suspects[:_MOST_NAMED]]
        code, zh, en = (
            ("MEASUREMENTS_INCONSISTENT", "测量值与平衡不一致，最可疑", "disagree with the balances, most of all")
            if found.status is ReconciliationStatus.INCONSISTENT
            else ("MEASUREMENT_SUSPECT", "测量值总体可接受，但可疑", "agree as a whole, but look suspect in")
        )
        yield blocker(
            code,
            ("reconciliation", found.substance) if found.substance else ("reconciliation",),
            f"{found.substance or '总流量'}：{zh}：{'、'.join(names)}",
            f"the measurements of {found.substance or 'the flows as a whole'} {en}: {', '.join(names)}",
            "核对或重测这些物流，或检查工艺流程是否缺少物流",
            "check or repeat these measurements, or look for a stream that the map lacks",
        )
