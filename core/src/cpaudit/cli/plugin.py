"""``cpaudit plugin``: the industry plugins of this installation, and what helps who writes one."""

from __future__ import annotations

from typing import Annotated

import typer

from cpaudit.cli.authors import check, diff, new, schema
from cpaudit.cli.failures import FAILED
from cpaudit.cli.output import JsonOption, write_json, write_table

app = typer.Typer(no_args_is_help=True, help="Installed plugins, and tools for who writes one.")
app.command("new", epilog="Example: cpaudit plugin new glass --directory ~/plugins")(new.new)
app.command("check", epilog="Example: cpaudit plugin check cpaudit-glass --strict")(check.check)
app.command("diff", epilog="Example: cpaudit plugin diff dist/cpaudit_glass-0.1.0-py3-none-any.whl .")(diff.diff)
app.command("schema", epilog="Example: cpaudit plugin schema --out schemas")(schema.schema)


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
            "place": plugin.health.place,
            "remedy": plugin.health.remedy,
        }
        for plugin in plugins
    ]
    if as_json:
        write_json(lines)
    else:
        columns = ("Name", "Distribution", "Version", "Status", "Failed at", "Message", "Place", "Remedy")
        write_table("Plugins", columns, [tuple(line.values()) for line in lines], nothing="No plugin is installed.")
    if strict and not all(plugin.fit for plugin in plugins):
        raise typer.Exit(FAILED)
