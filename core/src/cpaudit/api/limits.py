"""What a query may ask for, each limit with a clear error."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import GraphQLError, NoSchemaIntrospectionCustomRule
from strawberry.extensions import SchemaExtension


class ShallowDocuments(SchemaExtension):
    """Refuses a document whose brackets nest too deep, before the recursive parser sees it."""

    def __init__(self, depth: int) -> None:
        # Lists and input objects nest inside arguments, so a document's brackets may go deeper than its selections.
        self.bracket_depth = depth * 4

    def on_operation(self) -> Iterator[None]:
        query = self.execution_context.query
        if query is not None and bracket_depth(query, self.bracket_depth) > self.bracket_depth:
            raise GraphQLError(
                f"the query nests deeper than {self.bracket_depth} brackets",
                extensions={"code": "QUERY_TOO_DEEP", "remedy": "split it into several queries"},
            )
        yield


def bracket_depth(query: str, enough: int) -> int:
    """How deep brackets nest outside strings and comments; stops counting beyond *enough*."""
    depth = deepest = position = 0
    length = len(query)
    while position < length:
        character = query[position]
        if character in "{[(":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > enough:
                return deepest
        elif character in "}])":
            depth -= 1
        elif character == "#":
            end = query.find("\n", position)
            position = length if end < 0 else end
        elif character == '"':
            position = _end_of_string(query, position)
        position += 1
    return deepest


def _end_of_string(query: str, start: int) -> int:
    quote = '"""' if query.startswith('"""', start) else '"'
    position = start + len(quote)
    while position < len(query):
        if query[position] == "\\":
            position += 2
        elif query.startswith(quote, position):
            return position + len(quote) - 1
        else:
            position += 1
    return len(query)


class HideIntrospection(SchemaExtension):
    """Strangers are not shown the schema."""

    def on_operation(self) -> Iterator[None]:
        if getattr(self.execution_context.context, "actor", None) is None:
            self.execution_context.validation_rules = (
                *self.execution_context.validation_rules,
                NoSchemaIntrospectionCustomRule,
            )
        yield
