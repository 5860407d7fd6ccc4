"""Drafts carried over to newer versions of packs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.errors import InvalidInput
from cpaudit.library.overlays import Decision, Rebase, Revision, apply, rebase, settled
from cpaudit.own_content.models import DraftBase, DraftChange
from cpaudit.own_content.services.draft_rows import hold_draft, packs_of, put_change, require_plain, stand_on
from cpaudit.own_content.services.held import bases_of_drafts, changes_of_drafts, draft_changes, newest_packs
from cpaudit.plugins import PluginHost
from cpaudit.storage.tables import now
from cpaudit.work import Work


async def rebase_draft(
    work: Work, draft_id: str, expected_version: int, pack_id: str, decisions: tuple[Decision, ...]
) -> str:
    """Carry a draft's changes of one pack over to the pack's newest version. Gives the draft's id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: the draft is not one to be changed; InvalidInput also where a conflict
            is not settled.
        ContentError: the items would not be valid.
    """
    draft = await hold_draft(work, draft_id, expected_version, "overlayRebased")
    for decision in decisions:
        require_plain(decision.value, ("input", "decisions"))
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
        await put_change(work, draft, position, each)
    for base in await work.all(DraftBase, draft_id=draft.id, pack=pack_id):
        await work.session.delete(base)
    await work.session.flush()
    if signed:
        await stand_on(work, draft, [found.pack])
    apply(await packs_of(work, draft), Revision(0, (*kept, *signed)))
    return draft.id


async def rebases(work: Work, draft_id: str) -> dict[str, Rebase]:
    """What the newest versions of packs mean for a draft, by pack; of packs that stand on the newest nothing."""
    found = await rebases_of(work.session, work.actor.tenant, work.host, work.enabled, [draft_id])
    return found[draft_id]


async def rebases_of(
    session: AsyncSession, tenant_id: str, host: PluginHost, enabled: Collection[str], draft_ids: Sequence[str]
) -> dict[str, dict[str, Rebase]]:
    """The same of several drafts, by draft."""
    newest = await newest_packs(session, tenant_id, host, enabled)
    bases = await bases_of_drafts(session, draft_ids)
    changes = await changes_of_drafts(session, draft_ids)
    return {
        draft_id: {
            pack_id: rebase(Revision(0, changes[draft_id]), newest[pack_id])
            for pack_id, content_hash in sorted(bases[draft_id].items())
            if pack_id in newest and newest[pack_id].content_hash != content_hash
        }
        for draft_id in draft_ids
    }
