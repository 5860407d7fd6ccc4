"""The usual way: Strawberry types, a resolver for each relation, dataloaders against N+1."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import strawberry
from litestar import Litestar, Request
from strawberry.dataloader import DataLoader
from strawberry.litestar import BaseContext, make_graphql_controller

OPTIONS = "SELECT * FROM audit_option WHERE tenant_id = $1 ORDER BY id LIMIT $2"
AUDITS = "SELECT * FROM audit WHERE tenant_id = $1 AND id = ANY($2)"
ENTERPRISES = "SELECT * FROM enterprise WHERE tenant_id = $1 AND id = ANY($2)"


class Context(BaseContext, kw_only=True):
    """One request's connections, tenant and loaders."""

    pool: Any
    tenant: str
    audits: Any
    enterprises: Any


def loader(pool: asyncpg.Pool, statement: str, tenant: str) -> DataLoader[str, Any]:
    """A loader of rows by their ids."""

    async def load(ids: list[str]) -> Sequence[Any]:
        found = {row["id"]: row for row in await pool.fetch(statement, tenant, ids)}
        return [found[each] for each in ids]

    return DataLoader(load)


@strawberry.type
class Enterprise:
    """An enterprise."""

    id: strawberry.ID
    name: str


@strawberry.type
class Audit:
    """An audit, with its enterprise."""

    id: strawberry.ID
    title: str
    round: int
    enterprise_id: strawberry.Private[str]

    @strawberry.field
    async def enterprise(self, info: strawberry.Info[Context, None]) -> Enterprise:
        """The enterprise, by the loader."""
        row = await info.context.enterprises.load(self.enterprise_id)
        return Enterprise(id=row["id"], name=row["name"])


@strawberry.type
class Option:
    """An option, with its audit."""

    id: strawberry.ID
    code: str
    name: str
    state: str
    aspect: str
    cost_class: str
    audit_id: strawberry.Private[str]

    @strawberry.field
    async def audit(self, info: strawberry.Info[Context, None]) -> Audit:
        """The audit, by the loader."""
        row = await info.context.audits.load(self.audit_id)
        return Audit(id=row["id"], title=row["title"], round=row["round"], enterprise_id=row["enterprise_id"])


@strawberry.type
class Options:
    """A page of options."""

    nodes: list[Option]


@strawberry.type
class Query:
    """Where reads begin."""

    @strawberry.field
    async def options(self, info: strawberry.Info[Context, None], first: int) -> Options:
        """The first options of the tenant."""
        rows = await info.context.pool.fetch(OPTIONS, info.context.tenant, first)
        return Options(
            nodes=[
                Option(
                    id=row["id"],
                    code=row["code"],
                    name=row["name"],
                    state=row["state"],
                    aspect=row["aspect"],
                    cost_class=row["cost_class"],
                    audit_id=row["audit_id"],
                )
                for row in rows
            ]
        )


async def context(request: Request[Any, Any, Any]) -> Context:
    """The context of a request: its tenant is named in a header."""
    pool, tenant = request.app.state.pool, request.headers["x-tenant"]
    return Context(
        pool=pool,
        tenant=tenant,
        audits=loader(pool, AUDITS, tenant),
        enterprises=loader(pool, ENTERPRISES, tenant),
    )


@asynccontextmanager
async def lifespan(application: Litestar) -> AsyncIterator[None]:
    """Connections for as long as the application runs."""
    async with asyncpg.create_pool(os.environ["BENCHMARK_DATABASE_URL"], min_size=10, max_size=20) as pool:
        application.state.pool = pool
        yield


app = Litestar(
    [make_graphql_controller(strawberry.Schema(Query), path="/graphql", context_getter=context)],
    lifespan=[lifespan],
    openapi_config=None,
)
