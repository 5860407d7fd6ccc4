"""Which substances, published levels, figures of specific use and heating values are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.contributions import (
    Benchmark,
    BenchmarkLevel,
    Consumption,
    EnergyBasis,
    Evidence,
    HeatingValue,
    Medium,
    Substance,
)
from cpaudit.library.filters import same


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstanceFilter:
    """Substances; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code, the CAS number or a text, in any language.
        medium: where it is counted; also substances that are counted anywhere.
        cas: CAS registry number.
    """

    search: str | None = None
    pack: str | None = None
    medium: Medium | None = None
    cas: str | None = None

    def accepts(self, item: Substance) -> bool:
        """Whether the substance is asked for, the search text aside."""
        return (self.medium is None or item.medium in (self.medium, Medium.ANY)) and same(self.cas, item.cas)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkFilter:
    """Published levels; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code or in a text, in any language.
        measure: a substance of the vocabulary, or a resource.
        product: key of a product.
    """

    search: str | None = None
    pack: str | None = None
    process: str | None = None
    measure: str | None = None
    product: str | None = None
    level: BenchmarkLevel | None = None
    evidence: Evidence | None = None

    def accepts(self, item: Benchmark) -> bool:
        """Whether the level is asked for, the search text aside."""
        return (
            same(self.process, item.process)
            and same(self.measure, item.measure)
            and same(self.product, None if item.product is None else item.product.key)
            and same(self.level, item.level)
            and same(self.evidence, item.evidence)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumptionFilter:
    """Figures of specific use; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code or in a text, in any language.
        resource: what is used: energy, electricity, water, a raw material, or a substance of the vocabulary.
        product: key of a product.
    """

    search: str | None = None
    pack: str | None = None
    process: str | None = None
    resource: str | None = None
    product: str | None = None
    evidence: Evidence | None = None

    def accepts(self, item: Consumption) -> bool:
        """Whether the figure is asked for, the search text aside."""
        return (
            same(self.process, item.process)
            and same(self.resource, item.resource)
            and same(self.product, None if item.product is None else item.product.key)
            and same(self.evidence, item.evidence)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatingValueFilter:
    """Heating values; a field that is None filters nothing.

    Attributes:
        search: words, each of which stands in the code or in a text, in any language.
        fuel: key of a fuel.
    """

    search: str | None = None
    pack: str | None = None
    fuel: str | None = None
    basis: EnergyBasis | None = None
    evidence: Evidence | None = None

    def accepts(self, item: HeatingValue) -> bool:
        """Whether the heating value is asked for, the search text aside."""
        return same(self.fuel, item.fuel) and same(self.basis, item.basis) and same(self.evidence, item.evidence)
