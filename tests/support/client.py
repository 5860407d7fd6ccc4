"""A GraphQL client that speaks HTTP to the application, as a person of the province."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from support.world import ROOT, Province


class GraphqlFailedError(AssertionError):
    """The answer holds errors."""


class GraphqlClient:
    """Sends queries and mutations.

    ``await graphql("{ viewer { role } }", as_="expert", tenant="light")`` gives the answer's data.
    """

    def __init__(self, http: httpx.AsyncClient, province: Province) -> None:
        self.http = http
        self._province = province

    async def __call__(
        self, query: str, /, *, as_: str | None = "auditor", tenant: str = "chem", **variables: Any
    ) -> dict[str, Any]:
        """The data of the answer.

        Args:
            query: the document.
            as_: what tests call the person (see ``support.world``); None for a stranger.
            tenant: code of the tenant in which he acts.
            variables: the document's variables.

        Raises:
            GraphqlFailedError: the answer holds errors.
        """
        response = await self.raw(query, as_=as_, tenant=tenant, **variables)
        answer = response.json()
        if response.status_code != 200 or "errors" in answer:
            raise GraphqlFailedError(f"{response.status_code}: {response.text}")
        data: dict[str, Any] = answer["data"]
        return data

    async def raw(
        self,
        query: str,
        /,
        *,
        as_: str | None = "auditor",
        tenant: str | None = "chem",
        headers: Mapping[str, str] | None = None,
        **variables: Any,
    ) -> httpx.Response:
        """The whole answer: status, headers, data and errors."""
        return await self.http.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={**self.headers(as_, tenant), **(headers or {})},
        )

    async def errors(self, query: str, /, **options: Any) -> list[dict[str, Any]]:
        """The errors of the answer; none where it has none."""
        errors: list[dict[str, Any]] = (await self.raw(query, **options)).json().get("errors", [])
        return errors

    def headers(self, as_: str | None, tenant: str | None) -> dict[str, str]:
        """The headers that name a person and his tenant."""
        if as_ is None:
            return {}
        token = self._province.person(as_, tenant or "chem").token
        chosen = {} if as_ == ROOT or tenant is None else {"X-Tenant": tenant}
        return {"Authorization": f"Bearer {token}", **chosen}
