"""What commands write: tables for people, JSON for scripts, notes beside the result."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON, for scripts.")]

_WIDTH_WITHOUT_TERMINAL = 160


def result_console() -> Console:
    """Standard output. Where that is no terminal, lines are wide enough that identifiers stay in one piece."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    return console


def note_console() -> Console:
    """Standard error: what a person wants to know and a pipe must not see."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def write_json(value: object) -> None:
    """Write *value* as JSON to standard output; dates and enumerations become text."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def write_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, nothing: str) -> None:
    """Write a table to standard output, or to standard error the sentence *nothing* where there is no row.

    Args:
        columns: headings; cells are written as they are, without markup, None as an empty cell.
    """
    from rich.table import Table
    from rich.text import Text

    cells = [[Text("" if cell is None else str(cell), overflow="fold") for cell in row] for row in rows]
    if not cells:
        note(nothing)
        return
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*row)
    result_console().print(table)


def note(text: str) -> None:
    """Write a line beside the result."""
    from rich.text import Text

    note_console().print(Text(text))


@contextmanager
def progress_of(title: str, *, shown: bool = True) -> Iterator[Callable[[str], None]]:
    """Gives a function that is told each step of long work.

    On a terminal the steps pass by in one line with a spinner; elsewhere each is a line of standard error.

    Args:
        shown: False to write nothing.
    """
    from rich.text import Text

    console = note_console()
    if not shown:
        yield lambda step: None
    elif not console.is_terminal:
        yield lambda step: note(f"{title}: {step}")
    else:
        with console.status(title) as status:
            yield lambda step: status.update(Text(f"{title}: {step}"))
