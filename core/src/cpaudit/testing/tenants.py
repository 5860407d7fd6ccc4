"""Tenants of a local server, made as an operator and an administrator make them: over GraphQL."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

import httpx

from cpaudit.permissions import Role
from cpaudit.phases import MethodKey
from cpaudit.testing.client import GraphqlClient

PEOPLE = {
    "admin": Role.TENANT_ADMIN,
    "auditor": Role.AUDITOR,
    "expert": Role.EXPERT,
    "staff": Role.ENTERPRISE_STAFF,
    "viewer": Role.VIEWER,
}
"""What tests call the people of a tenant."""


@dataclass(frozen=True, slots=True)
class LocalTenant:
    """A department with an enterprise and a person in each role; all of it is illustrative.

    Attributes:
        code: its code.
        enterprise: GraphQL identifier of its enterprise.
    """

    code: str
    enterprise: str
    _http: httpx.Client
    _password: str
    _tokens: dict[str, str]

    def as_(self, person: str = "auditor") -> GraphqlClient:
        """The client of somebody: ``admin``, ``auditor``, ``expert``, ``staff`` or ``viewer``.

        Whoever was not asked for yet becomes a member first: hashing a password is slow, and meant to be.
        """
        if person not in self._tokens:
            role = PEOPLE[person]
            of = {"enterprise": self.enterprise} if role is Role.ENTERPRISE_STAFF else {}
            given = {**_person(person, self.code, self._password), **of, "role": role.value}
            self.as_("admin").tell("addMember", "Member", given)
            self._tokens[person] = _sign_in(self._http, person, self.code, self._password)
        return GraphqlClient(self._http, self._tokens[person], self.code)

    def on(self, http: httpx.Client) -> LocalTenant:
        """The same tenant on a server with a copy of the database."""
        return replace(self, _http=http, _tokens=dict(self._tokens))

    def enable(self, plugin: str) -> None:
        """Enable a plugin, as the tenant's administrator."""
        self.as_("admin").tell("enablePlugin", "PluginState", plugin, fields="enabled", argument="plugin")

    def start_audit(self, title: str = "Illustrative audit", method: MethodKey = MethodKey.HANDBOOK_1996) -> str:
        """Start an audit of the enterprise, as the auditor; gives its identifier."""
        given = {"enterprise": self.enterprise, "title": title, "method": method.value, "illustrative": True}
        return str(self.as_("auditor").tell("startAudit", "Audit", given)["id"])

    def gate(self, audit: str, phase: str) -> dict[str, Any]:
        """The gate of a phase of an audit: ``status``, and ``blockers`` with ``code``, ``message`` and ``plugin``."""
        query = """query($audit: ID!, $phase: PhaseKey!) {
            audit(id: $audit) { phase(key: $phase) { gate { status blockers { code message remedy path plugin } } } }
        }"""
        gate: dict[str, Any] = self.as_("auditor")(query, audit=audit, phase=phase)["audit"]["phase"]["gate"]
        return gate


def found_tenant(http: httpx.Client, root: GraphqlClient, code: str, *, gb4754: str) -> LocalTenant:
    """Create a department with its administrator and one enterprise.

    Args:
        root: the platform's administrator.
        gb4754: industry of the enterprise.
    """
    texts = {"zh-CN": f"示例部门 {code}", "en": f"Department {code}"}
    name = {"translations": [{"lang": lang, "text": text} for lang, text in texts.items()]}
    given = {"code": code, "kind": "DEPARTMENT", "name": name, "illustrative": True}
    tenant = root.tell("createTenant", "Tenant", given)["id"]
    # One password for all of its people: nobody else can reach the server.
    password = secrets.token_urlsafe(12)
    appointed = {**_person("admin", code, password), "tenant": tenant}
    root.tell("appointTenantAdmin", "AppointedAdmin", appointed, fields="email")
    admin = GraphqlClient(http, _sign_in(http, "admin", code, password), code)
    enterprise = {"code": "first", "name": "示例企业", "gb4754": gb4754, "sizeClass": "LARGE", "illustrative": True}
    registered = admin.tell("registerEnterprise", "Enterprise", enterprise)["id"]
    return LocalTenant(code, str(registered), http, password, {"admin": str(admin.token)})


def _person(called: str, tenant: str, password: str) -> dict[str, str]:
    return {"email": _address(called, tenant), "name": f"{called} (illustrative)", "password": password}


def _sign_in(http: httpx.Client, called: str, tenant: str, password: str) -> str:
    given = {"email": _address(called, tenant), "password": password}
    return str(GraphqlClient(http).tell("signIn", "Session", given, fields="token")["token"])


def _address(called: str, tenant: str) -> str:
    return f"{called}@{tenant.replace('_', '-')}.cpaudit.example"
