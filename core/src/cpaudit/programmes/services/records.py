"""How a record of the programme is added, changed and removed: the rules that hold for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Table

from cpaudit.audits.services.records import (
    check_references,
    check_text,
    check_unique,
    check_values,
    require_unreferred,
    require_version,
)
from cpaudit.errors import InvalidInput
from cpaudit.names import field_of
from cpaudit.permissions import Permission
from cpaudit.storage.tables import VersionedTable
from cpaudit.text import LocalizedText
from cpaudit.work import Work

R = TypeVar("R", bound=VersionedTable)

Columns: TypeAlias = Mapping[str, object]
"""Column → its value; what is not named keeps its value, or its default in a new row."""

Rule: TypeAlias = Callable[[Work, Any], Awaitable[None]]
"""Raises InvalidInput where a row, as it would become, may not be."""

MOST_ENTRIES = 200
"""Entries of a list in a row."""
LONGEST_ENTRY = 120
"""Characters of one."""
LONGEST_NAME = 300
"""Characters of a text in one language."""
LONGEST_TAG = 35
"""Characters of the tag that names a language (RFC 5646, 4.4.1)."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """One kind of record.

    Attributes:
        table: its table.
        permission: what adding, changing and removing needs.
        rules: what must hold of a row that is added or changed, beyond what the table itself says.
        keep: what must hold of a row that is removed, beyond that nothing refers to it.
        filled: columns of a new row that its author does not give, from the work.
    """

    table: type[R]
    permission: Permission
    rules: tuple[Rule, ...] = ()
    keep: tuple[Rule, ...] = ()
    filled: Callable[[Work], Columns] = field(default=lambda work: {})

    async def add(self, work: Work, columns: Columns) -> str:
        """Add a record; gives its id.

        Raises:
            Denied: the actor may not.
            NotFound: something that it refers to is not there.
            InvalidInput: a value cannot be accepted.
        """
        work.require(self.permission)
        values: dict[str, Any] = {**self.filled(work), **columns, "tenant_id": work.actor.tenant}
        row = self.table(**values)
        await self.check(work, row)
        await work.add(row, self.action("Added"))
        return row.id

    async def change(self, work: Work, row_id: str, expected_version: int, columns: Columns) -> str:
        """Change columns of a record; gives its id.

        Raises:
            Denied, NotFound, InvalidInput: as for :meth:`add`.
            Conflict: the record's version is not *expected_version*.
        """
        work.require(self.permission)
        row = await work.get(self.table, row_id, path=("input", "id"))
        await self.become(work, row, expected_version, self.action("Changed"), columns)
        return row.id

    async def become(self, work: Work, row: R, expected_version: int, action: str, columns: Columns) -> None:
        """Change a row where no rule objects to what it would become; raises as :meth:`change` does."""
        require_version(row, expected_version)
        kept = {column.name: getattr(row, column.name) for column in _table_of(self.table).columns}
        await self.check(work, self.table(**{**kept, **columns}))
        await work.change(row, expected_version, action, **columns)

    async def remove(self, work: Work, row_id: str, expected_version: int) -> None:
        """Remove a record to which nothing refers.

        Raises:
            Denied, NotFound: as for :meth:`add`.
            InvalidInput: something refers to it; the message names it.
            Conflict: the record's version is not *expected_version*.
        """
        work.require(self.permission)
        row = await work.get(self.table, row_id, path=("input", "id"))
        require_version(row, expected_version)
        for rule in self.keep:
            await rule(work, row)
        await require_unreferred(work, row)
        await work.remove(row, self.action("Removed"))

    async def check(self, work: Work, row: R) -> None:
        """Do nothing where the row may be; raises as :meth:`add` does."""
        check_values(row)
        check_lists(row)
        check_localized(row)
        await check_references(work, row)
        await check_unique(work, row)
        for rule in self.rules:
            await rule(work, row)

    def action(self, verb: str) -> str:
        """What the event log calls an act: ``stageAdded``."""
        name = self.table.__name__
        return f"{name[0].lower()}{name[1:]}{verb}"


def check_lists(row: VersionedTable) -> None:
    """Do nothing where the lists of texts in a row are short and none of their entries is empty or there twice.

    Raises:
        InvalidInput: one is not so.
    """
    for column in _table_of(type(row)).columns:
        value = getattr(row, column.name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            continue
        path = ("input", field_of(column.name))
        if len(value) > MOST_ENTRIES:
            raise InvalidInput(f"a list has at most {MOST_ENTRIES} entries", path=path)
        for index, each in enumerate(value):
            if not each.strip() or len(each) > LONGEST_ENTRY or not each.isprintable():
                raise InvalidInput(
                    f"an entry has 1 to {LONGEST_ENTRY} characters that can be printed", path=(*path, index)
                )
        if len(set(value)) < len(value):
            raise InvalidInput("an entry stands here twice", path=path)


def check_localized(row: VersionedTable) -> None:
    """Do nothing where every text in several languages is one that can be stored.

    Raises:
        InvalidInput: one is empty, too long, or not printable.
    """
    for column in _table_of(type(row)).columns:
        value = getattr(row, column.name)
        if isinstance(value, LocalizedText):
            for language, text in value.items():
                path = ("input", field_of(column.name), language)
                check_text(language, LONGEST_TAG, may_be_empty=False, path=path)
                check_text(text, LONGEST_NAME, may_be_empty=False, path=path)


def check_order(starts_on: date, ends_on: date | None) -> None:
    """Do nothing where something ends no earlier than it starts.

    Raises:
        InvalidInput: it does.
    """
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput("it ends before it starts", path=("input", "endsOn"))


def _table_of(model: type[VersionedTable]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table
