"""Which items of the library are asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from cpaudit.contributions import (
    Benchmark,
    ChecklistItem,
    Consumption,
    Contribution,
    EmissionFactor,
    Evidence,
    HeatingValue,
    OptionTemplate,
    ProcessTemplate,
    Substance,
)
from cpaudit.phases import METHODS, Aspect, CostClass, PhaseKey, StepKey
from cpaudit.text import LocalizedText


def folded(text: str) -> str:
    """Text as it is compared in a search: full-width forms and letter case make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


class _Search(Protocol):
    @property
    def search(self) -> str | None: ...

    @property
    def pack(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItemFilter:
    """Checklist items; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code or in a text, in any language.
        phase: a phase of any method; items of its steps.
    """

    search: str | None = None
    pack: str | None = None
    phase: PhaseKey | None = None
    step: StepKey | None = None
    aspect: Aspect | None = None
    process: str | None = None

    def accepts(self, item: ChecklistItem) -> bool:
        """Whether the item is asked for, the search text aside."""
        return (
            same(self.step, item.step)
            and same(self.aspect, item.aspect)
            and same(self.process, item.process)
            and (self.phase is None or self.phase in _PHASES[item.step])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFilter:
    """Emission factors; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code or in a text, in any language.
        product: key of a product.
    """

    search: str | None = None
    pack: str | None = None
    process: str | None = None
    pollutant: str | None = None
    product: str | None = None
    evidence: Evidence | None = None

    def accepts(self, item: EmissionFactor) -> bool:
        """Whether the factor is asked for, the search text aside."""
        return (
            same(self.process, item.process)
            and same(self.pollutant, item.pollutant)
            and same(self.product, None if item.product is None else item.product.key)
            and same(self.evidence, item.evidence)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFilter:
    """Option templates; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code or in a text, in any language.
        process: code of a unit process; also options that suit any process.
        pollutant: one that the option reduces.
    """

    search: str | None = None
    pack: str | None = None
    aspect: Aspect | None = None
    process: str | None = None
    pollutant: str | None = None
    cost_class: CostClass | None = None
    evidence: Evidence | None = None

    def accepts(self, item: OptionTemplate) -> bool:
        """Whether the option is asked for, the search text aside."""
        return (
            (self.aspect is None or self.aspect in item.aspects)
            and (self.process is None or not item.processes or self.process in item.processes)
            and (self.pollutant is None or any(self.pollutant == each.pollutant for each in item.reductions))
            and same(self.cost_class, item.cost_class)
            and same(self.evidence, item.evidence)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessTemplateFilter:
    """Process templates; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code or in a text, in any language.
        process: code of a unit process in the template.
        product: key of a product.
    """

    search: str | None = None
    pack: str | None = None
    process: str | None = None
    product: str | None = None

    def accepts(self, item: ProcessTemplate) -> bool:
        """Whether the template is asked for, the search text aside."""
        return same(self.product, item.product.key) and (
            self.process is None or any(self.process == unit.code for unit in item.unit_processes)
        )


def search_predicate(wanted: _Search) -> Callable[[str], bool] | None:
    """Whether all words of a filter's search text stand in a searchable text; None if it has no word."""
    words = folded(wanted.search or "").split()
    return (lambda text: all(word in text for word in words)) if words else None


def searchable_text(item: Contribution) -> str:
    """All that a search in an item looks at, folded."""
    return folded("\n".join(_texts(item)))


def _texts(item: Contribution) -> Iterator[str]:
    yield item.code
    for field in type(item).model_fields:
        value = getattr(item, field)
        if isinstance(value, LocalizedText):
            yield from value.values()
    match item:
        case EmissionFactor():
            yield item.pollutant
            yield from (text for text in (item.process, item.cas, item.technology, item.region) if text)
            if item.product is not None:
                yield from item.product.name.values()
        case Benchmark() | Consumption():
            yield item.measure if isinstance(item, Benchmark) else item.resource
            yield from (text for text in (item.process, item.technology, item.region) if text)
            if item.product is not None:
                yield from item.product.name.values()
        case Substance():
            yield from (text for text in (item.cas, item.note) if text)
        case HeatingValue():
            yield from (text for text in (item.fuel, item.region) if text)
        case OptionTemplate():
            yield from (reduction.pollutant or reduction.resource or "" for reduction in item.reductions)
        case ProcessTemplate():
            yield from item.product.name.values()
            for unit in item.unit_processes:
                yield from unit.name.values()


def same(wanted: str | None, actual: str | None) -> bool:
    """Whether a field of an item is what a filter asks for, if it asks for anything."""
    return wanted is None or wanted == actual


_PHASES: dict[StepKey, frozenset[PhaseKey]] = {
    step: frozenset(method.phase_of(step).key for method in METHODS.values()) for step in StepKey
}
