"""``cpaudit plugin diff``: what a new version changes, and which version that calls for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.failures import FAILED
from cpaudit.cli.output import JsonOption, note, write_json, write_table

if TYPE_CHECKING:
    from cpaudit.authoring.differences import PackDifference


def diff(
    old: Annotated[Path, typer.Argument(help="The version before: a project, a pack's directory, or a wheel.")],
    new: Annotated[Path, typer.Argument(help="The version after, likewise.")] = Path(),
    strict: Annotated[
        bool,
        typer.Option("--strict", help="End with exit code 1 if the new version is lower than the change calls for."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what changed between two versions of a pack, and which version that calls for."""
    from cpaudit.authoring.differences import compare_packs
    from cpaudit.authoring.versions import read_version

    difference = compare_packs(read_version(old), read_version(new))
    if as_json:
        write_json(_as_data(difference))
    else:
        _show(difference)
    if strict and not difference.sufficient:
        raise typer.Exit(FAILED)


def _show(difference: PackDifference) -> None:
    rows = [
        row
        for item in difference.items
        for row in (
            [(item.ref, field.field, field.old, field.new, field.bump.name.lower()) for field in item.fields]
            or [(item.ref, item.fate.lower(), None, None, item.bump.name.lower())]
        )
    ]
    title = f"{difference.pack}: {difference.old_version} to {difference.new_version}"
    write_table(title, ("Item", "Field", "Old", "New", "Calls for"), rows, nothing="Nothing changed.")
    verdict = "" if difference.sufficient else f"; {difference.new_version} is too low"
    note(f"The change is {difference.bump.name.lower()}: version {difference.called_for} or later{verdict}.")


def _as_data(difference: PackDifference) -> dict[str, object]:
    return {
        "pack": difference.pack,
        "oldVersion": difference.old_version,
        "newVersion": difference.new_version,
        "bump": difference.bump.name.lower(),
        "calledFor": difference.called_for,
        "sufficient": difference.sufficient,
        "items": [
            {
                "ref": item.ref,
                "fate": item.fate.lower(),
                "bump": item.bump.name.lower(),
                "fields": [
                    {"field": each.field, "old": each.old, "new": each.new, "bump": each.bump.name.lower()}
                    for each in item.fields
                ],
            }
            for item in difference.items
        ],
    }
