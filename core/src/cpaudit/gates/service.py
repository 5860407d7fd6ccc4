"""The life of an audit: started, its phases closed and reopened, concluded, followed by the next round."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import col, select

from cpaudit.audits.access import any_audit, running_audit
from cpaudit.audits.models import Audit, AuditPhase, AuditPin, AuditState
from cpaudit.audits.services.pinned import pin_library, store_pinned
from cpaudit.audits.services.records import check_values, require_text
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import Conflict, GateBlocked, InvalidInput, NotFound
from cpaudit.gates.gate import GateStatus, judged_gates
from cpaudit.gates.kept import keep_results
from cpaudit.gates.next_round import carry_forward
from cpaudit.gates.snapshot import libraries_used, take_snapshots
from cpaudit.library import Library
from cpaudit.permissions import Permission
from cpaudit.phases import METHODS, MethodKey, PhaseKey
from cpaudit.storage.tables import now
from cpaudit.work import Work

PHASE_COMPLETED = "phaseCompleted"
AUDIT_CONCLUDED = "auditConcluded"
"""Actions in the event log that close a phase; after the second one all phases are passed."""


async def start_audit(
    work: Work,
    enterprise_id: str,
    *,
    method: MethodKey,
    title: str,
    illustrative: bool = False,
    note: str = "",
    library: Library | None = None,
) -> str:
    """Start the first round of an enterprise's audits; gives the audit's id.

    Args:
        library: the content that the audit pins; by default what the tenant has enabled now.

    Raises:
        Denied: the actor does not edit audits.
        NotFound: there is no such enterprise, or the actor works for another.
        InvalidInput: the enterprise has an audit already; its next round is started from that one.
    """
    work.require(Permission.CLOSE_PHASES)
    enterprise = await work.get(Enterprise, enterprise_id, path=("input", "enterprise"))
    if (await work.session.exec(select(Audit.id).where(Audit.enterprise_id == enterprise.id).limit(1))).first():
        raise InvalidInput(
            "the enterprise has been audited before",
            path=("input", "enterprise"),
            remedy="start the next round with startNextRound",
        )
    return await _begin(
        work,
        Audit(
            tenant_id=work.actor.tenant,
            enterprise_id=enterprise.id,
            method=method,
            title=title,
            illustrative=illustrative,
            note=note,
        ),
        "auditStarted",
        library,
    )


async def _begin(work: Work, audit: Audit, action: str, library: Library | None) -> str:
    check_values(audit)
    await work.add(audit, action)
    for phase in METHODS[audit.method].phases:
        work.session.add(
            AuditPhase(tenant_id=audit.tenant_id, audit_id=audit.id, key=phase.key, position=phase.position)
        )
    await work.session.flush()
    await pin_library(work, audit.id, library or work.library)
    return audit.id


async def complete_phase(work: Work, audit_id: str, key: PhaseKey, expected_version: int | None) -> str:
    """Close a phase and keep its results; when all are passed, the audit is concluded. Gives the audit's id.

    Raises:
        Denied: the actor does not close phases.
        NotFound: there is no such audit, or its method has no such phase.
        Conflict: the phase changed meanwhile.
        GateBlocked: something is missing, or an earlier phase comes first.
    """
    audit = await running_audit(work, audit_id, Permission.CLOSE_PHASES)
    row = await _phase_row(work, audit, key)
    snapshots = await take_snapshots(work.session, [audit.id])
    snapshot = snapshots[audit.id]
    library = (await libraries_used(work.session, work.host, snapshots))[audit.id]
    gates = await judged_gates(snapshot, library, work.host, work.enabled)
    gate = gates.pop(row.id)
    if expected_version is not None and row.version != expected_version:
        raise Conflict(
            f"the phase has version {row.version}, not {expected_version}",
            current_version=row.version,
            path=("input", "expectedVersion"),
        )
    name = METHODS[audit.method].phase(key).name["en"]
    if gate.status is GateStatus.PASSED:
        raise InvalidInput(f"the phase {name} is passed already", path=("input", "phase"))
    if gate.blockers:
        count = len(gate.blockers)
        raise GateBlocked(
            f"{count} requirement{'s' if count > 1 else ''} of the phase {name} not met",
            gate.blockers,
            path=("input", "phase"),
        )
    # Not "the last phase": a concluded audit may have had an earlier one reopened.
    last = all(other.status is GateStatus.PASSED for other in gates.values())
    await work.change(
        row,
        expected_version,
        AUDIT_CONCLUDED if last else PHASE_COMPLETED,
        passed_at=now(),
        passed_by=work.actor.member_id,
        checksum=gate.checksum,
        reopened_at=None,
        reopen_reason=None,
    )
    await store_pinned(work, snapshot.of(AuditPin))
    await keep_results(work, snapshot, library, row)
    if last:
        audit.state, audit.concluded_at, audit.version = AuditState.CONCLUDED, now(), audit.version + 1
        work.session.add(audit)
    return audit.id


async def reopen_phase(work: Work, audit_id: str, key: PhaseKey, reason: str) -> str:
    """Open a passed phase again, with a reason that stays on record; gives the audit's id.

    A concluded audit runs again. Later phases stay passed as long as what they judged is unchanged.

    Raises:
        Denied: the actor does not close phases.
        NotFound: there is no such audit or phase.
        InvalidInput: the phase is not passed, or no reason is given.
    """
    work.require(Permission.CLOSE_PHASES)
    audit = await any_audit(work, audit_id)
    row = await _phase_row(work, audit, key)
    if row.passed_at is None:
        raise InvalidInput("the phase is not passed", path=("input", "phase"))
    require_text(AuditPhase, "reopen_reason", reason, "input", "reason")
    await work.change(
        row,
        None,
        "phaseReopened",
        passed_at=None,
        passed_by=None,
        checksum=None,
        reopened_at=now(),
        reopen_reason=reason,
    )
    if audit.state is AuditState.CONCLUDED:
        audit.state, audit.concluded_at, audit.version = AuditState.RUNNING, None, audit.version + 1
        work.session.add(audit)
    return audit.id


async def start_next_round(
    work: Work, audit_id: str, *, title: str, method: MethodKey | None, library: Library | None = None
) -> str:
    """Start the round after a concluded audit; gives the new audit's id.

    It carries forward the process map, the weights of focus and screening factors, the targets that are not met
    with the last result as baseline, and the options that are neither carried out nor rejected.

    Args:
        library: the content that the audit pins; by default what the tenant has enabled now.

    Raises:
        Denied: the actor does not close phases.
        NotFound: there is no such audit.
        InvalidInput: the audit is not concluded, or a later round exists.
    """
    work.require(Permission.CLOSE_PHASES)
    last = await any_audit(work, audit_id)
    if last.state is not AuditState.CONCLUDED:
        raise InvalidInput(
            "the audit is not concluded", path=("input", "audit"), remedy="complete its last phase first"
        )
    query = select(func.max(col(Audit.round))).where(Audit.enterprise_id == last.enterprise_id)
    if (await work.session.exec(query)).one() != last.round:
        raise InvalidInput("a later round exists already", path=("input", "audit"))
    following = Audit(
        tenant_id=last.tenant_id,
        enterprise_id=last.enterprise_id,
        previous_id=last.id,
        round=last.round + 1,
        method=method or last.method,
        title=title,
        illustrative=last.illustrative,
    )
    await _begin(work, following, "nextRoundStarted", library)
    await carry_forward(work, (await take_snapshots(work.session, [last.id]))[last.id], following)
    return following.id


async def _phase_row(work: Work, audit: Audit, key: PhaseKey) -> AuditPhase:
    query = select(AuditPhase).where(AuditPhase.audit_id == audit.id, AuditPhase.key == key)
    row = (await work.session.exec(query)).one_or_none()
    if row is None:
        raise NotFound(f"the method {audit.method} has no phase {key}", path=("input", "phase"))
    return row
