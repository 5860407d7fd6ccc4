"""A tenant's overlay and packs as they are kept, read for those who work with them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.contributions import ContentPack
from cpaudit.contributions.stored_form import StoredContentError
from cpaudit.library import read_packs
from cpaudit.library.overlays import Change, Revision
from cpaudit.own_content.models import DraftBase, DraftChange, OverlayRevision, OwnPack
from cpaudit.own_content.written import read, revision_of
from cpaudit.plugins import PluginHost


@dataclass(frozen=True, slots=True)
class HeldRevision:
    """A published revision with what it was made on.

    Attributes:
        bases: pack → hash of the content on which its changes stand.
    """

    revision: Revision
    bases: Mapping[str, str]


_log = logging.getLogger(__name__)

NO_REVISION = HeldRevision(Revision(0), {})


async def current_revision(session: AsyncSession) -> HeldRevision:
    """The tenant's latest published revision; one without changes where there is none."""
    query = select(OverlayRevision).order_by(col(OverlayRevision.number).desc()).limit(1)
    row = (await session.exec(query)).first()
    return NO_REVISION if row is None else held_revision(row)


def held_revision(row: OverlayRevision) -> HeldRevision:
    """A revision's row, read."""
    return HeldRevision(
        revision_of(row.number, row.changes), {pack: content_hash for pack, _, content_hash in row.bases}
    )


async def draft_changes(session: AsyncSession, draft_id: str) -> tuple[Change, ...]:
    """The changes of a draft, in their order."""
    return (await changes_of_drafts(session, [draft_id]))[draft_id]


async def changes_of_drafts(session: AsyncSession, draft_ids: Sequence[str]) -> dict[str, tuple[Change, ...]]:
    """The same of several drafts, by draft."""
    order = (col(DraftChange.position), col(DraftChange.id))
    query = select(DraftChange).where(col(DraftChange.draft_id).in_(draft_ids)).order_by(*order)
    found: dict[str, list[Change]] = {each: [] for each in draft_ids}
    for row in (await session.exec(query)).all():
        found[row.draft_id].append(read(row.written))
    return {draft_id: tuple(changes) for draft_id, changes in found.items()}


async def draft_bases(session: AsyncSession, draft_id: str) -> dict[str, str]:
    """Pack → hash of the content on which a draft's changes stand."""
    return (await bases_of_drafts(session, [draft_id]))[draft_id]


async def bases_of_drafts(session: AsyncSession, draft_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """The same of several drafts, by draft."""
    query = select(DraftBase).where(col(DraftBase.draft_id).in_(draft_ids))
    found: dict[str, dict[str, str]] = {each: {} for each in draft_ids}
    for row in (await session.exec(query)).all():
        found[row.draft_id][row.pack] = row.content_hash
    return found


async def newest_packs(
    session: AsyncSession, tenant_id: str, host: PluginHost, enabled: Collection[str]
) -> dict[str, ContentPack]:
    """The packs that the tenant has enabled, as they are installed or uploaded now, by id."""
    packs = {pack.id: pack for pack in host.packs(enabled)}
    query = select(OwnPack.pack, OwnPack.content_hash).where(col(OwnPack.enabled))
    own = dict((await session.exec(query)).all())
    stored = await _readable(session, tenant_id, set(own.values()))
    return packs | {pack_id: stored[each] for pack_id, each in own.items() if each in stored}


async def packs_at(
    session: AsyncSession, tenant_id: str, newest: Mapping[str, ContentPack], bases: Mapping[str, str]
) -> tuple[ContentPack, ...]:
    """The newest packs, but those with a base in the content on which an overlay's changes to them were made.

    A pack whose base cannot be read is left out: the changes say nothing about other content.
    """
    wanted = {
        content_hash
        for pack_id, content_hash in bases.items()
        if pack_id in newest and newest[pack_id].content_hash != content_hash
    }
    stored = await _readable(session, tenant_id, wanted)
    found = ((bases.get(pack_id, pack.content_hash), pack) for pack_id, pack in newest.items())
    return tuple(
        pack if content_hash == pack.content_hash else stored[content_hash]
        for content_hash, pack in found
        if content_hash == pack.content_hash or content_hash in stored
    )


async def _readable(session: AsyncSession, tenant_id: str, content_hashes: Collection[str]) -> dict[str, ContentPack]:
    """The stored packs that can be read; damage to one is logged, and takes neither the others nor the tenant away."""
    found: dict[str, ContentPack] = {}
    for each in sorted(content_hashes):
        try:
            found.update(await read_packs(session, tenant_id, [each]))
        except StoredContentError as error:
            _log.error("%s", error)
    return found
