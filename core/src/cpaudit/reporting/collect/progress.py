"""Where the phases stand, and what is still in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cpaudit.gates.gate import Gate, GateStatus
from cpaudit.gates.snapshot import Snapshot
from cpaudit.phases import METHODS
from cpaudit.reporting import document as doc

_ORDER = "EARLIER_PHASE"
"""The blocker that says only that it is another phase's turn, which the progress of the phases shows."""


def phases(snapshot: Snapshot, gates: Mapping[str, Gate], people: Mapping[str, str]) -> tuple[doc.PhaseProgress, ...]:
    """The phases of the audit's method, with who completed them and when.

    Args:
        snapshot: the audit.
        gates: by the id of the phase's row.
        people: names of members by their ids.
    """
    method = METHODS[snapshot.audit.method]
    return tuple(
        doc.PhaseProgress(
            method.phase(row.key).name,
            doc.PhaseState(gates[row.id].status.value),
            None if row.passed_at is None else row.passed_at.date(),
            people.get(row.passed_by or "", ""),
        )
        for row in snapshot.phase_rows()
    )


def blockers(snapshot: Snapshot, gates: Mapping[str, Gate]) -> tuple[doc.Blocker, ...]:
    """What keeps the phases that are not passed from closing."""
    return tuple(_blockers(snapshot, gates))


def _blockers(snapshot: Snapshot, gates: Mapping[str, Gate]) -> Iterator[doc.Blocker]:
    method = METHODS[snapshot.audit.method]
    for row in snapshot.phase_rows():
        gate = gates[row.id]
        if gate.status is not GateStatus.PASSED:
            for each in gate.blockers:
                if each.code != _ORDER:
                    yield doc.Blocker(method.phase(row.key).name, each.code, each.message, each.remedy)
