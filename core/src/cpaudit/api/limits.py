"""What a query may ask for, each limit with a clear error."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from graphql import ASTValidationRule, FieldNode, GraphQLError
from strawberry.extensions import SchemaExtension

CACHED_DEPTHS = 1024
"""Queries whose depth is remembered."""


class IntrospectionIsForMembers(ASTValidationRule):
    """A stranger who asks for the schema is told once to sign in."""

    def enter_field(self, node: FieldNode, *_: object) -> None:
        if node.name.value in ("__schema", "__type"):
            extensions = {"code": "UNAUTHENTICATED", "remedy": "sign in, or send a bearer token"}
            self.report_error(GraphQLError("the schema is shown to members", node, extensions=extensions))


class RequestBounds(SchemaExtension):
    """Holds a query to the limits, and keeps the schema from strangers."""

    def __init__(self, tokens: int, depth: int, rules: tuple[type[ASTValidationRule], ...]) -> None:
        """
        Args:
            tokens: lexical tokens of a document.
            depth: nesting of its selections.
            rules: further rules of validation, made once for a schema: what validation found is kept for a
                document and its rules, and a rule made anew is another rule.
        """
        self._tokens = tokens
        # Lists and input objects nest inside arguments, so a document's brackets may go deeper than its selections.
        self._brackets = depth * 4
        self._rules = rules

    def on_operation(self) -> Iterator[None]:
        execution = self.execution_context
        # Before the parser, which is recursive, sees it.
        if execution.query is not None and bracket_depth(execution.query, self._brackets) > self._brackets:
            raise GraphQLError(
                f"the query nests deeper than {self._brackets} brackets",
                extensions={"code": "QUERY_TOO_DEEP", "remedy": "split it into several queries"},
            )
        execution.parse_options["max_tokens"] = self._tokens
        stranger = getattr(execution.context, "actor", None) is None
        hidden = (IntrospectionIsForMembers,) if stranger else ()
        execution.validation_rules = (*execution.validation_rules, *self._rules, *hidden)
        yield


@lru_cache(maxsize=CACHED_DEPTHS)
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
