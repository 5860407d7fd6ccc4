"""Every result of an audit computed again from its data and the content it used: is it the same to the last digit?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select

from cpaudit.audits.access import any_audit
from cpaudit.audits.models import InventoryLine
from cpaudit.audits.services.inventory import estimated_again
from cpaudit.audits.services.pinned import contents_of, earlier_libraries
from cpaudit.errors import CpauditError, PathPart
from cpaudit.gates.canonical import exact
from cpaudit.gates.kept import plain
from cpaudit.gates.models import KeptResult, ResultKind
from cpaudit.gates.results import Result, results_of
from cpaudit.gates.snapshot import Snapshot, libraries_used, take_snapshots
from cpaudit.library import Library, Pin
from cpaudit.permissions import Permission
from cpaudit.phases import METHODS, PhaseKey
from cpaudit.work import Work


class Agreement(StrEnum):
    """How what is stored compares with what comes out now.

    SAME: to the last digit. DIFFERENT: it differs. NOT_KEPT: nothing is stored yet, because its phase was never closed.
    GONE: what it was of is no longer recorded. UNKNOWN: it cannot be computed again.
    """

    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    NOT_KEPT = "NOT_KEPT"
    GONE = "GONE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One result, as it is stored and as it comes out now.

    Attributes:
        kind: None for the emission of an inventory line.
        subject: of what it is, for a reader; ``key`` the same for programs.
        phase: where it belongs; None for an inventory line.
        stored: plain JSON; None where nothing is stored, or it was not known then.
        value: plain JSON; None where it is not known.
        reason: why it cannot be computed again; else empty.
        content: the packs it was computed with.
    """

    kind: ResultKind | None
    subject: str
    key: str
    phase: PhaseKey | None
    stored: object
    value: object
    unit: str
    agreement: Agreement
    reason: str = ""
    content: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Recomputation:
    """All results of an audit. ``same`` says that all that is stored comes out again to the last digit."""

    audit_id: str
    results: tuple[Recomputed, ...]

    @property
    def same(self) -> bool:
        """Whether nothing that is stored comes out differently, or not at all."""
        return all(each.agreement in (Agreement.SAME, Agreement.NOT_KEPT) for each in self.results)


async def recompute(work: Work, audit_id: str, *, path: Sequence[PathPart] = ("audit",)) -> Recomputation:
    """Compute every result of an audit again; nothing is written.

    A result that was kept when a phase was closed is computed with the content of then, any other with the content
    that the audit uses now.

    Raises:
        Denied: the actor does not read.
        NotFound: there is no such audit, or the actor works for another enterprise.
        StoredContentError: stored content is damaged.
    """
    work.require(Permission.READ)
    audit = await any_audit(work, audit_id, path=path)
    snapshots = await take_snapshots(work.session, [audit.id])
    snapshot = snapshots[audit.id]
    used = (await libraries_used(work.session, work.host, snapshots))[audit.id]
    earlier = (await earlier_libraries(work.session, work.host, [audit.id]))[audit.id]
    kept = await _last_kept(work, audit.id)
    libraries = await _libraries_of_kept(work, kept)
    return Recomputation(
        audit.id,
        (
            *(_line(line, (used, *earlier)) for line in snapshot.of(InventoryLine) if line.factor is not None),
            *_results(snapshot, used, kept, libraries),
        ),
    )


async def _last_kept(work: Work, audit_id: str) -> list[KeptResult]:
    """What was kept when each phase was last closed."""
    query = select(KeptResult).where(KeptResult.audit_id == audit_id).order_by(col(KeptResult.id))
    rows = (await work.session.exec(query)).all()
    last = {row.phase: row.closing for row in sorted(rows, key=lambda row: row.closing)}
    return [row for row in rows if row.closing == last[row.phase]]


async def _libraries_of_kept(work: Work, kept: Sequence[KeptResult]) -> Mapping[str, Library]:
    """The contents with which kept results were computed, by the hash over their pins."""
    pins = {row.content_hash: [Pin(*each) for each in row.pins] for row in kept}
    hashes = {pin.content_hash: work.actor.tenant for own in pins.values() for pin in own}
    packs = await contents_of(work.session, work.host, hashes)
    return {
        content: Library.of(
            (packs[pin.content_hash] for pin in own if pin.content_hash in packs),
            (pin for pin in own if pin.content_hash not in packs),
        )
        for content, own in pins.items()
    }


def _line(line: InventoryLine, libraries: Sequence[Library]) -> Recomputed:
    """An inventory line by the last content that has its factor: a newer one may do without."""
    packs = {ref.partition(":")[0] for ref in (line.factor, line.heating_value) if ref is not None}
    library = next((each for each in libraries if _has(each, line.factor or "")), None)
    value: object = None
    agreement, reason = Agreement.UNKNOWN, f"no content that the audit used has {line.factor} any more"
    if library is not None:
        try:
            again, _ = estimated_again(line, library)
        except CpauditError as error:
            reason = error.message
        else:
            value, reason = again.value, ""
            agreement = Agreement.SAME if exact(again) == exact(line.emission) else Agreement.DIFFERENT
    return Recomputed(
        None,
        f"{line.name} {line.scenario.value}",
        line.id,
        None,
        line.emission.value,
        value,
        line.emission.unit,
        agreement,
        reason,
        tuple(pin for pin in library.pins() if pin.pack_id in packs) if library is not None else (),
    )


def _results(
    snapshot: Snapshot, used: Library, kept: Sequence[KeptResult], libraries: Mapping[str, Library]
) -> Iterator[Recomputed]:
    for phase in METHODS[snapshot.audit.method].phases:
        own = [row for row in kept if row.phase is phase.key]
        library = libraries[own[0].content_hash] if own else used
        found = {(each.kind, each.key): each for each in results_of(snapshot, library, phase)}
        for row in own:
            yield _kept(row, found.pop((row.kind, row.subject_key), None), library)
        for each in found.values():
            yield Recomputed(
                each.kind,
                each.subject,
                each.key,
                phase.key,
                None,
                plain(each.value),
                each.trace.unit,
                Agreement.NOT_KEPT,
                content=library.pins(),
            )


def _kept(row: KeptResult, found: Result | None, library: Library) -> Recomputed:
    if found is None:
        missing = ", ".join(f"{pin.pack_id} {pin.version}" for pin in library.missing)
        agreement = Agreement.UNKNOWN if missing else Agreement.GONE
        value, unit = None, row.unit
        reason = f"the content {missing} is neither installed nor stored" if missing else ""
    else:
        value, unit, reason = plain(found.value), found.trace.unit, ""
        agreement = Agreement.SAME if (value, unit) == (row.value, row.unit) else Agreement.DIFFERENT
    return Recomputed(
        row.kind,
        row.subject,
        row.subject_key,
        row.phase,
        row.value,
        value,
        unit,
        agreement,
        reason,
        tuple(Pin(*each) for each in row.pins),
    )


def _has(library: Library, ref: str) -> bool:
    pack = library.pack(ref.partition(":")[0])
    return pack is not None and any(factor.ref == ref for factor in pack.factors)
