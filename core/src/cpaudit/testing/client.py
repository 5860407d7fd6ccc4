"""A GraphQL client that speaks HTTP to a local server as one person in one tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

ENDPOINT = "/graphql"
_FAULT = "... on Fault { code message path remedy }"


class GraphqlFailedError(AssertionError):
    """An answer holds errors, or a mutation was refused."""


@dataclass(frozen=True, slots=True)
class GraphqlClient:
    """Sends queries and mutations: ``graphql("{ viewer { role } }")`` gives the answer's data.

    Attributes:
        http: with the server's address as its base.
        token: None for a stranger.
        tenant: code of the tenant in which the person acts.
        language: in which the server is asked to answer.
    """

    http: httpx.Client
    token: str | None = None
    tenant: str | None = None
    language: str = "en"

    def __call__(self, query: str, /, **variables: Any) -> dict[str, Any]:
        """The data of the answer.

        Raises:
            GraphqlFailedError: the answer holds errors.
        """
        response = self.raw(query, **variables)
        answer = response.json()
        if response.status_code != httpx.codes.OK or "errors" in answer:
            raise GraphqlFailedError(f"{response.status_code}: {answer.get('errors', answer)}")
        data: dict[str, Any] = answer["data"]
        return data

    def errors(self, query: str, /, **variables: Any) -> list[dict[str, Any]]:
        """The errors of the answer; none where it has none."""
        errors: list[dict[str, Any]] = self.raw(query, **variables).json().get("errors", [])
        return errors

    def raw(self, query: str, /, **variables: Any) -> httpx.Response:
        """The whole answer: status, headers, data and errors."""
        return self.http.post(ENDPOINT, json={"query": query, "variables": variables}, headers=self._headers())

    def tell(self, mutation: str, answer: str, given: object, *, fields: str = "id", argument: str = "input") -> Any:
        """Call a mutation; gives the fields of the object with which it answers.

        Args:
            mutation: its name; its input type is called after it.
            answer: the type with which it answers where it does what was asked.
            given: its argument.
            fields: what is wanted of the answer.
            argument: name of the argument; any other than ``input`` takes a text.

        Raises:
            GraphqlFailedError: it was refused.
        """
        of = f"{mutation[0].upper()}{mutation[1:]}Input!" if argument == "input" else "String!"
        query = (
            f"mutation($given: {of}) {{ {mutation}({argument}: $given) "
            f"{{ __typename ... on {answer} {{ {fields} }} {_FAULT} }} }}"
        )
        told = self(query, given=given)[mutation]
        if told["__typename"] != answer:
            raise GraphqlFailedError(f"{mutation}: {told.get('code')}: {told.get('message')} {told.get('path')}")
        return told

    def _headers(self) -> Mapping[str, str]:
        headers = {"Accept-Language": self.language}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.tenant is not None:
            headers["X-Tenant"] = self.tenant
        return headers
