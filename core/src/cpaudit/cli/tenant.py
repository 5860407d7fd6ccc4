"""``cpaudit tenant``: the bodies that run audits or supervise them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.installation import DatabaseOption, opened, operator, run
from cpaudit.cli.output import JsonOption, note, write_json, write_table

if TYPE_CHECKING:
    from cpaudit.tenancy.models import Tenant, TenantKind
    from cpaudit.text import LocalizedText

app = typer.Typer(no_args_is_help=True, help="Tenants: leading groups, departments, cities.")


@app.command(epilog="Example: cpaudit tenant create chem --kind DEPARTMENT --name zh-CN=化工厅 --name en=Chemicals")
def create(
    code: Annotated[str, typer.Argument(help="A short name of its own, for headers and commands.", show_default=False)],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="LEADING_GROUP, DEPARTMENT, CITY or COUNTY.", show_default=False)
    ],
    name: Annotated[
        list[str], typer.Option(metavar="LANG=TEXT", help="Its name; once for each language.", show_default=False)
    ],
    parent: Annotated[str | None, typer.Option(help="Code of the tenant it stands under.", show_default=False)] = None,
    illustrative: Annotated[bool, typer.Option("--illustrative", help="It is made up, for a demonstration.")] = False,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create a tenant."""
    from cpaudit.cli import directory
    from cpaudit.tenancy import service

    chosen, text = _kind(kind), _text(name)

    async def work() -> str:
        async with opened(database, whole=False) as store:
            above = await directory.tenant_named(store, parent) if parent is not None else None
            return await service.create_tenant(
                store,
                operator(),
                code=code,
                kind=chosen,
                name=text,
                parent_id=above.id if above else None,
                illustrative=illustrative,
            )

    identifier = run(work())
    if as_json:
        write_json({"id": identifier, "code": code})
    else:
        note(f"The tenant {code} is there. Give it an administrator: cpaudit member add {code} EMAIL …")


@app.command("list", epilog="Example: cpaudit tenant list --json")
def list_(database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """List the tenants."""
    from cpaudit.cli import directory

    async def work() -> list[Tenant]:
        async with opened(database, whole=False) as store:
            return await directory.all_tenants(store)

    tenants = run(work())
    codes = {tenant.id: tenant.code for tenant in tenants}
    lines = [
        {
            "code": tenant.code,
            "kind": tenant.kind,
            "name": dict(tenant.name),
            "parent": codes.get(tenant.parent_id or ""),
            "illustrative": tenant.illustrative,
            "id": tenant.id,
        }
        for tenant in tenants
    ]
    if as_json:
        write_json(lines)
        return
    rows = [(t.code, t.kind, " / ".join(t.name.values()), codes.get(t.parent_id or "")) for t in tenants]
    write_table("Tenants", ("Code", "Kind", "Name", "Under"), rows, nothing="There is no tenant yet.")


def _kind(value: str) -> TenantKind:
    from cpaudit.tenancy.models import TenantKind

    try:
        return TenantKind(value.upper().replace("-", "_"))
    except ValueError:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(TenantKind)}", param_hint="--kind") from None


def _text(names: list[str]) -> LocalizedText:
    from cpaudit.text import LANGUAGES, LocalizedText

    texts: dict[str, str] = {}
    for name in names:
        language, separator, text = name.partition("=")
        if not separator or language not in LANGUAGES or not text.strip():
            hint = " or ".join(f"{each}=TEXT" for each in LANGUAGES)
            raise typer.BadParameter(f"{name!r} is not of the form {hint}", param_hint="--name")
        texts[language] = text.strip()
    return LocalizedText(texts)
