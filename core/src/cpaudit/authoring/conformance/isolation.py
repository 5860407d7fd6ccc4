"""A tenant that has not enabled the plugin meets nothing of it, on a real server, by any path."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from cpaudit.api.schemas import SchemaCache
from cpaudit.authoring.conformance.findings import CheckResult, Finding, Severity
from cpaudit.contributions import ContentPack
from cpaudit.phases import METHODS, MethodKey
from cpaudit.plugins import PluginHost
from cpaudit.plugins.project import PluginProject
from cpaudit.testing.client import GraphqlClient
from cpaudit.testing.server import ServerKit
from cpaudit.testing.tenants import LocalTenant

ISOLATION = ("isolation", "Tenants that have not enabled it")

_INTROSPECTION = "{ __schema { types { name } queryType { fields { name } } } }"
_PATHS = {
    "the list of plugins": "{ plugins { name } }",
    "the packs of the library": "{ library { packs { id } } }",
}


def check_isolation(project: PluginProject, pack: ContentPack, host: PluginHost, schemas: SchemaCache) -> CheckResult:
    """Serve two tenants, of which one has enabled the plugin, and compare what they meet.

    Args:
        host: with the project's plugin alone.
        schemas: of this host.
    """
    with tempfile.TemporaryDirectory(prefix="cpaudit-check-") as directory:
        kit = ServerKit(project.source(), Path(directory), host=host, schemas=schemas)
        with kit.server() as server:
            other = server.new_tenant("other")
            return CheckResult.of(*ISOLATION, leaks(server.tenant, other, server.plugin, pack))


def leaks(user: LocalTenant, other: LocalTenant, name: str, pack: ContentPack) -> Iterator[Finding]:
    """What *other*, who has not enabled the plugin, meets of it, compared with *user*, who has."""
    if name not in _root_fields(user.as_("auditor")):
        yield Finding(Severity.ERROR, f"who has enabled the plugin finds no field {name!r}")
    auditor = other.as_("auditor")
    if name in _root_fields(auditor):
        yield Finding(Severity.ERROR, "its namespace is in the introspection of who has not enabled it")
    own = _types(user.as_("auditor")) - _types(auditor)
    yield from (
        Finding(Severity.ERROR, f"the type {each} is known to who has not enabled it")
        for each in sorted(own)
        if auditor("query($name: String!) { __type(name: $name) { name } }", name=each)["__type"] is not None
    )
    for path, query in _PATHS.items():
        if name in str(auditor(query)):
            yield Finding(Severity.ERROR, f"{path} names it to who has not enabled it")
    for item in pack.contributions():
        found = auditor("query($ref: ID!) { library { item(ref: $ref) { ref } } }", ref=item.ref)
        if found["library"]["item"] is not None:
            yield Finding(Severity.ERROR, f"{item.ref} is found by who has not enabled it")
            break
    yield from _asked_at_gates(other, name)


def _asked_at_gates(tenant: LocalTenant, name: str) -> Iterator[Finding]:
    audit = tenant.start_audit()
    for phase in METHODS[MethodKey.HANDBOOK_1996].phases:
        if any(each["plugin"] == name for each in tenant.gate(audit, phase.key.value)["blockers"]):
            yield Finding(
                Severity.ERROR, f"its requirements are asked at the gate of {phase.key} of who has not enabled it"
            )


def _root_fields(client: GraphqlClient) -> set[str]:
    return {field["name"] for field in client(_INTROSPECTION)["__schema"]["queryType"]["fields"]}


def _types(client: GraphqlClient) -> set[str]:
    return {each["name"] for each in client(_INTROSPECTION)["__schema"]["types"]}
