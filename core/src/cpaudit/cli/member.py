"""``cpaudit member``: what a person is in a tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.installation import DatabaseOption, opened, run, work_in
from cpaudit.cli.output import JsonOption, note, write_json, write_table
from cpaudit.cli.passwords import PasswordStdinOption, read_password

if TYPE_CHECKING:
    from cpaudit.permissions import Role
    from cpaudit.tenancy.models import Member

app = typer.Typer(no_args_is_help=True, help="Members of tenants.")

TenantArgument = Annotated[str, typer.Argument(help="The tenant's code.", show_default=False)]


@app.command(epilog="Example: cpaudit member add chem li@example.org --name '李工' --role AUDITOR")
def add(
    tenant: TenantArgument,
    email: Annotated[str, typer.Argument(help="The address to sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="The person's name.", show_default=False)],
    role: Annotated[
        str,
        typer.Option(
            metavar="ROLE",
            help="TENANT_ADMIN, AUDITOR, EXPERT, ENTERPRISE_STAFF or VIEWER.",
            show_default=False,
        ),
    ],
    enterprise: Annotated[
        str | None,
        typer.Option(metavar="ID", help="For ENTERPRISE_STAFF: the enterprise, as `Enterprise:…`.", show_default=False),
    ] = None,
    password_stdin: PasswordStdinOption = False,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a person a member of a tenant. A password is asked for only where there is no account yet."""
    from cpaudit.cli import directory
    from cpaudit.graphql.reading.identifiers import row_id
    from cpaudit.tenancy import service

    chosen = _role(role)
    staff_of = None if enterprise is None else row_id(enterprise, "Enterprise", path=("enterprise",))

    async def work() -> str:
        async with opened(database, whole=False) as store:
            home = await directory.tenant_named(store, tenant)
            known = await directory.account_exists(store, email)
            password = None if known else read_password(from_stdin=password_stdin)
            async with work_in(store, home.id) as unit:
                return await service.add_member(
                    unit, email=email, name=name, role=chosen, password=password, enterprise_id=staff_of
                )

    identifier = run(work())
    if as_json:
        write_json({"id": identifier, "tenant": tenant, "email": email.strip().lower(), "role": chosen})
    else:
        note(f"{email} is {chosen} in {tenant} now.")


@app.command("list", epilog="Example: cpaudit member list chem")
def list_(tenant: TenantArgument, database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """List a tenant's members."""
    from cpaudit.cli import directory

    async def work() -> list[Member]:
        async with opened(database, whole=False) as store:
            return await directory.members_of(store, await directory.tenant_named(store, tenant))

    members = run(work())
    if as_json:
        write_json(
            [
                {"email": each.email, "name": each.name, "role": each.role, "active": each.active, "id": each.id}
                for each in members
            ]
        )
        return
    rows = [(each.email, each.name, each.role, "yes" if each.active else "no") for each in members]
    columns = ("E-mail", "Name", "Role", "Active")
    write_table(f"Members of {tenant}", columns, rows, nothing=f"{tenant} has no member yet.")


def _role(value: str) -> Role:
    from cpaudit.permissions import Role

    offered = [role for role in Role if role is not Role.PLATFORM_ADMIN]
    for role in offered:
        if role == value.upper().replace("-", "_"):
            return role
    raise typer.BadParameter(f"{value!r} is none of {', '.join(offered)}", param_hint="--role")
