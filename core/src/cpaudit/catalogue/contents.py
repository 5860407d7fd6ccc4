"""The lists of items, of all packs that a tenant has enabled or of one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import strawberry

from cpaudit.catalogue.checklists import Checklist, ChecklistItem
from cpaudit.catalogue.factors import EmissionFactor
from cpaudit.catalogue.figure_filters import (
    HeatingValueFilter,
    PublishedLevelFilter,
    SpecificConsumptionFilter,
    SubstanceFilter,
)
from cpaudit.catalogue.figures import HeatingValue, PublishedLevel, SpecificConsumption, Substance
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
from cpaudit.catalogue.warming import WarmingPotentials, all_sets
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
    ContentKind.SUBSTANCE: Substance,
    ContentKind.BENCHMARK: PublishedLevel,
    ContentKind.CONSUMPTION: SpecificConsumption,
    ContentKind.HEATING_VALUE: HeatingValue,
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
        return page_of(self.items.checklists(), self._shown(Checklist), first, after)

    @strawberry.field
    def checklist_items(
        self, filter: ChecklistItemFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[ChecklistItem]:
        wanted = (filter or ChecklistItemFilter()).read()
        return page_of(self.items.checklist_items(wanted), self._shown(ChecklistItem), first, after)

    @strawberry.field
    def emission_factors(
        self, filter: EmissionFactorFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[EmissionFactor]:
        wanted = (filter or EmissionFactorFilter()).read()
        return page_of(self.items.factors(wanted), self._shown(EmissionFactor), first, after)

    @strawberry.field
    def options(
        self, filter: OptionTemplateFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[OptionTemplate]:
        wanted = (filter or OptionTemplateFilter()).read()
        return page_of(self.items.options(wanted), self._shown(OptionTemplate), first, after)

    @strawberry.field
    def process_templates(
        self, filter: ProcessTemplateFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[ProcessTemplate]:
        wanted = (filter or ProcessTemplateFilter()).read()
        return page_of(self.items.process_templates(wanted), self._shown(ProcessTemplate), first, after)

    @strawberry.field
    def indicator_systems(self, first: int | None = None, after: str | None = None) -> Connection[IndicatorSystem]:
        return page_of(self.items.indicator_systems(), self._shown(IndicatorSystem), first, after)

    @strawberry.field(description="The vocabulary of pollutants.")
    def substances(
        self, filter: SubstanceFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[Substance]:
        wanted = (filter or SubstanceFilter()).read()
        return page_of(self.items.substances(wanted), self._shown(Substance), first, after)

    @strawberry.field(description="Levels of the best available techniques, and levels that plants reached.")
    def published_levels(
        self, filter: PublishedLevelFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[PublishedLevel]:
        wanted = (filter or PublishedLevelFilter()).read()
        return page_of(self.items.benchmarks(wanted), self._shown(PublishedLevel), first, after)

    @strawberry.field(description="Specific use of energy, water and materials.")
    def specific_consumptions(
        self, filter: SpecificConsumptionFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[SpecificConsumption]:
        wanted = (filter or SpecificConsumptionFilter()).read()
        return page_of(self.items.consumptions(wanted), self._shown(SpecificConsumption), first, after)

    @strawberry.field(description="Heating values, and conversions to standard coal.")
    def heating_values(
        self, filter: HeatingValueFilter | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[HeatingValue]:
        wanted = (filter or HeatingValueFilter()).read()
        return page_of(self.items.heating_values(wanted), self._shown(HeatingValue), first, after)

    def _shown(self, shown_as: type[ContentItem]) -> Callable[..., ContentItem]:
        return partial(shown_as, home=self.items)

    @strawberry.field(description="Any item by its reference; null where there is none.")
    def item(self, ref: strawberry.ID) -> ContentItem | None:
        try:
            found = self.items.item(ref)
        except NotFound:
            return None
        return SHOWN_AS[found.kind](held=found, home=self.items)


@strawberry.type(description="The shared content, and that of the plugins that the tenant has enabled.")
class Library(Contents):
    @strawberry.field(description="The packs, in the order of their ids.")
    def packs(self) -> list[ContentPack]:
        return [ContentPack(held=pack) for pack in self.items.packs]

    @strawberry.field(description="The named sets of global warming potentials.")
    def warming_potentials(self) -> list[WarmingPotentials]:
        return all_sets()


@strawberry.type(description="What one plugin gives: its pack, and the items in it.")
class PluginNamespace(ContentPack, Contents):
    pass
