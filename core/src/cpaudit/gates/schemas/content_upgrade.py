"""The API of newer content for audits: what it would change, and accepting it."""

from __future__ import annotations

from operator import attrgetter

import strawberry
from strawberry.scalars import JSON

from cpaudit.audits.models import Audit as AuditRow
from cpaudit.audits.schema import Audit
from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.pages import page_of
from cpaudit.catalogue.vocabulary import ContentKind
from cpaudit.gates.affected import AffectedRecord as HeldRecord
from cpaudit.gates.affected import ReferringKind
from cpaudit.gates.content_upgrade import ContentUpgrade as Held
from cpaudit.gates.content_upgrade import (
    FigureChange,
    accept_content_upgrade,
    preview_upgrades,
    upgradable_audits,
)
from cpaudit.gates.models import ResultKind
from cpaudit.graphql.commands import command, work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import Connection, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.library import Fate, FieldChange, ItemChange, PackChange
from cpaudit.permissions import signed_in
from cpaudit.phases import PhaseKey
from cpaudit.work import Work

strawberry.enum(Fate, name="ContentFate", description="What became of a pack or an item.")
strawberry.enum(ReferringKind, description="Kinds of records that refer to items of content.")


@strawberry.type(description="A pack that differs.")
class PackUpgrade:
    held: strawberry.Private[PackChange]

    pack: str = shown("pack")
    fate: Fate = shown("fate")

    @strawberry.field
    def old_version(self) -> str | None:
        return None if self.held.old is None else self.held.old.version

    @strawberry.field
    def new_version(self) -> str | None:
        return None if self.held.new is None else self.held.new.version

    @strawberry.field
    def old_content_hash(self) -> str | None:
        return None if self.held.old is None else self.held.old.content_hash

    @strawberry.field
    def new_content_hash(self) -> str | None:
        return None if self.held.new is None else self.held.new.content_hash


@strawberry.type(description="A field of an item that differs.")
class ContentFieldChange:
    held: strawberry.Private[FieldChange]

    field: str = shown("field", description="Its path in the item, with dots.")
    old: JSON | None = shown("old", description="Null where it was not stated.")
    new: JSON | None = shown("new", description="Null where it is not stated.")


@strawberry.type(description="An item that differs.")
class ContentItemChange:
    held: strawberry.Private[ItemChange]

    ref: strawberry.ID = shown("ref")
    kind: ContentKind = shown("kind")
    fate: Fate = shown("fate")

    @strawberry.field(description="Of a changed item.")
    def fields(self) -> list[ContentFieldChange]:
        return [ContentFieldChange(held=each) for each in self.held.fields]


@strawberry.type(description="A record whose item differs. It stays, whatever becomes of the item.")
class AffectedRecord:
    held: strawberry.Private[HeldRecord]

    kind: ReferringKind = shown("kind")
    subject: str = shown("subject")
    item: strawberry.ID = shown("item", description="Reference of the item.")
    fate: Fate = shown("fate", description="What became of the item.")

    @strawberry.field(description="The record.")
    def record(self) -> strawberry.ID:
        return strawberry.ID(f"{_NODES[self.held.kind]}:{self.held.record_id}")

    @strawberry.field(description="How the item is changed, as far as the record refers to it.")
    def fields(self) -> list[ContentFieldChange]:
        return [ContentFieldChange(held=each) for each in self.held.fields]


@strawberry.type(description="A figure that comes out differently.")
class ContentFigureChange:
    held: strawberry.Private[FigureChange]

    kind: ResultKind | None = shown("kind", description="Null for the emission of an inventory line.")
    subject: str = shown("subject")
    old: JSON | None = shown("old", description="Null where it is not known, or there is none.")
    old_unit: str = shown("old_unit")
    new: JSON | None = shown("new", description="Null where it is not known, or there is none.")
    new_unit: str = shown("new_unit")
    problem: str = shown("problem", description="Why it cannot be computed, so that the old figure stays; else empty.")


@strawberry.type(description="What the content that is enabled now would change in an audit.")
class ContentUpgrade:
    audit: strawberry.ID
    held: strawberry.Private[Held | None] = None

    @property
    def found(self) -> Held:
        """The preview."""
        if self.held is None:
            raise LookupError("the preview was not made")
        return self.held

    @strawberry.field
    def title(self) -> str:
        return self.found.audit.title

    @strawberry.field(description="What `acceptContentUpgrade` takes: SHA-256 of the preview.")
    def hash(self) -> str:
        return self.found.hash

    @strawberry.field
    def packs(self) -> list[PackUpgrade]:
        return [PackUpgrade(held=each) for each in self.found.packs]

    @strawberry.field(description="All items that differ, also those to which the audit does not refer.")
    def items(
        self, fate: Fate | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[ContentItemChange]:
        found = [each for each in self.found.items if fate in (None, each.fate)]
        return page_of(found, ContentItemChange, first, after)

    @strawberry.field(description="Answers, lines, values and options whose item differs.")
    def records(
        self, kind: ReferringKind | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[AffectedRecord]:
        found = [each for each in self.found.records if kind in (None, each.kind)]
        return page_of(found, AffectedRecord, first, after, key=attrgetter("record_id"))

    @strawberry.field(description="Inventory lines and results with their old and new values.")
    def figures(self, first: int | None = None, after: str | None = None) -> Connection[ContentFigureChange]:
        return page_of(self.found.figures, ContentFigureChange, first, after, key=_figure_key)

    @strawberry.field(description="Passed phases whose gates would turn STALE.")
    def stale_phases(self) -> list[PhaseKey]:
        return list(self.found.stale)


@strawberry.input(description="The content that was previewed.")
class AcceptContentUpgradeInput:
    audit: strawberry.ID
    expected_hash: str = strawberry.field(description="The preview's `hash`.")
    client_mutation_id: str | None = None


@strawberry.type
class ContentUpgradeQueries:
    @strawberry.field(
        description="What the content that is enabled now would change, with figures computed anew and nothing written:"
        " in one audit, or in each running audit of the tenant. Audits that use that content already are left out."
    )
    async def preview_content_upgrade(
        self,
        info: strawberry.Info[RequestContext, None],
        audit: strawberry.ID | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[ContentUpgrade]:
        context = info.context
        wanted = None if audit is None else row_id(audit, "Audit", path=("audit",))
        page: dict[str, ContentUpgrade] = {}

        def show(held: AuditRow) -> ContentUpgrade:
            return page.setdefault(held.id, ContentUpgrade(audit=strawberry.ID(f"Audit:{held.id}")))

        async with work_of(context, signed_in(context.actor), writes=False) as work:
            shown_page = page_of(await upgradable_audits(work, wanted), show, first, after, key=attrgetter("id"))
            for audit_id, upgrade in (await preview_upgrades(work, list(page))).items():
                page[audit_id].held = upgrade
        return shown_page


@strawberry.type
class ContentUpgradeMutations:
    @command(Audit)
    async def accept_content_upgrade(self, work: Work, input: AcceptContentUpgradeInput) -> str:
        """Have an audit use the content that is enabled now, as it was previewed."""
        audit = visible_id(input.audit, Audit, path=("input", "audit"))
        return await accept_content_upgrade(work, audit, input.expected_hash)


_NODES = {
    ReferringKind.ANSWER: "Answer",
    ReferringKind.INVENTORY_LINE: "InventoryLine",
    ReferringKind.INDICATOR_VALUE: "IndicatorValue",
    ReferringKind.OPTION: "Option",
}


def _figure_key(figure: FigureChange) -> str:
    return f"{figure.kind or ''} {figure.key}"
