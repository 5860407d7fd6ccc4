"""``cpaudit recompute``: the results of an audit, computed again and compared to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.audits import looking_at
from cpaudit.cli.failures import FAILED
from cpaudit.cli.installation import DatabaseOption, run
from cpaudit.cli.output import JsonOption, note, write_json, write_table

if TYPE_CHECKING:
    from cpaudit.gates.recomputation import Recomputation


def recompute(
    audit: Annotated[str, typer.Argument(metavar="AUDIT", help="Id of the audit.", show_default=False)],
    tenant: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose audit; looked for if not given.", show_default=False)
    ] = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute every result of an audit again from its data and the content it used.

    Ends with exit code 1 if something that is stored comes out differently, or not at all.
    """
    found = run(_recompute(database, audit, tenant))
    lines = [
        {
            "result": "INVENTORY_LINE" if each.kind is None else each.kind,
            "subject": each.subject,
            "stored": each.stored,
            "now": each.value,
            "unit": each.unit,
            "agreement": each.agreement,
            "reason": each.reason,
            "content": [f"{pin.pack_id} {pin.version} {pin.content_hash}" for pin in each.content],
        }
        for each in found.results
    ]
    if as_json:
        write_json({"audit": audit, "same": found.same, "results": lines})
    else:
        columns = ("Result", "Subject", "Stored", "Now", "Unit", "Agreement", "Reason")
        cells = [tuple(value for name, value in line.items() if name != "content") for line in lines]
        write_table("Results", columns, cells, nothing="The audit has no result yet.")
        note("All that is stored is the same to the last digit." if found.same else "Something is not the same.")
    if not found.same:
        raise typer.Exit(FAILED)


async def _recompute(url: str | None, audit: str, tenant_code: str | None) -> Recomputation:
    from cpaudit.gates.recomputation import recompute as computed

    async with looking_at(url, audit, tenant_code) as (work, audit_id):
        return await computed(work, audit_id)
