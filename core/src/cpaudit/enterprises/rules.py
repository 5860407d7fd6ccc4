"""What holds for each row of this slice by itself."""

from __future__ import annotations

from functools import singledispatch

from sqlalchemy import Table

from cpaudit.engine import compatible, is_unit
from cpaudit.enterprises.models import (
    Enterprise,
    PermitLimit,
    Product,
    ProductOutput,
    RegulatoryKind,
    RegulatoryRecord,
    RegulatoryStatus,
)
from cpaudit.errors import InvalidInput
from cpaudit.names import field_of
from cpaudit.storage.tables import VersionedTable, now

FIRST_YEAR, LAST_YEAR = 1900, 2100


def check(row: VersionedTable) -> None:
    """See that a row is one that may be stored.

    Raises:
        InvalidInput: a value is missing, blank, too long, or breaks a rule of its kind.
    """
    _check_columns(row)
    _check_kind(row)


def _check_columns(row: VersionedTable) -> None:
    # SQLite takes texts of any length, and PostgreSQL would fail with an error that names no field.
    table: Table = type(row).__table__  # type: ignore[attr-defined]
    for column in table.columns:
        value = getattr(row, column.name)
        path = ("input", field_of(column.name))
        if value is None:
            if not column.nullable:
                raise InvalidInput(f"{path[1]} cannot be null", path=path, remedy="leave it out to keep what it is")
        elif isinstance(value, str):
            length = getattr(column.type, "length", None)
            if not value.strip() and column.default is None:
                raise InvalidInput(f"{path[1]} is empty", path=path)
            if "\0" in value:
                raise InvalidInput(f"{path[1]} holds a null character", path=path)
            if length is not None and len(value) > length:
                raise InvalidInput(f"{path[1]} has more than {length} characters", path=path)


@singledispatch
def _check_kind(row: VersionedTable) -> None:
    """The rules of the row's kind; most kinds have none beyond their columns'."""


@_check_kind.register
def _(row: Enterprise) -> None:
    if row.employees is not None and row.employees < 0:
        raise InvalidInput("there cannot be fewer than no employees", path=("input", "employees"))
    if row.established_year is not None and not 1800 <= row.established_year <= now().year:
        raise InvalidInput(f"{row.established_year} is no year of establishment", path=("input", "establishedYear"))


@_check_kind.register
def _(row: Product) -> None:
    if not is_unit(row.unit):
        raise InvalidInput(f"there is no unit {row.unit!r}", path=("input", "unit"))


@_check_kind.register
def _(row: ProductOutput) -> None:
    if not FIRST_YEAR <= row.year <= LAST_YEAR:
        raise InvalidInput(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}", path=("input", "year"))
    if row.amount.value < 0:
        raise InvalidInput("an output cannot be negative", path=("input", "amount", "value"))


@_check_kind.register
def _(row: RegulatoryRecord) -> None:
    if row.issued_on is not None and row.valid_until is not None and row.valid_until < row.issued_on:
        raise InvalidInput(
            f"the record ends on {row.valid_until}, before it was issued on {row.issued_on}",
            path=("input", "validUntil"),
        )
    if row.status is RegulatoryStatus.FULFILLED and row.kind is not RegulatoryKind.DEADLINE_TREATMENT_ORDER:
        raise InvalidInput("only a deadline treatment order can be fulfilled", path=("input", "status"))


@_check_kind.register
def _(row: PermitLimit) -> None:
    if row.limit.value < 0:
        raise InvalidInput("a limit cannot be negative", path=("input", "limit", "value"))


def check_limit_of(record: RegulatoryRecord, limit: PermitLimit) -> None:
    """See that a limit goes with its record.

    Raises:
        InvalidInput: the record limits nothing, or the limit of a quota is no mass per time.
    """
    if not record.kind.has_limits:
        raise InvalidInput(
            f"a record of the kind {record.kind} has no limits",
            path=("input", "record"),
            remedy="add the limit to a discharge permit or to a total emission quota",
        )
    if record.kind is RegulatoryKind.TOTAL_EMISSION_QUOTA and not compatible(limit.limit.unit, "t/a"):
        raise InvalidInput(
            f"a total emission quota is a mass per time, not in {limit.limit.unit!r}",
            path=("input", "limit", "unit"),
            remedy="use a unit as t/a",
        )


def check_output_of(product: Product, output: ProductOutput) -> None:
    """See that an output is counted in a unit that goes with its product's.

    Raises:
        InvalidInput: the units do not measure the same thing.
    """
    if not compatible(output.amount.unit, product.unit):
        raise InvalidInput(
            f"the output in {output.year} is in {output.amount.unit!r}, the product in {product.unit!r}",
            path=("input", "amount", "unit"),
            remedy="use units that measure the same thing",
        )
