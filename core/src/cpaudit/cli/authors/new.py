"""``cpaudit plugin new``: a project to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cpaudit.cli.output import note


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the plugin, in snake_case: glass.")],
    directory: Annotated[Path, typer.Option(help="Where the project's directory is made.")] = Path(),
) -> None:
    """Write a working, tested project for a plugin; nothing that is there is overwritten."""
    from cpaudit.authoring import PluginName, write_project

    root = write_project(PluginName(name), directory)
    typer.echo(str(root))
    note(f"Next: cd {root} && python -m pip install --editable '.[test]' && cpaudit plugin check && python -m pytest")
