"""Option templates (清洁生产方案): what others did, at what cost and with what effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field, model_validator

from cpaudit.contributions.fields import (
    Bounded,
    Code,
    ContentKind,
    Contribution,
    Evidence,
    Frozen,
    Key,
    Label,
    Money,
    Number,
    Text,
    Unit,
    Year,
    check_range,
)
from cpaudit.contributions.manifest import SourceId
from cpaudit.errors import PathPart
from cpaudit.phases import Aspect, CostClass


class Reduction(Frozen):
    """How much less of one pollutant arises, or of one resource is used, in ``unit``.

    Attributes:
        pollutant: what is emitted less; either this or ``resource``.
        resource: what is used less: steam, water, electricity, a raw material.
        per_product: key of the product to whose unit the reduction refers.
    """

    pollutant: Label | None = None
    resource: Label | None = None
    value: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    unit: Unit
    per_product: Key | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if (self.pollutant is None) == (self.resource is None):
            raise ValueError("a reduction names either a pollutant or a resource")
        if self.value is None and self.lower is None and self.upper is None:
            raise ValueError("at least one of value, lower and upper is needed")
        check_range(self.value, self.lower, self.upper)
        return self


class OptionTemplate(Contribution):
    """A cleaner production option as a source describes it; an audit copies it and fits it to the enterprise.

    Attributes:
        aspects: the aspects it acts on, the first one foremost.
        processes: codes of the unit processes of the same pack on which it acts; empty means any.
        annual_saving: per year of operation.
        payback_years: static payback period in years.
        requires: codes of options of the same pack that come first.
        excludes: codes of options of the same pack that cannot be combined with this one.
        year: the year for which the source states the figures.
    """

    kind: ClassVar[ContentKind] = ContentKind.OPTION

    name: Text
    description: Text | None = None
    aspects: tuple[Aspect, ...] = Field(min_length=1)
    processes: tuple[Code, ...] = ()
    cost_class: CostClass
    investment: Money | None = None
    annual_saving: Money | None = None
    payback_years: Bounded | None = None
    reductions: tuple[Reduction, ...] = ()
    requires: tuple[Code, ...] = ()
    excludes: tuple[Code, ...] = ()
    source: SourceId
    locator: Label
    year: Year
    evidence: Evidence
    note: Label | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.code in self.requires or self.code in self.excludes:
            raise ValueError("an option neither requires nor excludes itself")
        both = sorted(set(self.requires) & set(self.excludes))
        if both:
            raise ValueError(f"{', '.join(both)} cannot be both required and excluded")
        return self

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        for index, reduction in enumerate(self.reductions):
            yield ("reductions", index, "unit"), reduction.unit
