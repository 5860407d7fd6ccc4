"""How a packet is made: of a concluded audit, or of a report composed from packets."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from cpaudit.audits.models import Audit, AuditPin
from cpaudit.enterprises.models import Department
from cpaudit.errors import InvalidInput
from cpaudit.gates.models import KeptResult
from cpaudit.gates.snapshot import libraries_used, take_snapshots
from cpaudit.programmes.models import Stage, StageAudit
from cpaudit.reporting.digest import document_hash
from cpaudit.reporting.document import PhaseState
from cpaudit.reporting.service import audit_report
from cpaudit.storage.tables import now
from cpaudit.submissions.audit_figures import enterprise_of, figures_of, measures_of, results_of, standing_of
from cpaudit.submissions.facts import facts_of
from cpaudit.submissions.figures import written
from cpaudit.submissions.models import Packet, PacketKind
from cpaudit.submissions.packets import SCHEMA, canonical, compressed, hash_of
from cpaudit.tenancy.models import Tenant
from cpaudit.work import Work, require_storable


async def audit_body(work: Work, audit: Audit) -> dict[str, Any]:
    """What the packet of a concluded audit says of it.

    Raises:
        InvalidInput: a phase does not stand as it was closed any more.
    """
    report = await audit_report(work, audit.id)
    stale = [phase.name for phase in report.phases if phase.state is not PhaseState.PASSED]
    if stale:
        raise InvalidInput(
            f"{len(stale)} phase{'s do' if len(stale) > 1 else ' does'} not stand as closed",
            path=("input", "audit"),
            remedy="look at the gates that are stale, and close their phases again",
        )
    snapshots = await take_snapshots(work.session, [audit.id])
    snapshot = snapshots[audit.id]
    library = (await libraries_used(work.session, work.host, snapshots))[audit.id]
    kept = (await work.session.exec(select(KeptResult).where(col(KeptResult.audit_id) == audit.id))).all()
    departments = await work.all(Department, enterprise_id=audit.enterprise_id)
    return {
        "enterprise": enterprise_of(snapshot),
        "audit": {
            "title": audit.title,
            "round": audit.round,
            "method": audit.method.value,
            "startedAt": audit.created_at.isoformat(),
            "concludedAt": None if audit.concluded_at is None else audit.concluded_at.isoformat(),
            "stage": await _stage(work, audit.id),
            "gates": [[row.key.value, row.checksum] for row in snapshot.phase_rows()],
        },
        "pins": sorted([pin.pack, pin.pack_version, pin.content_hash] for pin in snapshot.of(AuditPin)),
        "report": {"documentHash": document_hash(report)},
        "figures": [
            written(figure) for figure in (*figures_of(snapshot), *standing_of(snapshot, library, report.limits))
        ],
        "results": results_of(kept),
        "measures": measures_of(snapshot),
        "facts": facts_of(snapshot, library, departments),
    }


async def _stage(work: Work, audit_id: str) -> dict[str, Any] | None:
    """In which stage of a programme the audit was started; None where in none."""
    query = select(Stage).join(StageAudit, col(StageAudit.stage_id) == Stage.id).where(StageAudit.audit_id == audit_id)
    stage = (await work.session.exec(query)).first()
    return None if stage is None else {"code": stage.code, "kind": stage.kind.value, "name": dict(stage.name)}


async def freeze(
    work: Work,
    own: Tenant,
    kind: PacketKind,
    body: dict[str, Any],
    *,
    chain: str,
    previous: Packet | None,
    title: str,
    to: str | None,
    copies: list[str],
    audit: Audit | None = None,
) -> Packet:
    """Make a packet for good.

    Args:
        own: the tenant that makes it.
        chain: of which submission it is the next version.
        previous: the version before.
        to: code of whom it is handed to, and ``copies`` codes of those who get to know.
        audit: of which audit it is.
    """
    moment = now()
    number = 1 if previous is None else previous.number + 1
    text = canonical(
        {
            "schema": SCHEMA,
            "kind": kind.value,
            "chain": chain,
            "number": number,
            "previous": None if previous is None else previous.content_hash,
            "owner": {"code": own.code, "kind": own.kind.value, "name": dict(own.name)},
            "to": to,
            "copies": sorted(copies),
            "frozenAt": moment.isoformat(),
            "title": title,
            "body": body,
        }
    )
    packet = Packet(
        tenant_id=work.actor.tenant,
        kind=kind,
        chain=chain,
        number=number,
        previous_hash=None if previous is None else previous.content_hash,
        schema_version=SCHEMA,
        content_hash=hash_of(text),
        content=compressed(text),
        owner=own.code,
        title=title,
        enterprise_id=None if audit is None else audit.enterprise_id,
        audit_id=None if audit is None else audit.id,
        frozen_at=moment,
    )
    require_storable(packet)
    # Without an event of its own: that it is handed over is one, and names it.
    work.session.add(packet)
    await work.session.flush()
    return packet
