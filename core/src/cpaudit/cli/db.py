"""``cpaudit db``: the tables of the database and their release."""

from __future__ import annotations

from typing import Annotated

import typer

from cpaudit.cli import installation
from cpaudit.cli.failures import FAILED
from cpaudit.cli.installation import DatabaseOption, place, problems, reachable, run
from cpaudit.cli.output import JsonOption, note, progress_of, write_json

app = typer.Typer(no_args_is_help=True, help="The database's tables.")


@app.command(epilog="Example: cpaudit db upgrade --database postgresql://cpaudit@db.example.org/cpaudit")
def upgrade(
    database: DatabaseOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the tables to this release. Nothing happens where they are there already."""
    from cpaudit.storage import migrate

    async def work() -> tuple[str, list[str], str | None]:
        async with reachable(database, create=True) as store:
            with progress_of("Upgrading", shown=not (quiet or as_json)) as progress:
                applied = await installation.upgrade(store, progress)
            return place(store), applied, await migrate.current(store)

    where, applied, revision = run(work())
    if as_json:
        write_json({"database": where, "applied": applied, "revision": revision})
    else:
        note(f"{where} is at {revision} {'now' if applied else 'already'}.")


@app.command(epilog="Example: cpaudit db current --json")
def current(database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """Print the number of the last migration that the database has had."""
    from cpaudit.storage import migrate

    async def work() -> tuple[str, str | None]:
        async with reachable(database) as store:
            return place(store), await migrate.current(store)

    where, revision = run(work())
    if as_json:
        write_json({"database": where, "revision": revision, "newest": migrate.newest()})
    elif revision is None:
        note(f"{where} has had no migration yet.")
    else:
        typer.echo(revision)


@app.command(epilog="Example: cpaudit db check || cpaudit db upgrade")
def check(database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """Compare the tables with those of this release; exit code 1 where they differ."""

    async def work() -> tuple[str, list[str]]:
        async with reachable(database) as store:
            return place(store), await problems(store)

    where, found = run(work())
    if as_json:
        write_json({"database": where, "fit": not found, "problems": found})
    elif not found:
        note(f"{where} is as this release needs it.")
    for problem in () if as_json else found:
        typer.echo(problem)
    if found:
        raise typer.Exit(FAILED)
