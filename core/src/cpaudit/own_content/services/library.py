"""The library of one tenant: the packs it enabled and its own, with its published overlay."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from cpaudit.contributions import ContentError, ContentPack
from cpaudit.library import Library
from cpaudit.library.overlays import Overlaid, Revision, apply
from cpaudit.own_content.services.held import current_revision, newest_packs, packs_at
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database, Scope

CHANGING_CONTENT = frozenset({"overlayPublished", "ownPackEnabled", "ownPackDisabled"})
"""Acts after which the tenant has another library."""

_KEPT = 64
"""Overlaid sets of packs that a process keeps."""

_log = logging.getLogger(__name__)


async def library_of(database: Database, tenant_id: str, host: PluginHost, enabled: Collection[str]) -> Library:
    """The content that a tenant has.

    A pack that the overlay changes stays in the version on which the changes were made until somebody has carried
    them over to the newer one.
    """
    async with database.looking(Scope(tenant_id)) as session:
        newest = await newest_packs(session, tenant_id, host, enabled)
        held = await current_revision(session)
        packs = await packs_at(session, tenant_id, newest, held.bases)
    return Library.of(with_overlay(packs, held.revision))


def with_overlay(packs: Sequence[ContentPack], revision: Revision) -> tuple[ContentPack, ...]:
    """Packs with an overlay, each naming the revision that changed it.

    An overlay that this release cannot apply takes its pack away, and the log says why: to go on with the pack
    without the overlay would ask less than the tenant decided.
    """
    found: list[ContentPack] = []
    for pack in packs:
        if pack.id not in revision.packs:
            found.append(pack)
            continue
        try:
            found += overlaid((pack,), revision).packs
        except ContentError as error:
            _log.error("%s", error.message)
    return tuple(found)


def overlaid(packs: tuple[ContentPack, ...], revision: Revision) -> Overlaid:
    """A revision applied; what was applied lately is kept.

    Raises:
        ContentError: it does not apply.
    """
    return _overlaid(packs, revision)


@lru_cache(maxsize=_KEPT)
def _overlaid(packs: tuple[ContentPack, ...], revision: Revision) -> Overlaid:
    made = apply(packs, revision)
    named = tuple(
        replace(pack, overlay_revision=revision.number) if pack.id in revision.packs else pack for pack in made.packs
    )
    return replace(made, packs=named)
