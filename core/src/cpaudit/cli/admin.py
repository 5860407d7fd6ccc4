"""``cpaudit admin``: those who administer the platform."""

from __future__ import annotations

from typing import Annotated

import typer

from cpaudit.cli.installation import DatabaseOption, opened, run
from cpaudit.cli.output import JsonOption, note, write_json
from cpaudit.cli.passwords import PasswordStdinOption, read_password

app = typer.Typer(no_args_is_help=True, help="Platform administrators.")


@app.command(epilog="Example: cpaudit admin create root@example.org --name 'Root'")
def create(
    email: Annotated[str, typer.Argument(help="The address to sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="The person's name.", show_default=False)],
    password_stdin: PasswordStdinOption = False,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create an account that administers the platform: creates tenants, and reads no tenant's data."""
    from cpaudit.tenancy import service

    async def work() -> str:
        async with opened(database, whole=False) as store:
            return await service.create_platform_admin(store, email, name, password)

    password = read_password(from_stdin=password_stdin)
    account = run(work())
    if as_json:
        write_json({"id": account, "email": email.strip().lower()})
    else:
        note(f"{email} administers the platform now.")
