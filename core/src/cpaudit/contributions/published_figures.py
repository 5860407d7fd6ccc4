"""What sources publish beside emission factors: levels reached, specific use, heating values.

Each class states all of its fields: their order is that of the columns which authors write, and a base would put its
own first.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from cpaudit.contributions.fields import (
    Code,
    ContentKind,
    Contribution,
    Evidence,
    Key,
    Label,
    Number,
    Product,
    Text,
    Unit,
    Year,
    check_range,
)
from cpaudit.contributions.manifest import SourceId
from cpaudit.errors import PathPart


class BenchmarkLevel(StrEnum):
    """What a published level is.

    ``bat_ael``: an emission level associated with the best available techniques; ``bat_range``: a level that the
    best available techniques reach; ``reported``: what a named plant reached; ``guideline``: what a guideline asks.
    """

    BAT_AEL = "bat_ael"
    BAT_RANGE = "bat_range"
    REPORTED = "reported"
    GUIDELINE = "guideline"


class EnergyBasis(StrEnum):
    """Whether the water that forms in combustion is counted as vapour (net) or as liquid (gross)."""

    NET = "net"
    GROSS = "gross"


class Benchmark(Contribution):
    """A level to hold a plant against: of the best available techniques, or reached somewhere. Never a factor.

    Attributes:
        process: the process, in the source's words.
        measure: what is levelled: a substance of the vocabulary, or a resource.
        value: the one point that the source states; None where it states a range only.
        lower: lower end in ``unit``; None where the source gives none.
        upper: upper end in ``unit``; None where the source gives none.
        per_unit: unit of what it is per; None for a concentration or a share.
        product: what ``per_unit`` counts, where it is a product.
        level: what kind of level it is.
        locator: table, page or row in the source.
        year: the year for which the source states the level.
        note: which point of the range ``value`` is, reference conditions, averaging.
    """

    kind: ClassVar[ContentKind] = ContentKind.BENCHMARK

    name: Text
    process: Label | None = None
    measure: Code
    value: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    unit: Unit
    per_unit: Unit | None = None
    product: Product | None = None
    technology: Label | None = None
    region: Label | None = None
    level: BenchmarkLevel
    source: SourceId
    locator: Label
    year: Year
    evidence: Evidence
    note: Label | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        _check_level(self)
        return self

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        yield from _units(self)


class Consumption(Contribution):
    """Specific use: ``value`` of ``unit`` of a resource per ``per_unit`` of the product.

    Attributes:
        process: the process, in the source's words.
        resource: what is used: energy, electricity, water, a raw material, or a substance of the vocabulary.
        value: the one point that the source states; None where it states a range only.
        lower: lower end in ``unit``; None where the source gives none.
        upper: upper end in ``unit``; None where the source gives none.
        per_unit: unit of what it is per; None for a share.
        product: what ``per_unit`` counts, where it is a product.
        locator: table, page or row in the source.
        year: the year for which the source states it.
    """

    kind: ClassVar[ContentKind] = ContentKind.CONSUMPTION

    name: Text
    process: Label | None = None
    resource: Code
    value: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    unit: Unit
    per_unit: Unit | None = None
    product: Product | None = None
    technology: Label | None = None
    region: Label | None = None
    source: SourceId
    locator: Label
    year: Year
    evidence: Evidence
    note: Label | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        _check_level(self)
        return self

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        yield from _units(self)


class HeatingValue(Contribution):
    """The energy of a fuel: ``value`` of ``unit`` per ``per_unit``; also a conversion to standard coal (折标准煤系数).

    Attributes:
        fuel: key of the fuel; factors that are per energy of this fuel have it as their product.
        value: above zero, in ``unit``, which is an energy.
        lower: lower bound in ``unit``; None where the source gives none.
        upper: upper bound in ``unit``; None where the source gives none.
        per_unit: what the fuel is counted in: a mass, a volume; of electricity and heat, energy.
        basis: net (lower) or gross (higher) heating value; None for electricity and heat.
        locator: table, page or row in the source.
        year: the year for which the source states it.
    """

    kind: ClassVar[ContentKind] = ContentKind.HEATING_VALUE

    name: Text
    fuel: Key
    value: Number = Field(gt=0)
    lower: Number | None = None
    upper: Number | None = None
    unit: Unit
    per_unit: Unit
    basis: EnergyBasis | None = None
    region: Label | None = None
    source: SourceId
    locator: Label
    year: Year
    evidence: Evidence
    note: Label | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        check_range(self.value, self.lower, self.upper)
        if self.lower is not None and self.lower <= 0:
            raise ValueError(f"lower ({self.lower}) is not above zero")
        return self

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        yield from _units(self)


def _check_level(level: Benchmark | Consumption) -> None:
    if level.value is None and level.lower is None and level.upper is None:
        raise ValueError("at least one of value, lower and upper is needed")
    check_range(level.value, level.lower, level.upper)
    if level.product is not None and level.per_unit is None:
        raise ValueError("a product without per_unit counts nothing")


def _units(figure: Benchmark | Consumption | HeatingValue) -> Iterator[tuple[tuple[PathPart, ...], str]]:
    yield ("unit",), figure.unit
    if figure.per_unit is not None:
        yield ("per_unit",), figure.per_unit
