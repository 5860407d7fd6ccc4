"""What the mutations of overlays and own packs take."""

from __future__ import annotations

import strawberry
from strawberry.scalars import JSON

from cpaudit.library.overlays import Change, ChangeKind, Choice, Decision, Json

_REF = "The item: `pack:kind:code`."
_PATH = "Keys from the item to the field, as in a pack's file; an element of a list by its code."
_REASON = "Why, for reviewers and for later."


@strawberry.input(description="A new draft.")
class BeginOverlayInput:
    title: str
    client_mutation_id: str | None = None


@strawberry.input(description="A further item of a pack.")
class AddOverlayItemInput:
    draft: strawberry.ID
    expected_version: int
    ref: strawberry.ID = strawberry.field(description="Its reference to be: `pack:kind:code`.")
    value: JSON = strawberry.field(description="Its fields, as a pack's file states them.")
    reason: str = strawberry.field(default="", description=_REASON)
    client_mutation_id: str | None = None


@strawberry.input(description="A further document of a pack.")
class AddOverlaySourceInput:
    draft: strawberry.ID
    expected_version: int
    ref: strawberry.ID = strawberry.field(description="Its reference to be: `pack:source:id`.")
    title: str
    publisher: str
    year: int
    locator: str | None = None
    note: str | None = None
    reason: str = strawberry.field(default="", description=_REASON)
    client_mutation_id: str | None = None

    def document(self) -> dict[str, Json]:
        """The document as ``pack.toml`` would list it."""
        stated = {"title": self.title, "publisher": self.publisher, "year": self.year}
        further = {"locator": self.locator, "note": self.note}
        return {**stated, **{key: value for key, value in further.items() if value is not None}}


@strawberry.input(description="A field of an item, and its new value.")
class ChangeItemFieldInput:
    draft: strawberry.ID
    expected_version: int
    ref: strawberry.ID = strawberry.field(description=_REF)
    path: list[str] = strawberry.field(description=_PATH)
    value: JSON | None = strawberry.field(default=None, description="Null takes away what an item may leave open.")
    reason: str = strawberry.field(default="", description=_REASON)
    client_mutation_id: str | None = None

    def change(self, kind: ChangeKind) -> Change:
        """The change that is asked for."""
        return Change(kind=kind, ref=str(self.ref), path=tuple(self.path), value=self.value, reason=self.reason)


@strawberry.input(description="An item to hide.")
class HideItemInput:
    draft: strawberry.ID
    expected_version: int
    ref: strawberry.ID = strawberry.field(description=_REF)
    reason: str = strawberry.field(default="", description=_REASON)
    client_mutation_id: str | None = None


@strawberry.input(description="A change to take out of a draft.")
class DiscardChangeInput:
    draft: strawberry.ID
    expected_version: int
    ref: strawberry.ID = strawberry.field(description=_REF)
    path: list[str] = strawberry.field(
        default_factory=list, description="Empty for an item that is added or hidden as a whole."
    )


@strawberry.input(description="How one conflict is settled.")
class RebaseDecisionInput:
    ref: strawberry.ID
    path: list[str] = strawberry.field(default_factory=list)
    choice: Choice
    value: JSON | None = strawberry.field(
        default=None, description="For a new value; of an added item all fields, `code` included."
    )

    def read(self) -> Decision:
        """The decision."""
        return Decision(str(self.ref), tuple(self.path), self.choice, self.value)


@strawberry.input(description="A pack whose changes are carried over.")
class RebaseOverlayInput:
    draft: strawberry.ID
    expected_version: int
    pack: str
    decisions: list[RebaseDecisionInput] = strawberry.field(default_factory=list)


@strawberry.input(description="A draft, as it was read.")
class DecideOverlayInput:
    draft: strawberry.ID
    expected_version: int
    client_mutation_id: str | None = None


@strawberry.input(description="A draft to send back.")
class RejectOverlayInput:
    draft: strawberry.ID
    expected_version: int
    reason: str


@strawberry.input(description="A zip that was sent to `/packs`.")
class ImportPackInput:
    upload: strawberry.ID = strawberry.field(description="The id that the upload was answered with.")


@strawberry.input(description="An own pack to enable.")
class EnableOwnPackInput:
    id: strawberry.ID
    expected_version: int
    pack_version: str | None = strawberry.field(default=None, description="By default the one added last.")


@strawberry.input(description="An own pack to disable.")
class DisableOwnPackInput:
    id: strawberry.ID
    expected_version: int


@strawberry.input(description="An own pack, and to whom it is offered.")
class OfferPackInput:
    id: strawberry.ID
    tenant: str = strawberry.field(description="The other tenant's code.")
    pack_version: str | None = strawberry.field(default=None, description="By default the one added last.")


@strawberry.input(description="An offer to take back.")
class WithdrawPackOfferInput:
    id: strawberry.ID
    expected_version: int


@strawberry.input(description="A received offer to decline.")
class DeclinePackOfferInput:
    id: strawberry.ID
    expected_version: int


@strawberry.input(description="A received offer to accept.")
class AcceptPackOfferInput:
    id: strawberry.ID
    expected_version: int
    as_id: str | None = strawberry.field(
        default=None, name="as", description="The pack's id here; by default the one it has there."
    )
    client_mutation_id: str | None = None
