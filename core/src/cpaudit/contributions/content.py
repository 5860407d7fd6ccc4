"""What is in a pack: its manifest and all of its items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from cpaudit.contributions.checklists import Checklist, ChecklistItem
from cpaudit.contributions.documents import Place
from cpaudit.contributions.factors import EmissionFactor
from cpaudit.contributions.fields import Contribution
from cpaudit.contributions.indicators import IndicatorSystem
from cpaudit.contributions.manifest import Manifest
from cpaudit.contributions.options import OptionTemplate
from cpaudit.contributions.problems import Location
from cpaudit.contributions.processes import ProcessTemplate
from cpaudit.contributions.published_figures import Benchmark, Consumption, HeatingValue
from cpaudit.contributions.substances import Substance
from cpaudit.errors import PathPart

Sourced: TypeAlias = (
    EmissionFactor | OptionTemplate | ProcessTemplate | IndicatorSystem | Benchmark | Consumption | HeatingValue
)


@dataclass(frozen=True, kw_only=True, eq=False)
class PackContent:
    """A manifest and the items under it, each kind in the order of the files."""

    manifest: Manifest
    checklists: tuple[Checklist, ...] = ()
    factors: tuple[EmissionFactor, ...] = ()
    options: tuple[OptionTemplate, ...] = ()
    process_templates: tuple[ProcessTemplate, ...] = ()
    indicator_systems: tuple[IndicatorSystem, ...] = ()
    substances: tuple[Substance, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    consumptions: tuple[Consumption, ...] = ()
    heating_values: tuple[HeatingValue, ...] = ()

    @property
    def checklist_items(self) -> tuple[ChecklistItem, ...]:
        """The items of all checklists, in order."""
        return tuple(item for checklist in self.checklists for item in checklist.items)

    def contributions(self) -> Iterator[Contribution]:
        """Everything in the pack that has a reference."""
        yield from self.checklists
        yield from self.checklist_items
        yield from self.factors
        yield from self.options
        yield from self.process_templates
        yield from self.indicator_systems
        yield from self.substances
        yield from self.benchmarks
        yield from self.consumptions
        yield from self.heating_values

    @property
    def sourced(self) -> tuple[Sourced, ...]:
        """The items whose figures are taken from a document; of some kinds the document may be left open."""
        return (
            *self.factors,
            *self.options,
            *self.process_templates,
            *self.indicator_systems,
            *self.benchmarks,
            *self.consumptions,
            *self.heating_values,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item was read: its file, and the path of the item in it."""

    place: Place
    path: tuple[PathPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Origins:
    """Where each item of a pack was read, by reference."""

    by_ref: Mapping[str, Origin] = field(default_factory=dict)

    def locate(self, ref: str, path: Sequence[PathPart] = ()) -> Location:
        """The place of a field of an item; for an item that came from no file, its reference stands for the file."""
        origin = self.by_ref.get(ref)
        if origin is None:
            return Location(ref)
        return origin.place.locate((*origin.path, *path))

    def full_path(self, ref: str, path: Sequence[PathPart] = ()) -> tuple[PathPart, ...]:
        """The path of a field of an item, from the root of the item's file."""
        origin = self.by_ref.get(ref)
        return tuple(path) if origin is None else (*origin.path, *path)
