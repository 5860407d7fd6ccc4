"""What a sheet looks like: its columns, and what each of them takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from cpaudit.names import camel_case
from cpaudit.text import LocalizedText
from cpaudit.work import Work

Value: TypeAlias = object
"""What a cell means: None (unknown), str, int, float, Decimal, bool, date."""

Values: TypeAlias = Mapping[str, Value]
"""Column's key → what its cell means."""


class CellKind(StrEnum):
    """What a column's cells hold."""

    TEXT = "TEXT"
    WHOLE = "WHOLE"
    NUMBER = "NUMBER"
    MONEY = "MONEY"
    DATE = "DATE"
    YES_NO = "YES_NO"
    CHOICE = "CHOICE"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a column takes: how it is stored, and how it reads."""

    value: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        key: stable name; a title in any language or this finds the column in a file.
        required: an empty cell is refused.
        choices: of a CHOICE column, all that it takes.
        suggestions: a drop-down that may be left, units for example.
        told_at: the last names of an error's path that belong to this column, where they are not its key.
        width: in characters.
        unchanging: what it says of a record that is there cannot be changed by an import.
        informative: it is there to be read by people, and an import does not look at it.
        default: what an empty cell of a row means in which something else is said.
        in_one_form: brings what can be written in several ways into the form in which it is stored; what it
            cannot read it raises an InvalidInput for, and that is told when the row is recorded.
    """

    key: str
    title: LocalizedText
    kind: CellKind = CellKind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    help: LocalizedText | None = None
    told_at: tuple[str, ...] = ()
    width: int = 14
    unchanging: bool = False
    informative: bool = False
    default: Value = None
    in_one_form: Callable[[Value], Value] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A row that is stored.

    Attributes:
        id: None for a row that asks for something not recorded yet, an open question for example.
        values: of all columns.
    """

    id: str | None
    version: int
    values: Values

    @property
    def row_id(self) -> str:
        """The id, of a record that is stored.

        Raises:
            ValueError: it is not stored yet.
        """
        if self.id is None:
            raise ValueError("the record is not stored yet")
        return self.id


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a workbook is: the tenant, or one audit."""

    audit_id: str | None = None
    language: str = "zh-CN"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, and how its rows are read and written.

    Attributes:
        key: stable name.
        title: at most 31 characters in each language, as a tab takes them.
        identity: the columns that tell a row from others where it does not carry its id.
        read: the records that are there.
        add: record a new row; None where rows cannot be added.
        change: change a record to these values.
    """

    key: str
    title: LocalizedText
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    read: Callable[[Work, Subject], Awaitable[list[Record]]]
    add: Callable[[Work, Subject, Values], Awaitable[None]] | None
    change: Callable[[Work, Subject, Record, Values], Awaitable[None]]

    def column_told_by(self, path: Iterable[object]) -> Column | None:
        """The column to which an error's path leads."""
        names = [str(part) for part in path]
        for name in reversed(names):
            for column in self.columns:
                if name in (column.told_at or (camel_case(column.key),)):
                    return column
        return None


def texts(zh: str, en: str) -> LocalizedText:
    """The same in Chinese and English."""
    return LocalizedText({"zh-CN": zh, "en": en})


def choices_of(kind: type[StrEnum], **names: tuple[str, str]) -> tuple[Choice, ...]:
    """All members of an enumeration with their Chinese and English names, by the member's name."""
    return tuple(Choice(member.value, texts(*names[member.name])) for member in kind)
