"""The rows of a draft: held while it is changed, and written."""

from __future__ import annotations

import json

from sqlmodel import col, select

from cpaudit.contributions import ContentPack
from cpaudit.errors import InvalidInput
from cpaudit.library import store_packs
from cpaudit.library.overlays import Change, Json
from cpaudit.library.overlays.changes import split_ref
from cpaudit.own_content.models import DraftBase, DraftChange, DraftState, OverlayDraft
from cpaudit.own_content.services.held import draft_bases, newest_packs, packs_at
from cpaudit.own_content.written import place_key, written
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.work import Work

LONGEST_VALUE = 100_000
"""Characters of a value, written as JSON."""
LONGEST_PLACE = 600
LONGEST_REASON = 2000


async def open_draft(work: Work, draft_id: str, *states: DraftState) -> OverlayDraft:
    """The draft, which stands where it can be worked on.

    Raises:
        NotFound: there is no such draft.
        InvalidInput: it stands elsewhere.
    """
    draft = await work.get(OverlayDraft, draft_id, path=("input", "draft"))
    if draft.state not in states:
        raise InvalidInput(
            f"the draft is {draft.state.lower()}",
            path=("input", "draft"),
            remedy="reject it, to change it further" if draft.state is DraftState.SUBMITTED else "begin another",
        )
    return draft


async def hold_draft(work: Work, draft_id: str, expected_version: int, action: str) -> OverlayDraft:
    """A draft that the actor may change, held for it and with its version raised."""
    work.require(Permission.DRAFT_OVERLAYS)
    draft = await open_draft(work, draft_id, DraftState.DRAFT)
    return await work.change(draft, expected_version, action, changed_at=now())


async def packs_of(work: Work, draft: OverlayDraft) -> tuple[ContentPack, ...]:
    """The tenant's packs in the versions on which the changes of a draft stand."""
    newest = await newest_packs(work.session, work.actor.tenant, work.host, work.enabled)
    bases = await draft_bases(work.session, draft.id)
    return await packs_at(work.session, work.actor.tenant, newest, bases)


async def stand_on(work: Work, draft: OverlayDraft, packs: list[ContentPack]) -> None:
    """Note on which content changes stand, and store that content for good."""
    if not packs:
        return
    await store_packs(work.session, work.actor.tenant, packs)
    for pack in packs:
        work.session.add(
            DraftBase(
                tenant_id=draft.tenant_id,
                draft_id=draft.id,
                pack=pack.id,
                pack_version=pack.version,
                content_hash=pack.content_hash,
            )
        )
    await work.session.flush()


async def put_change(work: Work, draft: OverlayDraft, position: int, change: Change) -> None:
    """Write a change, in the place of an earlier one of the same field."""
    query = select(DraftChange).where(DraftChange.draft_id == draft.id, col(DraftChange.place) == place_key(change))
    row = (await work.session.exec(query)).one_or_none()
    if row is None:
        await work.add(row_of(draft, position, change), "overlayChangeMade")
        return
    before = row.written
    row.written = written(change)
    work.session.add(row)
    work.record("overlayChangeReplaced", row, before={"written": before}, after={"written": row.written})
    await work.session.flush()


def row_of(draft: OverlayDraft, position: int, change: Change) -> DraftChange:
    """The row of a change."""
    return DraftChange(
        tenant_id=draft.tenant_id,
        draft_id=draft.id,
        position=position,
        place=place_key(change),
        written=written(change),
    )


def require_storable_change(change: Change) -> None:
    """See that a change names a field and can be kept.

    Raises:
        InvalidInput: it does not.
    """
    split_ref(change.ref)
    if len(place_key(change)) > LONGEST_PLACE or "\x00" in "".join((change.ref, *change.path)):
        raise InvalidInput("this names no field", path=("input", "path"))
    if len(change.reason) > LONGEST_REASON or "\x00" in change.reason:
        raise InvalidInput(f"the reason has more than {LONGEST_REASON} characters, or a NUL", path=("input", "reason"))
    require_plain(change.value, ("input", "value"))


def require_plain(value: Json, path: tuple[str, ...]) -> None:
    """See that both databases can keep a value."""
    try:
        text = json.dumps(value, allow_nan=False)
    except (ValueError, TypeError) as error:
        raise InvalidInput("the value is no JSON", path=path) from error
    if len(text) > LONGEST_VALUE:
        raise InvalidInput(f"the value has more than {LONGEST_VALUE} characters", path=path)
    if "\\u0000" in text:
        raise InvalidInput("the value holds a NUL character", path=path, remedy="leave it out")
