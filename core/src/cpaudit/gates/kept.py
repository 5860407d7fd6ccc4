"""Results that are kept when a phase is closed, and what they are by now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from cpaudit import engine
from cpaudit.audits.models import AuditPhase
from cpaudit.engine import Trace, TraceError, Value
from cpaudit.gates.models import KeptResult, ResultKind
from cpaudit.gates.results import Result, results_of
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library, Pin
from cpaudit.phases import METHODS, PhaseKey
from cpaudit.work import Work


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a kept result is."""

    audit_id: str
    phase: PhaseKey
    kind: ResultKind
    key: str


async def keep_results(work: Work, snapshot: Snapshot, library: Library, phase: AuditPhase) -> None:
    """Keep the results on which *phase* is closed, beside those of its earlier closings.

    Args:
        library: the content that the audit uses.
    """
    found = results_of(snapshot, library, METHODS[snapshot.audit.method].phase(phase.key))
    if not found:
        return
    query = select(func.max(col(KeptResult.closing))).where(KeptResult.phase_id == phase.id)
    closing = ((await work.session.exec(query)).one() or 0) + 1
    pins = library.pins()
    work.session.add_all(
        KeptResult(
            tenant_id=phase.tenant_id,
            audit_id=phase.audit_id,
            phase_id=phase.id,
            phase=phase.key,
            closing=closing,
            kind=result.kind,
            subject=result.subject,
            subject_key=result.key,
            value=plain(result.value),
            unit=result.trace.unit,
            trace=json.loads(engine.to_json(result.trace)),
            pins=[[pin.pack_id, pin.version, pin.content_hash] for pin in pins],
            content_hash=hash_of(pins),
            kept_by=work.actor.member_id,
        )
        for result in found
    )
    await work.session.flush()


def hash_of(pins: Iterable[Pin]) -> str:
    """SHA-256 of the content that a result used, in hexadecimal."""
    written = json.dumps(sorted([pin.pack_id, pin.version, pin.content_hash] for pin in pins), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def current_results(snapshots: Mapping[str, Snapshot], libraries: Mapping[str, Library]) -> dict[Subject, Result]:
    """All results of these audits, computed from the data as they stand and the content that each uses."""
    return {
        Subject(audit_id, phase.key, result.kind, result.key): result
        for audit_id, snapshot in snapshots.items()
        for phase in METHODS[snapshot.audit.method].phases
        for result in results_of(snapshot, libraries[audit_id], phase)
    }


def has_changed(value: object, unit: str, current: Result | None) -> bool:
    """Whether a kept value is not, to the last digit, what comes out now."""
    return current is None or value != plain(current.value) or unit != current.trace.unit


def kept_trace(stored: Mapping[str, object]) -> Trace:
    """The trace of a kept result.

    Raises:
        TraceError: it is none.
    """
    return engine.from_json(json.dumps(stored))


def recomputed(stored: Mapping[str, object]) -> Value:
    """A kept result again, from the data in its trace alone; the same digits as long as the formulas are the same.

    Raises:
        TraceError: this release has other formulas, or it is no trace.
    """
    return engine.recompute(kept_trace(stored))


def reproduced(stored: Mapping[str, object], value: object) -> bool | None:
    """Whether the kept trace gives the kept value again; None where this release has other formulas."""
    try:
        return plain(recomputed(stored)) == value
    except TraceError:
        return None


def plain(value: Value) -> object:
    """A value as JSON has it."""
    return [plain(item) for item in value] if isinstance(value, tuple) else value
