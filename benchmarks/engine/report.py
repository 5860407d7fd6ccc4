"""The results as Markdown for readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.engine.case import CaseResult
from benchmarks.kept import bar_table, table

NAME = "engine"


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one run; times in seconds."""

    measured_on: str
    quick: bool
    machine: Mapping[str, str]
    cases: Sequence[CaseResult]


def markdown(results: Results, name: str = NAME) -> str:
    """The results of the benchmark *name* for a reader."""
    return "\n".join(_lines(results, name)) + "\n"


def _lines(results: Results, name: str) -> Iterator[str]:
    machine = results.machine
    yield f"# {name.capitalize()}"
    yield ""
    yield f"Measured on {results.measured_on} by `hatch run bench:{name}`; how is told in [the README](../README.md)."
    yield (
        f"{machine['processor']}, {machine['processors']} processors, {machine['memory']}, {machine['system']}, "
        f"Python {machine['python']}, {machine['libraries']}."
    )
    if results.quick:
        yield from ("", "**A quick run: these figures say nothing but that everything runs.**")
    yield from ("", "## Bars", "")
    yield from bar_table(bar for case in results.cases for bar in case.bars)
    for case in results.cases:
        yield from _case(case)


def _case(case: CaseResult) -> Iterator[str]:
    yield from ("", f"## {case.title}", "", case.how, "")
    timings = case.timings.contenders.values()
    yield from table(
        ("", "median ms", "fastest ms", "slowest ms", "rounds"),
        (
            (
                each.title if each.share == 1 else f"{each.title}, scaled from {each.share:.2%} of the work",
                *(_milliseconds(seconds) for seconds in (each.median, min(each.seconds), max(each.seconds))),
                str(len(each.seconds)),
            )
            for each in timings
        ),
    )
    if case.figures or case.absent:
        yield ""
    for name, figure in case.figures.items():
        yield f"- {name}: {figure}"
    for why in case.absent:
        yield f"- left out: {why}"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}"
