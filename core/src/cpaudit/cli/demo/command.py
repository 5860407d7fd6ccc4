"""``cpaudit demo``: one audit per plugin, from nothing to its report, over the API of a running server."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cpaudit.cli.failures import FAILED


class Language(StrEnum):
    """Language of what the demonstration records and the server answers."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Keep serving after the reports.")] = True,
    output: Annotated[Path, typer.Option(help="Folder for reports and summary.")] = Path("demo-output"),
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port of the server; by default a free one.", show_default=False),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="An empty database; by default a new SQLite file in a folder of its own.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of what is recorded.")] = Language.CHINESE,
) -> None:
    """Run one published case for each plugin through a whole audit, over GraphQL against a running server."""
    from cpaudit.cli.demo.run import run_demo

    if not run_demo(output, language.value, port=port, database=database, keep_serving=serve):
        raise typer.Exit(FAILED)
