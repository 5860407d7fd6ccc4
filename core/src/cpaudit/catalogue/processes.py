"""Process templates: unit processes and the streams between them."""

from __future__ import annotations

import strawberry

from cpaudit import contributions
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.items import ContentProduct, SourcedItem
from cpaudit.catalogue.vocabulary import StreamKind


@strawberry.type(description="A typical yield of a substance.")
class TypicalYield:
    substance: str
    fraction: float = strawberry.field(description="Of the input.")


@strawberry.type(description="A unit process of a template.")
class TemplateUnit:
    held: strawberry.Private[contributions.UnitProcess]

    code: str = shown("code")
    name: str = shown_text("name")

    @strawberry.field
    def yields(self) -> list[TypicalYield]:
        return [TypicalYield(substance=substance, fraction=part) for substance, part in self.held.yields.items()]


@strawberry.type(description="A flow between two unit processes, or across the boundary of the process.")
class TemplateStream:
    held: strawberry.Private[contributions.Stream]

    code: str = shown("code")
    name: str = shown_text("name")
    origin: str | None = shown("origin", description="Code of the unit process it leaves; null from outside.")
    destination: str | None = shown("destination", description="Code of the one it enters; null to the outside.")
    kind: StreamKind = shown("kind")
    substance: str | None = shown("substance")
    unit: str = shown("unit", description="The unit in which it is usually measured.")
    measured_at: str | None = shown_text("measured_at", description="The usual measurement point.")


@strawberry.type(description="A process as a graph of unit processes and streams, from which a process map starts.")
class ProcessTemplate(SourcedItem):
    name: str = shown_text("name")
    note: str | None = shown("note")

    @strawberry.field
    def product(self) -> ContentProduct:
        return ContentProduct(held=self.held.product)

    @strawberry.field
    def units(self) -> list[TemplateUnit]:
        return [TemplateUnit(held=unit) for unit in self.held.unit_processes]

    @strawberry.field
    def streams(self) -> list[TemplateStream]:
        return [TemplateStream(held=stream) for stream in self.held.streams]
