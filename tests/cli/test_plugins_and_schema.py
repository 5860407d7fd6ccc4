"""What is installed, and the schema that comes of it, without a database."""

from __future__ import annotations

import json
from pathlib import Path

from graphql import build_schema
from typer.testing import CliRunner

from cpaudit.cli import app
from cpaudit.plugins import PluginHost


def test_the_installed_plugins_are_listed_with_their_health(host: PluginHost) -> None:
    result = CliRunner().invoke(app, ["plugin", "list", "--json", "--strict"])

    assert result.exit_code == 0
    listed = {each["name"]: each["status"] for each in json.loads(result.stdout)}
    assert listed.items() >= {plugin.name: "ready" for plugin in host.plugins}.items()


def test_a_plugin_that_cannot_be_used_is_listed_and_fails_a_strict_list(broken_plugin: str) -> None:
    lenient = CliRunner().invoke(app, ["plugin", "list"], env={"COLUMNS": "300"})
    strict = CliRunner().invoke(app, ["plugin", "list", "--strict"], env={"COLUMNS": "300"})

    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert f"{broken_plugin} " in strict.stdout
    assert "quarantined" in strict.stdout
    assert "pack.toml" in strict.stdout


def test_the_schema_goes_to_standard_output_or_to_a_file(host: PluginHost, tmp_path: Path) -> None:
    file = tmp_path / "schema.graphql"

    printed = CliRunner().invoke(app, ["schema", "--plugins", "chemical, light_industry"])
    written = CliRunner().invoke(app, ["schema", "--plugins", "light_industry,chemical", "--out", str(file)])

    assert printed.exit_code == written.exit_code == 0
    assert written.stdout == ""
    assert printed.stdout == file.read_text("utf-8")
    assert build_schema(printed.stdout).query_type is not None


def test_a_plugin_appears_in_the_schema_only_where_it_is_named(host: PluginHost) -> None:
    without = build_schema(CliRunner().invoke(app, ["schema"]).stdout)
    with_chemical = build_schema(CliRunner().invoke(app, ["schema", "--plugins", "chemical"]).stdout)

    assert without.query_type is not None
    assert with_chemical.query_type is not None
    assert with_chemical.query_type.fields.keys() - without.query_type.fields.keys() == {"chemical"}


def test_a_schema_of_a_plugin_that_is_not_there_is_refused(host: PluginHost) -> None:
    result = CliRunner().invoke(app, ["schema", "--plugins", "mining"])

    assert result.exit_code == 1
    assert "'mining'" in result.stderr
    assert "chemical" in result.stderr


def test_a_schema_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["schema", "--out", str(tmp_path / "missing" / "schema.graphql")])

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
