"""Drafts and published revisions of a tenant's overlay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry
from sqlmodel import col, select

from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import batch, column, computed, one, ordering, readable
from cpaudit.library.overlays import Revision, differences
from cpaudit.own_content.models import DraftState
from cpaudit.own_content.models import OverlayDraft as DraftRow
from cpaudit.own_content.models import OverlayRevision as RevisionRow
from cpaudit.own_content.schemas.changes import OverlayChange, OverlayDifference, OverlayRebase
from cpaudit.own_content.services.held import changes_of_drafts
from cpaudit.own_content.services.rebasing import rebases_of
from cpaudit.own_content.written import revision_of
from cpaudit.permissions import Permission, signed_in
from cpaudit.tenancy.schema import Member

strawberry.enum(DraftState, name="OverlayState", description="Where a draft of an overlay stands.")


@strawberry.type(description="The content on which an overlay's changes of a pack were made.")
class OverlayBase:
    pack: str
    pack_version: str
    content_hash: str


OverlayRevisionOrder = ordering("OverlayRevisionOrder", "number", "published_at")


async def _differences(
    context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[OverlayDifference]]:
    async with context.database.looking(context.scope) as session:
        wanted = {arguments.get("since") or row.values["number"] - 1 for row in rows}
        query = select(RevisionRow).where(col(RevisionRow.number).in_(wanted))
        earlier = {each.number: revision_of(each.number, each.changes) for each in (await session.exec(query)).all()}
    return [
        [
            OverlayDifference(held=each)
            for each in differences(
                earlier.get(arguments.get("since") or row.values["number"] - 1, Revision(0)),
                revision_of(row.values["number"], row.values["changes"]),
            )
        ]
        for row in rows
    ]


@readable(RevisionRow, order=("-number",), search=("title",))
@strawberry.type(description="A published overlay, the whole of it; the latest counts.")
class OverlayRevision(Node):
    number: int = column(description="From 1.")
    title: str = column()
    submitted_by: Member | None = one("submitted_by")
    published_by: Member | None = one("published_by")
    published_at: datetime = column()
    differences: list[OverlayDifference] = batch(
        _differences,
        "number",
        "changes",
        arguments={"since": int | None},
        description="What it says otherwise than the revision before it, or than the one of this number.",
    )

    @computed("changes", "number")
    def changes(self) -> list[OverlayChange]:
        """All changes, those carried over from earlier revisions included."""
        held = revision_of(self.values["number"], self.values["changes"])
        return [OverlayChange(held=change) for change in held.changes]

    @computed("bases")
    def bases(self) -> list[OverlayBase]:
        """The content on which the changes stand."""
        return [
            OverlayBase(pack=pack, pack_version=version, content_hash=content_hash)
            for pack, version, content_hash in self.values["bases"]
        ]


async def _changes(
    context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[OverlayChange]]:
    async with context.database.looking(context.scope) as session:
        found = await changes_of_drafts(session, [row.values["id"] for row in rows])
    return [[OverlayChange(held=change) for change in found[row.values["id"]]] for row in rows]


async def _rebases(
    context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[OverlayRebase]]:
    tenant = signed_in(context.actor).tenant
    async with context.database.looking(context.scope) as session:
        drafts = [row.values["id"] for row in rows]
        found = await rebases_of(session, tenant, context.host, context.enabled, drafts)
    return [[OverlayRebase(held=each) for each in found[row.values["id"]].values()] for row in rows]


OverlayDraftOrder = ordering("OverlayDraftOrder", "created_at", "changed_at")


@strawberry.input(description="Which drafts.")
class OverlayDraftFilter:
    state: DraftState | None = None
    search: str | None = strawberry.field(default=None, description="Words in the title.")


@readable(DraftRow, order=("-created_at",), search=("title",), permission=Permission.DRAFT_OVERLAYS)
@strawberry.type(description="An overlay that is worked on, or was. It holds the whole overlay, not only what is new.")
class OverlayDraft(Node):
    title: str = column()
    state: DraftState = column()
    based_on: int = column(description="Number of the revision it started from; 0 where there was none.")
    created_by: Member | None = one("created_by")
    created_at: datetime = column()
    changed_at: datetime = column()
    submitted_by: Member | None = one("submitted_by")
    submitted_at: datetime | None = column()
    decided_by: Member | None = one("decided_by")
    decided_at: datetime | None = column()
    reason: str | None = column(description="Why it was sent back, if it was.")
    revision: OverlayRevision | None = one("revision_id", description="What became of it.")
    changes: list[OverlayChange] = batch(_changes, description="All changes, those of earlier revisions included.")
    rebases: list[OverlayRebase] = batch(
        _rebases, description="Packs of which there is a newer version than the one on which the changes stand."
    )
    version: int = column()
