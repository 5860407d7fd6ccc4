"""What every record of a golden audit has: a basis for its figures, and a form in which the API takes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from cpaudit.contributions import QuantityStatus
from cpaudit.contributions.fields import Frozen, Label, Number, Unit
from cpaudit.names import camel_case
from cpaudit.text import LocalizedText


class Amount(Frozen):
    """A quantity as a golden audit writes it; bounds are the ends of its 95 % interval."""

    value: Number
    unit: Unit
    lower: Number | None = None
    upper: Number | None = None
    status: QuantityStatus = QuantityStatus.ESTIMATED

    def as_input(self) -> dict[str, object]:
        """The quantity as a variable of a mutation."""
        return self.model_dump(mode="json", exclude_none=True)


class Record(Frozen):
    """Something that a mutation takes: its fields are named as the input's are, in snake_case."""

    not_sent: ClassVar[frozenset[str]] = frozenset()
    """Fields that the demo needs and the mutation does not take."""

    def fields_in(self, language: str) -> dict[str, object]:
        """The fields as variables of a mutation, texts in *language*; what is not known is left out."""
        return {
            camel_case(name): _plain(value, language)
            for name in type(self).model_fields
            if name not in self.not_sent and (value := getattr(self, name)) is not None
        }


class Grounded(Record):
    """A record whose figures have a basis; exactly one of the three attributes says which.

    Attributes:
        source: key of one of the audit's sources, and where in it: ``bref-aaf Table 4.11``.
        derived: the arithmetic by which the figures follow from others, with their bases.
        illustrative: whether the figures are made up.
    """

    not_sent: ClassVar[frozenset[str]] = frozenset({"source", "derived", "illustrative"})

    source: Label | None = None
    derived: Label | None = None
    illustrative: bool = False

    @model_validator(mode="after")
    def _has_one_basis(self) -> Self:
        if (self.source is not None) + (self.derived is not None) + self.illustrative != 1:
            raise ValueError("say where its figures come from: exactly one of source, derived and illustrative")
        return self


def _plain(value: object, language: str) -> object:
    match value:
        case LocalizedText():
            return value.in_language(language)
        case StrEnum():
            return value.value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Amount():
            return value.as_input()
        case Record():
            return value.fields_in(language)
        case list() | tuple():
            return [_plain(each, language) for each in value]
        case _:
            return value
