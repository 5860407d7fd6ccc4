"""The context of the request that is being answered."""

from __future__ import annotations

from contextvars import ContextVar

from cpaudit.graphql.context import RequestContext

current_context: ContextVar[RequestContext] = ContextVar("current_context")
