"""How the calculators record what enters a formula: converted quantities, and figures of the pack."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cpaudit import (
    ContentPack,
    Conversion,
    FactorReference,
    Input,
    InvalidInput,
    LocalizedText,
    Quantity,
    convert,
    quantity,
)

PACKAGE = __name__.partition(".")[0]


@cache
def own_pack() -> ContentPack:
    """The pack of this plugin, read once."""
    return ContentPack.of_package(PACKAGE)


@dataclass(frozen=True, slots=True)
class Level:
    """A published level of the pack, in the unit of its benchmark."""

    name: LocalizedText
    value: float
    lower: float | None
    upper: float | None


def published(code: str) -> Level:
    """A benchmark of the pack that states one point."""
    item = next(each for each in own_pack().benchmarks if each.code == code)
    if item.value is None:
        raise LookupError(f"{item.ref} states no value")
    return Level(item.name, item.value, item.lower, item.upper)


def amount(symbol: str, given: Quantity, unit: str, field: str, *, label: str = "") -> Input:
    """A quantity in *unit* as the input of a formula, with how it was converted.

    Raises:
        InvalidInput: it is below zero, or does not measure what *unit* measures.
    """
    if given.value < 0:
        raise InvalidInput("the amount is below zero", path=(field,))
    try:
        factor = convert(quantity(1, given.unit), unit).value
    except InvalidInput as error:
        raise InvalidInput(error.message, path=(field,), remedy=error.remedy) from error
    if given.unit == unit:
        return Input(symbol, given.value, unit, label)
    return Input(symbol, given.value * factor, unit, label, Conversion(given.value, given.unit, factor))


def pack_figure(symbol: str, code: str, scale: float = 1.0, unit: str = "") -> Input:
    """A factor or a benchmark of the pack as the input of a formula, in its unit times *scale*.

    Args:
        unit: of what enters; the item's own where it is left out.
    """
    pack = own_pack()
    factor = next((each for each in pack.factors if each.code == code), None)
    item = factor or next(each for each in pack.benchmarks if each.code == code)
    source = pack.manifest.source(item.source)
    title = item.source if source is None else source.title
    reference = FactorReference(pack.id, pack.version, item.ref, title, item.locator)
    if item.value is None:
        raise LookupError(f"{item.ref} states no value")
    own = item.unit if item.per_unit is None else f"{item.unit}/{item.per_unit}"
    conversion = None if scale == 1 else Conversion(item.value, own, scale)
    return Input(symbol, item.value * scale, unit or own, conversion=conversion, factor=reference)
