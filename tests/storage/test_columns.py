"""What is written into a column comes back the same, on either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.types import TypeEngine

from cpaudit.engine import Quantity, QuantityStatus
from cpaudit.errors import InvalidInput
from cpaudit.storage.columns import EnumType, LocalizedTextType, MoneyType, QuantityType, UtcDateTime
from cpaudit.storage.database import Database
from cpaudit.text import LocalizedText
from support.stores import Store


class Colour(StrEnum):
    RED = "RED"


class Kept:
    """Writes one value of a column type and reads it back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def back(self, kind: TypeEngine[object], *values: object) -> list[object]:
        table = Table("kept", MetaData(), Column("n", Integer, primary_key=True), Column("value", kind))
        async with self._database.engine.connect() as connection:
            await connection.run_sync(table.create)
            await connection.execute(insert(table), [{"n": n, "value": value} for n, value in enumerate(values)])
            rows = await connection.scalars(select(table.c.value).order_by(table.c.n))
            found = list(rows)
            await connection.rollback()
        return found


@pytest.fixture
def kept(database: Database) -> Kept:
    return Kept(database)


several_examples = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@several_examples
@given(amount=st.decimals(min_value=-(10**14), max_value=10**14, places=4))
async def test_money_is_exact(kept: Kept, amount: Decimal) -> None:
    assert await kept.back(MoneyType(), amount, None) == [amount, None]


async def test_sums_of_money_are_exact(database: Database) -> None:
    table = Table("paid", MetaData(), Column("amount", MoneyType()))
    async with database.engine.connect() as connection:
        await connection.run_sync(table.create)
        await connection.execute(insert(table), [{"amount": Decimal("0.1")}] * 3)
        assert await connection.scalar(select(func.sum(table.c.amount, type_=MoneyType()))) == Decimal("0.3")
        await connection.rollback()


@pytest.mark.parametrize("amount", ["0.00001", "1000000000000000", "NaN", "Infinity"])
async def test_an_amount_that_cannot_be_kept_exactly_is_refused(kept: Kept, amount: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - SQLAlchemy wraps what a column type raises
        await kept.back(MoneyType(), Decimal(amount))
    assert isinstance(caught.value, InvalidInput) or isinstance(caught.value.__cause__, InvalidInput)


async def test_a_quantity_keeps_unit_bounds_and_status(kept: Kept) -> None:
    measured = Quantity(1.5, "t", 1.4, 1.7, QuantityStatus.MEASURED)
    estimated = Quantity(2.0, "kg", status=QuantityStatus.ESTIMATED)
    assert await kept.back(QuantityType(), measured, estimated, None) == [measured, estimated, None]


@several_examples
@given(
    moment=st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))]),
    )
)
async def test_a_moment_comes_back_in_utc(kept: Kept, moment: datetime) -> None:
    (found,) = await kept.back(UtcDateTime(), moment)
    assert found == moment
    assert isinstance(found, datetime)
    assert found.utcoffset() == timedelta()


async def test_a_moment_without_a_zone_is_refused(kept: Kept) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        await kept.back(UtcDateTime(), datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


async def test_texts_and_enumerations_come_back_as_what_they_were(kept: Kept) -> None:
    text = LocalizedText({"zh-CN": "水泥", "en": "cement"})
    assert await kept.back(LocalizedTextType(), text) == [text]
    (colour,) = await kept.back(EnumType(Colour), Colour.RED)
    assert colour is Colour.RED


async def test_a_store_is_empty_when_a_test_gets_it(store: Store) -> None:
    async with store.without_tables() as database, database.engine.connect() as connection:
        assert await connection.run_sync(lambda sync: sync.dialect.get_table_names(sync)) == []
