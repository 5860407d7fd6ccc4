"""The library of one tenant: the items of the packs it has enabled, to filter, search and look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Protocol, TypeVar

from cpaudit.contributions import (
    SHARED_PACK,
    Benchmark,
    Checklist,
    ChecklistItem,
    Consumption,
    ContentKind,
    ContentPack,
    Contribution,
    EmissionFactor,
    HeatingValue,
    IndicatorSystem,
    OptionTemplate,
    ProcessTemplate,
    Substance,
)
from cpaudit.errors import NotFound
from cpaudit.library.figure_filters import BenchmarkFilter, ConsumptionFilter, HeatingValueFilter, SubstanceFilter
from cpaudit.library.filters import (
    ChecklistItemFilter,
    FactorFilter,
    OptionFilter,
    ProcessTemplateFilter,
    search_predicate,
    searchable_text,
)

_CACHED_LIBRARIES = 64

_Item = TypeVar("_Item", bound=Contribution)
_Filtered = TypeVar("_Filtered", bound=Contribution, contravariant=True)

_ALL_CHECKLIST_ITEMS = ChecklistItemFilter()
_ALL_FACTORS = FactorFilter()
_ALL_OPTIONS = OptionFilter()
_ALL_PROCESS_TEMPLATES = ProcessTemplateFilter()
_ALL_SUBSTANCES = SubstanceFilter()
_ALL_BENCHMARKS = BenchmarkFilter()
_ALL_CONSUMPTIONS = ConsumptionFilter()
_ALL_HEATING_VALUES = HeatingValueFilter()


class _Filter(Protocol[_Filtered]):
    @property
    def search(self) -> str | None: ...

    @property
    def pack(self) -> str | None: ...

    def accepts(self, item: _Filtered) -> bool: ...


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """Exactly one content of a pack, by which a result can be computed again years later."""

    pack_id: str
    version: str
    content_hash: str


class Library:
    """The items of a set of packs, in the order of pack ids and, within a pack, of its files; it never changes.

    Attributes:
        packs: the packs, in the order of their ids.
        missing: what an audit pinned and nobody has any more; nothing that needs it is known.
    """

    def __init__(self, packs: Iterable[ContentPack], missing: Iterable[Pin] = ()) -> None:
        """Build a library; :meth:`of` finds the one that is already built.

        Raises:
            ValueError: two of the packs have the same id.
        """
        self.packs: Final = tuple(sorted(packs, key=lambda pack: pack.id))
        self.missing: Final = tuple(sorted(missing))
        ids = [pack.id for pack in self.packs]
        if len(set(ids)) < len(ids):
            raise ValueError(f"a library holds one pack of each id, not {', '.join(ids)}")
        self._texts: dict[str, str] = {}

    @staticmethod
    def of(packs: Iterable[ContentPack], missing: Iterable[Pin] = ()) -> Library:
        """The library of a set of packs, built once as long as it is in use; equal content gives the same object."""
        return _library(frozenset(packs), frozenset(missing))

    def pins(self) -> tuple[Pin, ...]:
        """What an audit that uses this library pins."""
        return tuple(Pin(pack.id, pack.version, pack.content_hash) for pack in self.packs)

    def pack(self, pack_id: str) -> ContentPack | None:
        """The pack with this id, if it is one of the library's."""
        return next((pack for pack in self.packs if pack.id == pack_id), None)

    def checklists(self) -> tuple[Checklist, ...]:
        """All checklists."""
        return tuple(checklist for pack in self.packs for checklist in pack.checklists)

    def indicator_systems(self) -> tuple[IndicatorSystem, ...]:
        """All indicator systems."""
        return tuple(system for pack in self.packs for system in pack.indicator_systems)

    def checklist_items(self, wanted: ChecklistItemFilter = _ALL_CHECKLIST_ITEMS) -> tuple[ChecklistItem, ...]:
        """The checklist items that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.checklist_items)

    def factors(self, wanted: FactorFilter = _ALL_FACTORS) -> tuple[EmissionFactor, ...]:
        """The emission factors that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.factors)

    def options(self, wanted: OptionFilter = _ALL_OPTIONS) -> tuple[OptionTemplate, ...]:
        """The option templates that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.options)

    def process_templates(self, wanted: ProcessTemplateFilter = _ALL_PROCESS_TEMPLATES) -> tuple[ProcessTemplate, ...]:
        """The process templates that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.process_templates)

    def substances(self, wanted: SubstanceFilter = _ALL_SUBSTANCES) -> tuple[Substance, ...]:
        """The substances that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.substances)

    def benchmarks(self, wanted: BenchmarkFilter = _ALL_BENCHMARKS) -> tuple[Benchmark, ...]:
        """The published levels that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.benchmarks)

    def consumptions(self, wanted: ConsumptionFilter = _ALL_CONSUMPTIONS) -> tuple[Consumption, ...]:
        """The figures of specific use that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.consumptions)

    def heating_values(self, wanted: HeatingValueFilter = _ALL_HEATING_VALUES) -> tuple[HeatingValue, ...]:
        """The heating values that a filter accepts, in stable order."""
        return self._select(wanted, lambda pack: pack.heating_values)

    def checklist(self, ref: str) -> Checklist:
        """The checklist ``pack:checklist:code``; raises NotFound."""
        return self._look_up(ref, Checklist)

    def checklist_item(self, ref: str) -> ChecklistItem:
        """The checklist item ``pack:checklist_item:code``; raises NotFound."""
        return self._look_up(ref, ChecklistItem)

    def factor(self, ref: str) -> EmissionFactor:
        """The emission factor ``pack:factor:code``; raises NotFound."""
        return self._look_up(ref, EmissionFactor)

    def option(self, ref: str) -> OptionTemplate:
        """The option template ``pack:option:code``; raises NotFound."""
        return self._look_up(ref, OptionTemplate)

    def process_template(self, ref: str) -> ProcessTemplate:
        """The process template ``pack:process_template:code``; raises NotFound."""
        return self._look_up(ref, ProcessTemplate)

    def indicator_system(self, ref: str) -> IndicatorSystem:
        """The indicator system ``pack:indicator_system:code``; raises NotFound."""
        return self._look_up(ref, IndicatorSystem)

    def heating_value(self, ref: str) -> HeatingValue:
        """The heating value ``pack:heating_value:code``; raises NotFound."""
        return self._look_up(ref, HeatingValue)

    def option_refs(self, pack: str, codes: Iterable[str], shared: Library | None = None) -> tuple[str, ...]:
        """References of the options that codes in an item of a pack mean: the pack's own, else those of the shared one.

        What the tenant's overlay hides of the shared pack is left out.

        Args:
            shared: the library that holds the shared pack; by default this one. Where it holds none, a code that the
                pack does not have is taken to be the shared pack's.
        """
        home = shared or self
        known = home.pack(SHARED_PACK) is not None
        found: list[str] = []
        for code in codes:
            own, common = f"{pack}:{ContentKind.OPTION}:{code}", f"{SHARED_PACK}:{ContentKind.OPTION}:{code}"
            if own in self._by_ref:
                found.append(own)
            elif not known or common in home._by_ref:
                found.append(common)
        return tuple(found)

    def item(self, ref: str) -> Contribution:
        """Whatever has this reference; raises NotFound."""
        return self._look_up(ref, Contribution)

    def _look_up(self, ref: str, kind: type[_Item]) -> _Item:
        item = self._by_ref.get(ref)
        if not isinstance(item, kind):
            raise NotFound(f"the library has no {ref!r}", path=(ref,))
        return item

    def _select(self, wanted: _Filter[_Item], items_of: Callable[[ContentPack], Sequence[_Item]]) -> tuple[_Item, ...]:
        found: Iterator[_Item] = (
            item
            for pack in self.packs
            if wanted.pack is None or wanted.pack == pack.id
            for item in items_of(pack)
            if wanted.accepts(item)
        )
        matches = search_predicate(wanted)
        return tuple(found if matches is None else (item for item in found if matches(self._text_of(item))))

    def _text_of(self, item: Contribution) -> str:
        text = self._texts.get(item.ref)
        if text is None:
            text = self._texts[item.ref] = searchable_text(item)
        return text

    @cached_property
    def _by_ref(self) -> dict[str, Contribution]:
        return {item.ref: item for pack in self.packs for item in pack.contributions()}


@lru_cache(maxsize=_CACHED_LIBRARIES)
def _library(packs: frozenset[ContentPack], missing: frozenset[Pin]) -> Library:
    return Library(packs, missing)
