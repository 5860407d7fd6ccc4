"""``cpaudit plugin schema``: JSON Schemas for editors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cpaudit.cli.output import note, write_json


class SchemaKey(StrEnum):
    """What has a schema: the manifest, and the files of each folder of a pack."""

    PACK = "pack"
    CHECKLISTS = "checklists"
    FACTORS = "factors"
    OPTIONS = "options"
    PROCESSES = "processes"
    INDICATORS = "indicators"
    SUBSTANCES = "substances"
    BENCHMARKS = "benchmarks"
    CONSUMPTIONS = "consumptions"
    HEATING_VALUES = "heating_values"


def schema(
    key: Annotated[
        SchemaKey | None,
        typer.Argument(help="Print one schema; by default all are printed as one object.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write KEY.schema.json for each into this directory.", show_default=False),
    ] = None,
) -> None:
    """Make the JSON Schemas of the files of a pack, so that editors complete and check them."""
    from cpaudit.authoring import write_schemas
    from cpaudit.authoring.schemas import SCHEMAS, schema_of

    if out is not None:
        for file in write_schemas(out):
            note(f"Wrote {file}.")
    elif key is not None:
        write_json(schema_of(key.value))
    else:
        write_json({each: schema_of(each) for each in SCHEMAS})
