"""Gates: may a phase be closed, and does what it was closed on still hold?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cpaudit.audits.models import AuditPhase
from cpaudit.contributions import Requirement
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import digest, unordered
from cpaudit.gates.checklists import judge_checklists
from cpaudit.gates.ratings import RATED_STEPS, judge_rating
from cpaudit.gates.requirements import CHECKS, blocker
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import view_of
from cpaudit.library import Library
from cpaudit.phases import METHODS, Phase
from cpaudit.plugins import Attributed, PluginHost, aside


class GateStatus(StrEnum):
    """Where a phase's gate stands.

    OPEN: an earlier phase comes first. BLOCKED: it is this phase's turn, and something is missing.
    READY: it may be closed. PASSED: it was closed, and what was judged is unchanged. STALE: it was
    closed, and what was judged has changed since.
    """

    OPEN = "OPEN"
    BLOCKED = "BLOCKED"
    READY = "READY"
    PASSED = "PASSED"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate as it stands: its status, what is in the way, and the digest of what was judged (SHA-256)."""

    status: GateStatus
    blockers: tuple[Blocker, ...]
    checksum: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    blockers: tuple[Blocker, ...]
    checksum: str


def gates_of(snapshot: Snapshot, library: Library, host: PluginHost, enabled: tuple[str, ...]) -> dict[str, Gate]:
    """The gates of an audit's phases, by the id of the phase's row.

    Args:
        snapshot: the audit.
        library: the content that the tenant has enabled.
        host: the plugins, which may ask for more.
        enabled: the plugins that the tenant has enabled.
    """
    gates: dict[str, Gate] = {}
    method = METHODS[snapshot.audit.method]
    view = view_of(snapshot, enabled)
    earlier: AuditPhase | None = None
    for row in snapshot.phase_rows():
        asked = host.call_phase_requirements(enabled, view, method.phase(row.key))
        verdict = _judge(snapshot, method.phase(row.key), library, asked)
        gate = _gate(row, verdict, earlier, method.phase(earlier.key) if earlier else None)
        gates[row.id] = gate
        if earlier is None and gate.status is not GateStatus.PASSED:
            earlier = row
    return gates


async def judged_gates(
    snapshot: Snapshot, library: Library, host: PluginHost, enabled: tuple[str, ...]
) -> dict[str, Gate]:
    """What :func:`gates_of` gives; the event loop does not wait for plugins."""
    if host.implements("cpaudit_phase_requirements", enabled):
        return await aside(gates_of, snapshot, library, host, enabled)
    return gates_of(snapshot, library, host, enabled)


def _judge(
    snapshot: Snapshot, phase: Phase, library: Library, asked_by_plugins: tuple[Attributed[Requirement], ...]
) -> _Verdict:
    blockers: list[Blocker] = []
    looked_at: dict[str, Any] = {}
    for step in phase.steps:
        check = CHECKS.get(step.key)
        if check is not None:
            judged = judge_rating(snapshot, library, step.key) if step.key in RATED_STEPS else check(snapshot)
            blockers += judged.blockers
            looked_at[step.key] = judged.looked_at
    checklists = judge_checklists(snapshot, library, phase)
    blockers += checklists.blockers
    looked_at["checklists"] = checklists.looked_at
    outcomes = []
    for asked in asked_by_plugins:
        requirement = asked.value
        outcomes.append([asked.plugin, requirement.code, list(requirement.path), requirement.met])
        if not requirement.met:
            blockers.append(
                Blocker(requirement.code, requirement.path, requirement.message, requirement.remedy, asked.plugin)
            )
    looked_at["plugins"] = unordered(outcomes)
    return _Verdict(tuple(blockers), digest(looked_at))


def _gate(row: AuditPhase, verdict: _Verdict, earlier: AuditPhase | None, earlier_phase: Phase | None) -> Gate:
    if row.passed_at is not None and row.checksum == verdict.checksum:
        return Gate(GateStatus.PASSED, (), verdict.checksum)
    blockers = verdict.blockers
    if earlier is not None and earlier_phase is not None:
        first = blocker(
            "EARLIER_PHASE",
            ("phases", earlier.key.value),
            f"前一阶段“{earlier_phase.name['zh-CN']}”尚未通过",
            f"the earlier phase {earlier_phase.name['en']} is not passed",
            "先用 completePhase 完成该阶段",
            "complete it first with completePhase",
        )
        blockers = (first, *blockers)
    if row.passed_at is not None:
        status = GateStatus.STALE
    elif earlier is not None:
        status = GateStatus.OPEN
    else:
        status = GateStatus.BLOCKED if blockers else GateStatus.READY
    return Gate(status, blockers, verdict.checksum)
