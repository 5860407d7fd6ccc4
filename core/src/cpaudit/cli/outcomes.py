"""``cpaudit outcomes``: what became of library options, over all tenants that consent."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from cpaudit.cli.installation import DatabaseOption, opened, operator, run
from cpaudit.cli.output import JsonOption, note, write_json

if TYPE_CHECKING:
    from cpaudit.outcomes.sharing import Aggregation

app = typer.Typer(no_args_is_help=True, help="What became of library options, over tenants that consent.")


@app.callback()
def outcomes() -> None:
    """What became of library options, over tenants that consent."""


@app.command(epilog="Example: cpaudit outcomes aggregate --json")
def aggregate(database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """Have consenting tenants hand over their outcomes, and make the aggregates of at least five enterprises anew."""
    from cpaudit.outcomes import sharing

    async def work() -> Aggregation:
        async with opened(database) as store:
            return await sharing.aggregate(store, operator())

    done = run(work())
    if as_json:
        write_json(asdict(done))
    else:
        told = f"Figures: {done.published} new, {done.kept} kept, {done.withheld} withheld."
        note(f"{done.tenants} tenants consent. {told}")
