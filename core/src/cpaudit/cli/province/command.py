"""``cpaudit province``: a whole programme, from its planning to its summary, over the API of a running server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cpaudit.cli.demo.command import Language
from cpaudit.cli.failures import FAILED

LEAST = 6
"""Enterprises that it takes to go through every step."""


def province(
    enterprises: Annotated[int, typer.Option(min=LEAST, max=1000, help="How many enterprises there are.")] = 300,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Keep serving afterwards.")] = True,
    output: Annotated[Path, typer.Option(help="Folder for documents, summary and roles.")] = Path("province-output"),
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port of the server; by default a free one.", show_default=False),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="An empty database; by default a new SQLite file in a folder of its own. On PostgreSQL a worker "
            "is started too.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of what is recorded.")] = Language.CHINESE,
) -> None:
    """Run a simulated province through a whole programme, over GraphQL, and hold everything against everything.

    All of it is made up. It fails where a report is not the sum of its packets, or somebody sees what he should not.
    """
    from cpaudit.cli.province.run import run_province

    if not run_province(enterprises, output, language.value, port=port, database=database, keep_serving=serve):
        raise typer.Exit(FAILED)
