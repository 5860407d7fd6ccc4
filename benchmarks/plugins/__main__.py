"""The command: runs the cases, judges, reports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Little data, few rounds: to see that it runs.")] = False,
    only: Annotated[list[str] | None, typer.Option("--case", help="Run this case alone; may be repeated.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Directory for plugins.md and plugins.json; of a quick run or some cases, none by default."),
    ] = None,
) -> None:
    """Measure what plugins cost."""
    from benchmarks import kept
    from benchmarks.engine import report
    from benchmarks.engine.case import FULL, QUICK
    from benchmarks.machine import machine, versions_of
    from benchmarks.plugins import broken, first_minute, hook_call, loading
    from benchmarks.progress import console
    from rich.markdown import Markdown

    cases = (hook_call.CASE, loading.CASE, broken.CASE, first_minute.CASE)
    chosen = [case for case in cases if not only or case.key in only]
    if not chosen:
        raise typer.BadParameter(f"one of {', '.join(case.key for case in cases)}", param_hint="--case")
    results = report.Results(
        measured_on=datetime.now(UTC).date().isoformat(),
        quick=quick,
        machine=machine(libraries=versions_of("pluggy", "pydantic")),
        cases=[case.run(QUICK if quick else FULL) for case in chosen],
    )
    directory = out or (None if quick or only else kept.DIRECTORY)
    markdown = report.markdown(results, "plugins")
    if directory is not None:
        kept.write("plugins", markdown, results, directory)
    console.print(Markdown(markdown))


if __name__ == "__main__":
    typer.run(main)
