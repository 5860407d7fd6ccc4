"""GraphQL types of what plugins take and give, made from shapes; each type's name begins with the plugin's prefix."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry import UNSET

from cpaudit import engine
from cpaudit.contributions import QuantityView
from cpaudit.errors import PathPart
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.quantities import Quantity, QuantityInput
from cpaudit.names import camel_case
from cpaudit.plugins.naming import record_name
from cpaudit.plugins.shapes import Choice, Listed, Maybe, Measured, Part, Record, Scalar, Shape, Subject, Words
from cpaudit.plugins.surface import is_core_enum

MOST_ITEMS = 10_000
"""Items of one list; a plugin that has more takes an argument that says which."""

Info = strawberry.Info[RequestContext, None]


class PluginTypes:
    """The types of one plugin, each made once."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._outputs: dict[type, type] = {}
        self._inputs: dict[type, type] = {}
        self._choices: dict[type, Any] = {}

    def output(self, shape: Shape) -> Any:
        """The annotation of a field that shows *shape*."""
        match shape:
            case Scalar(kind):
                return kind
            case Measured():
                return Quantity
            case Words():
                return str
            case Choice(enum):
                return self._choice(enum)
            case Listed(of):
                return list[self.output(of)]  # type: ignore[misc]
            case Maybe(of):
                return self.output(of) | None
            case Record(cls):
                if cls not in self._outputs:
                    self._outputs[cls] = self._output(shape)
                return self._outputs[cls]
        raise TypeError(f"{shape} is not shown")

    def input(self, shape: Shape) -> Any:
        """The annotation of an argument that takes *shape*."""
        match shape:
            case Scalar(kind):
                return kind
            case Measured():
                return QuantityInput
            case Words():
                return str
            case Subject():
                return strawberry.ID
            case Choice(enum):
                return self._choice(enum)
            case Listed(of):
                return list[self.input(of)]  # type: ignore[misc]
            case Maybe(of):
                return self.input(of) | None
            case Record(cls):
                if cls not in self._inputs:
                    self._inputs[cls] = self._input(shape)
                return self._inputs[cls]

    def show(self, shape: Shape, value: Any, language: str) -> Any:
        """A value of *shape* as a field of this type has to resolve.

        Raises:
            TypeError: it is not of that shape.
        """
        match shape:
            case Maybe(of):
                return None if value is None else self.show(of, value, language)
            case Listed(of) if isinstance(value, list | tuple) and len(value) <= MOST_ITEMS:
                return [self.show(of, each, language) for each in value]
            case Measured() if isinstance(value, QuantityView | engine.Quantity):
                return Quantity(held=_engine_quantity(value))
            case Words() if isinstance(value, Mapping):
                return value.in_language(language)  # type: ignore[attr-defined]
            case Record(cls) if isinstance(value, cls):
                shown = self._outputs[cls]()
                shown.held = {
                    part.name: self.show(part.shape, getattr(value, part.name), language) for part in shape.parts
                }
                return shown
            case Choice(enum) if isinstance(value, enum):
                return value
            case Scalar(kind) if isinstance(value, kind) or (kind is float and isinstance(value, int)):
                return value
        raise TypeError(f"the answer holds {type(value).__name__} where its annotation promises {shape}")

    def read(self, shape: Shape, given: Any, *path: PathPart) -> Any:
        """What a client gave for *shape*, as plain values that a model or a dataclass is made of.

        Raises:
            InvalidInput: a quantity is none.
        """
        match shape:
            case Maybe(of):
                return None if given is None else self.read(of, given, *path)
            case Listed(of):
                return tuple(self.read(of, each, *path, index) for index, each in enumerate(given))
            case Measured(kind):
                found = given.read(*path)
                if kind is engine.Quantity:
                    return found
                return QuantityView(found.value, found.unit, found.status, found.lower, found.upper)
            case Record():
                return {
                    part.name: self.read(part.shape, value, *path, camel_case(part.name))
                    for part in shape.parts
                    if _is_given(part, value := getattr(given, part.name))
                }
        return given

    def _choice(self, enum: Any) -> Any:
        if is_core_enum(enum):
            return enum
        if enum not in self._choices:
            self._choices[enum] = strawberry.enum(enum, name=f"{self.prefix}{enum.__name__}")
        return self._choices[enum]

    def _output(self, shape: Record) -> type:
        fields = {part.name: self._shown_field(part) for part in shape.parts}
        name = record_name(self.prefix, shape.cls, given=False)
        return strawberry.type(_class(name, fields), name=name, description=described(shape.cls))

    def _shown_field(self, part: Part) -> Any:
        def resolve(self: Any) -> Any:
            return self.held[part.name]

        resolve.__annotations__ = {"return": self.output(part.shape)}
        return strawberry.field(resolver=resolve, description=part.description or None)

    def _input(self, shape: Record) -> type:
        fields, annotations = {}, {}
        for part in shape.parts:
            default, annotations[part.name] = self._defaulted(part)
            options: dict[str, Any] = {} if part.required else {"default": default}
            fields[part.name] = strawberry.field(description=part.description or None, **options)
        name = record_name(self.prefix, shape.cls, given=True)
        return strawberry.input(_class(name, fields, annotations), name=name, description=described(shape.cls))

    def parameter(self, part: Part) -> inspect.Parameter:
        """The parameter of a resolver that takes a parameter of a plugin's function."""
        default, annotation = self._defaulted(part)
        return inspect.Parameter(
            part.name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=annotation,
            default=inspect.Parameter.empty if part.required else default,
        )

    def _defaulted(self, part: Part) -> tuple[Any, Any]:
        annotation = self.input(part.shape)
        if part.required or part.default is not None:
            return part.default, annotation
        return None, annotation if isinstance(part.shape, Maybe) else annotation | None


def _is_given(part: Part, value: Any) -> bool:
    """Whether a client gave a value; null for what may not be None means the default."""
    return value is not UNSET and (value is not None or (part.required and isinstance(part.shape, Maybe)))


def _engine_quantity(value: QuantityView | engine.Quantity) -> engine.Quantity:
    if isinstance(value, engine.Quantity):
        return value
    return engine.quantity(value.value, value.unit, lower=value.lower, upper=value.upper, status=value.status)


def _class(name: str, fields: Mapping[str, Any], annotations: Mapping[str, Any] | None = None) -> type:
    body = {**fields, "__annotations__": dict(annotations or {})}
    return types.new_class(name, (), {}, lambda namespace: namespace.update(body))


def described(documented: object) -> str | None:
    """The first paragraph of a docstring that somebody wrote; the one that a dataclass makes for itself is none."""
    text = (getattr(documented, "__doc__", None) or "").strip()
    if not text or (isinstance(documented, type) and text.startswith(f"{documented.__name__}(")):
        return None
    return " ".join(text.split("\n\n")[0].split())
