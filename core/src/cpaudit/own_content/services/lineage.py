"""Where the values in a tenant's library come from."""

from __future__ import annotations

from collections.abc import Collection

from cpaudit.errors import NotFound
from cpaudit.library.overlays import FieldPath, Lineage
from cpaudit.own_content.services.held import current_revision, newest_packs, packs_at
from cpaudit.own_content.services.library import overlaid
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database, Scope


async def lineage_of(
    database: Database, tenant_id: str, host: PluginHost, enabled: Collection[str], ref: str, path: FieldPath
) -> Lineage:
    """Where a field of an item of the tenant's library comes from.

    Raises:
        NotFound: the library has no such item.
    """
    async with database.looking(Scope(tenant_id)) as session:
        newest = await newest_packs(session, tenant_id, host, enabled)
        held = await current_revision(session)
        packs = await packs_at(session, tenant_id, newest, held.bases)
    pack_id = ref.partition(":")[0]
    pack = next((each for each in packs if each.id == pack_id), None)
    if pack is None:
        raise NotFound(f"the library has no {ref!r}", path=("ref",))
    return overlaid((pack,), held.revision).lineage(ref, path)
