"""How what a caller gives becomes the inputs of a traced formula."""

from __future__ import annotations

from collections.abc import Iterable

from cpaudit import Conversion, Formula, Input, InvalidInput, Quantity, Trace, convert


def given(symbol: str, quantity: Quantity, unit: str, *path: str | int, label: str = "") -> Input:
    """*quantity* in *unit*, with the value as it was given on record.

    Raises:
        InvalidInput: it does not measure what *unit* measures, or is too large; the path leads to it.
    """
    try:
        value = convert(quantity, unit).value
        if quantity.unit == unit:
            return Input(symbol, value, unit, label)
        offset = convert(Quantity(0.0, quantity.unit), unit).value
        factor = convert(Quantity(1.0, quantity.unit), unit).value - offset
    except InvalidInput as error:
        raise InvalidInput(error.message, path=path, remedy=error.remedy) from error
    return Input(
        symbol, quantity.value * factor + offset, unit, label, Conversion(quantity.value, quantity.unit, factor, offset)
    )


def amount(symbol: str, quantity: Quantity, unit: str, *path: str | int, label: str = "") -> Input:
    """Like :func:`given`, for what cannot be less than nothing.

    Raises:
        InvalidInput: it is negative, or no amount in *unit*.
    """
    found = given(symbol, quantity, unit, *path, label=label)
    if number(found) < 0:
        raise InvalidInput(f"{quantity} is less than nothing", path=path)
    return found


def positive(symbol: str, quantity: Quantity, unit: str, *path: str | int, label: str = "") -> Input:
    """Like :func:`given`, for what something is divided by.

    Raises:
        InvalidInput: it is not above zero, or no amount in *unit*.
    """
    found = given(symbol, quantity, unit, *path, label=label)
    if number(found) <= 0:
        raise InvalidInput(f"{quantity} is not above zero", path=path)
    return found


def number(item: Input) -> float:
    """The number that an input made here holds."""
    if not isinstance(item.value, float | int):
        raise InvalidInput(f"{item.symbol} is no number")
    return float(item.value)


def result(formula: Formula, inputs: Iterable[Input], unit: str = "") -> Trace:
    """What a formula gives for these inputs, on record.

    Raises:
        InvalidInput: the inputs are so large or so small that there is no number for the result.
    """
    entered = tuple(inputs)
    try:
        value = formula.of(entered)
    except (OverflowError, ZeroDivisionError) as error:
        raise _out_of_range(formula) from error
    if not isinstance(value, float | int):
        raise TypeError(f"{formula.key} gives {value!r}, which is no number")
    try:
        Quantity(value, unit or "1")
    except InvalidInput as error:
        raise _out_of_range(formula) from error
    return formula.trace(float(value), entered, unit=unit)


def _out_of_range(formula: Formula) -> InvalidInput:
    return InvalidInput(f"the figures for {formula.symbol} are too large or too small", remedy="check values and units")
