"""How what a caller gives enters a trace: converted, with the conversion on record, or refused with its path."""

from __future__ import annotations

from cpaudit import Conversion, FactorReference, Input, InvalidInput, LocalizedText, Quantity, convert, quantity

PACK = "building_materials"
VERSION = "0.2.0"
"""Of the pack whose factors the calculators use."""

PURE = "1"
"""Unit of a share."""


def text(zh: str, en: str) -> LocalizedText:
    """A text in the languages of the pack."""
    return LocalizedText({"zh-CN": zh, "en": en})


def taken(symbol: str, given: Quantity, unit: str, *path: str | int, label: str = "") -> Input:
    """*given* in *unit*, with the conversion where there is one.

    Raises:
        InvalidInput: it does not measure what *unit* measures, or is below zero.
    """
    try:
        factor = convert(quantity(1, given.unit), unit).value
    except InvalidInput as error:
        raise InvalidInput(error.message, path=path, remedy=f"give it in {unit} or a unit that converts") from error
    if given.value < 0:
        raise InvalidInput("it is below zero", path=path)
    conversion = None if given.unit == unit else Conversion(given.value, given.unit, factor)
    return Input(symbol, given.value * factor, "" if unit == PURE else unit, label, conversion=conversion)


def amount_of(entered: Input) -> float:
    """The number that an input holds.

    Raises:
        InvalidInput: it holds none.
    """
    value = entered.value
    if isinstance(value, bool) or not isinstance(value, float | int):
        raise InvalidInput(f"{entered.symbol} is no number")
    return float(value)


def share(symbol: str, given: Quantity, *path: str | int, label: str = "") -> Input:
    """A share, given as a percentage or as a pure number.

    Raises:
        InvalidInput: it is no share: not a pure number, below 0 or above 1.
    """
    entered = taken(symbol, given, PURE, *path, label=label)
    if amount_of(entered) > 1:
        raise InvalidInput("a share is at most 100 %", path=path, remedy="give a percentage with the unit %")
    return entered


def positive(symbol: str, given: Quantity, unit: str, *path: str | int, label: str = "") -> Input:
    """An amount above zero.

    Raises:
        InvalidInput: it is not, or does not measure what *unit* measures.
    """
    entered = taken(symbol, given, unit, *path, label=label)
    if amount_of(entered) == 0:
        raise InvalidInput("it has to be above zero", path=path)
    return entered


def of_pack(item: str, source: str, locator: str) -> FactorReference:
    """A factor of this plugin's pack, for the trace."""
    return FactorReference(PACK, VERSION, item, source, locator)
