"""The JSON Schemas say what the reader of packs says: what it takes passes, what it refuses does not."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from typer.testing import CliRunner

from cpaudit.authoring.schemas import SCHEMAS, schema_of
from cpaudit.cli import app

ROOT = Path(__file__).parents[2]
PACKS = [
    ROOT / "tests/contributions/packs/glass",
    *(path.parent for path in sorted(ROOT.glob("plugins/*/src/*/pack/pack.toml"))),
]


def documents(pack: Path, key: str) -> Iterator[Any]:
    """What stands in the files of one folder, as an editor sees it."""
    if key == "pack":
        yield tomllib.loads((pack / "pack.toml").read_text("utf-8"))
    elif key == "factors":
        for file in (pack / key).glob("*.csv"):
            with file.open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    yield {name: _number(value) for name, value in row.items() if value}
    else:
        for file in (pack / key).glob("*.yaml"):
            yield YAML(typ="safe", pure=True).load(file)


def _number(text: str) -> float | str:
    try:
        return float(text) if "." in text or not text.isdigit() else int(text)
    except ValueError:
        return text


@pytest.mark.parametrize("key", SCHEMAS)
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.parent.name)
def test_a_pack_that_is_read_fits_the_schemas(pack: Path, key: str) -> None:
    validator = Draft202012Validator(schema_of(key))
    for document in documents(pack, key):
        assert [error.message for error in validator.iter_errors(document)] == []


@pytest.mark.parametrize("key", SCHEMAS)
def test_a_schema_is_one(key: str) -> None:
    Draft202012Validator.check_schema(schema_of(key))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"costclass": "LOW"}, "costclass"),
        ({"cost_class": "CHEAP"}, "CHEAP"),
        ({"name": {"en": "only"}}, "zh-CN"),
        ({"pack": "glass"}, "pack"),
    ],
)
def test_what_the_reader_refuses_does_not_fit(change: dict[str, Any], told: str) -> None:
    (document,) = documents(PACKS[0], "options")
    document["options"][0].update(change)

    assert any(told in error.message for error in Draft202012Validator(schema_of("options")).iter_errors(document))


def test_fields_are_explained_in_the_schema() -> None:
    properties = schema_of("options")["$defs"]["OptionTemplate"]["properties"]

    assert properties["annual_saving"]["description"] == "per year of operation."
    assert "pack" not in properties


def test_the_command_prints_or_writes_them(tmp_path: Path) -> None:
    one = CliRunner().invoke(app, ["plugin", "schema", "options"])
    every = CliRunner().invoke(app, ["plugin", "schema"])
    written = CliRunner().invoke(app, ["plugin", "schema", "--out", str(tmp_path)])

    assert one.exit_code == every.exit_code == written.exit_code == 0
    assert json.loads(one.stdout) == schema_of("options")
    assert json.loads(every.stdout).keys() == SCHEMAS.keys()
    assert {file.name for file in tmp_path.iterdir()} == {f"{key}.schema.json" for key in SCHEMAS}
