"""What a cell means in its column."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from cpaudit.spreadsheets.layout import CellKind, Column, Value
from cpaudit.spreadsheets.number_format import NumberFormat
from cpaudit.text import LANGUAGES


class Unreadable(StrEnum):
    """A cell that has no value to take."""

    ERROR = "ERROR"
    FORMULA = "FORMULA"


@dataclass(frozen=True, slots=True)
class Misread(Exception):
    """A cell does not hold what its column takes: what is wrong and what to do, in Chinese and English."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


YES = ("是", "yes", "true", "y", "1")
NO = ("否", "no", "false", "n", "0")


def read_cell(raw: object, column: Column, numbers: NumberFormat) -> Value:
    """What *raw*, as a reader of files gives it, means in *column*; None is an empty cell.

    Raises:
        Misread: it is nothing that the column takes.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        if column.required:
            raise Misread("单元格为空", "the cell is empty", "填写此列", "fill it in")
        return None
    if raw is Unreadable.ERROR:
        raise Misread(
            "单元格是错误值", "the cell holds an error", "更正公式或直接填写数值", "mend it or type the value"
        )
    if raw is Unreadable.FORMULA:
        raise Misread(
            "单元格是没有计算结果的公式",
            "the cell holds a formula without a value",
            "在表格软件中计算并保存，或直接填写数值",
            "calculate and save the file in a spreadsheet program, or type the value",
        )
    match column.kind:
        case CellKind.TEXT:
            return _text(raw)
        case CellKind.WHOLE:
            return _whole(raw, numbers)
        case CellKind.NUMBER:
            return float(_number(raw, numbers))
        case CellKind.MONEY:
            return _number(raw, numbers)
        case CellKind.DATE:
            return _date(raw)
        case CellKind.YES_NO:
            return _yes_no(raw)
        case CellKind.CHOICE:
            return _choice(raw, column)


def _text(raw: object) -> str:
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == datetime.min.time() else raw.isoformat(" ")
    return str(raw)


def _number(raw: object, numbers: NumberFormat) -> Decimal:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw):
        # The shortest text that means this number: what was typed.
        return Decimal(repr(raw))
    found = numbers.read(raw) if isinstance(raw, str) else None
    if found is None:
        example = f"1{numbers.thousands}234{numbers.decimal}5"
        raise Misread(
            f"“{raw}”不是数字",
            f"{raw!r} is not a number",
            f"按声明的分隔符填写，例如 {example}",
            f"write it with the declared separators, {example} for example",
        )
    return found


def _whole(raw: object, numbers: NumberFormat) -> int:
    number = _number(raw, numbers)
    if number != number.to_integral_value() or abs(number) > 10**15:
        raise Misread(f"{raw} 不是整数", f"{raw} is not a whole number", "填写整数", "write a whole number")
    return int(number)


def _date(raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw).replace("/", "-"))
    except ValueError:
        raise Misread(
            f"“{raw}”不是日期", f"{raw!r} is not a date", "写成 2026-01-31", "write it like 2026-01-31"
        ) from None


def _yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    text = _text(raw).casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Misread(f"“{raw}”不是“是”或“否”", f"{raw!r} is neither yes nor no", "选择是或否", "choose yes or no")


def _choice(raw: object, column: Column) -> str:
    text = _text(raw).casefold()
    for choice in column.choices:
        if text in (choice.value.casefold(), *(choice.name.in_language(each).casefold() for each in LANGUAGES)):
            return choice.value
    zh, en = ("、".join(each.name.in_language("zh-CN") for each in column.choices), None)
    en = ", ".join(each.name.in_language("en") for each in column.choices)
    raise Misread(f"“{raw}”不在可选项中", f"{raw!r} is none of the choices", f"从 {zh} 中选择", f"choose one of {en}")


def same(before: Value, after: Value) -> bool:
    """Whether a cell still says what it said: a file keeps 15 digits of a number."""
    if isinstance(before, Decimal | float | int) and isinstance(after, Decimal | float | int):
        if isinstance(before, bool) or isinstance(after, bool):
            return before is after
        return math.isclose(before, after, rel_tol=2e-15, abs_tol=0.0)
    return (before or None) == (after or None)
