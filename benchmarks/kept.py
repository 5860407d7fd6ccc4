"""Results as they are kept: Markdown for readers and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson
from benchmarks.bar import Bar

DIRECTORY = Path(__file__).parent / "results"


def write(name: str, markdown: str, results: object, directory: Path) -> None:
    """Write ``{name}.md`` and ``{name}.json`` into *directory*."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"{name}.md").write_text(markdown, "utf-8")
    options = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE
    (directory / f"{name}.json").write_bytes(orjson.dumps(results, option=options))


def bar_table(bars: Iterable[Bar]) -> Iterator[str]:
    """The lines of a table of bars, each met or not."""
    yield from table(("ratio", "bar", "measured", ""), (_bar_row(bar) for bar in bars))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table: text in the first column, figures in the others."""
    yield f"| {' | '.join(header)} |"
    yield f"| --- |{' ---: |' * (len(header) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _bar_row(bar: Bar) -> Sequence[str]:
    limit = f"{'≤' if bar.at_most else '≥'} {bar.limit:g}"
    verdict = {True: "met", False: "**not met**", None: "not measured"}[bar.met]
    measured = "–" if bar.ratio is None else f"{bar.ratio:.2f}" if bar.ratio >= 0.1 else f"{bar.ratio:.1g}"
    return bar.text, limit, measured, verdict
