"""``cpaudit token``: bearer tokens for programs and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.installation import DatabaseOption, opened, run
from cpaudit.cli.output import JsonOption, note, write_json, write_table

if TYPE_CHECKING:
    from datetime import datetime

    from cpaudit.tenancy.models import AccessToken

app = typer.Typer(no_args_is_help=True, help="Bearer tokens.")


@app.command(epilog="Example: TOKEN=$(cpaudit token issue li@example.org --label 'meter import' --days 90)")
def issue(
    email: Annotated[str, typer.Argument(help="Whose token.", show_default=False)],
    label: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it is valid.")] = 30,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Issue a token. It is written to standard output once, and only its hash is kept."""
    from datetime import timedelta

    from cpaudit.tenancy import service

    async def work() -> str:
        async with opened(database, whole=False) as store:
            return await service.issue_token(store, email, label, timedelta(days=days))

    token = run(work())
    if as_json:
        write_json({"token": token, "email": email.strip().lower(), "label": label, "days": days})
    else:
        typer.echo(token)
        note("Keep it: it is not shown again. Send it as `Authorization: Bearer …`.")


@app.command(epilog="Example: cpaudit token revoke 0192f0c1d2e3a4b5c6d7e8f901234567")
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.", show_default=False)],
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a token worthless from now on."""
    from cpaudit.cli import directory

    async def work() -> None:
        async with opened(database, whole=False) as store:
            await directory.revoke_token(store, token_id)

    run(work())
    if as_json:
        write_json({"id": token_id, "state": "revoked"})
    else:
        note(f"The token {token_id} is revoked.")


@app.command("list", epilog="Example: cpaudit token list li@example.org")
def list_(
    email: Annotated[str | None, typer.Argument(help="Only this person's.", show_default=False)] = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List tokens, latest first; the tokens themselves are not kept and cannot be shown."""
    from cpaudit.cli import directory
    from cpaudit.storage.tables import now

    async def work() -> list[tuple[AccessToken, str]]:
        async with opened(database, whole=False) as store:
            return await directory.tokens_of(store, email)

    moment = now()
    lines = [
        {
            "id": token.id,
            "email": owner,
            "label": token.label,
            "state": _state(token, moment),
            "createdAt": token.created_at.isoformat(),
            "expiresAt": token.expires_at.isoformat(),
        }
        for token, owner in run(work())
    ]
    if as_json:
        write_json(lines)
        return
    columns = ("Id", "E-mail", "Label", "State", "Created", "Expires")
    write_table("Tokens", columns, [tuple(line.values()) for line in lines], nothing="There is no token.")


def _state(token: AccessToken, moment: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "valid" if token.expires_at > moment else "expired"
