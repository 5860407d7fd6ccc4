"""A client of the GraphQL API, as anybody could write one: HTTP, a bearer token, and faults as exceptions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

from cpaudit.errors import CpauditError
from cpaudit.text import LocalizedText

ENDPOINT = "/graphql"
TIMEOUT = 60.0
"""Seconds for one answer; a report with its charts takes the longest."""

INPUTS = {
    "approveCommendations": "DecideCommendationsInput",
    "discardCommendations": "DecideCommendationsInput",
    "overrideItemField": "ChangeItemFieldInput",
    "pinStageContent": "RecordAsRead",
    "publishOverlay": "DecideOverlayInput",
    "publishQuestion": "RecordAsRead",
    "acceptQuestions": "RecordAsRead",
    "submitOverlay": "DecideOverlayInput",
    "submitProgrammeSummary": "SubmitReportInput",
    "submitSectorReport": "SubmitReportInput",
}
"""Types of inputs that are not called after their mutation."""


class DemoFailedError(CpauditError):
    """The server did not do what the demonstration asked of it."""

    code = "DEMO_FAILED"


@dataclass(frozen=True, slots=True)
class Held:
    """An object as a mutation answered it: what the next mutation needs to name it."""

    id: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A blocked gate's answer to ``completePhase``: the message of each blocker."""

    blockers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Client:
    """Speaks to the server as one person in one tenant.

    Attributes:
        http: with the server's address as its base.
        language: in which the server is asked to answer.
        token: None for a stranger.
        tenant: code of the tenant in which the person acts; None where he is a member of one at most.
    """

    http: httpx.Client
    language: str
    token: str | None = None
    tenant: str | None = None

    def sign_in(self, email: str, password: str, tenant: str | None = None) -> Client:
        """The client of a person who signs in."""
        given = {"email": email, "password": password}
        answer = self._mutate("signIn", "SignInInput!", "Session", "token", given)
        return replace(self, token=str(answer["token"]), tenant=tenant)

    def words(self, text: LocalizedText) -> str:
        """A text in the language in which the person writes."""
        return text.in_language(self.language)

    def tell(self, mutation: str, answer: str, given: Mapping[str, Any], *, versioned: bool = True) -> Held:
        """Call a mutation that takes one input.

        Args:
            mutation: its name; its input is called after it.
            answer: the type with which it answers.
            given: the input.
            versioned: whether the type has a version.

        Raises:
            DemoFailedError: the server answered with a fault or an error.
        """
        told = self.send(mutation, answer, "id version" if versioned else "id", given)
        return Held(str(told["id"]), int(told.get("version", 0)))

    def send(self, mutation: str, answer: str, fields: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call a mutation that takes one input; gives these fields of what it answers.

        Raises:
            DemoFailedError: the server answered with a fault or an error.
        """
        return self._mutate(mutation, _input_type(mutation), answer, fields, given)

    def refused(self, mutation: str, fault: str, given: Mapping[str, Any]) -> str:
        """Call a mutation that has to be refused; gives why it was.

        Args:
            mutation: its name.
            fault: the type with which it has to answer, ``Denied`` for example.
            given: the input.

        Raises:
            DemoFailedError: it was done, or refused for another reason.
        """
        query = f"mutation($given: {_input_type(mutation)}) {{ {mutation}(input: $given) {{ __typename {_FAULT} }} }}"
        told: Mapping[str, Any] = self.ask(query, given=given)[mutation]
        if told["__typename"] != fault:
            raise DemoFailedError(f"{mutation} was answered with {told['__typename']} and not with {fault}")
        return str(told["message"])

    def appoint(self, given: Mapping[str, Any]) -> None:
        """Give a tenant its first administrator."""
        self._mutate("appointTenantAdmin", "AppointTenantAdminInput!", "AppointedAdmin", "email", given)

    def enable_plugin(self, plugin: str) -> None:
        """Enable a plugin for the person's tenant."""
        self._mutate("enablePlugin", "String!", "PluginState", "enabled", plugin, argument="plugin")

    def complete_phase(self, audit: str, phase: str) -> Refusal | None:
        """Ask for a phase to be closed; None where it was, else what the gate has against it."""
        query = f"""mutation($input: CompletePhaseInput!) {{ completePhase(input: $input) {{
            __typename ... on Audit {{ id }} {_FAULT} ... on GateBlocked {{ blockers {{ message }} }} }} }}"""
        answer = self.ask(query, input={"audit": audit, "phase": phase})["completePhase"]
        if answer["__typename"] == "GateBlocked":
            return Refusal(tuple(each["message"] for each in answer["blockers"]))
        _require(answer, "Audit", "completePhase")
        return None

    def all_of(self, query: str, name: str, **variables: Any) -> list[Any]:
        """All nodes of the list *name*, page by page; the query takes ``$after`` and asks for ``pageInfo``.

        Raises:
            DemoFailedError: as for :meth:`ask`.
        """
        found: list[Any] = []
        after = None
        while True:
            page = self.ask(query, after=after, **variables)[name]
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    def ask(self, query: str, **variables: Any) -> Any:
        """The data with which the server answers a document.

        Raises:
            DemoFailedError: it cannot be reached, or the answer holds errors.
        """
        try:
            response = self.http.post(
                ENDPOINT, json={"query": query, "variables": variables}, headers=self._headers(), timeout=TIMEOUT
            )
        except httpx.HTTPError as error:
            raise DemoFailedError(f"the server does not answer: {error}", remedy="see the server's log") from error
        try:
            answer = response.json()
        except ValueError as error:
            raise DemoFailedError(f"the server answered {response.status_code} without JSON") from error
        if response.status_code != httpx.codes.OK or "errors" in answer:
            raise DemoFailedError(f"the server answered {response.status_code}: {answer.get('errors')}")
        return answer["data"]

    def download(self, path: str, **parameters: str) -> bytes:
        """A file.

        Raises:
            DemoFailedError: the server does not give it.
        """
        return self._file("GET", path, parameters)

    def upload(self, path: str, content: bytes, **parameters: str) -> Any:
        """Send a file; gives the JSON with which the server answers.

        Raises:
            DemoFailedError: the server does not take it.
        """
        return json.loads(self._file("POST", path, parameters, content))

    def _file(self, method: str, path: str, parameters: Mapping[str, str], content: bytes | None = None) -> bytes:
        try:
            response = self.http.request(
                method, path, params=parameters, content=content, headers=self._headers(), timeout=TIMEOUT
            )
        except httpx.HTTPError as error:
            raise DemoFailedError(f"{path} does not arrive: {error}", remedy="see the server's log") from error
        if response.status_code != httpx.codes.OK:
            raise DemoFailedError(f"{path} was answered with {response.status_code}: {response.text[:500]}")
        return response.content

    def _mutate(
        self, mutation: str, input_type: str, answer: str, fields: str, given: object, argument: str = "input"
    ) -> Mapping[str, Any]:
        query = (
            f"mutation($given: {input_type}) {{ {mutation}({argument}: $given) "
            f"{{ __typename ... on {answer} {{ {fields} }} {_FAULT} }} }}"
        )
        told: Mapping[str, Any] = self.ask(query, given=given)[mutation]
        _require(told, answer, mutation)
        return told

    def _headers(self) -> dict[str, str]:
        headers = {"Accept-Language": self.language}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.tenant is not None:
            headers["X-Tenant"] = self.tenant
        return headers


def _input_type(mutation: str) -> str:
    return INPUTS.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input") + "!"


_FAULT = "... on Fault { code message path remedy }"


def _require(answer: Mapping[str, Any], wanted: str, mutation: str) -> None:
    if answer["__typename"] != wanted:
        raise DemoFailedError(
            f"{mutation} was answered with {answer['__typename']}: {answer['message']}",
            path=tuple(answer["path"]),
            remedy=answer["remedy"],
        )
