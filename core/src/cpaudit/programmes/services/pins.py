"""The content that a stage pins, and the audits that take it over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import col, select

from cpaudit.audits.models import Audit, AuditState
from cpaudit.audits.services.pinned import contents_of, overlay_revisions
from cpaudit.audits.services.records import require_version
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import InvalidInput
from cpaudit.gates import service as gates
from cpaudit.library import Library, store_packs
from cpaudit.own_content.services.held import current_revision
from cpaudit.permissions import Permission
from cpaudit.programmes.models import (
    Decision,
    Nomination,
    PilotSelection,
    SelectionState,
    Stage,
    StageAudit,
    StagePin,
)
from cpaudit.programmes.services.stages import require_in_scope
from cpaudit.storage.tables import now
from cpaudit.work import Work


async def pin_stage(work: Work, stage_id: str, expected_version: int) -> str:
    """Have a stage pin the content that the tenant has now, its overlay included; gives the stage's id.

    What was pinned before is replaced, until the first audit has taken it over.

    Raises:
        Denied: the actor does not plan programmes.
        NotFound: there is no such stage.
        InvalidInput: the tenant has no content, or audits of the stage use what is pinned.
        Conflict: the stage changed meanwhile.
    """
    work.require(Permission.PLAN_PROGRAMMES)
    stage = await work.get(Stage, stage_id, path=("input", "id"))
    require_version(stage, expected_version)
    if await work.all(StageAudit, stage_id=stage.id):
        raise InvalidInput(
            "audits of the stage use what it has pinned",
            path=("input", "id"),
            remedy="clone the stage and pin the clone, or accept newer content in each audit",
        )
    if not work.library.packs:
        raise InvalidInput("no content is enabled", path=("input", "id"), remedy="enable a plugin or a pack first")
    revision = (await current_revision(work.session)).revision.number
    await work.change(
        stage,
        expected_version,
        "stagePinned",
        pinned_at=now(),
        overlay_revision=revision or None,
    )
    await pin(work, stage, work.library)
    return stage.id


async def pin(work: Work, stage: Stage, library: Library) -> None:
    """Put the packs of a library in the place of a stage's pins, and store them for good."""
    for old in await work.all(StagePin, stage_id=stage.id):
        await work.session.delete(old)
    await work.session.flush()
    stored = await store_packs(work.session, work.actor.tenant, library.packs)
    revisions = overlay_revisions(library)
    work.session.add_all(
        StagePin(
            tenant_id=work.actor.tenant,
            stage_id=stage.id,
            pack=each.pack_id,
            pack_version=each.version,
            content_hash=each.content_hash,
            stored_id=stored[each.content_hash],
            overlay_revision=revisions[each.pack_id],
        )
        for each in library.pins()
    )
    await work.session.flush()


async def library_of_stage(work: Work, stage: Stage) -> Library:
    """The content that a stage has pinned, from the installation or from the store.

    Raises:
        InvalidInput: nothing is pinned, or what is pinned is not to be had any more.
    """
    pins = await work.all(StagePin, stage_id=stage.id)
    if stage.pinned_at is None or not pins:
        raise InvalidInput(
            "the stage has pinned no content", path=("input", "stage"), remedy="pin it with pinStageContent"
        )
    packs = await contents_of(work.session, work.host, {each.content_hash: each.tenant_id for each in pins})
    lost = [each.pack for each in pins if each.content_hash not in packs]
    if lost:
        raise InvalidInput(f"the content of {', '.join(lost)} is lost", path=("input", "stage"))
    found = Library.of(packs[each.content_hash] for each in pins)
    # The store knows the content, the pin which revision of the overlay made it so.
    return _named(found, pins)


def _named(library: Library, pins: Iterable[StagePin]) -> Library:
    revisions = {each.pack: each.overlay_revision for each in pins}
    return Library.of(
        replace(pack, overlay_revision=None if (known := revisions[pack.id]) is None else int(known))
        for pack in library.packs
    )


async def start_stage_audit(
    work: Work, stage_id: str, enterprise_id: str, *, title: str, illustrative: bool = False, note: str = ""
) -> str:
    """Start an audit in a stage, with the method and the content that the stage has pinned; gives the audit's id.

    Of an enterprise that was audited before, it is the round after the last one, which has to be concluded.

    Raises:
        Denied: the actor does not close phases, and so starts no audits.
        NotFound: there is no such stage or enterprise.
        InvalidInput: nothing is pinned, the enterprise is outside the stage's scope, or the stage has pilots and the
            enterprise is none of them.
    """
    work.require(Permission.CLOSE_PHASES)
    stage = await work.get(Stage, stage_id, path=("input", "stage"))
    await work.hold(stage)
    enterprise = await work.get(Enterprise, enterprise_id, path=("input", "enterprise"))
    require_in_scope(stage, enterprise)
    await _require_pilot(work, stage, enterprise)
    library = await library_of_stage(work, stage)
    query = select(Audit).where(Audit.enterprise_id == enterprise.id).order_by(col(Audit.round).desc()).limit(1)
    last = (await work.session.exec(query)).first()
    if last is None:
        audit_id = await gates.start_audit(
            work,
            enterprise.id,
            method=stage.method,
            title=title,
            illustrative=illustrative,
            note=note,
            library=library,
        )
    elif last.state is not AuditState.CONCLUDED:
        raise InvalidInput("an audit of the enterprise is running", path=("input", "enterprise"))
    else:
        audit_id = await gates.start_next_round(work, last.id, title=title, method=stage.method, library=library)
    await work.add(StageAudit(tenant_id=work.actor.tenant, stage_id=stage.id, audit_id=audit_id), "stageAuditStarted")
    return audit_id


async def _require_pilot(work: Work, stage: Stage, enterprise: Enterprise) -> None:
    selection = next(iter(await work.all(PilotSelection, stage_id=stage.id)), None)
    if selection is None:
        return
    if selection.state is not SelectionState.APPROVED:
        raise InvalidInput(
            "the leading group has not approved the stage's pilots yet",
            path=("input", "stage"),
            remedy="approve them with approvePilots",
        )
    nominated = await work.all(Nomination, selection_id=selection.id, enterprise_id=enterprise.id)
    if not any(each.decision is Decision.SELECTED for each in nominated):
        raise InvalidInput("the enterprise is no pilot of the stage", path=("input", "enterprise"))
