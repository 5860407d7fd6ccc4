"""What newer content would change in an audit: previewed with the figures it gives, and accepted by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from cpaudit.audits.access import any_audit, running_audit
from cpaudit.audits.models import Audit, AuditPin, AuditState, ReplacedPin
from cpaudit.audits.services.pinned import libraries_of, overlay_revisions
from cpaudit.errors import Conflict, InvalidInput
from cpaudit.gates.affected import (
    AffectedRecord,
    CarriedLine,
    affected_records,
    carried_lines,
    with_lines,
)
from cpaudit.gates.canonical import digest, exact
from cpaudit.gates.gate import GateStatus, gates_of
from cpaudit.gates.kept import plain
from cpaudit.gates.models import ResultKind
from cpaudit.gates.results import results_of
from cpaudit.gates.snapshot import Snapshot, libraries_used, take_snapshots
from cpaudit.library import ItemChange, Library, PackChange, Pin, item_changes, pack_changes, store_packs
from cpaudit.permissions import Permission
from cpaudit.phases import METHODS, PhaseKey
from cpaudit.storage.tables import now
from cpaudit.work import Work


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A result that comes out differently; plain JSON, None where it is not known or there is none.

    Attributes:
        kind: None for the emission of an inventory line.
        subject: of what it is, for a reader; ``key`` the same for programs.
        problem: why the new figure cannot be computed, so that the old one stays; else empty.
    """

    kind: ResultKind | None
    subject: str
    key: str
    old: object
    old_unit: str
    new: object
    new_unit: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ContentUpgrade:
    """What the content that the tenant has enabled now would change in an audit.

    Attributes:
        items: of all the packs that differ, whether the audit refers to them or not.
        records: what people recorded that refers to an item which is changed or removed.
        figures: inventory lines and results with their old and their new value.
        stale: phases that are passed and would be no longer.
        hash: of all of it, and of the audit's version; accepting names it.
    """

    audit: Audit
    packs: tuple[PackChange, ...]
    items: tuple[ItemChange, ...]
    records: tuple[AffectedRecord, ...]
    figures: tuple[FigureChange, ...]
    stale: tuple[PhaseKey, ...]
    hash: str


async def upgradable_audits(work: Work, audit_id: str | None = None) -> list[Audit]:
    """The audits for which the tenant has other content enabled than they use: one, or all that run.

    Raises:
        Denied: the actor does not read.
        NotFound: there is no such audit, or the actor works for another enterprise.
    """
    work.require(Permission.READ)
    if audit_id is not None:
        audits: Sequence[Audit] = [await any_audit(work, audit_id, path=("audit",))]
    else:
        query = select(Audit).where(col(Audit.state) == AuditState.RUNNING).order_by(col(Audit.id))
        if work.actor.enterprise_id is not None:
            query = query.where(Audit.enterprise_id == work.actor.enterprise_id)
        audits = (await work.session.exec(query)).all()
    used = await libraries_of(work.session, work.host, [audit.id for audit in audits])
    return [audit for audit in audits if pack_changes(used[audit.id], offered(used[audit.id], work.library))]


async def preview_upgrades(work: Work, audit_ids: Sequence[str]) -> Mapping[str, ContentUpgrade]:
    """What newer content would change in these audits; nothing is written. A fixed number of statements."""
    snapshots = await take_snapshots(work.session, audit_ids)
    used = await libraries_used(work.session, work.host, snapshots)
    return {each: _preview(work, snapshot, used[each]) for each, snapshot in snapshots.items()}


def offered(used: Library, enabled: Library) -> Library:
    """What an audit would use: the enabled packs, and of others what it uses now; disabling takes nothing away."""
    there = {pack.id for pack in enabled.packs}
    return Library.of(
        (*enabled.packs, *(pack for pack in used.packs if pack.id not in there)),
        (pin for pin in used.missing if pin.pack_id not in there),
    )


async def accept_content_upgrade(work: Work, audit_id: str, expected_hash: str) -> str:
    """Have an audit use the content that is enabled now; gives the audit's id.

    Inventory lines are computed with their new factors where that can be done; what else was recorded stays as it is,
    also answers to questions that are gone. Gates turn stale where what they judged is changed.

    Args:
        expected_hash: of the preview that was looked at.

    Raises:
        Denied: the actor does not close phases.
        NotFound: there is no such audit.
        InvalidInput: the audit is concluded, or uses this content already.
        Conflict: the audit or the content is not what was previewed.
    """
    # Of two who accept at once, the second sees what the first did.
    await work.session.exec(select(Audit.id).where(Audit.id == audit_id).with_for_update())
    audit = await running_audit(work, audit_id, Permission.CLOSE_PHASES)
    snapshots = await take_snapshots(work.session, [audit.id])
    snapshot = snapshots[audit.id]
    used = (await libraries_used(work.session, work.host, snapshots))[audit.id]
    upgrade = _preview(work, snapshot, used)
    if not upgrade.packs:
        raise InvalidInput("the audit uses the content that is enabled now", path=("input", "audit"))
    if upgrade.hash != expected_hash:
        raise Conflict(
            "the audit or the content is not what was previewed",
            current_version=audit.version,
            path=("input", "expectedHash"),
            remedy="look at previewContentUpgrade again",
        )
    following = offered(used, work.library)
    for carried in carried_lines(snapshot, following, upgrade.items):
        if carried.emission is not None:
            await work.change(carried.line, None, "inventoryLineCarriedOver", **carried.columns)
    await _repin(work, snapshot, upgrade.packs)
    audit.version += 1
    work.session.add(audit)
    work.record(
        "contentUpgradeAccepted",
        audit,
        before={change.pack: _told(change.old) for change in upgrade.packs},
        after={change.pack: _told(change.new) for change in upgrade.packs} | {"preview": upgrade.hash},
    )
    await work.session.flush()
    return audit.id


async def _repin(work: Work, snapshot: Snapshot, changes: Sequence[PackChange]) -> None:
    """Pin the new content of these packs, and keep what was pinned until now."""
    stored = await store_packs(work.session, work.actor.tenant, work.library.packs)
    pins = {pin.pack: pin for pin in snapshot.of(AuditPin)}
    revisions = overlay_revisions(work.library)
    for change in changes:
        if change.new is None:
            continue
        held = pins.get(change.pack)
        if held is None:
            held = AuditPin(
                tenant_id=snapshot.audit.tenant_id,
                audit_id=snapshot.audit.id,
                pack=change.pack,
                pack_version=change.new.version,
                content_hash=change.new.content_hash,
            )
        else:
            values = {name: getattr(held, name) for name in AuditPin.model_fields if name != "id"}
            work.session.add(ReplacedPin(**values, replaced_by=work.actor.member_id))
        held.pack_version, held.content_hash = change.new.version, change.new.content_hash
        held.stored_id, held.overlay_revision = stored[held.content_hash], revisions[change.pack]
        held.pinned_at = now()
        work.session.add(held)


def _preview(work: Work, snapshot: Snapshot, used: Library) -> ContentUpgrade:
    following = offered(used, work.library)
    packs, items = pack_changes(used, following), item_changes(used, following)
    carried = carried_lines(snapshot, following, items)
    after = with_lines(snapshot, carried)
    records = affected_records(snapshot, items)
    figures = (*_line_figures(carried), *_result_figures(snapshot, used, after, following))
    stale = _turning_stale(work, snapshot, used, after, following)
    seen = [
        snapshot.audit.id,
        snapshot.audit.version,
        [[change.pack, _told(change.old), _told(change.new)] for change in packs],
        [[record.kind, record.record_id, record.subject, record.item, record.fate] for record in records],
        [[each.key, each.subject, each.old, each.old_unit, each.new, each.new_unit, each.problem] for each in figures],
        list(stale),
    ]
    return ContentUpgrade(snapshot.audit, packs, items, records, figures, stale, digest(seen))


def _line_figures(carried: Sequence[CarriedLine]) -> list[FigureChange]:
    return [
        FigureChange(
            None,
            f"{each.line.name} {each.line.scenario.value}",
            each.line.id,
            each.line.emission.value,
            each.line.emission.unit,
            None if each.emission is None else each.emission.value,
            "" if each.emission is None else each.emission.unit,
            each.problem,
        )
        for each in carried
        if exact(each.emission) != exact(each.line.emission)
    ]


def _result_figures(before: Snapshot, used: Library, after: Snapshot, following: Library) -> list[FigureChange]:
    changes = []
    for phase in METHODS[before.audit.method].phases:
        old = {(each.kind, each.key): each for each in results_of(before, used, phase)}
        new = {(each.kind, each.key): each for each in results_of(after, following, phase)}
        for place in dict.fromkeys((*old, *new)):
            was, now = old.get(place), new.get(place)
            told = [(plain(each.value), each.trace.unit) if each else (None, "") for each in (was, now)]
            if told[0] != told[1]:
                subject = (was or new[place]).subject
                changes.append(FigureChange(place[0], subject, place[1], *told[0], *told[1]))
    return changes


def _turning_stale(
    work: Work, before: Snapshot, used: Library, after: Snapshot, following: Library
) -> tuple[PhaseKey, ...]:
    today = gates_of(before, used, work.host, work.enabled)
    then = gates_of(after, following, work.host, work.enabled)
    return tuple(
        row.key
        for row in before.phase_rows()
        if today[row.id].status is GateStatus.PASSED and then[row.id].status is not GateStatus.PASSED
    )


def _told(pin: Pin | None) -> list[str] | None:
    return None if pin is None else [pin.pack_id, pin.version, pin.content_hash]
