"""The kinds of value from which all contributions are made, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from cpaudit.errors import PathPart
from cpaudit.text import LANGUAGES, LocalizedText

_Real = TypeVar("_Real", float, Decimal)


def _complete(text: LocalizedText) -> LocalizedText:
    missing = [language for language in LANGUAGES if language not in text]
    if missing:
        raise ValueError(f"the translation for {' and '.join(missing)} is missing")
    return text


def _not_boolean(value: object) -> object:
    # Pydantic reads True as 1; in a pack it is a slip of the pen, not a quantity.
    if isinstance(value, bool):
        raise ValueError("a number is expected, not true or false")
    return value


PackId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
"""Id of a pack and of the plugin that gives it: a GraphQL name in snake_case, the plugin's namespace."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$", max_length=64)]
"""Code of an item, unique among the items of its kind in its pack, and never reused for another meaning."""

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
"""Machine key of a product, a choice, a category."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""A non-empty line of text that is not translated: a pollutant's symbol, a locator, a region."""

_TEXT_SCHEMA = {
    "type": "object",
    "properties": {language: {"type": "string", "minLength": 1} for language in LANGUAGES},
    "additionalProperties": {"type": "string", "minLength": 1},
    "required": list(LANGUAGES),
}

Text = Annotated[LocalizedText, AfterValidator(_complete), WithJsonSchema(_TEXT_SCHEMA)]
"""A text in all languages that a pack has to speak."""

Number = Annotated[float, BeforeValidator(_not_boolean), Field(allow_inf_nan=False)]
"""A finite number."""

Amount = Annotated[Decimal, BeforeValidator(_not_boolean), Field(allow_inf_nan=False, ge=0)]
"""A finite, non-negative decimal: money, years."""

Year = Annotated[int, BeforeValidator(_not_boolean), Field(ge=1900, le=2100)]

Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""A unit as the unit registry spells it; whether the registry knows it is checked by whoever has the registry."""


class ContentKind(StrEnum):
    """Kinds of items that have a code, as they stand in a reference ``pack:kind:code``."""

    CHECKLIST = "checklist"
    CHECKLIST_ITEM = "checklist_item"
    FACTOR = "factor"
    OPTION = "option"
    PROCESS_TEMPLATE = "process_template"
    INDICATOR_SYSTEM = "indicator_system"
    SUBSTANCE = "substance"
    BENCHMARK = "benchmark"
    CONSUMPTION = "consumption"
    HEATING_VALUE = "heating_value"


class Evidence(StrEnum):
    """Whether a figure was read in the text that is named as its source."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Frozen(BaseModel):
    """Base of everything a pack is made of: immutable, and strict about unknown keys when built in Python."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True, validate_by_name=True)


class Contribution(Frozen):
    """A coded item of a pack.

    Attributes:
        pack: id of the pack that gives the item; set by the reader, never written in a file.
        code: see :data:`Code`.
    """

    kind: ClassVar[ContentKind]

    pack: PackId = Field(repr=False)
    code: Code

    @property
    def ref(self) -> str:
        """The item's identity, ``pack:kind:code``."""
        return f"{self.pack}:{self.kind}:{self.code}"

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        """Every unit the item uses, each with the path of its field."""
        return iter(())


class Bounded(Frozen):
    """A value with its bounds; each may be unknown, but not all of them."""

    value: Amount | None = None
    lower: Amount | None = None
    upper: Amount | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.value is None and self.lower is None and self.upper is None:
            raise ValueError("at least one of value, lower and upper is needed")
        check_range(self.value, self.lower, self.upper)
        return self


class Money(Bounded):
    """An amount of money, or a range, in a currency (ISO 4217) at the prices of a year."""

    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    year: Year


class Product(Frozen):
    """What a process makes and what a factor or a saving may be counted per."""

    key: Key
    name: Text


def check_range(value: _Real | None, lower: _Real | None, upper: _Real | None) -> None:
    """See that *lower* ≤ *value* ≤ *upper*, as far as they are known.

    Raises:
        ValueError: they are not in order.
    """
    if lower is not None and upper is not None and lower > upper:
        raise ValueError(f"lower ({lower}) is above upper ({upper})")
    if value is not None and lower is not None and value < lower:
        raise ValueError(f"value ({value}) is below lower ({lower})")
    if value is not None and upper is not None and value > upper:
        raise ValueError(f"value ({value}) is above upper ({upper})")


def check_period(start: date | None, end: date | None) -> None:
    """See that a period does not end before it begins.

    Raises:
        ValueError: it does.
    """
    if start is not None and end is not None and end < start:
        raise ValueError(f"valid_to ({end}) is before valid_from ({start})")
