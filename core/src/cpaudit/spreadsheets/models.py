"""How a tenant reads the emission factor tables of others."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import VersionedTable, json_field


class FactorMapping(VersionedTable, table=True):
    """Which column of a foreign table says what of a factor.

    Attributes:
        sheet: name of the tab; empty for the first one.
        header_row: the row of the titles, from 1.
        columns: a factor's field → the title of the column that says it.
        constants: a factor's field → what it is in every row.
        translations: a factor's field → what the table says → what is meant, ``carbon dioxide`` → ``CO2``.
    """

    __tablename__ = "factor_mapping"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: str = Field(max_length=120)
    sheet: str = Field(default="", max_length=31)
    header_row: int = Field(default=1)
    columns: dict[str, str] = json_field(default_factory=dict)
    constants: dict[str, str] = json_field(default_factory=dict)
    translations: dict[str, dict[str, str]] = json_field(default_factory=dict)
    decimal: str = Field(default=".", max_length=1)
    thousands: str = Field(default="", max_length=1)
