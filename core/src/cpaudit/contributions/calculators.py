"""Calculators: what one factor times one activity cannot say, computed with every step on record."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from cpaudit.contributions.review_findings import ReviewFinding
from cpaudit.errors import InvalidInput
from cpaudit.text import LocalizedText

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_ID = 39


class CalculatorInput(BaseModel):
    """Base of what a calculator asks for: a frozen Pydantic model, checked before the calculator is called.

    A field is a truth value, number, text, date, enumeration, :class:`~cpaudit.Quantity` (a number with its
    unit), another frozen model, or a tuple of these; ``None`` beside it makes it optional. Its description is
    shown to clients.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class TracedValue(Protocol):
    """A value that knows how it came about: what a calculator gives. :class:`cpaudit.Trace` is one."""

    @property
    def formula(self) -> str:
        """Key of the formula."""
        ...

    @property
    def value(self) -> object:
        """The value; None where it cannot be known."""
        ...

    @property
    def unit(self) -> str:
        """Its unit; empty for a pure number."""
        ...


class TracedFormula(Protocol):
    """A rule by which a traced value comes about. :class:`cpaudit.Formula` is one."""

    @property
    def key(self) -> str:
        """Stable identifier; that of a plugin's formula begins with the plugin's name and a dot."""
        ...


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a calculator found.

    Attributes:
        result: the value asked for, with its trace.
        further: more values that came with it.
        findings: what to know about them, limits of validity that are left for example.

    Raises:
        InvalidInput: a field does not have the shape described.
    """

    result: TracedValue
    further: tuple[TracedValue, ...] = ()
    findings: tuple[ReviewFinding, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.further, tuple):
            raise InvalidInput("a tuple of traces is expected", path=("further",))
        if not isinstance(self.findings, tuple) or not all(isinstance(each, ReviewFinding) for each in self.findings):
            raise InvalidInput("a tuple of ReviewFinding is expected", path=("findings",))


_Input = TypeVar("_Input", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator(Generic[_Input]):
    """One calculator, which depends on nothing but its input: the same input gives the same figures years later.

    Attributes:
        id: in snake_case, unique in the plugin; ``batch_co2`` is the field ``batchCo2`` of the plugin's namespace.
        name: of what it gives.
        description: what it is for and where its limits are.
        input: the model of what it asks for; see :class:`CalculatorInput`.
        calculate: the function. An ``InvalidInput`` that it raises is told to the caller as his mistake; any
            other exception is the plugin's fault.
        formulas: every formula that its traces name and that is the plugin's own.

    Raises:
        InvalidInput: a field does not have the shape described.
    """

    id: str
    name: LocalizedText
    description: LocalizedText
    input: type[_Input]
    calculate: Callable[[_Input], Calculation]
    formulas: Sequence[TracedFormula] = ()

    def __post_init__(self) -> None:
        check_snake_name(self.id, "id")
        for name in ("name", "description"):
            if not isinstance(getattr(self, name), LocalizedText):
                raise InvalidInput("a LocalizedText is expected", path=(name,))
        if not isinstance(self.input, type) or not issubclass(self.input, BaseModel):
            raise InvalidInput("a Pydantic model is expected", path=("input",), remedy="derive it from CalculatorInput")
        if not self.input.model_config.get("frozen"):
            raise InvalidInput("the model is not frozen", path=("input",), remedy="derive it from CalculatorInput")
        if not callable(self.calculate):
            raise InvalidInput("a function is expected", path=("calculate",))
        object.__setattr__(self, "formulas", tuple(self.formulas))


def check_snake_name(name: object, *path: str) -> None:
    """See that *name* can be a field of a GraphQL schema, written in snake_case.

    Raises:
        InvalidInput: it cannot.
    """
    if not isinstance(name, str) or not _ID.fullmatch(name) or len(name) > LONGEST_ID or keyword.iskeyword(name):
        raise InvalidInput(f"{name!r} is not a name in snake_case of at most {LONGEST_ID} characters", path=path)
