"""What changed between two versions of a pack, and which version that calls for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cpaudit.authoring.differences import Bump, compare_packs, next_version
from cpaudit.authoring.versions import read_version
from cpaudit.cli import app
from cpaudit.errors import InvalidInput

GLASS = Path(__file__).parents[1] / "contributions" / "packs" / "glass"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A copy of the pack ``glass``, to be changed."""
    return Path(shutil.copytree(GLASS, tmp_path / "glass"))


def changed(pack: Path, file: str, old: str, new: str) -> None:
    """Replace a text in a file of a pack."""
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")


def test_nothing_changed_calls_for_nothing(newer: Path) -> None:
    found = compare_packs(read_version(GLASS), read_version(newer))

    assert (found.items, found.bump, found.sufficient) == ([], Bump.NONE, True)


@pytest.mark.parametrize(
    ("file", "old", "new", "ref", "field", "bump"),
    [
        (
            "options/furnace.yaml",
            "Use more cullet",
            "Use even more cullet",
            "glass:option:GLS-O-02",
            "name.en",
            Bump.PATCH,
        ),
        (
            "options/furnace.yaml",
            "value: 2.5",
            "value: 3.5",
            "glass:option:GLS-O-01",
            "payback_years.value",
            Bump.MINOR,
        ),
        (
            "indicators/furnace.yaml",
            "unit: GJ/t",
            "unit: MJ/t",
            "glass:indicator_system:GLS-IND",
            "indicators.GLS-I-01.quantitative.unit",
            Bump.MAJOR,
        ),
        ("pack.toml", 'title = "', 'title = "The ', "pack.toml", "sources.sample.title", Bump.PATCH),
    ],
)
def test_a_changed_field_is_named_with_its_weight(
    newer: Path, file: str, old: str, new: str, ref: str, field: str, bump: Bump
) -> None:
    changed(newer, file, old, new)

    found = compare_packs(read_version(GLASS), read_version(newer))

    assert [(item.ref, [each.field for each in item.fields]) for item in found.items] == [(ref, [field])]
    assert (found.bump, found.sufficient) == (bump, False)


def test_an_item_that_is_new_is_minor_and_one_that_is_gone_is_major(newer: Path) -> None:
    changed(newer, "options/furnace.yaml", "excludes: [GLS-O-01]\n    ", "")
    changed(newer, "options/furnace.yaml", "code: GLS-O-02", "code: GLS-O-03")

    found = compare_packs(read_version(GLASS), read_version(newer))

    assert {(item.ref, item.fate.lower(), item.bump) for item in found.items} == {
        ("glass:option:GLS-O-02", "removed", Bump.MAJOR),
        ("glass:option:GLS-O-03", "added", Bump.MINOR),
    }


@pytest.mark.parametrize(
    ("version", "bump", "least"),
    [
        ("1.4.2", Bump.MAJOR, "2.0.0"),
        ("1.4.2", Bump.MINOR, "1.5.0"),
        ("1.4.2", Bump.PATCH, "1.4.3"),
        ("0.4.2", Bump.MAJOR, "0.5.0"),
        ("0.4", Bump.PATCH, "0.4.1"),
        ("0.4.2", Bump.NONE, "0.4.2"),
    ],
)
def test_the_least_version_follows_semantic_versioning(version: str, bump: Bump, least: str) -> None:
    assert next_version(version, bump) == least


def test_two_packs_are_not_compared() -> None:
    other = read_version(Path(__file__).parents[1] / "support" / "packs" / "motor")
    with pytest.raises(InvalidInput, match="two packs"):
        compare_packs(read_version(GLASS), other)


def test_the_command_fails_a_version_that_is_too_low_if_strict(newer: Path) -> None:
    changed(newer, "options/furnace.yaml", "value: 2.5", "value: 3.5")
    arguments = ["plugin", "diff", str(GLASS), str(newer)]

    lenient = CliRunner().invoke(app, [*arguments, "--json"])
    strict = CliRunner().invoke(app, [*arguments, "--strict"], env={"COLUMNS": "200"})

    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert json.loads(lenient.stdout)["bump"] == "minor"
    assert "payback_years.value" in strict.stdout
    assert "is too low" in strict.stderr
