"""A new project is complete, correct and tested, and never takes the place of anything."""

from __future__ import annotations

import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cpaudit.authoring import PluginName
from cpaudit.authoring.docstrings import hook_names
from cpaudit.authoring.versions import read_version
from cpaudit.cli import app
from cpaudit.contributions import ContentPack
from cpaudit.engine import is_unit
from cpaudit.errors import InvalidInput

KINDS = {"checklist", "checklist_item", "factor", "option", "process_template", "indicator_system"}


def test_the_pack_of_a_new_project_has_an_item_of_each_kind_and_no_mistake(project: Path) -> None:
    pack = ContentPack.from_directory(project / "src/cpaudit_sample/pack", strict=True)
    pack.check(is_unit)

    assert {item.kind for item in pack.contributions()} == KINDS


def test_a_new_project_names_every_hook_in_use_or_commented_out(project: Path) -> None:
    code = (project / "src/cpaudit_sample/__init__.py").read_text("utf-8")

    for name in hook_names():
        assert f"def {name}(" in code
    in_use = [line for line in code.splitlines() if line.startswith("def cpaudit_")]
    assert len(in_use) == 2


def test_the_command_tells_where_the_project_is_and_overwrites_nothing(tmp_path: Path) -> None:
    first = CliRunner().invoke(app, ["plugin", "new", "lime_kilns", "--directory", str(tmp_path)])
    kept = tmp_path / "cpaudit-lime-kilns" / "pyproject.toml"
    kept.write_text("mine", "utf-8")
    second = CliRunner().invoke(app, ["plugin", "new", "lime_kilns", "--directory", str(tmp_path)])

    assert first.exit_code == 0, first.output
    assert first.stdout.strip() == str(kept.parent)
    assert (tmp_path / "cpaudit-lime-kilns" / "src" / "cpaudit_lime_kilns" / "pack" / "pack.toml").is_file()
    assert second.exit_code == 1
    assert "is there already" in second.stderr
    assert kept.read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "Glass", "glass-works", "2glass", "glass_", "a" * 41, "../glass"])
def test_a_name_that_cannot_be_a_packs_id_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        PluginName(name)


def test_the_templates_are_data_of_the_package() -> None:
    template = files("cpaudit.authoring") / "template"

    assert (template / "pyproject.toml.jinja").is_file()
    assert (template / "src" / "__module__" / "pack" / "pack.toml.jinja").is_file()


def test_a_version_is_read_from_a_project_a_pack_and_a_wheel(project: Path, tmp_path: Path) -> None:
    directory = project / "src" / "cpaudit_sample" / "pack"
    wheel = tmp_path / "cpaudit_sample-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in directory.rglob("*.*"):
            archive.write(file, Path("cpaudit_sample", "pack", file.relative_to(directory)))

    assert read_version(project) == read_version(directory) == read_version(wheel)
