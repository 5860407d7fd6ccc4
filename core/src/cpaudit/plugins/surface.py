"""What a plugin adds to the GraphQL schema, with the names that it takes there."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from cpaudit.contributions import SUBJECTS, Calculator, GraphqlExtension, GraphqlField
from cpaudit.names import camel_case
from cpaudit.plugins.naming import prefix_of, record_name
from cpaudit.plugins.shapes import (
    Choice,
    NoShape,
    Record,
    Shape,
    Signature,
    Subject,
    Words,
    parts_below,
    shape_of,
    signature_of,
)

T = TypeVar("T")

CORE_MODULE = "cpaudit."
"""Enumerations that cpaudit itself defines have their type in the core's schema."""


@dataclass(frozen=True, slots=True)
class CoreNames:
    """The names that the core's schema has taken.

    Attributes:
        types: of types.
        fields: of the fields of query, mutation, audit and enterprise, which no namespace may bear.
        namespace: of the fields that every plugin's namespace has.
    """

    types: Collection[str] = ()
    fields: Collection[str] = ()
    namespace: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class SurfaceField:
    """A field that a plugin adds, with what its function takes and gives."""

    declared: GraphqlField
    signature: Signature

    @property
    def description(self) -> str:
        """The function's docstring."""
        return inspect.getdoc(self.declared.resolve) or ""


@dataclass(frozen=True, slots=True)
class SurfaceCalculator:
    """A calculator with the shape of its input."""

    declared: Calculator[Any]
    input: Record


@dataclass(frozen=True, slots=True)
class Surface:
    """Everything that a plugin adds.

    Attributes:
        prefix: with which the names of its types begin.
        fields: by place, as in :class:`~cpaudit.contributions.GraphqlExtension`.
        types: every name of a type that it takes.
    """

    prefix: str
    calculators: tuple[SurfaceCalculator, ...] = ()
    fields: Mapping[str, tuple[SurfaceField, ...]] = field(default_factory=dict)
    types: frozenset[str] = frozenset()

    def at(self, place: str) -> tuple[SurfaceField, ...]:
        """The fields of a place."""
        return self.fields.get(place, ())

    @property
    def extends_namespace(self) -> bool:
        """Whether its namespace has more fields than every namespace has."""
        return bool(self.calculators or self.at("queries"))


def is_core_enum(enum: type[Enum]) -> bool:
    """Whether the core's schema has a type for an enumeration."""
    return enum.__module__.startswith(CORE_MODULE)


def surface_of(
    plugin: str, calculators: Mapping[str, Calculator[Any]], extension: GraphqlExtension, core: CoreNames
) -> Surface:
    """What a plugin adds to the schema.

    Raises:
        NoShape: something has no form in GraphQL, or two things of the plugin would have one name.
    """
    prefix = prefix_of(plugin)
    taken = _Names(prefix)
    found = []
    for calculator in calculators.values():
        taken.claim(f"{prefix}{camel_case(calculator.id, upper=True)}Result", ("calculator", calculator.id))
        found.append(_calculator(calculator, taken))
    fields: dict[str, tuple[SurfaceField, ...]] = {}
    for place, declared in extension.places.items():
        if declared:
            taken.claim(f"{prefix}{PLACE_TYPES[place]}", place)
        fields[place] = tuple(_field(place, each, taken) for each in declared)
    if found and not fields["queries"]:
        taken.claim(f"{prefix}{PLACE_TYPES['queries']}", "queries")
    for name in [each.declared.id for each in found] + [each.declared.name for each in fields["queries"]]:
        if camel_case(name) in core.namespace:
            raise NoShape(f"{name}: every namespace has a field {camel_case(name)!r}")
    return Surface(prefix, tuple(found), fields, frozenset(taken.claims))


PLACE_TYPES: Mapping[str, str] = {
    "queries": "Namespace",
    "mutations": "Mutations",
    "on_audit": "OnAudit",
    "on_enterprise": "OnEnterprise",
}
"""What the type at a place is called, after the prefix."""


class _Names:
    """The names of types that one plugin takes, each for one thing."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.claims: dict[str, object] = {}

    def claim(self, name: str, holder: object) -> None:
        first = self.claims.setdefault(name, holder)
        if first != holder:
            both = f"that of {_told(first)}, and that of {_told(holder)}"
            raise NoShape(f"two of its types would be called {name}: {both}")

    def record(self, shape: Shape, *, given: bool) -> None:
        for each in parts_below(shape):
            if isinstance(each, Record):
                self.claim(record_name(self.prefix, each.cls, given=given), (each.cls, given))
            elif isinstance(each, Choice) and not is_core_enum(each.enum):
                self.claim(f"{self.prefix}{each.enum.__name__}", each.enum)


def _told(holder: object) -> str:
    """What takes a name, in an author's words: a class, or where in the plugin's fields."""
    match holder:
        case type():
            return f"{holder.__module__}.{holder.__qualname__}"
        case (type() as cls, bool()):
            return f"{cls.__module__}.{cls.__qualname__}"
        case (str() as kind, str() as name):
            return f"{kind} {name}"
    return str(holder)


def _calculator(calculator: Calculator[Any], taken: _Names) -> SurfaceCalculator:
    what = f"calculator {calculator.id}"
    shape = _located(what, lambda: shape_of(calculator.input, "input"))
    if not isinstance(shape, Record):
        raise NoShape(f"{what}: its input is no model")
    _check_given(what, shape)
    taken.record(shape, given=True)
    return SurfaceCalculator(calculator, shape)


def _field(place: str, declared: GraphqlField, taken: _Names) -> SurfaceField:
    what = f"{place} {declared.name}"
    if inspect.iscoroutinefunction(declared.resolve) or inspect.isasyncgenfunction(declared.resolve):
        raise NoShape(f"{what}: it is async; fields are plain functions")
    signature = _located(what, lambda: signature_of(declared.resolve, SUBJECTS.get(place)))
    taken.record(signature.returns, given=False)
    for part in signature.parameters:
        if not isinstance(part.shape, Subject):
            _check_given(f"{what}: {part.name}", part.shape)
        taken.record(part.shape, given=True)
    if place == "mutations":
        if not isinstance(signature.returns, Record):
            raise NoShape(f"{what}: a mutation gives a frozen dataclass or model")
        taken.claim(f"{taken.prefix}{camel_case(declared.name, upper=True)}Result", (place, declared.name))
    return SurfaceField(declared, signature)


def _check_given(what: str, shape: Shape) -> None:
    for each in parts_below(shape):
        if isinstance(each, Words):
            raise NoShape(f"{what}: a client gives a text in one language, annotate it with str")
        if isinstance(each, Subject):
            raise NoShape(f"{what}: an audit or an enterprise is a parameter of its own")


def _located(what: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except NoShape as error:
        raise NoShape(f"{what}: {error}") from error
    except NameError as error:
        raise NoShape(f"{what}: an annotation cannot be resolved: {error}") from error


def collisions(plugin: str, surface: Surface, core: CoreNames, others: Mapping[str, str]) -> Iterator[str]:
    """What of a plugin would collide with the core, or with a plugin that was loaded before.

    Args:
        others: names of types → the plugin that has taken them.
    """
    if plugin in core.fields:
        yield f"the core has a field {plugin!r} where the namespace of a plugin stands"
    for name in sorted(surface.types):
        if name in core.types:
            yield f"the core has a type {name!r} already"
        elif name in others:
            yield f"{others[name]!r} gives the type {name!r} already"
