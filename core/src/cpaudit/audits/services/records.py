"""How any record of an audit is added, changed and removed: the rules that hold for all of them.

What a table already says is not said again: text lengths, what may be null, what is unique and what
refers to what are read from its columns and keys, and answered as errors that name the field. What only
one table knows is a rule of its own, a function that looks at the row as it would become.
"""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint
from sqlmodel import AutoString, SQLModel, select

from cpaudit.audits.access import record_of, running_audit
from cpaudit.audits.models import AuditRecord
from cpaudit.engine.numbers import finite
from cpaudit.errors import Conflict, InvalidInput, NotFound, PathPart
from cpaudit.names import field_of
from cpaudit.storage.tables import TenantTable, VersionedTable, metadata
from cpaudit.work import Work

R = TypeVar("R", bound=AuditRecord)

Columns: TypeAlias = Mapping[str, object]
"""Column → its value; what is not named keeps its value, or its default in a new row."""

Rule: TypeAlias = Callable[[Work, R], Awaitable[None]]
"""Raises InvalidInput where a row, as it would become, may not be."""

LARGEST_REFERRERS = 5
"""How many referring records an error names."""


@dataclass(frozen=True, slots=True)
class Records(Generic[R]):
    """One kind of record of an audit.

    Attributes:
        table: its table.
        rules: what must hold of a row that is added or changed, beyond what the table itself says.
        keep: what must hold of a row that is removed, beyond that nothing refers to it.
    """

    table: type[R]
    rules: tuple[Rule[R], ...] = ()
    keep: tuple[Rule[R], ...] = ()

    async def add(self, work: Work, audit_id: str, columns: Columns) -> R:
        """Record something new.

        Raises:
            Denied: the actor does not edit audits.
            NotFound: there is no such audit, or a record that is referred to is not in it.
            InvalidInput: the audit is concluded, or a value cannot be accepted.
        """
        return await work.add(await self.draft(work, audit_id, columns), self.action("Added"))

    async def change(
        self, work: Work, row_id: str, expected_version: int, columns: Columns, action: str | None = None
    ) -> R:
        """Change columns of a record.

        Args:
            action: what the event log calls it, where there is a better word than "changed".

        Raises:
            Denied, NotFound, InvalidInput: as for :meth:`add`.
            Conflict: the record's version is not *expected_version*.
        """
        row = await self.may_become(work, row_id, expected_version, columns)
        return await work.change(row, expected_version, action or self.action("Changed"), **columns)

    async def remove(self, work: Work, row_id: str, expected_version: int) -> None:
        """Remove a record to which nothing refers.

        Raises:
            Denied, NotFound: as for :meth:`add`.
            InvalidInput: the audit is concluded, or something refers to the record; the message names it.
            Conflict: the record's version is not *expected_version*.
        """
        row = await record_of(work, self.table, row_id)
        require_version(row, expected_version)
        for rule in self.keep:
            await rule(work, row)
        await require_unreferred(work, row)
        await work.remove(row, self.action("Removed"))

    async def draft(self, work: Work, audit_id: str, columns: Columns) -> R:
        """A new row to which no rule objects, not yet in the session; raises as :meth:`add` does."""
        audit = await running_audit(work, audit_id)
        values: dict[str, Any] = {**columns, "tenant_id": audit.tenant_id, "audit_id": audit.id}
        row = self.table(**values)
        await self._check(work, row)
        return row

    async def may_become(self, work: Work, row_id: str, expected_version: int, columns: Columns) -> R:
        """The row as it is, where no rule objects to these columns; raises as :meth:`change` does."""
        row = await record_of(work, self.table, row_id)
        require_version(row, expected_version)
        kept = {column.name: getattr(row, column.name) for column in _table_of(self.table).columns}
        await self._check(work, self.table(**{**kept, **columns}))
        return row

    async def _check(self, work: Work, row: R) -> None:
        check_values(row)
        await _check_references(work, row)
        await check_unique(work, row)
        for rule in self.rules:
            await rule(work, row)

    def action(self, verb: str) -> str:
        """What the event log calls an act: ``planTaskAdded``."""
        name = self.table.__name__
        return f"{name[0].lower()}{name[1:]}{verb}"


def require_version(row: VersionedTable, expected_version: int) -> None:
    """Do nothing where the row has this version.

    Raises:
        Conflict: it has another.
    """
    if row.version != expected_version:
        raise Conflict(
            f"the {label(type(row))} has version {row.version}, not {expected_version}",
            current_version=row.version,
            path=("input", "expectedVersion"),
        )


def label(table: type[SQLModel]) -> str:
    """What a person calls a row of this table."""
    return str(table.__tablename__).replace("_", " ").removeprefix("audit ")


def title(row: SQLModel) -> str:
    """What names a row among others of its table."""
    named = next(
        (getattr(row, name) for name in ("code", "name", "topic", "indicator", "description") if hasattr(row, name)),
        getattr(row, "id", ""),
    )
    return str(named)


def check_values(row: TenantTable, *path: PathPart) -> None:
    """Do nothing where every column of the row can hold its value.

    Args:
        path: where the row is given; by default the mutation's input.

    Raises:
        InvalidInput: a value is missing, a number not finite, a text empty, too long or not printable.
    """
    for column in _table_of(type(row)).columns:
        value, place = getattr(row, column.name), (*(path or ("input",)), field_of(column.name))
        if value is None:
            if not column.nullable:
                raise InvalidInput("this cannot be null", path=place, remedy="leave it out to keep it as it is")
        elif isinstance(value, float):
            finite(value, *place)
        elif isinstance(value, str) and isinstance(column.type, AutoString):
            may_be_empty = type(row).model_fields[column.name].default == ""
            check_text(value, column.type.length, may_be_empty, place)


def require_text(table: type[SQLModel], column: str, text: str, *path: PathPart) -> None:
    """Do nothing where the column can hold the text, and the text says something.

    Raises:
        InvalidInput: it is empty, too long or not printable.
    """
    longest: int | None = getattr(_table_of(table).columns[column].type, "length", None)
    check_text(text, longest, may_be_empty=False, path=path)


def check_text(text: str, longest: int | None, may_be_empty: bool, path: tuple[PathPart, ...]) -> None:
    """Do nothing where a text can be stored and, unless it may be empty, says something.

    Raises:
        InvalidInput: it cannot, or does not.
    """
    if not may_be_empty and not text.strip():
        raise InvalidInput("a text is needed here", path=path)
    if longest is not None and len(text) > longest:
        raise InvalidInput(f"this has {len(text)} characters; the limit is {longest}", path=path)
    # Neither a NUL nor half a surrogate pair can be stored; other control characters have no meaning here.
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        raise InvalidInput("the text holds control characters", path=path, remedy="remove them")


async def check_references(work: Work, row: TenantTable) -> None:
    """Do nothing where everything to which a row points is in the tenant.

    Raises:
        NotFound: something is not.
    """
    for column, target in _targets_of(type(row)):
        if (referred := getattr(row, column)) is not None:
            await work.get(target, referred, path=("input", field_of(column)))


async def _check_references(work: Work, row: AuditRecord) -> None:
    for column, target in _targets_of(type(row)):
        referred = getattr(row, column)
        if referred is None or not issubclass(target, AuditRecord):
            continue
        path = ("input", field_of(column))
        if (await work.get(target, referred, path=path)).audit_id != row.audit_id:
            raise NotFound(f"the audit has no such {label(target)}", path=path)


async def check_unique(work: Work, row: VersionedTable) -> None:
    """Do nothing where no other row has what has to be unique in this one.

    Raises:
        InvalidInput: another row has it.
    """
    table = _table_of(type(row))
    for constraint in sorted(
        (each for each in table.constraints if isinstance(each, UniqueConstraint)), key=lambda each: str(each.name)
    ):
        names = [column.name for column in constraint.columns if column.name != "tenant_id"]
        same = await work.all(type(row), **{name: getattr(row, name) for name in names})
        if any(other.id != row.id for other in same):
            shown = [name for name in names if name != "audit_id"]
            told = ", ".join(f"{name} {getattr(row, name)}" for name in shown)
            raise InvalidInput(
                f"there is already a {label(type(row))} with {told}",
                path=("input", field_of(shown[-1])),
                remedy="change that one, or choose another",
            )


async def require_unreferred(work: Work, row: VersionedTable) -> None:
    """Do nothing where no other row refers to this one.

    Raises:
        InvalidInput: some do; the message names them.
    """
    found = [referrer async for referrer in _referrers(work, row)]
    if found:
        named = ", ".join(found[:LARGEST_REFERRERS])
        more = f" and {len(found) - LARGEST_REFERRERS} more" if len(found) > LARGEST_REFERRERS else ""
        raise InvalidInput(
            f"the {label(type(row))} {title(row)!r} is referred to by {named}{more}",
            path=("input", "id"),
            remedy="change or remove those first",
        )


async def _referrers(work: Work, row: VersionedTable) -> AsyncIterator[str]:
    for table in metadata.sorted_tables:
        for key in _references_of(table):
            if key.referred_table is _table_of(type(row)) and key.ondelete != "CASCADE":
                model = _model_of(table)
                for referrer in (await work.session.exec(select(model).filter_by(**{_pointer(key): row.id}))).all():
                    yield f"{label(model)} {title(referrer)!r}"


def _references_of(table: Table) -> list[ForeignKeyConstraint]:
    """The foreign keys of a table within its tenant, in the order of their names."""
    keys = (
        each for each in table.foreign_key_constraints if "tenant_id" in each.column_keys and len(each.columns) == 2
    )
    return sorted(keys, key=lambda each: str(each.name))


def _targets_of(model: type[SQLModel]) -> list[tuple[str, type[TenantTable]]]:
    return [(_pointer(key), _model_of(key.referred_table)) for key in _references_of(_table_of(model))]


def _pointer(key: ForeignKeyConstraint) -> str:
    return next(name for name in key.column_keys if name != "tenant_id")


def _table_of(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def _model_of(table: Table) -> type[TenantTable]:
    return next(
        mapper.class_
        for mapper in SQLModel._sa_registry.mappers
        if mapper.local_table is table and issubclass(mapper.class_, TenantTable)
    )
