"""What validation found of a document, kept with the schema that it was found for.

Kept with the schema and not beside it, because a schema that is no longer used must be free to go.
"""

from __future__ import annotations

from collections.abc import Iterator

from graphql import ASTValidationRule, DocumentNode, GraphQLError, GraphQLSchema, validate
from strawberry.extensions import SchemaExtension

from cpaudit.graphql.reading.kept import Kept

KEPT_DOCUMENTS = 512
"""Documents of one schema whose errors are kept."""

LONGEST_KNOWN_QUERY = 20_000
"""Characters of a query by whose text its document is found again."""

_FINDINGS = "cpaudit.findings"

Rules = tuple[type[ASTValidationRule], ...]


class Findings:
    """The errors of the documents that were validated last."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        # A document is kept with its errors, so that its identity is not given to another one.
        self._errors: Kept[tuple[DocumentNode, list[GraphQLError]]] = Kept(KEPT_DOCUMENTS)
        self._sound: Kept[DocumentNode] = Kept(KEPT_DOCUMENTS)

    @classmethod
    def of(cls, schema: GraphQLSchema) -> Findings:
        """The findings of a schema."""
        findings: Findings | None = schema.extensions.get(_FINDINGS)
        if findings is None:
            findings = schema.extensions[_FINDINGS] = cls(schema)
        return findings

    def errors(self, document: DocumentNode, rules: Rules) -> list[GraphQLError]:
        """What is wrong with a document under these rules; empty where nothing is."""
        return self._errors.get_or_make(
            (id(document), rules), lambda: (document, validate(self._schema, document, rules))
        )[1]

    def sound(self, query: str) -> DocumentNode | None:
        """The document of a query in which nothing was wrong when a member last asked it, limits included."""
        return self._sound.get(query)

    def found_sound(self, query: str, document: DocumentNode) -> None:
        """Remember that nothing is wrong with a member's query."""
        if len(query) <= LONGEST_KNOWN_QUERY:
            self._sound.put(query, document)


class KeptValidation(SchemaExtension):
    """Validates a document once for a schema and its rules."""

    def on_validate(self) -> Iterator[None]:
        execution = self.execution_context
        document = execution.graphql_document
        if document is not None:
            findings = Findings.of(execution.schema._schema)
            errors = findings.errors(document, tuple(execution.validation_rules))
            execution.pre_execution_errors = errors
            # A stranger is held to more rules, so what he may ask says the least.
            if not errors and execution.query is not None and getattr(execution.context, "actor", None) is not None:
                findings.found_sound(execution.query, document)
        yield
