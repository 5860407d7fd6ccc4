"""Two tenants never see or touch each other's rows: not through sessions, not through plain SQL on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import delete, func, select, update

from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.storage.database import APPLICATION_ROLE, PLATFORM, Database, Scope, TenantWallError
from cpaudit.storage.event_log import Event
from cpaudit.tenancy.models import Member
from support.world import Province


def enterprise(tenant_id: str, code: str = "new") -> Enterprise:
    return Enterprise(tenant_id=tenant_id, code=code, name="示例企业", gb4754="C2611", size_class=SizeClass.SMALL)


async def test_a_session_selects_rows_of_its_tenant_only(database: Database, province: Province) -> None:
    chem = province.tenants["chem"]
    other = aliased(Member)
    async with database.looking(Scope(chem)) as session:
        assert {row.tenant_id for row in await session.exec(select(Member))} == {chem}
        assert set(await session.exec(select(Member.tenant_id))) == {chem}
        assert set(await session.exec(select(other.tenant_id))) == {chem}
        joined = select(other.tenant_id).join(Member, Member.account_id == other.account_id)
        assert set(await session.exec(joined)) == {chem}
        subquery = select(Member.tenant_id).where(Member.id.in_(select(other.id))).distinct()  # type: ignore[attr-defined]
        assert set(await session.exec(subquery)) == {chem}
        counted = (await session.exec(select(func.count()).select_from(Member))).one()
        assert counted == len((await session.exec(select(Member))).all())
        assert (
            await session.get(Member, (province.tenants["light"], province.actor("admin", "light").member_id)) is None
        )


async def test_a_session_of_no_tenant_selects_no_tenants_rows(database: Database, province: Province) -> None:
    async with database.looking(PLATFORM) as session:
        assert (await session.exec(select(Member))).all() == []
        assert (await session.exec(select(Enterprise))).all() == []


async def test_updates_and_deletes_reach_rows_of_the_tenant_only(database: Database, province: Province) -> None:
    chem, light = province.tenants["chem"], province.tenants["light"]
    async with database.writing(Scope(chem)) as session:
        await session.exec(update(Enterprise).values(note="changed"))
        await session.exec(delete(Enterprise).where(Enterprise.code == "nothing has this code"))
    async with database.looking(Scope(light)) as session:
        assert set(await session.exec(select(Enterprise.note))) == {""}
    async with database.looking(Scope(chem)) as session:
        assert set(await session.exec(select(Enterprise.note))) == {"changed"}


async def test_a_row_of_another_tenant_is_not_inserted(database: Database, province: Province) -> None:
    with pytest.raises(TenantWallError, match="Enterprise"):
        async with database.writing(Scope(province.tenants["chem"])) as session:
            session.add(enterprise(province.tenants["light"]))


async def test_a_row_does_not_move_to_another_tenant(database: Database, province: Province) -> None:
    async def move() -> None:
        async with database.writing(Scope(province.tenants["chem"])) as session:
            row = (await session.exec(select(Enterprise).where(Enterprise.code == "first"))).one()
            row.tenant_id = province.tenants["light"]
            session.add(row)

    with pytest.raises(TenantWallError, match="Enterprise"):
        await move()


async def test_a_failed_transaction_leaves_nothing(database: Database, province: Province) -> None:
    scope = Scope(province.tenants["chem"])

    async def fail() -> None:
        async with database.writing(scope) as session:
            session.add(enterprise(province.tenants["chem"]))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.looking(scope) as session:
        assert (await session.exec(select(Enterprise).where(Enterprise.code == "new"))).all() == []


@asynccontextmanager
async def as_application(database: Database, scope: Scope) -> AsyncIterator[AsyncConnection]:
    """A connection on which statements run as the application's role, past every session."""
    if not database.is_postgresql:
        pytest.skip("SQLite has no roles: there the session is the wall")
    async with database.reading(scope) as connection:
        assert await connection.scalar(text("SELECT current_user")) == APPLICATION_ROLE
        yield connection


async def test_postgresql_shows_plain_sql_the_tenants_rows_only(database: Database, province: Province) -> None:
    chem = province.tenants["chem"]
    async with as_application(database, Scope(chem)) as connection:
        for table in ("member", "enterprise", "event", "enabled_plugin"):
            shown = await connection.scalars(text(f"SELECT DISTINCT tenant_id FROM {table}"))  # noqa: S608
            assert list(shown) == [chem], table


async def test_postgresql_shows_plain_sql_without_a_tenant_nothing(database: Database, province: Province) -> None:
    async with as_application(database, PLATFORM) as connection:
        assert await connection.scalar(text("SELECT count(*) FROM enterprise")) == 0
        assert await connection.scalar(text("SELECT count(*) FROM member")) == 0


async def test_postgresql_shows_a_person_his_own_memberships(database: Database, province: Province) -> None:
    adviser = province.actor("adviser", "chem")
    async with as_application(database, Scope(account_id=adviser.account_id)) as connection:
        shown = set(await connection.scalars(text("SELECT tenant_id FROM member")))
    assert shown == {province.tenants["chem"], province.tenants["light"]}


async def test_postgresql_changes_no_row_of_another_tenant(database: Database, province: Province) -> None:
    light = province.tenants["light"]
    async with as_application(database, Scope(province.tenants["chem"])) as connection:
        changed = await connection.execute(text("UPDATE enterprise SET note = 'x' WHERE tenant_id = :t"), {"t": light})
        assert changed.rowcount == 0
        deleted = await connection.execute(text("DELETE FROM enabled_plugin WHERE tenant_id = :t"), {"t": light})
        assert deleted.rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE enterprise SET tenant_id = :light",
        "INSERT INTO enabled_plugin (tenant_id, id, plugin, enabled_at) VALUES (:light, 'x', 'x', now())",
    ],
)
async def test_postgresql_writes_no_row_into_another_tenant(
    database: Database, province: Province, statement: str
) -> None:
    async with as_application(database, Scope(province.tenants["chem"])) as connection:
        with pytest.raises(DBAPIError, match="row-level security"):
            await connection.execute(text(statement), {"light": province.tenants["light"]})


@pytest.mark.parametrize("statement", ["UPDATE event SET action = 'x'", "DELETE FROM event"])
async def test_the_event_log_refuses_changes_even_of_its_owner(
    database: Database, province: Province, statement: str
) -> None:
    async with database.engine.connect() as connection:
        with pytest.raises(DBAPIError, match="event is append-only"):
            await connection.execute(text(statement))


async def test_the_application_may_not_even_try_to_change_the_event_log(database: Database, province: Province) -> None:
    async with as_application(database, Scope(province.tenants["chem"])) as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(text("DELETE FROM event"))


async def test_the_next_user_of_a_connection_inherits_no_role(database: Database, province: Province) -> None:
    def settings(connection: Connection) -> tuple[str, str | None]:
        user = connection.scalar(text("SELECT current_user"))
        return str(user), connection.scalar(text("SELECT current_setting('cpaudit.tenant', true)"))

    async with as_application(database, Scope(province.tenants["chem"])):
        pass
    async with database.engine.connect() as connection:
        user, tenant = await connection.run_sync(settings)
    assert user != APPLICATION_ROLE
    assert not tenant


async def test_one_event_stands_for_each_row_that_was_written(database: Database, province: Province) -> None:
    for code, tenant_id in province.tenants.items():
        async with database.looking(Scope(tenant_id)) as session:
            subjects = {(event.subject_type, event.subject_id) for event in await session.exec(select(Event))}
            rows = [row.id for row in await session.exec(select(Member))]
            events = (await session.exec(select(func.count()).select_from(Event))).one()
        assert {("Member", row) for row in rows} < subjects, code
        assert len(subjects) == events, code
