"""What validation found of a document, kept with the schema that it was found for.

Kept with the schema and not beside it, because a schema that is no longer used must be free to go.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

from graphql import ASTValidationRule, DocumentNode, GraphQLError, GraphQLSchema, validate
from strawberry.extensions import SchemaExtension

KEPT_DOCUMENTS = 512
"""Documents of one schema whose errors are kept."""

_FINDINGS = "cpaudit.findings"

Rules = tuple[type[ASTValidationRule], ...]


class Findings:
    """The errors of the documents that were validated last."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[tuple[int, Rules], tuple[DocumentNode, list[GraphQLError]]] = OrderedDict()
        self._lock = Lock()

    def errors(self, document: DocumentNode, rules: Rules) -> list[GraphQLError]:
        """What is wrong with a document under these rules; empty where nothing is."""
        # The document is kept with its errors, so that its identity is not given to another one.
        key = (id(document), rules)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept[1]
        errors = validate(self._schema, document, rules)
        with self._lock:
            self._kept[key] = (document, errors)
            if len(self._kept) > KEPT_DOCUMENTS:
                self._kept.popitem(last=False)
        return errors


class KeptValidation(SchemaExtension):
    """Validates a document once for a schema and its rules."""

    def on_validate(self) -> Iterator[None]:
        execution = self.execution_context
        schema: GraphQLSchema = execution.schema._schema
        findings: Findings = schema.extensions.setdefault(_FINDINGS, Findings(schema))
        if execution.graphql_document is not None:
            execution.pre_execution_errors = findings.errors(
                execution.graphql_document, tuple(execution.validation_rules)
            )
        yield
