"""What a client asked for under one field, with fragments opened and directives obeyed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from cpaudit.graphql.reading.variables import takes_late, variables_in

Selected: TypeAlias = dict[str, list[FieldNode]]
"""Response key → the field nodes that ask for it."""


@dataclass(frozen=True)
class Document:
    """What is needed to read selections of one operation."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues

    @classmethod
    def of(cls, info: GraphQLResolveInfo[Any]) -> Document:
        """The document of the operation that is running."""
        # Where the values came from does not matter here.
        return cls(info.schema, info.fragments, VariableValues({}, dict(variables_of(info))))

    def selected(
        self, runtime_type: GraphQLObjectType, nodes: Iterable[FieldNode | OperationDefinitionNode]
    ) -> Selected:
        """The fields asked of *runtime_type* under *nodes*, in the order of the response."""
        found: Selected = {}
        visited: set[str] = set()
        for node in nodes:
            if node.selection_set:
                self._visit(runtime_type, node.selection_set, found, visited)
        return found

    def _visit(
        self, runtime_type: GraphQLObjectType, selection_set: SelectionSetNode, found: Selected, visited: set[str]
    ) -> None:
        for selection in selection_set.selections:
            if not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                found.setdefault(key, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._applies(condition.name.value, runtime_type):
                    self._visit(runtime_type, selection.selection_set, found, visited)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in visited:
                    continue
                visited.add(name)
                fragment = self.fragments[name]
                if self._applies(fragment.type_condition.name.value, runtime_type):
                    self._visit(runtime_type, fragment.selection_set, found, visited)

    def _included(self, selection: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, selection, self.variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, selection, self.variables)
        return not include or bool(include["if"])

    def _applies(self, condition: str, runtime_type: GraphQLObjectType) -> bool:
        if condition == runtime_type.name:
            return True
        named: GraphQLNamedType | None = self.schema.get_type(condition)
        if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            abstract: GraphQLAbstractType = named
            return self.schema.is_sub_type(abstract, runtime_type)
        return False

    def arguments(self, field: GraphQLField, declared: StrawberryField, node: FieldNode) -> dict[str, Any]:
        """The arguments of one field as Python values, defaults included."""
        raw = get_argument_values(field, node, self.variables)
        strawberry_schema = self.schema._strawberry_schema  # type: ignore[attr-defined]
        return convert_arguments(
            raw,
            declared.arguments,
            scalar_registry=strawberry_schema.schema_converter.scalar_registry,
            config=strawberry_schema.config,
        )


@dataclass(frozen=True, slots=True)
class ArgumentSite:
    """Where a document gives a field its arguments.

    Attributes:
        varies: whether a variable stands in one that only says which rows, so that each request may look for
            others.
    """

    field: GraphQLField
    node: FieldNode
    varies: bool

    @classmethod
    def of(cls, field: GraphQLField, node: FieldNode) -> ArgumentSite:
        """The site of one field node."""
        late = [each.value for each in node.arguments or () if takes_late(field, each.name.value)]
        varies = any(any(variables_in(value)) for value in late)
        return cls(field, node, varies)

    def arguments(self, document: Document) -> dict[str, Any]:
        """The arguments as Python values, defaults included."""
        return document.arguments(self.field, declared_field(self.field), self.node)


def variables_of(info: GraphQLResolveInfo[Any]) -> Mapping[str, Any]:
    """The values of the operation's variables, coerced to their types."""
    # graphql-core declares each with its source; Strawberry hands resolvers the values alone.
    variables: Mapping[str, Any] = info.variable_values  # type: ignore[assignment]
    return variables


def declared_field(field: GraphQLField) -> StrawberryField:
    """The Strawberry field behind a field of the schema."""
    declared: StrawberryField = field.extensions["strawberry-definition"]
    return declared


def origin_of(graphql_type: GraphQLObjectType) -> type:
    """The Python class behind an object type of the schema."""
    origin: type = graphql_type.extensions["strawberry-definition"].origin
    return origin


def object_type(field: GraphQLField) -> GraphQLObjectType:
    """The object type that a field gives, lists and non-nulls taken off."""
    named = get_named_type(field.type)
    if not isinstance(named, GraphQLObjectType):
        raise TypeError(f"{named} is no object type")
    return named
