"""The query that all answer: options, the audit of each, and that audit's enterprise; 11 leaf fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from cpaudit.errors import CpauditError

LEAVES = 11

CPAUDIT = """\
query Options($first: Int!) {
  options(first: $first) {
    nodes { id code name state aspect costClass audit { id title round enterprise { id name } } }
  }
}"""

NAIVE = CPAUDIT

POSTGRAPHILE = """\
query Options($first: Int!, $tenant: String!) {
  options: allAuditOptions(first: $first, condition: {tenantId: $tenant}) {
    nodes {
      id code name state aspect costClass
      audit: auditByTenantIdAndAuditId {
        id title round
        enterprise: enterpriseByTenantIdAndEnterpriseId { id name }
      }
    }
  }
}"""

DATASETTE = """\
query Options($first: Int!, $tenant: String!) {
  options: audit_option(first: $first, filter: {tenant_id: {eq: $tenant}}) {
    nodes {
      id code name state aspect costClass: cost_class
      audit: audit_id { id title round enterprise: enterprise_id { id name } }
    }
  }
}"""


def body_of(query: str, variables: Mapping[str, Any]) -> bytes:
    """The body of a POST that asks *query*."""
    return orjson.dumps({"query": query, "variables": dict(variables)})


class WrongAnswerError(CpauditError):
    """A contender answered with other data than the rest."""

    code = "WRONG_ANSWER"


def rows_of(answer: bytes) -> Sequence[Any]:
    """The rows of an answer, told apart from the form in which contenders give identifiers.

    Raises:
        WrongAnswerError: it holds errors, or is no answer to the query.
    """
    try:
        document = orjson.loads(answer)
        nodes = document["data"]["options"]["nodes"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise WrongAnswerError(f"no answer to the query: {answer[:500]!r}") from error
    if document.get("errors"):
        raise WrongAnswerError(f"the answer holds errors: {document['errors']}")
    return [_plain(node) for node in nodes]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _row_id(each) if key == "id" else _plain(each) for key, each in value.items()}
    return value


def _row_id(identifier: str) -> str:
    """The row's id in an identifier: cpaudit puts the type's name before it."""
    return identifier.rpartition(":")[2]
