"""The content that an audit uses, as it is read through the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry

from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import AuditPin as AuditPinRow
from cpaudit.audits.models import ReplacedPin as ReplacedPinRow
from cpaudit.audits.services.pinned import earlier_libraries, libraries_of
from cpaudit.catalogue.contents import SHOWN_AS, Library
from cpaudit.catalogue.items import ContentItem
from cpaudit.errors import NotFound
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, computed, one, readable
from cpaudit.library import Library as Items
from cpaudit.tenancy.schema import Member

ITEM_ARGUMENTS: Mapping[str, Any] = {"ref": strawberry.ID}


@readable(AuditPinRow, order=("pack",), restrict=of_own_audits)
@strawberry.type(description="The exact content of a pack that an audit uses.")
class AuditPin(Node):
    pack: str = column()
    pack_version: str = column()
    content_hash: str = column()
    overlay_revision: str | None = column(description="The tenant's own revision of the content, where it has one.")
    pinned_at: datetime = column()

    @computed("pack", "content_hash")
    def current(self, info: strawberry.Info[RequestContext, None]) -> bool:
        """Whether the content that is enabled now is the one that was pinned."""
        return any(
            pin.pack_id == self.values["pack"] and pin.content_hash == self.values["content_hash"]
            for pin in info.context.library.pins()
        )

    @computed("stored_id")
    def stored(self) -> bool:
        """Whether the content is kept in the database, whatever becomes of the plugin."""
        return self.values["stored_id"] is not None


@readable(ReplacedPinRow, order=("-replaced_at",), restrict=of_own_audits)
@strawberry.type(description="The exact content of a pack that an audit used before a newer one was accepted.")
class ReplacedPin(Node):
    pack: str = column()
    pack_version: str = column()
    content_hash: str = column()
    overlay_revision: str | None = column()
    pinned_at: datetime = column()
    replaced_at: datetime = column()
    replaced_by: Member | None = one("replaced_by")


async def load_libraries(context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]) -> list[Library]:
    """The content that each audit uses."""
    ids = [audit.values["id"] for audit in audits]
    async with context.database.looking(context.scope) as session:
        libraries = await libraries_of(session, context.host, ids)
    return [Library(items=libraries[each]) for each in ids]


async def load_items(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[ContentItem | None]:
    """An item from the last content of each audit that has it."""
    return await items_of(context, [(audit.values["id"], arguments["ref"]) for audit in audits])


async def items_of(context: RequestContext, wanted: Sequence[tuple[str, str]]) -> list[ContentItem | None]:
    """Items by audit and reference, each from the last content of its audit that has it."""
    ids = list({audit_id for audit_id, _ in wanted})
    async with context.database.looking(context.scope) as session:
        used = await libraries_of(session, context.host, ids)
        earlier = await earlier_libraries(session, context.host, ids)
    return [_shown(ref, (used[audit_id], *earlier[audit_id])) for audit_id, ref in wanted]


def _shown(ref: str, libraries: Sequence[Items]) -> ContentItem | None:
    for library in libraries:
        try:
            found = library.item(ref)
        except NotFound:
            continue
        return SHOWN_AS[found.kind](held=found, home=library)
    return None
