"""What is spent in a unit process and on a stream, in one currency, from amounts and prices as they come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cpaudit.engine.numbers import finite, non_negative
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, formula
from cpaudit.engine.units import PURE_NUMBER, Unit, UnitError, affine_between, parse
from cpaudit.errors import PathPart

Amount: TypeAlias = Quantity | float
"""How much flows, or money: a quantity, or a plain number in units that the caller keeps to himself."""

ENERGY_UNITS = ("J", "W")

_MONEY = re.compile(r"\[money_(\w+)\]")
_PERIODS = {0: "", -1: "/a"}


@dataclass(frozen=True, slots=True)
class Spent:
    """An amount of money with where it comes from.

    Attributes:
        value: in the unit of all money; None where a price or a flow is not known.
        trace: how it came about.
    """

    value: float | None
    trace: Trace


def measured(given: Amount, *path: PathPart, signed: bool = False) -> Quantity:
    """A flow or a price as a quantity; a plain number measures in 1.

    Raises:
        InvalidNumber: it is no finite number, or negative and not *signed*.
        UnitError: its unit has an offset, so that it does not add up.
    """
    value = given.value if isinstance(given, Quantity) else given
    number = finite(value, *path) if signed else non_negative(value, *path)
    if not isinstance(given, Quantity):
        return Quantity(number, PURE_NUMBER)
    if parse(given.unit).offset:
        raise UnitError(f"{given.unit} does not add up", given.unit, path=path)
    return given


def is_plain(quantity: Quantity) -> bool:
    """Whether it is a number whose unit the caller keeps to himself."""
    return quantity.unit == PURE_NUMBER


def is_money(quantity: Quantity) -> bool:
    """Whether it is an amount of money, or of money per time, and no price."""
    return {name for name in parse(quantity.unit).dimensions if not _MONEY.fullmatch(name)} <= {"[time]"} and not (
        is_plain(quantity)
    )


def is_energy(amount: Amount) -> bool:
    """Whether it is measured in a unit of energy or power."""
    if not isinstance(amount, Quantity):
        return False
    dimensions = parse(amount.unit).without_products().dimensions
    return any(dimensions == parse(unit).dimensions for unit in ENERGY_UNITS)


def needs_flow(price: Quantity) -> bool:
    """Whether what it costs depends on how much flows."""
    return price.value != 0 and not is_money(price)


def money_unit(amounts: Iterable[Quantity], priced: Iterable[tuple[Quantity, Quantity | None]]) -> str:
    """The unit for all money: currency, or currency per year where flows and costs are rates.

    Args:
        amounts: money that is spent as it is.
        priced: prices with the flows that they are for.

    Raises:
        UnitError: none of them measures money, or money per time.
    """
    products = [*(parse(each.unit) for each in amounts)]
    for price, flow in priced:
        if is_plain(price) or is_money(price):
            products.append(parse(price.unit))
        elif flow is not None:
            products.append(_money_of(parse(price.unit), parse(flow.unit)))
    for product in products:
        if product.dimensions:
            return _named(product)
    return PURE_NUMBER


def spent(given: Quantity, flow: Quantity | None, unit: str, *path: PathPart) -> Spent:
    """Money that is given as an amount, or as a price of what flows.

    Args:
        given: the money; a plain number is a price for one unit of the flow.
        flow: None where it is not known.
        unit: of all money.

    Raises:
        UnitError: it is neither an amount in *unit* nor gives one with the flow.
        InvalidNumber: the product is larger than any amount.
    """
    if is_money(given):
        return charged(given, unit, *path)
    factor = 1.0 if flow is None else price_factor(given, flow.unit, unit, *path)
    conversion = None if is_plain(given) else Conversion(given.value, given.unit, factor)
    per = "" if flow is None or is_plain(flow) else f"{unit}/({flow.unit})"
    price = Input("p", given.value * factor, per, conversion=conversion)
    amount = Input("q", None if flow is None else flow.value, "" if flow is None else flow.unit)
    value = _product(given.value * factor, None if flow is None else flow.value)
    if value is not None:
        finite(value, *path)
    return Spent(value, _PURCHASE.trace(value, [price, amount], unit=shown_unit(unit)))


def price_factor(price: Quantity, flow: str, unit: str, *path: PathPart) -> float:
    """What a price has to be multiplied by, so that times a flow in the unit *flow* it gives money in *unit*.

    Raises:
        UnitError: it does not.
    """
    _require_same_kind(price, unit, *path)
    if is_plain(price):
        return 1.0
    try:
        return affine_between(_money_of(parse(price.unit), parse(flow)), parse(unit)).factor
    except UnitError as error:
        raise UnitError(
            f"{price.unit} is no price in {unit} of what flows in {flow}",
            price.unit,
            flow,
            path=path,
            remedy="give the price per unit of what is measured in the stream, all money in one currency",
        ) from error


def charged(given: Quantity, unit: str, *path: PathPart) -> Spent:
    """An amount of money, in the unit of all money.

    Raises:
        UnitError: it does not convert to that.
    """
    _require_same_kind(given, unit, *path)
    try:
        factor = 1.0 if is_plain(given) else affine_between(parse(given.unit), parse(unit)).factor
    except UnitError as error:
        raise UnitError(error.message, *error.units, path=path, remedy="give all money in one currency") from error
    value = given.value * factor
    conversion = None if is_plain(given) else Conversion(given.value, given.unit, factor)
    entered = Input("c", value, shown_unit(unit), conversion=conversion)
    return Spent(value, _AMOUNT.trace(value, [entered], unit=shown_unit(unit)))


def unknown_amount(unit: str) -> Spent:
    """Money of which nothing is known."""
    return Spent(None, _AMOUNT.trace(None, [Input("c", None, shown_unit(unit))], unit=shown_unit(unit)))


def summed(parts: Mapping[str, Spent], unit: str) -> Spent:
    """The sum of what is spent, of nothing zero; None where one of it is not known."""
    value = _sum([part.value for part in parts.values()])
    inputs = [part.trace.as_input(label=label) for label, part in parts.items()]
    return Spent(value, _SUM.trace(value, inputs or [Input("c", 0.0, shown_unit(unit))], unit=shown_unit(unit)))


def add_known(values: Iterable[float | None]) -> float | None:
    """The sum, None where one of them is not known."""
    return _sum(list(values))


def _require_same_kind(given: Quantity, unit: str, *path: PathPart) -> None:
    # Zero is zero in every currency.
    if given.value and is_plain(given) != (unit == PURE_NUMBER):
        raise UnitError(
            f"money in {given.unit} beside money in {unit}",
            given.unit,
            unit,
            path=path,
            remedy="give all money as plain numbers, or all of it with its unit",
        )


def _money_of(price: Unit, flow: Unit) -> Unit:
    """What price times flow measures; a price per tonne is one per tonne of whatever flows."""
    exact = price.times(flow)
    if any(name.startswith("{") for name in exact.dimensions):
        return price.times(flow.without_products())
    return exact


def _named(product: Unit) -> str:
    currencies = [name for name in product.dimensions if _MONEY.fullmatch(name)]
    rest = {name: power for name, power in product.dimensions.items() if name not in currencies}
    period = rest.pop("[time]", 0)
    if len(currencies) != 1 or product.dimensions[currencies[0]] != 1 or rest or period not in _PERIODS:
        raise UnitError(f"{product.text} is no money", product.text, remedy="give prices in money per what flows")
    return f"{currencies[0].removeprefix('[money_').removesuffix(']')}{_PERIODS[period]}"


def shown_unit(unit: str) -> str:
    """The unit as a result states it: none for plain numbers."""
    return "" if unit == PURE_NUMBER else unit


def _sum(values: list[float | None]) -> float | None:
    total = 0.0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _product(price: float | None, amount: float | None) -> float | None:
    """Price times amount; what costs nothing costs nothing, however much it is."""
    if price == 0:
        return 0.0
    return None if price is None or amount is None else price * amount


def _numbers(arguments: Arguments, symbol: str) -> list[float | None]:
    return [None if value is None else float(value) for value in arguments.all(symbol)]  # type: ignore[arg-type]


_METHOD = "ISO 14051:2011, 5.3 cost calculation"
_PURCHASE: Formula = formula(
    "costs.purchase", "c", "费用", "cost", "c = p·q", _METHOD, lambda a: _product(a.maybe("p"), a.maybe("q"))
)
_AMOUNT: Formula = formula("costs.amount", "c", "费用", "cost", "c = c", _METHOD, lambda a: a.maybe("c"))
_SUM: Formula = formula(
    "costs.sum", "c", "费用合计", "costs together", "c = Σ c", _METHOD, lambda a: _sum(_numbers(a, "c"))
)
