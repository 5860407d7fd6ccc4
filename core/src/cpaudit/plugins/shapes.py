"""What a plugin's functions take and give, read from their annotations, as far as it has a form in GraphQL."""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from cpaudit.contributions import AuditView, EnterpriseView, PluginRequest, QuantityView
from cpaudit.engine import Quantity
from cpaudit.text import LocalizedText

SCALARS = (str, bool, int, float, Decimal, date, datetime)
DEEPEST = 8
"""Records within records."""


class NoShape(Exception):
    """An annotation has no form in GraphQL."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A truth value, number, text or date."""

    kind: type


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its unit; ``kind`` is the class that Python has for it."""

    kind: type


@dataclass(frozen=True, slots=True)
class Words:
    """A text in several languages, shown in one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An audit or an enterprise: an identifier to clients, a frozen copy to the function."""

    kind: type


@dataclass(frozen=True, slots=True)
class Choice:
    """A member of an enumeration."""

    enum: type[Enum]


@dataclass(frozen=True, slots=True)
class Listed:
    """Several of something."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Maybe:
    """Something, or None."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a record, or a parameter of a function.

    Attributes:
        required: whether it has no default.
        default: a default that clients are shown; None where there is none or it has no form.
    """

    name: str
    shape: Shape
    description: str = ""
    required: bool = True
    default: str | bool | int | float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A frozen dataclass or model."""

    cls: type
    parts: tuple[Part, ...]


Shape: TypeAlias = "Scalar | Measured | Words | Subject | Choice | Listed | Maybe | Record"


@dataclass(frozen=True, slots=True)
class Signature:
    """A function.

    Attributes:
        request: name of the parameter that is given the request; None where there is none.
        subject: name of the parameter that is given the object on whose type the field stands.
    """

    parameters: tuple[Part, ...]
    returns: Shape
    request: str | None = None
    subject: str | None = None


def signature_of(function: Callable[..., object], subject: type | None = None) -> Signature:
    """What a function takes and gives.

    Args:
        subject: the class of the object on whose type the field stands; its parameter is no argument.

    Raises:
        NoShape: an annotation is missing or has no form in GraphQL.
    """
    hints = get_type_hints(function, include_extras=True)
    parameters, request, own = [], None, None
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise NoShape(f"{name}: a parameter is given by its name")
        if name not in hints:
            raise NoShape(f"{name} has no annotation")
        if hints[name] is PluginRequest:
            request = name
        elif subject is not None and hints[name] is subject and own is None:
            own = name
        else:
            required = parameter.default is parameter.empty
            shape = shape_of(hints[name], name)
            parameters.append(Part(name, shape, "", required, None if required else _shown(parameter.default)))
    if subject is not None and own is None:
        raise NoShape(f"it has no parameter annotated {subject.__name__}")
    if "return" not in hints:
        raise NoShape("it has no return annotation")
    returns = shape_of(hints["return"], "return")
    if any(isinstance(each, Subject) for each in parts_below(returns)):
        raise NoShape("return: an audit or an enterprise is not given back")
    return Signature(tuple(parameters), returns, request, own)


def shape_of(annotation: Any, where: str, depth: int = 0) -> Shape:
    """The shape of an annotation.

    Raises:
        NoShape: it has none.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape_of(arguments[0], where, depth)
    if origin in (Union, types.UnionType):
        others = [each for each in arguments if each is not types.NoneType]
        if len(others) == 1 and len(arguments) == 2:
            return Maybe(shape_of(others[0], where, depth))
    if origin in (tuple, list, Sequence) and arguments:
        if origin is tuple and (len(arguments) != 2 or arguments[1] is not Ellipsis):
            raise NoShape(f"{where}: a tuple of one kind is expected, tuple[X, ...]")
        return Listed(shape_of(arguments[0], where, depth))
    if isinstance(annotation, type):
        return _of_class(annotation, where, depth)
    raise NoShape(f"{where}: {annotation} has no form in GraphQL")


def _of_class(cls: type, where: str, depth: int) -> Shape:
    if cls in SCALARS:
        return Scalar(cls)
    if cls in (QuantityView, Quantity):
        return Measured(cls)
    if cls is LocalizedText:
        return Words()
    if cls in (AuditView, EnterpriseView):
        return Subject(cls)
    if issubclass(cls, Enum):
        return Choice(cls)
    if depth >= DEEPEST:
        raise NoShape(f"{where}: records are nested more than {DEEPEST} deep, or within themselves")
    if issubclass(cls, BaseModel):
        parts = [_of_model(name, field, f"{where}.{name}", depth) for name, field in cls.model_fields.items()]
    elif dataclasses.is_dataclass(cls) and cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        hints = get_type_hints(cls, include_extras=True)
        parts = [_of_field(each, hints, f"{where}.{each.name}", depth) for each in dataclasses.fields(cls)]
    else:
        raise NoShape(f"{where}: {cls.__name__} is neither a frozen dataclass nor a Pydantic model")
    if not parts:
        raise NoShape(f"{where}: {cls.__name__} has no fields")
    return Record(cls, tuple(parts))


def _of_model(name: str, field: Any, where: str, depth: int) -> Part:
    required = field.is_required()
    default = None if required or field.default is PydanticUndefined else _shown(field.default)
    return Part(name, shape_of(field.annotation, where, depth + 1), field.description or "", required, default)


def _of_field(field: dataclasses.Field[Any], hints: dict[str, Any], where: str, depth: int) -> Part:
    required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    default = None if required or field.default is dataclasses.MISSING else _shown(field.default)
    return Part(field.name, shape_of(hints[field.name], where, depth + 1), "", required, default)


def _shown(default: object) -> str | bool | int | float | None:
    return default if type(default) in (str, bool, int, float) else None  # type: ignore[return-value]


def parts_below(shape: Shape) -> Iterator[Shape]:
    """A shape and every one in it."""
    yield shape
    match shape:
        case Listed(of) | Maybe(of):
            yield from parts_below(of)
        case Record(_, parts):
            for part in parts:
                yield from parts_below(part.shape)
