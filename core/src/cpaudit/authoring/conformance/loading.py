"""Checks of a plugin as the server loads it: its project, its hooks, what it does to the schema."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
)

from cpaudit.api.schemas import SchemaCache, core_names, core_schema
from cpaudit.authoring.conformance.findings import CheckResult, CheckStatus, Finding, Severity
from cpaudit.engine import is_unit
from cpaudit.plugins import PluginHealth, PluginHost
from cpaudit.plugins.project import PROJECT_FILE, PluginProject

HOOKS = ("hooks", "Loading, hook names and signatures")
GRAPHQL = ("graphql", "GraphQL: additions only")


def load(project: PluginProject) -> tuple[PluginHost, CheckResult]:
    """Load a project's plugin as the server would, alone; a deprecated hook or argument is a warning."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        host = PluginHost([project.source()], known_unit=is_unit, core_names=core_names)
    findings = [Finding(Severity.WARNING, str(each.message)) for each in caught if _is_deprecation(each)]
    (plugin,) = host.plugins
    if not plugin.fit:
        health = plugin.health
        message = f"quarantined at the stage {health.phase}: {health.message}"
        hints = "; ".join(hint for hint in (_place(health), health.remedy) if hint)
        findings.append(Finding(Severity.ERROR, message, PROJECT_FILE, 0, hints))
    if project.version is None:
        message = "the version is computed by a build tool, so that it was not compared with that of pack.toml"
        findings.append(Finding(Severity.WARNING, message, PROJECT_FILE))
    return host, CheckResult.of(*HOOKS, findings)


def check_schema(schemas: SchemaCache, name: str) -> CheckResult:
    """With the plugin, the schema has all that it has without, and new types bear the plugin's prefix.

    Args:
        schemas: of a host with the plugin; the one that was checked can then be served from it.
        name: of the plugin.
    """
    without = core_schema()._schema
    try:
        added = schemas.get((name,))._schema
    except Exception as error:
        # Whatever a plugin's fields do to the schema is the plugin's fault, and said so.
        finding = Finding(Severity.ERROR, f"the schema cannot be built with the plugin: {error}")
        return CheckResult(*GRAPHQL, CheckStatus.FAILED, (finding,))
    return CheckResult.of(*GRAPHQL, schema_changes(without, added, name))


def schema_changes(without: GraphQLSchema, added: GraphQLSchema, name: str) -> Iterator[Finding]:
    """What a plugin takes away or alters, and what it adds outside its namespace."""
    for type_name, before in without.type_map.items():
        after = added.type_map.get(type_name)
        if after is None:
            yield Finding(Severity.ERROR, f"the type {type_name} is gone")
        else:
            kept = _members(after)
            for member, shape in _members(before).items():
                if member not in kept:
                    yield Finding(Severity.ERROR, f"{type_name}.{member} is gone")
                elif kept[member] != shape:
                    yield Finding(Severity.ERROR, f"{type_name}.{member} was {shape}, and is {kept[member]}")
    prefix, own = name.replace("_", "").casefold(), core_names().types
    query, mutation = without.query_type, without.mutation_type
    for root, shown in ((query, added.query_type), (mutation, added.mutation_type)):
        for field in (set(shown.fields) if shown else set()) - (set(root.fields) if root else set()):
            if field != name:
                yield Finding(Severity.ERROR, f"the root field {field} is outside the namespace {name}")
    for type_name in added.type_map.keys() - without.type_map.keys():
        # The product's own types stand in a schema where they are first used: Calculation with the first calculator.
        if type_name not in own and not type_name.casefold().startswith(prefix):
            yield Finding(Severity.ERROR, f"the type {type_name} does not bear the prefix of {name}")


def _members(of: GraphQLNamedType) -> dict[str, str]:
    """Fields with their arguments and types, values, or member types, each as it is printed."""
    match of:
        case GraphQLObjectType() | GraphQLInterfaceType():
            return {
                name: f"({', '.join(f'{arg}: {each.type}' for arg, each in field.args.items())}): {field.type}"
                for name, field in of.fields.items()
            }
        case GraphQLInputObjectType():
            return {name: str(field.type) for name, field in of.fields.items()}
        case GraphQLEnumType():
            return dict.fromkeys(of.values, "")
        case GraphQLUnionType():
            return {each.name: "" for each in of.types}
    return {}


def _is_deprecation(caught: warnings.WarningMessage) -> bool:
    return issubclass(caught.category, DeprecationWarning)


def _place(health: PluginHealth) -> str:
    """Where to look: in the plugin's package, or else the last place of the traceback."""
    places = re.findall(r'File "([^"]+)", line (\d+)', health.traceback)
    found = health.place or (f"{places[-1][0]}:{places[-1][1]}" if places else "")
    return f"see {found}" if found else ""
