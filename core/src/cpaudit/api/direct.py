"""Requests that ask a query again which was found sound before, and which only reads tables."""

from __future__ import annotations

from typing import Any

import orjson
from litestar import Request
from strawberry import Schema

from cpaudit.api.validation import Findings
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.direct import direct_answer

_KNOWN_MEMBERS = frozenset({"query", "variables", "operationName"})


async def direct_response(request: Request[Any, Any, Any], schema: Schema, context: RequestContext) -> bytes | None:
    """The body of the answer, or None where the ordinary way has to answer.

    What is odd about a request (its form, its headers, a query that nobody asked before or that had errors)
    is left to the ordinary way, which says so.
    """
    headers = request.headers
    if not headers.get("content-type", "").startswith("application/json") or "multipart" in headers.get("accept", ""):
        return None
    try:
        sent = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        return None
    if not isinstance(sent, dict) or not sent.keys() <= _KNOWN_MEMBERS:
        return None
    query, name, variables = sent.get("query"), sent.get("operationName"), sent.get("variables")
    if not isinstance(query, str) or not isinstance(name, str | None) or not isinstance(variables, dict | None):
        return None
    core = schema._schema
    document = Findings.of(core).sound(query)
    if document is None:
        return None
    data = await direct_answer(core, document, name, variables or {}, context)
    return None if data is None else orjson.dumps({"data": data}, default=str)
