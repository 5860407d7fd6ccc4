"""From draft to published revision: submitting, reviewing by a second person, publishing or sending back."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import col, select

from cpaudit.errors import Denied, InvalidInput
from cpaudit.library import store_packs
from cpaudit.library.overlays import Revision, apply, differences
from cpaudit.own_content.models import DraftBase, DraftState, OverlayDraft, OverlayRevision
from cpaudit.own_content.services.draft_rows import LONGEST_REASON, open_draft
from cpaudit.own_content.services.held import current_revision, draft_bases, draft_changes, newest_packs, packs_at
from cpaudit.own_content.written import written
from cpaudit.permissions import ROLE_PERMISSIONS, Permission
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Member
from cpaudit.work import Work

OVERLAY_PUBLISHED = "overlayPublished"


async def submit_draft(work: Work, draft_id: str, expected_version: int) -> str:
    """Ask for a draft to be reviewed; from then on it does not change. Gives its id.

    Raises:
        Denied: the actor does not draft overlays.
        NotFound, InvalidInput: there is no such draft, it is not worked on, or says what is published already.
        Conflict: the draft changed meanwhile.
    """
    work.require(Permission.DRAFT_OVERLAYS)
    draft = await open_draft(work, draft_id, DraftState.DRAFT)
    held = await current_revision(work.session)
    changes = await draft_changes(work.session, draft.id)
    same_bases = held.bases == await draft_bases(work.session, draft.id)
    if same_bases and not differences(held.revision, Revision(0, changes)):
        raise InvalidInput("the draft says what is published already", path=("input", "draft"), remedy="change it")
    await work.change(
        draft,
        expected_version,
        "overlaySubmitted",
        state=DraftState.SUBMITTED,
        submitted_by=work.actor.member_id,
        submitted_at=now(),
        reason=None,
    )
    return draft.id


async def reject_draft(work: Work, draft_id: str, expected_version: int, reason: str) -> str:
    """Send a submitted draft back to its authors, with a reason. Gives its id.

    Raises:
        Denied: the actor does not publish overlays.
        NotFound, InvalidInput: there is no such draft, it was not submitted, or the reason is empty.
        Conflict: the draft changed meanwhile.
    """
    work.require(Permission.PUBLISH_OVERLAYS)
    draft = await open_draft(work, draft_id, DraftState.SUBMITTED)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise InvalidInput(f"a reason has 1 to {LONGEST_REASON} characters", path=("input", "reason"))
    await work.change(
        draft,
        expected_version,
        "overlayRejected",
        state=DraftState.DRAFT,
        decided_by=work.actor.member_id,
        decided_at=now(),
        reason=reason,
    )
    return draft.id


async def publish_draft(work: Work, draft_id: str, expected_version: int) -> str:
    """Make a submitted draft the tenant's next revision, which counts from then on. Gives the revision's id.

    Raises:
        Denied: the actor does not publish overlays, or has to leave it to a second person.
        NotFound, InvalidInput: there is no such draft, or it was not submitted.
        ContentError: the items would not be valid.
        Conflict: the draft changed meanwhile.
    """
    work.require(Permission.PUBLISH_OVERLAYS)
    draft = await open_draft(work, draft_id, DraftState.SUBMITTED)
    held = await current_revision(work.session)
    number = held.revision.number + 1
    made = await draft_changes(work.session, draft.id)
    new = [change for change in made if change.since is None]
    await _require_second_person(work, draft, {change.author for change in new})
    revision = Revision(number, tuple(replace(each, since=each.since or number) for each in made))
    newest = await newest_packs(work.session, work.actor.tenant, work.host, work.enabled)
    packs = await packs_at(work.session, work.actor.tenant, newest, await draft_bases(work.session, draft.id))
    apply(packs, revision)
    await store_packs(work.session, work.actor.tenant, [pack for pack in packs if pack.id in revision.packs])
    bases = (await work.session.exec(select(DraftBase).where(col(DraftBase.draft_id) == draft.id))).all()
    row = OverlayRevision(
        tenant_id=draft.tenant_id,
        number=number,
        title=draft.title,
        changes=[written(change) for change in revision.changes],
        bases=sorted([base.pack, base.pack_version, base.content_hash] for base in bases),
        submitted_by=draft.submitted_by,
        published_by=work.actor.member_id,
    )
    work.session.add(row)
    # The log tells what is new; what was carried over stands in the events of earlier revisions.
    told = [written(change) for change in revision.changes if change.since == number]
    work.record(OVERLAY_PUBLISHED, row, after={"number": number, "title": row.title, "new": told, "bases": row.bases})
    await work.session.flush()
    await work.change(
        draft,
        expected_version,
        "overlayAccepted",
        state=DraftState.PUBLISHED,
        open_key=None,
        decided_by=work.actor.member_id,
        decided_at=row.published_at,
        revision_id=row.id,
    )
    return row.id


async def _require_second_person(work: Work, draft: OverlayDraft, authors: set[str]) -> None:
    """See that somebody else publishes than who drafted, as far as the tenant has somebody else.

    Best is one who neither made a change nor submitted the draft; where everybody who may publish made one, one
    who did not submit it; where there is a single person with the right, that person.
    """
    members = await work.all(Member, active=True)
    entitled = {each.id for each in members if Permission.PUBLISH_OVERLAYS in ROLE_PERMISSIONS[each.role]}
    for involved in (authors | {draft.submitted_by}, {draft.submitted_by}):
        others = entitled - involved
        if others and work.actor.member_id in involved:
            raise Denied(
                "what one person drafts, a second one publishes",
                path=("input", "draft"),
                remedy="ask another auditor or administrator to review it",
            )
        if others:
            return
