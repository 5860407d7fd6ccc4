"""A database that was migrated is the one the program declares, whichever kind it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import inspect, text

from cpaudit.api.tables import metadata
from cpaudit.storage.database import APPLICATION_ROLE, Database
from cpaudit.storage.migrate import check, current, newest, upgrade
from support.stores import PostgresqlStore, Store


@pytest.fixture
async def empty(store: Store) -> AsyncIterator[Database]:
    """A database in which nothing is yet."""
    async with store.without_tables() as database:
        yield database


async def test_migrations_make_exactly_the_tables_that_are_declared(empty: Database) -> None:
    await upgrade(empty)
    assert await check(empty) == []
    assert await current(empty) == newest()


async def test_migrating_twice_does_nothing_the_second_time(empty: Database) -> None:
    told: list[str] = []
    done = await upgrade(empty, told.append)
    assert done[-1] == newest()
    assert [line.split()[0] for line in told] == done
    assert await upgrade(empty) == []


async def test_two_servers_that_start_at_once_migrate_once(empty: Database) -> None:
    done = await asyncio.gather(upgrade(empty), upgrade(empty))
    assert sorted(map(len, done)) == [0, len(max(done, key=len))]
    assert await check(empty) == []


async def test_a_database_that_is_behind_is_told_apart(empty: Database) -> None:
    (problem,) = await check(empty)
    assert "run `cpaudit db upgrade`" in problem


async def test_a_database_of_a_later_version_is_told_apart(empty: Database) -> None:
    await upgrade(empty)
    async with empty.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (problem,) = await check(empty)
    assert "9999, which this version of cpaudit does not know" in problem


async def test_a_table_that_differs_is_told(empty: Database) -> None:
    await upgrade(empty)
    async with empty.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE tenant ADD COLUMN nickname VARCHAR(5)"))
    (problem,) = await check(empty)
    assert "nickname" in problem


async def test_a_gap_in_the_walls_is_told(empty: Database) -> None:
    await upgrade(empty)
    async with empty.engine.begin() as connection:
        if empty.is_postgresql:
            await connection.execute(text("ALTER TABLE audit DISABLE ROW LEVEL SECURITY"))
            await connection.execute(text("DROP TRIGGER event_is_append_only ON event"))
        else:
            await connection.execute(text("DROP TRIGGER event_refuses_update"))
    problems = await check(empty)
    assert any("event" in problem for problem in problems)
    assert any("the table audit has no row-level security" in problem for problem in problems) is empty.is_postgresql


async def test_a_failed_migration_leaves_nothing_behind(empty: Database) -> None:
    async with empty.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE event (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        await upgrade(empty)
    assert await current(empty) is None
    async with empty.engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert tables == ["event"]


async def test_every_table_of_a_tenant_is_walled_and_none_belongs_to_the_application(empty: Database) -> None:
    if not empty.is_postgresql:
        pytest.skip("SQLite has no roles and no row-level security")
    await upgrade(empty)
    async with empty.engine.connect() as connection:
        rows = await connection.execute(
            text(
                "SELECT relname, relrowsecurity, pg_get_userbyid(relowner) FROM pg_class"
                " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
        )
        tables = {name: (secured, owner) for name, secured, owner in rows}
    assert {name for name, (secured, _) in tables.items() if secured} == {
        table.name for table in metadata.sorted_tables if "tenant_id" in table.c
    }
    assert APPLICATION_ROLE not in {owner for _, owner in tables.values()}


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE procrastinate_jobs CASCADE",
        "DROP FUNCTION procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) CASCADE",
        f"REVOKE INSERT ON procrastinate_jobs FROM {APPLICATION_ROLE}",
    ],
)
async def test_a_gap_in_the_queue_is_told(postgres_url: str, statement: str) -> None:
    # SQLite has no queue.
    async with PostgresqlStore(postgres_url).without_tables() as empty:
        await upgrade(empty)
        async with empty.engine.begin() as connection:
            await connection.execute(text(statement))
        (problem,) = await check(empty)
    assert "no job can be asked for" in problem
