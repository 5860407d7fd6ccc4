"""What people do to a draft of their tenant's overlay."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.contributions import ContentPack
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library import store_packs
from cpaudit.library.overlays import Change, Decision, Json, Rebase, Revision, apply, drafted, rebase, settled
from cpaudit.library.overlays.changes import split_ref
from cpaudit.own_content.models import DraftBase, DraftChange, DraftState, OverlayDraft
from cpaudit.own_content.services.held import (
    current_revision,
    draft_bases,
    draft_changes,
    newest_packs,
    packs_at,
)
from cpaudit.own_content.written import place_key, written
from cpaudit.permissions import Permission
from cpaudit.plugins import PluginHost
from cpaudit.storage.tables import now
from cpaudit.work import Work

OPEN = "open"
MOST_CHANGES = 2000
LONGEST_VALUE = 100_000
"""Characters of a value, written as JSON."""
LONGEST_PLACE = 600
LONGEST_REASON = 2000


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
    await _stand_on(work, draft, [pack for pack in packs if pack.id in held.bases])
    for position, change in enumerate(held.revision.changes):
        work.session.add(_row(draft, position, change))
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
    draft = await _hold(work, draft_id, expected_version, "overlayChanged")
    _require_storable(change)
    complete = replace(change, author=work.actor.member_id or "", at=now())
    before = await draft_changes(work.session, draft.id)
    packs = await _packs(work, draft)
    after, _ = drafted(packs, before, complete)
    if len(after) > MOST_CHANGES:
        raise InvalidInput(f"an overlay has at most {MOST_CHANGES} changes", path=("input",))
    known = {each.place: each for each in before}
    for position, each in enumerate(after):
        if known.get(each.place) != each:
            await _put(work, draft, position, each)
    bases = await draft_bases(work.session, draft.id)
    await _stand_on(work, draft, [pack for pack in packs if pack.id == change.pack and pack.id not in bases])
    return draft.id


async def discard_change(work: Work, draft_id: str, expected_version: int, ref: str, path: tuple[str, ...]) -> str:
    """Take a change out of a draft, so that the pack counts again there. Gives the draft's id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`change_item`; NotFound also without such a change.
        ContentError: the items would not be valid without it.
    """
    draft = await _hold(work, draft_id, expected_version, "overlayChanged")
    rows = await work.all(DraftChange, draft_id=draft.id, place=json.dumps([ref, *path], ensure_ascii=False))
    if not rows:
        raise NotFound("the draft has no such change", path=("input", "ref"))
    await work.remove(rows[0], "overlayChangeDiscarded")
    changes = await draft_changes(work.session, draft.id)
    apply(await _packs(work, draft), Revision(0, changes))
    pack = ref.partition(":")[0]
    if all(each.pack != pack for each in changes):
        for base in await work.all(DraftBase, draft_id=draft.id, pack=pack):
            await work.session.delete(base)
    await work.session.flush()
    return draft.id


async def rebase_draft(
    work: Work, draft_id: str, expected_version: int, pack_id: str, decisions: tuple[Decision, ...]
) -> str:
    """Carry a draft's changes of one pack over to the pack's newest version. Gives the draft's id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`change_item`; InvalidInput also where a conflict
            is not settled.
        ContentError: the items would not be valid.
    """
    draft = await _hold(work, draft_id, expected_version, "overlayRebased")
    for decision in decisions:
        _require_plain(decision.value, ("input", "decisions"))
    found = (await rebases(work, draft.id)).get(pack_id)
    if found is None:
        raise InvalidInput(
            f"the changes of {pack_id!r} stand on its newest version, or there are none", path=("input", "pack")
        )
    own = {outcome.change.place for outcome in found.outcomes}
    carried = settled(found, decisions)
    changes = await draft_changes(work.session, draft.id)
    kept = tuple(each for each in changes if each.place not in own)
    member, moment = work.actor.member_id or "", now()
    known = {each.place: each for each in changes}
    # Who settled a conflict answers for what came of it; what was carried over stays its author's.
    signed = tuple(
        each
        if each.place in known and known[each.place].value == each.value
        else replace(each, author=member, at=moment, since=None)
        for each in carried
    )
    for row in await work.all(DraftChange, draft_id=draft.id):
        if str(row.written["ref"]).partition(":")[0] == pack_id:
            await work.remove(row, "overlayChangeCarriedOver")
    for position, each in enumerate(signed, start=len(kept)):
        await _put(work, draft, position, each)
    for base in await work.all(DraftBase, draft_id=draft.id, pack=pack_id):
        await work.session.delete(base)
    await work.session.flush()
    if signed:
        await _stand_on(work, draft, [found.pack])
    apply(await _packs(work, draft), Revision(0, (*kept, *signed)))
    return draft.id


async def rebases(work: Work, draft_id: str) -> dict[str, Rebase]:
    """What the newest versions of packs mean for a draft, by pack; of packs that stand on the newest nothing."""
    return await rebases_of(work.session, work.actor.tenant, work.host, work.enabled, draft_id)


async def rebases_of(
    session: AsyncSession, tenant_id: str, host: PluginHost, enabled: Collection[str], draft_id: str
) -> dict[str, Rebase]:
    """The same for readers."""
    newest = await newest_packs(session, tenant_id, host, enabled)
    bases = await draft_bases(session, draft_id)
    revision = Revision(0, await draft_changes(session, draft_id))
    return {
        pack_id: rebase(revision, newest[pack_id])
        for pack_id, content_hash in sorted(bases.items())
        if pack_id in newest and newest[pack_id].content_hash != content_hash
    }


async def withdraw_draft(work: Work, draft_id: str, expected_version: int) -> str:
    """Give a draft up; gives its id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`change_item`; a submitted draft can be withdrawn too.
    """
    work.require(Permission.DRAFT_OVERLAYS)
    draft = await open_draft(work, draft_id, DraftState.DRAFT, DraftState.SUBMITTED)
    await work.change(draft, expected_version, "overlayWithdrawn", state=DraftState.WITHDRAWN, open_key=None)
    return draft.id


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


async def _hold(work: Work, draft_id: str, expected_version: int, action: str) -> OverlayDraft:
    work.require(Permission.DRAFT_OVERLAYS)
    draft = await open_draft(work, draft_id, DraftState.DRAFT)
    return await work.change(draft, expected_version, action, changed_at=now())


async def _packs(work: Work, draft: OverlayDraft) -> tuple[ContentPack, ...]:
    newest = await newest_packs(work.session, work.actor.tenant, work.host, work.enabled)
    bases = await draft_bases(work.session, draft.id)
    return await packs_at(work.session, work.actor.tenant, newest, bases)


async def _stand_on(work: Work, draft: OverlayDraft, packs: list[ContentPack]) -> None:
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


async def _put(work: Work, draft: OverlayDraft, position: int, change: Change) -> None:
    query = select(DraftChange).where(DraftChange.draft_id == draft.id, col(DraftChange.place) == place_key(change))
    row = (await work.session.exec(query)).one_or_none()
    if row is None:
        await work.add(_row(draft, position, change), "overlayChangeMade")
        return
    before = row.written
    row.written = written(change)
    work.session.add(row)
    work.record("overlayChangeReplaced", row, before={"written": before}, after={"written": row.written})
    await work.session.flush()


def _row(draft: OverlayDraft, position: int, change: Change) -> DraftChange:
    return DraftChange(
        tenant_id=draft.tenant_id,
        draft_id=draft.id,
        position=position,
        place=place_key(change),
        written=written(change),
    )


def _require_storable(change: Change) -> None:
    split_ref(change.ref)
    if len(place_key(change)) > LONGEST_PLACE or "\x00" in "".join((change.ref, *change.path)):
        raise InvalidInput("this names no field", path=("input", "path"))
    if len(change.reason) > LONGEST_REASON or "\x00" in change.reason:
        raise InvalidInput(f"the reason has more than {LONGEST_REASON} characters, or a NUL", path=("input", "reason"))
    _require_plain(change.value, ("input", "value"))


def _require_plain(value: Json, path: tuple[str, ...]) -> None:
    """See that both databases can keep a value."""
    try:
        text = json.dumps(value, allow_nan=False)
    except (ValueError, TypeError) as error:
        raise InvalidInput("the value is no JSON", path=path) from error
    if len(text) > LONGEST_VALUE:
        raise InvalidInput(f"the value has more than {LONGEST_VALUE} characters", path=path)
    if "\\u0000" in text:
        raise InvalidInput("the value holds a NUL character", path=path, remedy="leave it out")
