"""The results as Markdown for readers."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.kept import bar_table, table
from benchmarks.reads.comparison import Comparison
from benchmarks.reads.query import LEAVES
from benchmarks.reads.results import Results
from benchmarks.reads.throughput import CONNECTIONS

NAME = "reads"


def markdown(results: Results) -> str:
    """The results for a reader."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Results) -> Iterator[str]:
    machine = results.machine
    yield "# Reads"
    yield ""
    yield f"Measured on {results.measured_on} by `hatch run bench:reads`; how is told in [the README](../README.md)."
    yield (
        f"{machine['processor']}, {machine['processors']} processors, {machine['memory']}, {machine['system']}, "
        f"Python {machine['python']}, PostgreSQL {machine['postgresql']}; load by {results.comparison.load_generator}."
    )
    if results.quick:
        yield from ("", "**A quick run: these figures say nothing but that everything runs.**")
    yield from ("", "## Bars", "")
    yield from bar_table(results.bars)
    yield from _comparison(results.comparison)
    yield from _growth(results)
    yield from _profile(results)


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield from ("", f"## Latency and throughput: {LEAVES} fields of each row", "")
    header = ["", *(f"{rows} rows: p50 / p95 ms" for rows in comparison.latency)]
    yield from table(
        header,
        (
            [
                title,
                *(f"{each[key].p50 * 1000:.2f} / {each[key].p95 * 1000:.2f}" for each in comparison.latency.values()),
            ]
            for key, (title, _) in comparison.contenders.items()
        ),
    )
    yield ""
    yield from table(
        ["", *(f"{rows} rows: requests/s" for rows in comparison.throughput), "largest answer, kB"],
        (
            [
                title,
                *(f"{each[key]:.1f}" for each in comparison.throughput.values()),
                f"{comparison.answer_bytes[key] / 1000:.0f}",
            ]
            for key, (title, _) in comparison.contenders.items()
        ),
    )
    yield from (
        "",
        f"Latency on one warm connection, requests per second on {CONNECTIONS}; each server is one process.",
        "",
    )
    for title, versions in comparison.contenders.values():
        yield f"- {title}: {versions}"
    for why in comparison.absent:
        yield f"- left out: {why}"


def _growth(results: Results) -> Iterator[str]:
    yield from ("", "## Start-up, plugins and tenants", "")
    for start in results.starts:
        yield (
            f"- Time to first answer with {start.plugins} plugins: {start.seconds:.2f} s, "
            f"{_megabytes(start.resident_bytes)} resident."
        )
    schemas, crowd, tenants = results.schemas, results.crowd, results.tenants
    yield (
        f"- A distinct set of plugins ({schemas.sets} built): {schemas.seconds * 1000:.0f} ms to build its schema, "
        f"{_megabytes(schemas.bytes)} while it is kept."
    )
    resident = " → ".join(_megabytes(each) for each in crowd.resident_bytes)
    yield (
        f"- {crowd.tenants} tenants over {crowd.sets} sets, each asking once in an order drawn at random: "
        f"p50 {crowd.latency.p50 * 1000:.1f} ms, p95 {crowd.latency.p95 * 1000:.1f} ms, schemas built included; "
        f"resident after the first answer and after each quarter: {resident}."
    )
    yield (
        f"- One tenant's query among {tenants.few} tenants: p50 {tenants.among_few.p50 * 1000:.2f} ms; "
        f"among {tenants.many}: {tenants.among_many.p50 * 1000:.2f} ms."
    )


def _profile(results: Results) -> Iterator[str]:
    yield from ("", "## Where cpaudit's time goes", "")
    yield (
        "One answer under cProfile, which makes Python code look slower than it is: steps, without their waits for the "
        "database, and own time by package. What is written in C counts for the package that calls it, and a garbage "
        "collection for whoever it interrupts."
    )
    for profile in results.profiles:
        yield ""
        yield (
            f"{profile.rows} rows: {profile.milliseconds:.2f} ms in the process, without a server and the profiler; "
            f"of that {profile.collecting_milliseconds:.2f} ms collecting garbage."
        )
        yield ""
        steps = ((step.name, f"{step.milliseconds:.2f}") for step in profile.steps)
        yield from table(("step, with all that it calls", "ms"), steps)
        yield ""
        rows = ((share.package, f"{share.milliseconds:.2f}", f"{share.share:.0%}") for share in profile.shares)
        yield from table(("package", "ms", "share"), rows)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
