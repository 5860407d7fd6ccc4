"""What of an operation's variables a plan depends on.

A variable that decides what is read (a directive, an order, a page's size, an argument of a field that runs
Python) is part of the plan by its value. One that only says which rows (an id, a cursor, what a filter looks
for) is a parameter of the plan's statements: of it the plan knows no more than the shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)


class VariableUse:
    """Where an operation uses its variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._visited: set[str] = set()
        self._decisive: set[str] = set()
        self._decisive.update(_in_directives(operation.directives))
        root = schema.get_root_type(operation.operation)
        if root is not None:
            self._visit(root, operation.selection_set)

    def key(self, variables: Mapping[str, Any]) -> tuple[Any, ...]:
        """What the plan depends on; equal for variables with which it is the same."""
        return tuple(
            (name, repr(value) if name in self._decisive else shape_of(value))
            for name, value in sorted(variables.items())
        )

    def _visit(self, parent: Any, selections: SelectionSetNode) -> None:
        for selection in selections.selections:
            self._decisive.update(_in_directives(selection.directives))
            match selection:
                case FieldNode():
                    self._visit_field(parent, selection)
                case InlineFragmentNode():
                    condition = selection.type_condition
                    inner = parent if condition is None else self._schema.get_type(condition.name.value)
                    self._visit(inner, selection.selection_set)
                case FragmentSpreadNode() if selection.name.value not in self._visited:
                    self._visited.add(selection.name.value)
                    fragment = self._fragments[selection.name.value]
                    self._visit(self._schema.get_type(fragment.type_condition.name.value), fragment.selection_set)

    def _visit_field(self, parent: Any, node: FieldNode) -> None:
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        field: GraphQLField | None = fields.get(node.name.value)
        for argument in node.arguments or ():
            if field is None or not takes_late(field, argument.name.value):
                self._decisive.update(variables_in(argument.value))
        if node.selection_set is not None:
            self._visit(None if field is None else get_named_type(field.type), node.selection_set)


def takes_late(field: GraphQLField, argument: str) -> bool:
    """Whether an argument of a field of the schema is a parameter of a statement."""
    declared = field.extensions.get("strawberry-definition")
    asked = getattr(declared, "takes_late", None)
    return asked is not None and bool(asked(argument))


def shape_of(value: Any) -> Any:
    """What statements with this value as a parameter have in common; see :mod:`conditions`."""
    match value:
        case Enum() | bool() | None:
            return value
        case str():
            return len(value.split())
        case Mapping():
            return tuple((name, shape_of(each)) for name, each in sorted(value.items()))
        case list() | tuple():
            return tuple(shape_of(each) for each in value)
        case _:
            return type(value)


def _in_directives(directives: tuple[DirectiveNode, ...] | None) -> Iterator[str]:
    for directive in directives or ():
        for argument in directive.arguments or ():
            yield from variables_in(argument.value)


def variables_in(node: Node) -> Iterator[str]:
    """The names of the variables in a value of a document."""
    match node:
        case VariableNode():
            yield node.name.value
        case ListValueNode():
            for each in node.values:
                yield from variables_in(each)
        case ObjectValueNode():
            for part in node.fields:
                yield from variables_in(part.value)
