"""JSON Schemas of the files of a pack, made from the models that read them, so that editors complete and check."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from cpaudit.authoring.docstrings import field_meanings, plain
from cpaudit.contributions import (
    Benchmark,
    Checklist,
    Consumption,
    Contribution,
    EmissionFactor,
    HeatingValue,
    IndicatorSystem,
    Manifest,
    OptionTemplate,
    ProcessTemplate,
    Substance,
)
from cpaudit.contributions.csv_columns import columns_of
from cpaudit.errors import ConfigurationError

DIALECT = GenerateJsonSchema.schema_dialect
_SET_BY_THE_READER = {"pack", "checklist"}


def _of_model(model: type[BaseModel]) -> JsonSchemaValue:
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    for each in (schema, *definitions.values()):
        properties = each.get("properties", {})
        for name in _SET_BY_THE_READER & properties.keys():
            del properties[name]
        if "required" in each:
            each["required"] = [name for name in each["required"] if name not in _SET_BY_THE_READER]
    _describe(model, schema, definitions)
    return schema


def _describe(model: type[BaseModel], schema: JsonSchemaValue, definitions: Mapping[str, Any]) -> None:
    for each in _models_in(model):
        target = schema if each is model else definitions.get(each.__name__, {})
        target["description"] = plain((each.__doc__ or "").partition("\n\n")[0])
        for name, meaning in field_meanings(each).items():
            shown = target.get("properties", {}).get(each.model_fields[name].alias or name)
            if shown is not None:
                shown["description"] = meaning


def _models_in(model: type[BaseModel]) -> list[type[BaseModel]]:
    """A model and those of its fields, each once."""
    found: list[type[BaseModel]] = []
    waiting: list[object] = [model]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            if each not in found:
                found.append(each)
                waiting += [field.annotation for field in each.model_fields.values()]
        else:
            waiting += getattr(each, "__args__", ())
    return found


def _list_of(key: str, model: type[BaseModel]) -> JsonSchemaValue:
    item = _of_model(model)
    definitions = {**item.pop("$defs", {}), model.__name__: item}
    return {
        "type": "object",
        "properties": {key: {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}},
        "required": [key],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _of_rows(folder: str, model: type[Contribution]) -> JsonSchemaValue:
    """One row of a CSV file; there every value is a text, and an empty one is not given."""
    schema = _of_model(model)
    properties = schema["properties"]
    required = set(schema["required"])
    columns: dict[str, JsonSchemaValue] = {}
    for column, path in columns_of(model).items():
        shown = dict(properties.get(path[0], {}) if len(path) == 1 else {"type": "string"})
        columns[column] = {**shown, "title": column}
    wanted = [column for column, path in columns_of(model).items() if path[0] in required]
    description = (
        f"One row of {folder}/*.csv. Every column is there; a cell may be empty where the column is not required."
    )
    return {
        "type": "object",
        "description": description,
        "properties": columns,
        "required": wanted,
        "additionalProperties": False,
        "$defs": schema.get("$defs", {}),
    }


SCHEMAS: Mapping[str, Callable[[], JsonSchemaValue]] = {
    "pack": lambda: _of_model(Manifest),
    "checklists": lambda: _of_model(Checklist),
    "factors": lambda: _of_rows("factors", EmissionFactor),
    "options": lambda: _list_of("options", OptionTemplate),
    "processes": lambda: _list_of("templates", ProcessTemplate),
    "indicators": lambda: _list_of("systems", IndicatorSystem),
    "substances": lambda: _of_rows("substances", Substance),
    "benchmarks": lambda: _of_rows("benchmarks", Benchmark),
    "consumptions": lambda: _of_rows("consumptions", Consumption),
    "heating_values": lambda: _of_rows("heating_values", HeatingValue),
}
"""What a file holds, as its folder is called → its schema."""


def schema_of(key: str) -> JsonSchemaValue:
    """The JSON Schema of the files in one folder of a pack; ``pack`` for ``pack.toml``."""
    return {"$schema": DIALECT, "title": f"cpaudit {key}", **SCHEMAS[key]()}


def write_schemas(directory: Path) -> list[Path]:
    """Write every schema as ``KEY.schema.json``; gives the files.

    Raises:
        ConfigurationError: the directory cannot be written.
    """
    written: list[Path] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for key in SCHEMAS:
            file = directory / f"{key}.schema.json"
            file.write_text(json.dumps(schema_of(key), ensure_ascii=False, indent=2) + "\n", "utf-8")
            written.append(file)
    except OSError as error:
        raise ConfigurationError(f"{directory} cannot be written: {error.strerror}", path=("--out",)) from error
    return written
