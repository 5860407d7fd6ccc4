"""The conformance kit: a new plugin passes, and whatever is broken fails its check, with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphql import build_schema
from typer.testing import CliRunner

from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Limits
from cpaudit.authoring.conformance import CheckStatus, ConformanceReport, check
from cpaudit.authoring.conformance.isolation import leaks
from cpaudit.authoring.conformance.loading import check_schema, load, schema_changes
from cpaudit.cli import app
from cpaudit.plugins.project import PluginProject
from cpaudit.testing import ServerKit

if TYPE_CHECKING:
    from tests.authoring.conftest import Edit

DUMMY = Path(__file__).parents[1] / "dummy"
ALL = {"content", "units", "sources", "translations", "changelog", "hooks", "graphql", "isolation"}


def failures(report: ConformanceReport) -> dict[str, list[str]]:
    """The findings of the checks that failed."""
    return {each.key: [str(f) for f in each.findings] for each in report.checks if each.status is CheckStatus.FAILED}


def test_a_new_plugin_passes_every_check(project: Path) -> None:
    result = CliRunner().invoke(app, ["plugin", "check", str(project), "--json"])
    told = json.loads(result.stdout)

    assert result.exit_code == 0, result.output
    assert {each["key"]: each["status"] for each in told["checks"]} == {
        **dict.fromkeys(ALL, "passed"),
        "golden": "left_out",
    }
    assert told["coverage"]["rows"][0] == {"phase": "PRE_ASSESSMENT", "process": "reactor", "items": {"MANAGEMENT": 1}}
    assert "STAFF" in told["coverage"]["aspectsWithout"]
    assert [each["line"] for check in told["checks"] if check["key"] == "sources" for each in check["findings"]] == [
        2,
        14,
    ]


def test_figures_that_nobody_read_in_their_source_fail_a_strict_check_alone(project: Path) -> None:
    pack = str(project / "src" / "cpaudit_sample" / "pack")

    assert CliRunner().invoke(app, ["plugin", "check", pack]).exit_code == 0
    strict = CliRunner().invoke(app, ["plugin", "check", pack, "--strict"])
    assert strict.exit_code == 1
    assert "factors/factors.csv:2: SAMPLE-F-01 was not read" in strict.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "told"),
    [
        ("pack/options/options.yaml", "cost_class", "costclass", "content", "options/options.yaml:8: "),
        ("pack/options/options.yaml", "source: illustrative", "source: nowhere", "content", "no source 'nowhere'"),
        ("pack/options/options.yaml", "en: Example option}", "xx: -}", "content", "translation for en is missing"),
        ("pack/processes/process.yaml", "unit: t}", "unit: furlongs}", "units", "processes/process.yaml:9: "),
        ("pack/pack.toml", "api = 1", "api = 2", "hooks", "plugin API 2"),
        ("pack/pack.toml", 'version = "0.1.0"', 'version = "0.2.0"', "hooks", "the distribution is 0.1.0"),
        ("__init__.py", "def cpaudit_content", "def cpaudit_contents", "hooks", "did you mean 'cpaudit_content'"),
        ("__init__.py", "(audit: AuditView, phase: Phase)", "(audit: AuditView, stage: Phase)", "hooks", "stage"),
        ("__init__.py", "from cpaudit import", "import nowhere\nfrom cpaudit import", "hooks", "No module named"),
    ],
)
def test_what_is_broken_fails_its_check(
    project: Path, edit: Edit, file: str, old: str, new: str, key: str, told: str
) -> None:
    edit(file, old, new)

    failed = failures(check(project))

    assert key in failed
    assert any(told in each for each in failed[key]), failed


def test_texts_in_the_wrong_language_are_pointed_at_with_their_place(project: Path, edit: Edit) -> None:
    edit("pack/options/options.yaml", "name: {zh-CN: 示例方案, en: Example option}", "name: {zh-CN: Example, en: 示例}")

    (found,) = [each for each in check(project / "src/cpaudit_sample/pack").checks if each.key == "translations"]

    assert [(each.file, each.line) for each in found.findings] == [("options/options.yaml", 4)] * 2


def test_whatever_another_tenant_meets_of_the_plugin_is_told(project: Path, tmp_path: Path) -> None:
    """Shown with a tenant that has enabled it, and so meets all of it."""
    plugin = PluginProject.at(project)
    with plugin.importable(), ServerKit(plugin.source(), tmp_path).server() as server:
        pack = server.loaded.pack
        assert pack is not None
        tenant = server.tenant
        found = [each.message for each in leaks(tenant, tenant, "sample", pack)]

    assert any("introspection" in each for each in found)
    assert any("the list of plugins" in each for each in found)
    assert any("sample:checklist:SAMPLE-CHK is found" in each for each in found)


REST = "type Audit { id: ID! state: State! } enum State { OPEN DONE }"
CORE = build_schema(f"type Query {{ audit(id: ID!): Audit }} {REST}")


@pytest.mark.parametrize(
    ("sdl", "told"),
    [
        ("type Query { audit(id: ID!): Audit } type Audit { id: ID! } enum State { OPEN DONE }", "Audit.state is gone"),
        (
            "type Query { audit(id: ID!): Audit } type Audit { id: ID! state: State } enum State { OPEN DONE }",
            "Audit.state was (): State!, and is (): State",
        ),
        (
            "type Query { audit(id: ID!): Audit } type Audit { id: ID! state: State! } enum State { OPEN }",
            "State.DONE is gone",
        ),
        (
            f"type Query {{ audit(id: ID!): Audit furnaces: ID }} {REST}",
            "the root field furnaces is outside the namespace glass",
        ),
        (
            f"type Query {{ audit(id: ID!): Audit glass: Furnace }} type Furnace {{ id: ID }} {REST}",
            "the type Furnace does not bear the prefix of glass",
        ),
    ],
)
def test_a_schema_that_is_more_than_added_to_is_told(sdl: str, told: str) -> None:
    assert [each.message for each in schema_changes(CORE, build_schema(sdl), "glass")] == [told]


def test_a_schema_that_is_only_added_to_passes() -> None:
    added = build_schema(
        "type Query { audit(id: ID!): Audit glass: GlassFurnace } type GlassFurnace { id: ID gas: Calculation }"
        " type Calculation { id: ID } type Audit { id: ID! state: State! glass: GlassFurnace } enum State { OPEN DONE }"
    )

    assert list(schema_changes(CORE, added, "glass")) == []


def test_calculators_and_mutations_answer_with_types_of_the_product() -> None:
    project = PluginProject.at(DUMMY)
    with project.importable():
        host, loading = load(project)

    assert loading.status is CheckStatus.PASSED
    assert check_schema(SchemaCache(host, Limits(), size=1), "dummy").findings == ()


def test_a_directory_without_a_plugin_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["plugin", "check", str(tmp_path)])

    assert result.exit_code == 1
    assert "there is no pyproject.toml" in result.stderr
