"""How a failure reaches the person at the terminal: what, where, what to do; never a traceback."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from cpaudit.errors import CpauditError

FAILED = 1
"""Exit code of a command that could not do its work. Wrong arguments end with 2, as everywhere."""


class Program(TyperGroup):
    """The root command: turns every error that cpaudit can name into a message and the exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except CpauditError as error:
            show_failure(error)
            raise typer.Exit(FAILED) from error


def show_failure(error: CpauditError) -> None:
    """Write *error* to standard error."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, soft_wrap=True)
    console.print(Text.assemble(("Error: ", "bold red"), (error.message, "red")))
    # Services name their arguments as the API does; on a command line there is no "input" around them.
    where = ".".join(str(part) for part in error.path if part != "input")
    if where:
        console.print(Text.assemble(("  where:  ", "dim"), where))
    if error.remedy:
        console.print(Text.assemble(("  remedy: ", "dim"), error.remedy))
