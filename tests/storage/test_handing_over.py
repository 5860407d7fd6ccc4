"""What is handed over to another tenant is written with what stays, or not at all, and past no wall."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.errors import NotFound
from cpaudit.storage.database import Database, Scope, TenantWallError
from cpaudit.storage.event_log import Event
from cpaudit.storage.handing_over import other_scope
from support.stages import OpenWork
from support.world import Province


def enterprise(tenant_id: str, code: str) -> Enterprise:
    return Enterprise(tenant_id=tenant_id, code=code, name="示例企业", gb4754="C2611", size_class=SizeClass.SMALL)


async def codes(database: Database, tenant_id: str) -> list[str]:
    async with database.looking(Scope(tenant_id)) as session:
        return sorted((await session.exec(select(Enterprise.code))).all())


async def test_both_tenants_have_their_rows_and_an_event_each(
    database: Database, province: Province, open_work: OpenWork
) -> None:
    chem, light = province.tenants["chem"], province.tenants["light"]
    async with open_work("admin") as work:
        await work.add(enterprise(chem, "before"), "kept")
        async with work.handing_over(light) as there:
            assert set(await there.session.exec(select(Enterprise.tenant_id))) == {light}
            await there.add(enterprise(light, "handed"), "handedOver")
        assert set(await work.session.exec(select(Enterprise.tenant_id))) == {chem}
        await work.add(enterprise(chem, "after"), "kept")
    assert [(each.tenant_id, each.action) for each in work.announcements] == [
        (chem, "kept"),
        (light, "handedOver"),
        (chem, "kept"),
    ]
    assert await codes(database, chem) == ["after", "before", "first"]
    assert await codes(database, light) == ["first", "handed"]
    async with database.looking(Scope(light)) as session:
        event = (await session.exec(select(Event).where(Event.action == "handedOver"))).one()
    assert event.member_id is None


async def test_what_fails_afterwards_undoes_both(database: Database, province: Province, open_work: OpenWork) -> None:
    light = province.tenants["light"]

    async def fail() -> None:
        async with open_work("admin") as work:
            async with work.handing_over(light) as there:
                await there.add(enterprise(light, "handed"), "handedOver")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await codes(database, light) == ["first"]


async def test_a_failure_that_is_caught_leaves_everybody_in_his_own_tenant(
    province: Province, open_work: OpenWork
) -> None:
    async with open_work("admin") as work:
        with pytest.raises(NotFound):
            async with work.handing_over(province.tenants["light"]) as there:
                await there.get(Enterprise, province.enterprises["chem"])
        assert (await work.get(Enterprise, province.enterprises["chem"])).tenant_id == province.tenants["chem"]


async def test_a_row_of_a_third_tenant_is_refused(database: Database, province: Province) -> None:
    async def smuggle() -> None:
        async with (
            database.writing(Scope(province.tenants["chem"])) as session,
            other_scope(session, Scope(province.tenants["light"])) as other,
        ):
            other.add(enterprise(province.tenants["city"], "smuggled"))

    with pytest.raises(TenantWallError, match="Enterprise"):
        await smuggle()


async def test_nobody_has_a_permission_where_he_only_hands_over(province: Province, open_work: OpenWork) -> None:
    async with open_work("admin") as work:
        async with work.handing_over(province.tenants["light"]) as there:
            assert there.actor.permissions == frozenset()
        async with work.handing_over(province.tenants["chem"]) as same:
            assert same is work
