"""``cpaudit schema``: the GraphQL schema as text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cpaudit.cli.output import note
from cpaudit.errors import ConfigurationError, NotFound


def schema(
    plugins: Annotated[
        str, typer.Option(metavar="A,B", help="Identifiers of enabled plugins, with commas between.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead of standard output.")
    ] = None,
) -> None:
    """Print the GraphQL schema that a tenant with these plugins gets, in SDL.

    No database is needed.
    """
    from cpaudit.api.schemas import build_schema, core_names
    from cpaudit.engine import is_unit
    from cpaudit.plugins import PluginHost

    host = PluginHost.discover(known_unit=is_unit, core_names=core_names)
    fit = sorted(plugin.name for plugin in host.plugins if plugin.fit)
    enabled = sorted({name.strip() for name in plugins.split(",") if name.strip()})
    for name in enabled:
        if name not in fit:
            there = f"ready are: {', '.join(fit)}" if fit else "no plugin is installed and ready"
            raise NotFound(f"no plugin {name!r} is installed and ready", path=("--plugins",), remedy=there)
    sdl = build_schema(host, tuple(enabled)).as_str() + "\n"
    if out is None:
        typer.echo(sdl, nl=False)
        return
    try:
        out.write_text(sdl, "utf-8")
    except OSError as error:
        reason = f"{out} cannot be written: {error.strerror}"
        raise ConfigurationError(reason, path=("--out",), remedy="name a file in a directory that exists") from error
    note(f"Wrote {out}.")
