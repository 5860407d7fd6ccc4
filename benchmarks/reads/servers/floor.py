"""The floor: one hand-written SQL statement gives the finished JSON, a bare Litestar handler passes it on."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
from litestar import Litestar, MediaType, Request, Response, post

STATEMENT = """
SELECT json_build_object('data', json_build_object('options', json_build_object('nodes', coalesce(json_agg(
    json_build_object(
        'id', o.id, 'code', o.code, 'name', o.name, 'state', o.state, 'aspect', o.aspect, 'costClass', o.cost_class,
        'audit', json_build_object(
            'id', a.id, 'title', a.title, 'round', a.round,
            'enterprise', json_build_object('id', e.id, 'name', e.name)
        )
    ) ORDER BY o.id
), '[]'))))::text
FROM (
    SELECT id, code, name, state, aspect, cost_class, audit_id
    FROM audit_option WHERE tenant_id = $1 ORDER BY id LIMIT $2
) AS o
JOIN audit AS a ON a.tenant_id = $1 AND a.id = o.audit_id
JOIN enterprise AS e ON e.tenant_id = $1 AND e.id = a.enterprise_id
"""


@post("/options", status_code=200)
async def options(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The first options of a tenant, with their audits and enterprises."""
    asked = orjson.loads(await request.body())
    answer = await request.app.state.pool.fetchval(STATEMENT, asked["tenant"], asked["first"])
    return Response(answer.encode(), media_type=MediaType.JSON)


@asynccontextmanager
async def lifespan(application: Litestar) -> AsyncIterator[None]:
    """Connections for as long as the application runs."""
    async with asyncpg.create_pool(os.environ["BENCHMARK_DATABASE_URL"], min_size=10, max_size=20) as pool:
        application.state.pool = pool
        yield


app = Litestar([options], lifespan=[lifespan], openapi_config=None)
