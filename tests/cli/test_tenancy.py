"""An operator sets up tenants, people and tokens from the command line."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from cpaudit.errors import Unauthenticated
from cpaudit.permissions import Actor, Role
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.event_log import Event
from cpaudit.tenancy import service

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

PASSWORD = "an illustrative password"


def authenticate(url: str, token: str) -> Actor:
    """Who a token is, as the server sees it."""

    async def ask() -> Actor:
        database = Database(url)
        try:
            return await service.authenticate(database, token, None)
        finally:
            await database.close()

    return asyncio.run(ask())


def sign_in(url: str, email: str, password: str) -> Actor:
    """Who signs in with a password."""

    async def ask() -> str:
        database = Database(url)
        try:
            return await service.sign_in(database, email, password)
        finally:
            await database.close()

    return authenticate(url, asyncio.run(ask()))


def test_the_first_administrator_takes_his_password_from_standard_input(cli: Cli) -> None:
    command = ("admin", "create", "root@example.org", "--name", "Root", "--password-stdin")
    result = cli.done(*command, input=f"{PASSWORD}\n")

    assert PASSWORD not in result.output
    assert sign_in(cli.url, "root@example.org", PASSWORD).platform_admin


def test_a_password_may_come_from_the_environment(cli: Cli) -> None:
    made = cli.json("admin", "create", "Root@Example.org", "--name", "Root", CPAUDIT_PASSWORD=PASSWORD)

    assert made["email"] == "root@example.org"
    assert sign_in(cli.url, "root@example.org", PASSWORD).account_id == made["id"]


def test_without_a_password_and_without_a_terminal_no_account_is_made(cli: Cli) -> None:
    result = cli("admin", "create", "root@example.org", "--name", "Root")

    assert result.exit_code == 1
    assert "--password-stdin" in result.stderr
    assert cli("token", "issue", "root@example.org").exit_code == 1


def test_a_password_that_is_too_short_is_refused_without_showing_it(cli: Cli) -> None:
    result = cli("admin", "create", "root@example.org", "--name", "Root", "--password-stdin", input="gh0rt\n")

    assert result.exit_code == 1
    assert "12 characters" in result.stderr
    assert "gh0rt" not in result.output


def test_tenants_form_a_tree_named_in_two_languages(cli: Cli) -> None:
    cli.done("tenant", "create", "lead", "--kind", "leading-group", "--name", "zh-CN=领导小组", "--name", "en=Leading")
    cli.done("tenant", "create", "city", "--kind", "CITY", "--name", "en=A=B", "--parent", "lead", "--illustrative")

    city, lead = cli.json("tenant", "list")

    assert (lead["kind"], lead["name"], lead["parent"]) == (
        "LEADING_GROUP",
        {"zh-CN": "领导小组", "en": "Leading"},
        None,
    )
    assert (city["name"], city["parent"], city["illustrative"]) == ({"en": "A=B"}, "lead", True)
    assert re.search(r"city .* CITY .* A=B .* lead", cli.done("tenant", "list").stdout)


def test_a_tenant_without_its_parent_is_not_made(cli: Cli) -> None:
    result = cli("tenant", "create", "city", "--kind", "CITY", "--name", "en=City", "--parent", "nowhere")

    assert result.exit_code == 1
    assert "'nowhere'" in result.stderr
    assert cli.json("tenant", "list") == []


@pytest.mark.parametrize(
    ("option", "value", "offered"),
    [("--kind", "MINISTRY", "LEADING_GROUP, DEPARTMENT, CITY"), ("--name", "City", "zh-CN=TEXT or en=TEXT")],
)
def test_a_value_that_is_none_of_those_offered_is_a_usage_error(
    cli: Cli, option: str, value: str, offered: str
) -> None:
    options = {"--kind": "CITY", "--name": "en=City", option: value}
    result = cli("tenant", "create", "city", *(part for pair in options.items() for part in pair))

    assert result.exit_code == 2
    assert offered in result.stderr


def test_a_member_signs_in_with_the_role_he_was_given(department: Cli) -> None:
    actor = sign_in(department.url, "li@example.org", PASSWORD)

    assert actor.role is Role.TENANT_ADMIN
    (member,) = department.json("member", "list", "chem")
    assert (member["email"], member["name"], member["role"], member["active"]) == (
        "li@example.org",
        "李工",
        "TENANT_ADMIN",
        True,
    )
    assert "李工" in department.done("member", "list", "chem").stdout


def test_a_person_with_an_account_joins_another_tenant_without_a_password(department: Cli) -> None:
    department.done("tenant", "create", "light", "--kind", "DEPARTMENT", "--name", "en=Light")

    department.done("member", "add", "light", "LI@example.org", "--name", "李工", "--role", "expert")

    assert [each["role"] for each in department.json("member", "list", "light")] == ["EXPERT"]


def test_the_log_of_a_tenant_shows_what_the_operator_did(department: Cli) -> None:
    (tenant,) = department.json("tenant", "list")

    async def actions() -> list[tuple[str, str | None]]:
        database = Database(department.url)
        try:
            async with database.looking(Scope(tenant["id"])) as session:
                events = await session.exec(select(Event).order_by(Event.id))
                return [(event.action, event.member_id) for event in events]
        finally:
            await database.close()

    assert asyncio.run(actions()) == [("tenantCreated", None), ("memberAdded", None)]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("nowhere", "x@example.org", "--role", "VIEWER"), 1, "no tenant 'nowhere'"),
        (("chem", "li@example.org", "--role", "VIEWER"), 1, "a member already"),
        (("chem", "x@example.org", "--role", "ENTERPRISE_STAFF"), 1, "enterprise staff belong to one enterprise"),
        (("chem", "x@example.org", "--role", "VIEWER", "--enterprise", "nonsense"), 1, "is no identifier"),
        (("chem", "x@example.org", "--role", "PLATFORM_ADMIN"), 2, "is none of TENANT_ADMIN"),
    ],
)
def test_a_membership_that_cannot_be_is_refused(
    department: Cli, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = department("member", "add", *arguments, "--name", "X", CPAUDIT_PASSWORD=PASSWORD)

    assert result.exit_code == code
    assert told in result.stderr
    assert len(department.json("member", "list", "chem")) == 1


def test_a_token_is_the_only_thing_on_standard_output_and_works(department: Cli) -> None:
    token = department.done("token", "issue", "li@example.org", "--label", "meter import").stdout.strip()

    assert authenticate(department.url, token).role is Role.TENANT_ADMIN
    (listed,) = department.json("token", "list", "LI@example.org")
    assert (listed["label"], listed["state"]) == ("meter import", "valid")
    assert token not in department.done("token", "list").stdout


def test_a_revoked_token_does_not_work(department: Cli) -> None:
    token = department.json("token", "issue", "li@example.org")["token"]
    (listed,) = department.json("token", "list")

    department.done("token", "revoke", listed["id"])

    with pytest.raises(Unauthenticated):
        authenticate(department.url, token)
    assert department.json("token", "list")[0]["state"] == "revoked"


def test_a_token_of_nobody_is_neither_issued_nor_listed_nor_revoked(cli: Cli) -> None:
    assert cli("token", "issue", "nobody@example.org").exit_code == 1
    assert cli("token", "list", "nobody@example.org").exit_code == 1
    assert "no token 'abc'" in cli("token", "revoke", "abc").stderr
    assert cli("token", "issue", "nobody@example.org", "--days", "367").exit_code == 2


def test_an_operator_makes_the_shared_outcomes_anew(cli: Cli) -> None:
    assert cli.json("outcomes", "aggregate") == {"tenants": 0, "published": 0, "kept": 0, "withheld": 0}
    assert "0 tenants consent" in cli.done("outcomes", "aggregate").output
