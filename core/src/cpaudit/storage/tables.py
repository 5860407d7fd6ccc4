"""What every table has: the tenant first in its key, an identifier, a version where it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKeyConstraint, MetaData
from sqlmodel import Field, SQLModel

from cpaudit.storage.columns import EnumType, LocalizedTextType, MoneyType, QuantityType, UtcDateTime, json_column
from cpaudit.storage.identity import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class PlatformTable(SQLModel):
    """A table of the platform itself, the same for every tenant and holding no tenant's data.

    On a sharded database it is a reference table.
    """


class TenantTable(SQLModel):
    """A table whose rows each belong to one tenant."""

    tenant_id: str = Field(primary_key=True, max_length=32)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)


class VersionedTable(TenantTable):
    """A tenant's table whose rows change: ``version`` counts the changes, from 1."""

    version: int = Field(default=1)


def belongs_to(table: str, column: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    """A foreign key within one tenant: ``(tenant_id, column)`` to the key of *table*."""
    return ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{table}.tenant_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )


def enum_field(members: type[StrEnum], **options: Any) -> Any:
    """A column that holds a member of *members*."""
    return Field(sa_type=EnumType(members), **options)


def quantity_field(**options: Any) -> Any:
    """A column that holds a quantity."""
    return Field(sa_type=QuantityType, **options)


def money_field(**options: Any) -> Any:
    """A column that holds an amount of money; its currency stands in a column beside it."""
    return Field(sa_type=MoneyType, **options)


def moment_field(**options: Any) -> Any:
    """A column that holds a moment in UTC."""
    return Field(sa_type=UtcDateTime, **options)


def text_field(**options: Any) -> Any:
    """A column that holds a text in several languages."""
    return Field(sa_type=LocalizedTextType, **options)


def json_field(**options: Any) -> Any:
    """A column that holds plain JSON."""
    return Field(sa_type=json_column(), **options)


def columns_of(row: SQLModel, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """The columns of a row as a mapping, for the event log."""
    return {key: value for key, value in row.model_dump(mode="python").items() if key not in leave_out}
