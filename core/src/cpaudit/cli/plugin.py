"""``cpaudit plugin``: the industry plugins of this installation."""

from __future__ import annotations

from typing import Annotated

import typer

from cpaudit.cli.failures import FAILED
from cpaudit.cli.output import JsonOption, write_json, write_table

app = typer.Typer(no_args_is_help=True, help="Installed plugins.")


@app.command("list", epilog="Example: cpaudit plugin list --strict || echo 'a plugin cannot be used'")
def list_(
    strict: Annotated[
        bool,
        typer.Option("--strict", envvar="CPAUDIT_STRICT", help="End with exit code 1 if a plugin cannot be used."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Load every installed plugin and tell how it is."""
    from cpaudit.api.schemas import core_names
    from cpaudit.engine import is_unit
    from cpaudit.plugins import PluginHost

    plugins = PluginHost.discover(known_unit=is_unit, core_names=core_names).plugins
    lines = [
        {
            "name": plugin.name,
            "distribution": plugin.distribution,
            "version": plugin.version,
            "status": plugin.health.status,
            "stage": plugin.health.phase,
            "message": plugin.health.message,
        }
        for plugin in plugins
    ]
    if as_json:
        write_json(lines)
    else:
        columns = ("Name", "Distribution", "Version", "Status", "Failed at", "Message")
        write_table("Plugins", columns, [tuple(line.values()) for line in lines], nothing="No plugin is installed.")
    if strict and not all(plugin.fit for plugin in plugins):
        raise typer.Exit(FAILED)
