"""The reconciled process map as a report tells it."""

from __future__ import annotations

from cpaudit import engine
from cpaudit.audits.services.reconciliation import ReconciledMap
from cpaudit.gates.figures import reconciled_maps
from cpaudit.gates.snapshot import Snapshot
from cpaudit.reporting import document as doc


def reconciliations(snapshot: Snapshot) -> tuple[doc.Reconciliation, ...]:
    """The flows as a whole and of each substance, as far as they were measured."""
    return tuple(_reconciliation(found) for found in reconciled_maps(snapshot))


def _reconciliation(found: ReconciledMap) -> doc.Reconciliation:
    remarks = tuple(each.message for each in found.findings)
    result = found.result
    if result is None:
        return doc.Reconciliation(found.substance or "", found.status, remarks=remarks)
    return doc.Reconciliation(
        substance=found.substance or "",
        status=found.status,
        unit=result.unit,
        statistic=result.chi_square.statistic,
        freedom=result.chi_square.degrees_of_freedom,
        critical=result.chi_square.critical,
        flows=tuple(
            doc.ReconciledFlow(
                found.streams[row.code].name,
                row.classification,
                _interval(row.measured),
                _interval(row.adjusted),
                row.suspect_rank,
            )
            for row in sorted(result.streams, key=lambda row: row.code)
        ),
        remarks=remarks,
    )


def _interval(amount: engine.Quantity | None) -> doc.FlowInterval | None:
    if amount is None or amount.lower is None or amount.upper is None:
        return None
    return doc.FlowInterval(amount.value, amount.lower, amount.upper)
