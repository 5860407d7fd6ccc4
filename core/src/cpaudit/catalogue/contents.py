"""The lists of items, of all packs that a tenant has enabled or of one of them."""

from __future__ import annotations

from collections.abc import Mapping

import strawberry

from cpaudit.catalogue.checklists import Checklist, ChecklistItem
from cpaudit.catalogue.factors import EmissionFactor
from cpaudit.catalogue.filters import (
    ChecklistItemFilter,
    EmissionFactorFilter,
    OptionTemplateFilter,
    ProcessTemplateFilter,
)
from cpaudit.catalogue.indicators import IndicatorSystem
from cpaudit.catalogue.items import ContentItem
from cpaudit.catalogue.options import OptionTemplate
from cpaudit.catalogue.packs import ContentPack
from cpaudit.catalogue.pages import page_of
from cpaudit.catalogue.processes import ProcessTemplate
from cpaudit.contributions import ContentKind
from cpaudit.errors import NotFound
from cpaudit.graphql.reading import Connection
from cpaudit.library import Library as Items

SHOWN_AS: Mapping[ContentKind, type[ContentItem]] = {
    ContentKind.CHECKLIST: Checklist,
    ContentKind.CHECKLIST_ITEM: ChecklistItem,
    ContentKind.FACTOR: EmissionFactor,
    ContentKind.OPTION: OptionTemplate,
    ContentKind.PROCESS_TEMPLATE: ProcessTemplate,
    ContentKind.INDICATOR_SYSTEM: IndicatorSystem,
}
"""The type of the API for each kind of item."""


@strawberry.type
class Contents:
    """The fields that the library and each plugin's namespace share.

    Attributes:
        items: where the items are.
    """

    items: strawberry.Private[Items]

    @strawberry.field
    def checklists(self, first: int | None = None, after: str | None = None) -> Connection[Checklist]:
        return page_of(self.items.checklists(), Checklist, first, after)

    @strawberry.field
    def checklist_items(
        self, filter: ChecklistItemFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[ChecklistItem]:
        wanted = (filter or ChecklistItemFilter()).read()
        return page_of(self.items.checklist_items(wanted), ChecklistItem, first, after)

    @strawberry.field
    def emission_factors(
        self, filter: EmissionFactorFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[EmissionFactor]:
        wanted = (filter or EmissionFactorFilter()).read()
        return page_of(self.items.factors(wanted), EmissionFactor, first, after)

    @strawberry.field
    def options(
        self, filter: OptionTemplateFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[OptionTemplate]:
        wanted = (filter or OptionTemplateFilter()).read()
        return page_of(self.items.options(wanted), OptionTemplate, first, after)

    @strawberry.field
    def process_templates(
        self, filter: ProcessTemplateFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[ProcessTemplate]:
        wanted = (filter or ProcessTemplateFilter()).read()
        return page_of(self.items.process_templates(wanted), ProcessTemplate, first, after)

    @strawberry.field
    def indicator_systems(self, first: int | None = None, after: str | None = None) -> Connection[IndicatorSystem]:
        return page_of(self.items.indicator_systems(), IndicatorSystem, first, after)

    @strawberry.field(description="Any item by its reference; null where there is none.")
    def item(self, ref: strawberry.ID) -> ContentItem | None:
        try:
            found = self.items.item(ref)
        except NotFound:
            return None
        return SHOWN_AS[found.kind](held=found)


@strawberry.type(description="The content of the plugins that the tenant has enabled.")
class Library(Contents):
    @strawberry.field(description="The packs, in the order of their ids.")
    def packs(self) -> list[ContentPack]:
        return [ContentPack(held=pack) for pack in self.items.packs]


@strawberry.type(description="What one plugin gives: its pack, and the items in it.")
class PluginNamespace(ContentPack, Contents):
    pass
