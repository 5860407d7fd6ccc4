"""Content packs: who says what, in which version, from which sources."""

from __future__ import annotations

import strawberry

from cpaudit import contributions
from cpaudit.catalogue.fields import shown, shown_text


@strawberry.type(description="A document from which figures or requirements are taken.")
class ContentSource:
    held: strawberry.Private[contributions.Source]

    id: str = shown("id", description="Unique in the pack.")
    title: str = shown("title")
    publisher: str = shown("publisher")
    year: int = shown("year")
    locator: str | None = shown("locator", description="What narrows the document down for the whole pack.")
    note: str | None = shown("note", description="Where the copy was read, and the like.")


@strawberry.type(description="How much a pack holds.")
class ContentCounts:
    held: strawberry.Private[contributions.ContentPack]

    @strawberry.field
    def checklists(self) -> int:
        return len(self.held.checklists)

    @strawberry.field
    def checklist_items(self) -> int:
        return len(self.held.checklist_items)

    @strawberry.field
    def emission_factors(self) -> int:
        return len(self.held.factors)

    @strawberry.field
    def options(self) -> int:
        return len(self.held.options)

    @strawberry.field
    def process_templates(self) -> int:
        return len(self.held.process_templates)

    @strawberry.field
    def indicator_systems(self) -> int:
        return len(self.held.indicator_systems)

    @strawberry.field
    def substances(self) -> int:
        return len(self.held.substances)

    @strawberry.field
    def published_levels(self) -> int:
        return len(self.held.benchmarks)

    @strawberry.field
    def specific_consumptions(self) -> int:
        return len(self.held.consumptions)

    @strawberry.field
    def heating_values(self) -> int:
        return len(self.held.heating_values)


@strawberry.type(description="A content pack: what a plugin knows of its industry.")
class ContentPack:
    held: strawberry.Private[contributions.ContentPack]

    id: strawberry.ID = shown("id")
    version: str = shown("version")
    content_hash: str = shown("content_hash", description="SHA-256 over all that it says; audits pin it.")
    name: str = shown_text("manifest.name")
    description: str = shown_text("manifest.description")
    licence: str = shown("manifest.licence", description="SPDX identifier.")
    industry: str = shown("manifest.industry.code", description="The pack's short name for its industry.")
    divisions: list[str] = shown(
        "manifest.industry.gb4754", description="The divisions of GB/T 4754-2017 that it serves."
    )

    @strawberry.field(description="The documents that its items are taken from.")
    def sources(self) -> list[ContentSource]:
        return [ContentSource(held=source) for source in self.held.manifest.sources]

    @strawberry.field(description="How much it holds.")
    def counts(self) -> ContentCounts:
        return ContentCounts(held=self.held)
