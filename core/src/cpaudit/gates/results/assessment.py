"""Balances, reconciled measurements, and what losses cost."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.audits.models import Balance, Stream
from cpaudit.audits.services.assessment import closure_of
from cpaudit.gates.figures import priced_losses, reconciled_maps
from cpaudit.gates.models import LONGEST_SUBJECT, ResultKind
from cpaudit.gates.results.registry import Result, gives
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import measured_lines
from cpaudit.library import Library
from cpaudit.phases import StepKey


@gives(StepKey.MEASUREMENT)
def _losses(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    """Of all losses their share in what was spent; of each its cost."""
    found = priced_losses(snapshot)
    if found is None or found.costs is None:
        return
    yield Result(ResultKind.LOSS_COSTS, "", "", found.costs.trace)
    streams = {stream.code: stream for stream in snapshot.of(Stream)}
    for loss in found.costs.losses:
        stream = streams[loss.stream]
        yield Result(ResultKind.LOSS_COSTS, f"{stream.code} {stream.name}"[:LONGEST_SUBJECT], stream.id, loss.trace)


@gives(StepKey.BALANCES)
def _balances(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    for balance in snapshot.of(Balance):
        yield Result(
            ResultKind.BALANCE, balance.name, balance.id, closure_of(balance, measured_lines(balance, snapshot)).trace
        )


@gives(StepKey.BALANCES)
def _reconciliations(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    for found in reconciled_maps(snapshot):
        if found.result is not None:
            yield Result(ResultKind.RECONCILIATION, found.substance or "", found.substance or "", found.result.trace)
