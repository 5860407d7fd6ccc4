"""What the documentation shows works: its queries are answered, its links lead somewhere, its plugin loads."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, NonNullTypeNode, OperationDefinitionNode, OperationType, parse, validate
from graphql import build_schema as schema_of

from cpaudit.api.schemas import build_schema
from cpaudit.api.settings import Settings
from cpaudit.contributions import (
    AuditView,
    ContentPack,
    EnterpriseView,
    MeasurementView,
    QuantityStatus,
    QuantityView,
    StreamKind,
    StreamView,
)
from cpaudit.engine import is_unit
from cpaudit.phases import METHODS, MethodKey, StepKey
from cpaudit.plugins import PluginHost, PluginSource
from support.client import GraphqlClient

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("core/*.md"), *ROOT.glob("plugins/*/*.md")]
)
PLUGINS = ("building_materials", "chemical", "light_industry")

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^\*\*`([^`]+)`\*\*\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r"^\| `(CPAUDIT_[A-Z_]+)` \| ([^|]*) \|", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_BODY = re.compile(r"-d '(\{.*?\})'", re.DOTALL)
_GQL_CALL = re.compile(r'gql\(\s*"""(.*?)"""', re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One query of a page; its line is that of the block it stands in."""

    page: str
    line: int
    query: str

    @property
    def operation(self) -> OperationDefinitionNode:
        (found,) = [each for each in parse(self.query).definitions if isinstance(each, OperationDefinitionNode)]
        return found

    @property
    def runs_alone(self) -> bool:
        """Whether it is a query that can be sent as it stands."""
        required = [
            variable
            for variable in self.operation.variable_definitions or ()
            if isinstance(variable.type, NonNullTypeNode) and variable.default_value is None
        ]
        return self.operation.operation is OperationType.QUERY and not required

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: Path, *languages: str) -> Iterator[tuple[int, str]]:
    """The code blocks of a page in these languages, each with the line on which it begins."""
    text = page.read_text("utf-8")
    for match in _FENCE.finditer(text):
        if match[1] in languages:
            yield text.count("\n", 0, match.start()) + 1, match[2]


def examples() -> Iterator[Example]:
    """The queries of all pages: GraphQL blocks, bodies of curl commands, and queries in Python."""
    for page in PAGES:
        name = page.relative_to(ROOT).as_posix()
        for line, block in blocks(page, "graphql"):
            yield Example(name, line, block)
        for line, block in blocks(page, "console", "sh", "bash"):
            for body in _BODY.findall(block):
                yield Example(name, line, json.loads(body)["query"])
        for line, block in blocks(page, "python"):
            for query in _GQL_CALL.findall(block):
                yield Example(name, line, query)


EXAMPLES = list(examples())
GUIDE = ROOT / "docs" / "graphql.md"
SAMPLE = dict(_FILE.findall((ROOT / "docs" / "plugins.md").read_text("utf-8")))


TENANTS = {"building_materials": "building", "light_industry": "light"}
"""Tenants of the province by the plugin that they have enabled, beside ``chem``."""


@pytest.fixture(scope="module")
def schema(host: PluginHost) -> GraphQLSchema:
    """The schema of a tenant that has enabled the three plugins."""
    return schema_of(build_schema(host, PLUGINS).as_str())


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_documented_query_fits_the_schema(example: Example, schema: GraphQLSchema) -> None:
    assert [str(error) for error in validate(schema, parse(example.query))] == []


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.runs_alone], ids=str)
async def test_a_documented_query_without_variables_is_answered(example: Example, graphql: GraphqlClient) -> None:
    # the page of a plugin is for a tenant that has enabled it
    tenant = next((name for plugin, name in TENANTS.items() if example.page.startswith(f"plugins/{plugin}/")), "chem")
    await graphql(example.query, as_="admin", tenant=tenant)


def test_the_guide_shows_every_kind_of_operation() -> None:
    shown = {each.operation.operation for each in EXAMPLES if each.page == "docs/graphql.md"}
    assert shown == {OperationType.QUERY, OperationType.MUTATION, OperationType.SUBSCRIPTION}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(page: Path) -> None:
    targets = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link and link[0] != "#"]
    broken = [target for target in targets if not (page.parent / target.partition("#")[0]).exists()]
    assert broken == []


def test_the_readme_begins_with_the_two_commands() -> None:
    first = [block for _, block in blocks(ROOT / "README.md", "sh", "console", "bash")][:2]
    assert first == [
        "python -m pip install hatch && hatch run demo\n",
        "python -m pip install hatch && hatch run test\n",
    ]


def test_the_readme_names_every_setting() -> None:
    """A variable that the server reads stands in README's table with the default that it has."""
    source = (ROOT / "core/src/cpaudit/api/settings.py").read_text("utf-8")
    read = set(re.findall(r'"(CPAUDIT_[A-Z_]+)"', source))
    rows = dict(_SETTING.findall((ROOT / "README.md").read_text("utf-8")))
    assert set(rows) == read
    defaults = Settings.from_environment({})
    told = {name: default.strip(" `").replace(" ", "") for name, default in rows.items()}
    assert told["CPAUDIT_MAX_BODY_BYTES"] == str(defaults.limits.body_bytes)
    assert told["CPAUDIT_IDENTITY_SECONDS"] == str(defaults.identity_seconds)
    assert told["CPAUDIT_MAX_QUERY_TOKENS"] == str(defaults.limits.tokens)
    assert told["CPAUDIT_MAX_QUERY_DEPTH"] == str(defaults.limits.depth)
    assert told["CPAUDIT_MAX_QUERY_ALIASES"] == str(defaults.limits.aliases)
    assert told["CPAUDIT_REQUEST_SECONDS"] == f"{defaults.limits.seconds:g}"
    assert told["CPAUDIT_SCHEMA_CACHE"] == str(defaults.schema_cache)


@pytest.mark.parametrize(
    "project", ["core/pyproject.toml", "pyproject.toml"], ids=lambda project: project.replace("/", "-")
)
def test_every_dependency_is_explained(project: str) -> None:
    settings: dict[str, Any] = tomllib.loads((ROOT / project).read_text("utf-8"))
    wanted = settings["project"] if "project" in settings else settings["tool"]["hatch"]["envs"]["default"]
    names = {re.split(r"[\[<>=]", each)[0] for each in wanted["dependencies"]}
    explained = set(re.findall(r"`([a-z0-9.-]+)`", (ROOT / "docs" / "dependencies.md").read_text("utf-8")))
    assert names - explained == set()


def test_python_in_the_documentation_is_python() -> None:
    for page in PAGES:
        for line, block in blocks(page, "python"):
            ast.parse(block, filename=f"{page.name}:{line}")


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The plugin of docs/plugins.md, written as the page says, on the import path."""
    for name, content in SAMPLE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "src")
    yield tmp_path
    sys.modules.pop("cpaudit_glass", None)


def test_the_sample_plugin_has_no_mistake_that_an_author_is_told_of(sample: Path) -> None:
    pack = ContentPack.from_directory(sample / "src/cpaudit_glass/pack", strict=True)
    pack.check(is_unit)
    assert [factor.ref for factor in pack.factors] == ["glass:factor:GLS-FLOAT-CO2"]
    assert len(pack.checklist_items) == 2


def test_the_sample_plugin_loads_and_asks_for_what_the_page_says(sample: Path) -> None:
    project = tomllib.loads((sample / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, module),) = project["entry-points"]["cpaudit"].items()
    source = PluginSource.of_object(name, import_module(module), version=project["version"])
    host = PluginHost([source], known_unit=is_unit)
    (plugin,) = host.plugins
    assert plugin.fit, plugin.health.message

    method = METHODS[MethodKey.HANDBOOK_1996]
    phase = method.phase_of(StepKey.MEASUREMENT)
    blocked = host.call_phase_requirements([name], _audit(measured=False), phase)
    assert [(each.plugin, each.value.code, each.value.met) for each in blocked] == [
        ("glass", "GLS_CULLET_MEASURED", False)
    ]
    assert all(each.value.met for each in host.call_phase_requirements([name], _audit(measured=True), phase))
    assert host.call_phase_requirements([name], _audit(measured=False), method.phases[0]) == ()


def _audit(*, measured: bool) -> AuditView:
    cullet = StreamView(
        id="s1", code="S1", name="cullet", kind=StreamKind.MATERIAL, origin=None, destination="u1", substance="cullet"
    )
    amount = QuantityView(1.0, "t", QuantityStatus.MEASURED)
    return AuditView(
        id="a1",
        method=MethodKey.HANDBOOK_1996,
        round=1,
        title="illustrative",
        enterprise=EnterpriseView(id="e1", name="illustrative", gb4754="3041", size_class="LARGE"),
        streams=(cullet,),
        measurements=(MeasurementView(id="m1", stream="s1", substance=None, quantity=amount),) if measured else (),
    )
