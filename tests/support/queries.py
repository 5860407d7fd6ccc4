"""Random queries over a schema: any fields, aliases, arguments, fragments and directives that are valid."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    parse_value,
    print_ast,
    value_from_ast_untyped,
)
from graphql.utilities import ast_from_value
from hypothesis import strategies as st

WORDS = ("1", "name", "文字", "text 2", "%", "_", "")
LANGUAGES = ("zh-CN", "en", "de")
UNITS = ("t", "kg", "m3", "GJ", "furlong")


# To make a strategy takes longer than to draw from one.
_one_of = lru_cache(maxsize=None)(st.sampled_from)
_from_to = lru_cache(maxsize=None)(st.integers)


@cache
def _names(parent: GraphQLObjectType | GraphQLInterfaceType, *, leaves_alone: bool) -> tuple[str, ...]:
    """The fields that may be asked of a type, by the alphabet."""
    fields = parent.fields.items()
    return tuple(sorted(name for name, each in fields if not leaves_alone or is_leaf_type(get_named_type(each.type))))


@dataclass(frozen=True)
class Variable:
    """A variable of a query, with two values that it may have."""

    type: str
    values: tuple[Any, Any]


@dataclass
class QueryWriter:
    """Writes one query.

    Attributes:
        schema: what may be asked.
        identifiers: ids of nodes by type, own ones and others' alike.
        draw: hypothesis's.
        deepest: how deep selections may nest.
    """

    schema: GraphQLSchema
    identifiers: dict[str, list[str]]
    draw: Any
    deepest: int = 6
    fragments: list[str] = field(default_factory=list)
    aliases: int = 0
    variables: dict[str, Variable] = field(default_factory=dict)

    def query(self) -> str:
        """A query with one to three root fields."""
        root = self.schema.query_type
        assert root is not None
        body = self._fields(root, 0, self.draw(_from_to(1, 3)))
        declared = "".join(f", ${name}: {each.type}" for name, each in self.variables.items())
        head = f"query Random($yes: Boolean! = true, $no: Boolean! = false{declared})"
        return "\n".join([f"{head} {body}", *self.fragments])

    def values(self, which: int) -> dict[str, Any]:
        """The first (0) or the second (1) values of the query's variables."""
        return {name: each.values[which] for name, each in self.variables.items()}

    def _fields(self, parent: GraphQLObjectType | GraphQLInterfaceType, depth: int, count: int) -> str:
        names = _names(parent, leaves_alone=depth >= self.deepest)
        parts = [self._field(parent, self.draw(_one_of(names)), depth) for _ in range(count)] if names else []
        if self.draw(_from_to(0, 3)) == 3 or not parts:
            parts.append("__typename")
        if 0 < depth < self.deepest and names and self.draw(_from_to(0, 5)) == 5:
            parts.append(self._fragment(parent, depth))
        return "{ " + " ".join(parts) + " }"

    def _fragment(self, parent: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> str:
        inner = self._fields(parent, depth + 1, 1)
        if self.draw(st.booleans()):
            return f"... on {parent.name} {inner}"
        name = f"Part{len(self.fragments)}x{self.aliases}"
        self.fragments.append(f"fragment {name} on {parent.name} {inner}")
        return f"...{name}"

    def _field(self, parent: GraphQLObjectType | GraphQLInterfaceType, name: str, depth: int) -> str:
        definition: GraphQLField = parent.fields[name]
        self.aliases += 1
        text = f"a{self.aliases}: {name}" + self._arguments(definition.args)
        directive = self.draw(_one_of(("", "", "", "@include(if: $yes)", "@skip(if: $no)", "@skip(if: $yes)")))
        named = get_named_type(definition.type)
        body = "" if is_leaf_type(named) else self._selection(named, depth + 1)
        return f"{text} {directive} {body}".strip()

    def _selection(self, named: Any, depth: int) -> str:
        if isinstance(named, GraphQLUnionType):
            parts = [f"... on {each.name} {self._fields(each, depth, 1)}" for each in named.types]
            return "{ __typename " + " ".join(parts) + " }"
        if isinstance(named, GraphQLInterfaceType):
            concrete = sorted(self.schema.get_possible_types(named), key=lambda each: each.name)
            chosen = self.draw(st.lists(st.sampled_from(concrete), min_size=1, max_size=4, unique=True))
            parts = [f"... on {each.name} {self._fields(each, depth, 2)}" for each in chosen]
            return "{ __typename id " + " ".join(parts) + " }"
        return self._fields(named, depth, self.draw(_from_to(1, 4)))

    def _arguments(self, arguments: dict[str, GraphQLArgument]) -> str:
        given = []
        for name, argument in sorted(arguments.items()):
            required = isinstance(argument.type, GraphQLNonNull)
            if required or self.draw(_from_to(0, 3)) == 3:
                if name in ("last", "before") and any(each.startswith(("first", "after")) for each in given):
                    continue
                variable = self.draw(_from_to(0, 2)) == 2
                given.append(
                    f"{name}: {self._variable(name, argument) if variable else self._value(name, argument.type)}"
                )
        return f"({', '.join(given)})" if given else ""

    def _variable(self, name: str, argument: GraphQLArgument) -> str:
        values = [self._value(name, argument.type) for _ in range(2)]
        key = f"v{len(self.variables)}"
        untyped = [value_from_ast_untyped(parse_value(value)) for value in values]
        self.variables[key] = Variable(str(argument.type), (untyped[0], untyped[1]))
        return f"${key}"

    def _value(self, name: str, argument_type: Any) -> str:
        if isinstance(argument_type, GraphQLNonNull):
            argument_type = argument_type.of_type
        if isinstance(argument_type, GraphQLList):
            return (
                "["
                + ", ".join(self._value(name, argument_type.of_type) for _ in range(self.draw(_from_to(0, 2))))
                + "]"
            )
        if isinstance(argument_type, GraphQLEnumType):
            return self.draw(_one_of(tuple(sorted(argument_type.values))))
        if isinstance(argument_type, GraphQLInputObjectType):
            chosen = self.draw(st.lists(st.sampled_from(sorted(argument_type.fields)), max_size=2, unique=True))
            required = [key for key, each in argument_type.fields.items() if isinstance(each.type, GraphQLNonNull)]
            inner = {
                key: self._value(key, argument_type.fields[key].type) for key in dict.fromkeys((*required, *chosen))
            }
            return "{" + ", ".join(f"{key}: {value}" for key, value in inner.items()) + "}"
        assert isinstance(argument_type, GraphQLScalarType)
        return _quoted(self._scalar(name, argument_type), argument_type)

    def _scalar(self, name: str, scalar: GraphQLScalarType) -> Any:
        if name in ("first", "last"):
            return self.draw(_from_to(0, 4))
        if name == "lang":
            return self.draw(_one_of(LANGUAGES))
        if name == "unit":
            return self.draw(_one_of(UNITS))
        match scalar.name:
            case "ID":
                fitting = self.identifiers.get(name[:1].upper() + name[1:])
                if not fitting:
                    fitting = sorted(each for ids in self.identifiers.values() for each in ids)
                return self.draw(_one_of(tuple(fitting)))
            case "Int":
                return self.draw(_from_to(0, 5))
            case "Float":
                return self.draw(st.sampled_from((0.0, 0.5, 1.0)))
            case "Boolean":
                return self.draw(st.booleans())
            case "DateTime":
                return "2026-06-01T00:00:00+00:00"
            case "Date":
                return "2026-06-01"
            case _:
                return self.draw(_one_of(WORDS))


def _quoted(value: Any, scalar: GraphQLScalarType) -> str:
    if scalar.name in ("Int", "Float", "Boolean"):
        node = ast_from_value(value, scalar)
        assert node is not None
        return print_ast(node)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
