"""The command: runs the cases, judges, reports."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

# Every contender works on one thread, here and in processes of its own; set before numpy is loaded.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Little data, few rounds: to see that it runs.")] = False,
    only: Annotated[list[str] | None, typer.Option("--case", help="Run this case alone; may be repeated.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Directory for engine.md and engine.json; of a quick run or of some cases, none by default."),
    ] = None,
) -> None:
    """Measure the engine side by side with the floor and with what a user would pick instead."""
    from benchmarks import kept
    from benchmarks.engine import report
    from benchmarks.engine.case import FULL, QUICK
    from benchmarks.engine.cases import CASES
    from benchmarks.machine import machine, versions_of
    from benchmarks.progress import console
    from rich.markdown import Markdown

    chosen = [case for case in CASES if not only or case.key in only]
    if not chosen:
        raise typer.BadParameter(f"one of {', '.join(case.key for case in CASES)}", param_hint="--case")
    results = report.Results(
        measured_on=datetime.now(UTC).date().isoformat(),
        quick=quick,
        machine=machine(libraries=versions_of("numpy", "scipy")),
        cases=[case.run(QUICK if quick else FULL) for case in chosen],
    )
    directory = out or (None if quick or only else kept.DIRECTORY)
    if directory is not None:
        kept.write(report.NAME, report.markdown(results), results, directory)
    console.print(Markdown(report.markdown(results)))


if __name__ == "__main__":
    typer.run(main)
