"""Emission factors (排放系数): how much of a pollutant one unit of an activity gives off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from cpaudit.contributions.fields import (
    ContentKind,
    Contribution,
    Evidence,
    Label,
    Number,
    Product,
    Text,
    Unit,
    Year,
    check_period,
    check_range,
)
from cpaudit.contributions.manifest import SourceId
from cpaudit.contributions.substances import CasNumber
from cpaudit.errors import PathPart


class Distribution(StrEnum):
    """How a factor's values are distributed between its bounds."""

    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"


def _day(first: bool) -> BeforeValidator:
    # Pydantic would read "2006" as seconds since 1970; in a pack it is a year.
    def parse(value: object) -> object:
        text = str(value).strip() if isinstance(value, str | int) else ""
        return (f"{text}-01-01" if first else f"{text}-12-31") if re.fullmatch(r"\d{4}", text) else value

    return BeforeValidator(parse)


_DAY_OR_YEAR = WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "integer"}]})


class EmissionFactor(Contribution):
    """A factor: ``value`` of ``unit`` of the pollutant per ``per_unit`` of the activity.

    Attributes:
        process: the process to which the factor belongs, in the source's words.
        pollutant: a key of the vocabulary of substances, ``CO2``, ``COD``, ``wastewater``.
        cas: CAS registry number of the pollutant.
        lower: lower bound in ``unit``; None where the source gives none.
        upper: upper bound in ``unit``; None where the source gives none.
        product: what the activity is counted in, where it is a product, or the fuel whose energy it is.
        locator: table, page or row in the source.
        year: the year for which the source states the factor.
    """

    kind: ClassVar[ContentKind] = ContentKind.FACTOR

    name: Text
    process: Label | None = None
    pollutant: Label
    cas: CasNumber | None = None
    value: Number
    lower: Number | None = None
    upper: Number | None = None
    distribution: Distribution | None = None
    unit: Unit
    per_unit: Unit
    product: Product | None = None
    technology: Label | None = None
    region: Label | None = None
    valid_from: Annotated[date, _day(first=True), _DAY_OR_YEAR] | None = None
    valid_to: Annotated[date, _day(first=False), _DAY_OR_YEAR] | None = None
    source: SourceId
    locator: Label
    year: Year
    evidence: Evidence
    note: Label | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        check_range(self.value, self.lower, self.upper)
        check_period(self.valid_from, self.valid_to)
        if self.distribution is not None and (self.lower is None or self.upper is None):
            raise ValueError(f"a {self.distribution} distribution needs lower and upper")
        if self.distribution is Distribution.LOGNORMAL and self.lower is not None and self.lower <= 0:
            raise ValueError("the lower bound of a lognormal distribution is above zero")
        return self

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        yield ("unit",), self.unit
        yield ("per_unit",), self.per_unit
