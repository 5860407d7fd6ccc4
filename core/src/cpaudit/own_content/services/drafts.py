"""What people do to a draft of their tenant's overlay."""

from __future__ import annotations

import json
from dataclasses import replace

from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library.overlays import Change, Revision, apply, drafted
from cpaudit.own_content.models import DraftBase, DraftChange, DraftState, OverlayDraft
from cpaudit.own_content.services.draft_rows import (
    hold_draft,
    open_draft,
    packs_of,
    put_change,
    require_storable_change,
    row_of,
    stand_on,
)
from cpaudit.own_content.services.held import current_revision, draft_bases, draft_changes, newest_packs, packs_at
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.work import Work

OPEN = "open"
MOST_CHANGES = 2000


async def begin_draft(work: Work, title: str) -> str:
    """A draft that holds what is published now; gives its id.

    Raises:
        Denied: the actor does not draft overlays.
        InvalidInput: there is one that is worked on.
    """
    work.require(Permission.DRAFT_OVERLAYS)
    if await work.all(OverlayDraft, open_key=OPEN):
        raise InvalidInput(
            "the tenant has a draft already", path=("input",), remedy="go on with it, or withdraw it first"
        )
    if not title.strip():
        raise InvalidInput("the title is empty", path=("input", "title"))
    held = await current_revision(work.session)
    draft = OverlayDraft(
        tenant_id=work.actor.tenant,
        open_key=OPEN,
        title=title,
        based_on=held.revision.number,
        created_by=work.actor.member_id,
    )
    await work.add(draft, "overlayBegun")
    newest = await newest_packs(work.session, work.actor.tenant, work.host, work.enabled)
    packs = await packs_at(work.session, work.actor.tenant, newest, held.bases)
    await stand_on(work, draft, [pack for pack in packs if pack.id in held.bases])
    for position, change in enumerate(held.revision.changes):
        work.session.add(row_of(draft, position, change))
    await work.session.flush()
    return draft.id


async def change_item(work: Work, draft_id: str, expected_version: int, change: Change) -> str:
    """Put a change into a draft; one of the same field is replaced. Gives the draft's id.

    Args:
        change: kind, reference, path, value and reason; the rest is filled in.

    Raises:
        Denied: the actor does not draft overlays.
        NotFound: there is no such draft, pack or item.
        InvalidInput: the draft is not worked on, or the change is none.
        ContentError: the items would not be valid.
        Conflict: the draft changed meanwhile.
    """
    draft = await hold_draft(work, draft_id, expected_version, "overlayChanged")
    require_storable_change(change)
    complete = replace(change, author=work.actor.member_id or "", at=now())
    before = await draft_changes(work.session, draft.id)
    packs = await packs_of(work, draft)
    after, _ = drafted(packs, before, complete)
    if len(after) > MOST_CHANGES:
        raise InvalidInput(f"an overlay has at most {MOST_CHANGES} changes", path=("input",))
    known = {each.place: each for each in before}
    for position, each in enumerate(after):
        if known.get(each.place) != each:
            await put_change(work, draft, position, each)
    bases = await draft_bases(work.session, draft.id)
    await stand_on(work, draft, [pack for pack in packs if pack.id == change.pack and pack.id not in bases])
    return draft.id


async def discard_change(work: Work, draft_id: str, expected_version: int, ref: str, path: tuple[str, ...]) -> str:
    """Take a change out of a draft, so that the pack counts again there. Gives the draft's id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`change_item`; NotFound also without such a change.
        ContentError: the items would not be valid without it.
    """
    draft = await hold_draft(work, draft_id, expected_version, "overlayChanged")
    rows = await work.all(DraftChange, draft_id=draft.id, place=json.dumps([ref, *path], ensure_ascii=False))
    if not rows:
        raise NotFound("the draft has no such change", path=("input", "ref"))
    await work.remove(rows[0], "overlayChangeDiscarded")
    changes = await draft_changes(work.session, draft.id)
    apply(await packs_of(work, draft), Revision(0, changes))
    pack = ref.partition(":")[0]
    if all(each.pack != pack for each in changes):
        for base in await work.all(DraftBase, draft_id=draft.id, pack=pack):
            await work.session.delete(base)
    await work.session.flush()
    return draft.id


async def withdraw_draft(work: Work, draft_id: str, expected_version: int) -> str:
    """Give a draft up; gives its id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`change_item`; a submitted draft can be withdrawn too.
    """
    work.require(Permission.DRAFT_OVERLAYS)
    draft = await open_draft(work, draft_id, DraftState.DRAFT, DraftState.SUBMITTED)
    await work.change(draft, expected_version, "overlayWithdrawn", state=DraftState.WITHDRAWN, open_key=None)
    return draft.id
