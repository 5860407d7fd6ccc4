"""The program ``cpaudit``: its groups of commands, and what all of them share.

A command imports what it works with when it runs, not when its module is imported: help has to be there at once.
"""

from __future__ import annotations

import logging
from typing import Annotated

import typer

from cpaudit import __version__
from cpaudit.cli import (
    admin,
    db,
    member,
    outcomes,
    plugin,
    recompute,
    report,
    schema,
    secret,
    serve,
    tenant,
    token,
    worker,
)
from cpaudit.cli.demo.command import demo
from cpaudit.cli.failures import Program
from cpaudit.cli.province.command import province
from cpaudit.heap import collect_less_often

app = typer.Typer(
    name="cpaudit",
    cls=Program,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 failed, 2 called wrongly.",
)
app.command("serve", epilog="Example: cpaudit serve --port 8080 --database sqlite:///audits.sqlite3")(serve.serve)
app.command("worker", epilog="Example: cpaudit worker --slots 4 --database postgresql://cpaudit@db/cpaudit")(
    worker.worker
)
app.command("demo", epilog="Example: cpaudit demo --no-serve --output demo-output --language en")(demo)
app.command(
    "province", epilog="Example: cpaudit province --no-serve --enterprises 12 --output province-output --language en"
)(province)
app.command("schema", epilog="Example: cpaudit schema --plugins chemical,light_industry --out schema.graphql")(
    schema.schema
)
app.command("report", epilog="Example: cpaudit report Audit:0192f0c1d2e3a4b5c6d7e8f901234567 --language en")(
    report.report
)
app.command("recompute", epilog="Example: cpaudit recompute Audit:0192f0c1d2e3a4b5c6d7e8f901234567 --json")(
    recompute.recompute
)
app.add_typer(db.app, name="db")
app.add_typer(admin.app, name="admin")
app.add_typer(tenant.app, name="tenant")
app.add_typer(member.app, name="member")
app.add_typer(token.app, name="token")
app.add_typer(plugin.app, name="plugin")
app.add_typer(secret.app, name="secret")
app.add_typer(outcomes.app, name="outcomes")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cpaudit {__version__}")
        raise typer.Exit


@app.callback()
def cpaudit(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Cleaner production audits, phase by phase, for departments and their enterprises."""
    # Commands tell what they found themselves; only a server writes a log, and sets one up.
    logging.getLogger("cpaudit").addHandler(logging.NullHandler())


def main() -> None:
    """Run the program with the arguments of the process; ends the process."""
    collect_less_often()
    app()
