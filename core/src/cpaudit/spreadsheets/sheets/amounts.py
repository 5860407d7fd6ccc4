"""An amount takes several columns: its number, unit, interval and status."""

from __future__ import annotations

from cpaudit.contributions import QuantityStatus
from cpaudit.engine import Quantity
from cpaudit.spreadsheets.layout import CellKind, Column, Value, Values, choices_of, texts

STATUSES = choices_of(
    QuantityStatus,
    MEASURED=("实测", "Measured"),
    CALCULATED=("计算", "Calculated"),
    ESTIMATED=("估算", "Estimated"),
    DEFAULT=("缺省", "Default"),
)


def amount_columns(units: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of an amount."""
    return (
        Column("value", texts("数值", "Amount"), CellKind.NUMBER, required=True, told_at=("value", "amount")),
        Column("unit", texts("单位", "Unit"), required=True, suggestions=units, told_at=("unit",)),
        Column(
            "lower",
            texts("95%区间下限", "95 % interval, lower"),
            CellKind.NUMBER,
            help=texts("与数值同单位；未知则留空", "in the amount's unit; empty where not known"),
            told_at=("lower",),
        ),
        Column("upper", texts("95%区间上限", "95 % interval, upper"), CellKind.NUMBER, told_at=("upper",)),
        Column(
            "status",
            texts("来源", "Status"),
            CellKind.CHOICE,
            choices=STATUSES,
            told_at=("status",),
            default=QuantityStatus.ESTIMATED.value,
        ),
    )


def amount_cells(amount: Quantity | None) -> dict[str, Value]:
    """The cells of an amount."""
    if amount is None:
        return dict.fromkeys(("value", "unit", "lower", "upper", "status"))
    return {
        "value": amount.value,
        "unit": amount.unit,
        "lower": amount.lower,
        "upper": amount.upper,
        "status": amount.status.value,
    }


def amount_of(values: Values) -> Quantity:
    """The amount in these cells.

    Raises:
        InvalidInput: the number lies outside its interval.
        UnitError: the unit does not exist.
    """
    return Quantity(
        values["value"],  # type: ignore[arg-type]
        str(values["unit"]),
        values.get("lower"),  # type: ignore[arg-type]
        values.get("upper"),  # type: ignore[arg-type]
        QuantityStatus(str(values.get("status") or QuantityStatus.ESTIMATED)),
    )
