"""Changes of overlays, where values come from, and what a newer pack means for a change."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.library import overlays
from cpaudit.library.overlays import ChangeKind, Choice, OutcomeStatus

strawberry.enum(ChangeKind, name="OverlayChangeKind", description="What a change of an overlay does.")
strawberry.enum(OutcomeStatus, name="RebaseStatus", description="What becomes of a change on another version.")
strawberry.enum(Choice, description="How a conflict is settled.")


@strawberry.type(description="One change of an overlay.")
class OverlayChange:
    held: strawberry.Private[overlays.Change]

    @strawberry.field
    def kind(self) -> ChangeKind:
        return self.held.kind

    @strawberry.field(description="The item: `pack:kind:code`; for a document `pack:source:id`.")
    def ref(self) -> strawberry.ID:
        return strawberry.ID(self.held.ref)

    @strawberry.field(description="The field; empty where the item as a whole is added or hidden.")
    def path(self) -> list[str]:
        return list(self.held.path)

    @strawberry.field(description="What the field, or the added item, is from now on.")
    def value(self) -> JSON | None:
        return self.held.value  # type: ignore[return-value]

    @strawberry.field(description="Version of the pack on which it was made.")
    def base_version(self) -> str:
        return self.held.base_version

    @strawberry.field(description="What the field, or the hidden item, was in that version.")
    def base_value(self) -> JSON | None:
        return self.held.base_value  # type: ignore[return-value]

    @strawberry.field(description="The member who made it.")
    def author(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Member", self.held.author))

    @strawberry.field
    def at(self) -> datetime | None:
        return self.held.at

    @strawberry.field(description="The revision in which it was first published; null in a draft.")
    def since(self) -> int | None:
        return self.held.since

    @strawberry.field
    def reason(self) -> str:
        return self.held.reason


@strawberry.type(description="One place that two revisions change differently.")
class OverlayDifference:
    held: strawberry.Private[overlays.Difference]

    @strawberry.field
    def ref(self) -> strawberry.ID:
        return strawberry.ID(self.held.ref)

    @strawberry.field
    def path(self) -> list[str]:
        return list(self.held.path)

    @strawberry.field(description="The earlier revision's change; null where it leaves the place as it is.")
    def before(self) -> OverlayChange | None:
        return None if self.held.before is None else OverlayChange(held=self.held.before)

    @strawberry.field(description="The later one's; null where that leaves it as it is.")
    def after(self) -> OverlayChange | None:
        return None if self.held.after is None else OverlayChange(held=self.held.after)


@strawberry.type(description="One layer of a field: the pack, or what an overlay made of it.")
class LineageLayer:
    held: strawberry.Private[overlays.Layer]

    @strawberry.field
    def pack(self) -> str:
        return self.held.pack

    @strawberry.field
    def pack_version(self) -> str:
        return self.held.version

    @strawberry.field(description="Revision of the overlay that first made it so; null for the pack itself.")
    def revision(self) -> int | None:
        return self.held.revision

    @strawberry.field(description="The change; null for the pack itself.")
    def change(self) -> OverlayChange | None:
        return None if self.held.change is None else OverlayChange(held=self.held.change)

    @strawberry.field(description="What the field was before; null for the pack itself.")
    def was(self) -> JSON | None:
        return self.held.was  # type: ignore[return-value]

    @strawberry.field(description="What it is after this layer.")
    def value(self) -> JSON | None:
        return self.held.value  # type: ignore[return-value]


@strawberry.type(description="Where a field of an item comes from.")
class FieldLineage:
    held: strawberry.Private[overlays.Lineage]

    @strawberry.field
    def ref(self) -> strawberry.ID:
        return strawberry.ID(self.held.ref)

    @strawberry.field
    def path(self) -> list[str]:
        return list(self.held.path)

    @strawberry.field(description="What it is for the tenant.")
    def value(self) -> JSON | None:
        return self.held.value  # type: ignore[return-value]

    @strawberry.field(description="The pack's own value first, where the item is the pack's; the last one counts.")
    def layers(self) -> list[LineageLayer]:
        return [LineageLayer(held=layer) for layer in self.held.layers]

    @strawberry.field(description="Changes of single parts of the field.")
    def parts(self) -> list[LineageLayer]:
        return [LineageLayer(held=layer) for layer in self.held.parts]


@strawberry.type(description="What becomes of one change on another version of its pack.")
class RebaseOutcome:
    held: strawberry.Private[overlays.Outcome]

    @strawberry.field(description="Ours.")
    def change(self) -> OverlayChange:
        return OverlayChange(held=self.held.change)

    @strawberry.field
    def status(self) -> OutcomeStatus:
        return self.held.status

    @strawberry.field(description="What the other version says there; null where it has nothing.")
    def theirs(self) -> JSON | None:
        return self.held.theirs  # type: ignore[return-value]

    @strawberry.field(description="For a conflict, what stands against the change.")
    def why(self) -> str:
        return self.held.why


@strawberry.type(description="What a newer version of a pack means for an overlay.")
class OverlayRebase:
    held: strawberry.Private[overlays.Rebase]

    @strawberry.field
    def pack(self) -> str:
        return self.held.pack.id

    @strawberry.field(description="The newer version.")
    def pack_version(self) -> str:
        return self.held.pack.version

    @strawberry.field(description="One for each change of the pack.")
    def outcomes(self) -> list[RebaseOutcome]:
        return [RebaseOutcome(held=outcome) for outcome in self.held.outcomes]

    @strawberry.field(description="How many a person has to settle.")
    def conflicts(self) -> int:
        return len(self.held.conflicts)
