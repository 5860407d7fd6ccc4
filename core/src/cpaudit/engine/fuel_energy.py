"""What a fuel holds in energy, what that is in standard coal, and what burning it emits.

Heating values are net (lower) ones where nothing else is said, and emission factors per energy count the same. A
heating value of one fuel never meets a factor of another: the fuel is the product that both are per.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cpaudit import contributions
from cpaudit.contributions import QuantityStatus
from cpaudit.engine.estimation import Estimate, estimate
from cpaudit.engine.factors import UNREFERENCED, GivenFactor, as_factor, per_product
from cpaudit.engine.numbers import InvalidNumber, finite, non_negative
from cpaudit.engine.quantities import Amount, Quantity, as_quantity, multiply
from cpaudit.engine.trace import Arguments, Conversion, FactorReference, Formula, Input, Trace, formula
from cpaudit.engine.units import PURE_NUMBER, UnitError, affine_between, parse, products_in, ratio
from cpaudit.errors import InvalidInput, PathPart

ENERGY_UNIT = "MJ"
COAL_UNIT = "tce"


@dataclass(frozen=True, slots=True)
class HeatingValue:
    """``value`` *unit* of energy per *per_unit* of a fuel.

    Attributes:
        value: above zero.
        unit: of the energy; a standard-coal coefficient has ``kgce``.
        per_unit: what the fuel is counted in; of electricity and heat, energy.
        fuel: its key, the product that a factor of this fuel is per.
        lower: of the range of the value; None where it is not known.
        upper: of the range of the value; None where it is not known.
        reference: the item of a pack, and its source.

    Raises:
        InvalidInput: a number is not finite, the value not above zero or outside its range; the fuel is not named.
        UnitError: a unit does not exist, or ``unit`` is no energy.
    """

    value: float
    unit: str
    per_unit: str
    fuel: str
    lower: float | None = None
    upper: float | None = None
    reference: FactorReference = UNREFERENCED

    def __post_init__(self) -> None:
        if non_negative(self.value, "value") == 0:
            raise InvalidNumber("a fuel without energy is none", path=("value",))
        if not self.fuel:
            raise InvalidInput("the heating value names no fuel", path=("fuel",))
        ratio(self.unit, ENERGY_UNIT)
        if parse(self.per_unit).offset:
            raise UnitError("a temperature counts no fuel", self.per_unit)
        lower, upper = (None if end is None else finite(end, "range") for end in (self.lower, self.upper))
        if (lower is not None and lower > self.value) or (upper is not None and upper < self.value):
            raise InvalidNumber(f"{self.value:g} lies outside its range", path=("value",))

    @property
    def basis(self) -> str:
        """Unit and fuel that it is per, as they are written: ``t{diesel_oil}``."""
        return f"{self.per_unit}{{{self.fuel}}}"

    def amount_ratio(self, unit: str) -> float:
        """How many ``per_unit`` one *unit* is; a unit without product counts this fuel.

        Raises:
            UnitError: the amount does not measure what the heating value is per, or counts another fuel.
        """
        source = parse(unit)
        target = per_product(self.per_unit, self.fuel) if products_in(source) else parse(self.per_unit)
        if source.offset:
            raise UnitError(f"a temperature is no amount of fuel: {unit}", unit, self.basis)
        return affine_between(source, target).factor


@dataclass(frozen=True, slots=True)
class FuelEnergy:
    """The energy of an amount of fuel.

    Attributes:
        amount: as given.
        heating_value: as given.
        energy: in the unit of the heating value, of this fuel, ``TJ{diesel_oil}``; its interval by first-order
            propagation of those of amount and heating value, as far as they are known.
        trace: how it came about.
    """

    amount: Quantity
    heating_value: HeatingValue
    energy: Quantity
    trace: Trace


def fuel_energy(amount: Amount, heating_value: HeatingValue) -> FuelEnergy:
    """Q = B·q, after a conversion whose dimensions are checked.

    Raises:
        InvalidInput: the amount is negative, or what is given is no heating value.
        UnitError: the amount does not measure what the heating value is per, or counts another fuel.
    """
    given, held = as_quantity(amount, "amount"), _held(heating_value, "heating_value")
    non_negative(given.value, "amount")
    change = held.amount_ratio(given.unit)
    low, high = (None if end is None else end * change for end in (given.lower, given.upper))
    # Pure numbers: a unit with its fuel, as "m3{natural_gas}", is text for readers.
    counted = Quantity(given.value * change, PURE_NUMBER, low, high)
    content = Quantity(held.value, PURE_NUMBER, held.lower, held.upper)
    inputs = [
        Input("B", counted.value, held.basis, conversion=Conversion(given.value, given.unit, change)),
        Input("q", held.value, f"{held.unit}/({held.basis})", factor=held.reference),
    ]
    value = given.value * change * held.value
    spread = multiply(counted, content, unit=PURE_NUMBER)
    # First-order ends of an amount that is not negative need not be so themselves.
    lower = None if spread.lower is None else min(max(spread.lower, 0.0), value)
    upper = None if spread.upper is None else max(spread.upper, value)
    unit = f"{held.unit}{{{held.fuel}}}"
    energy = Quantity(value, unit, lower, upper, QuantityStatus.CALCULATED)
    return FuelEnergy(given, held, energy, _ENERGY.trace(value, inputs, unit=unit))


@dataclass(frozen=True, slots=True)
class StandardCoal:
    """Fuels and energies added up in standard coal.

    Attributes:
        amount: in ``tce``.
        trace: how it came about, one pair of amount and coefficient for each.
    """

    amount: Quantity
    trace: Trace


def standard_coal(used: Sequence[tuple[Amount, HeatingValue]]) -> StandardCoal:
    """Comprehensive energy consumption (综合能耗): E = Σ E_i·k_i, in tce.

    A heating value in another unit of energy is as good as a coefficient: 1 kgce is 29.3076 MJ.

    Raises:
        InvalidInput: nothing is given, or an amount is negative.
        UnitError: an amount does not measure what its coefficient is per, or counts another fuel.
    """
    if not isinstance(used, Sequence) or not used:
        raise InvalidInput("nothing was used", path=("used",), remedy="give pairs of amount and heating value")
    inputs: list[Input] = []
    for place, pair in enumerate(used):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise InvalidInput(f"{pair!r} is no pair of amount and heating value", path=("used", place))
        amount, held = pair[0], _held(pair[1], "used", place)
        given = as_quantity(amount, "used", place)
        non_negative(given.value, "used", place)
        change, scale = held.amount_ratio(given.unit), ratio(held.unit, COAL_UNIT)
        coefficient = Conversion(held.value, f"{held.unit}/({held.basis})", scale)
        unit = f"{COAL_UNIT}/({held.basis})"
        inputs += [
            Input("E_i", given.value * change, held.basis, held.fuel, Conversion(given.value, given.unit, change)),
            Input("k_i", held.value * scale, unit, held.fuel, coefficient, held.reference),
        ]
    value = _COAL.of(inputs)
    if not isinstance(value, float):
        raise InvalidInput("the amounts have no sum", path=("used",))
    total = Quantity(value, COAL_UNIT, status=QuantityStatus.CALCULATED)
    return StandardCoal(total, _COAL.trace(value, inputs, unit=COAL_UNIT))


def estimate_from_fuel(
    amount: Amount, heating_value: HeatingValue, factor: GivenFactor, *, gwp: str = "AR5", seed: int | None = None
) -> Estimate:
    """Emission = amount x heating value x factor per energy; the energy stands in the trace.

    Raises:
        InvalidInput: the amount is negative, factor and heating value are of different fuels, or there is no such set.
        UnitError: the amount does not measure what the heating value is per, or the factor is not per energy.
    """
    taken, found = as_factor(factor, "factor"), fuel_energy(amount, heating_value)
    estimated = estimate(activity_of(found, taken.per_product), taken, gwp=gwp, seed=seed)
    inputs = tuple(replace(item, trace=found.trace) if item.symbol == "A" else item for item in estimated.trace.inputs)
    return replace(estimated, trace=replace(estimated.trace, inputs=inputs))


def activity_of(found: FuelEnergy, fuel: str) -> Quantity:
    """The energy as the activity of a factor that is per energy of *fuel*; empty for one per energy of anything.

    Raises:
        InvalidInput: it is another fuel.
    """
    if fuel and fuel != found.heating_value.fuel:
        raise InvalidInput(
            f"the heating value is of {found.heating_value.fuel}, the factor of {fuel}",
            path=("heating_value",),
            remedy="take both of one fuel",
        )
    return found.energy if fuel else replace(found.energy, unit=found.heating_value.unit)


def heating_value_of_pack(
    item: contributions.HeatingValue, version: str = "", source: str | None = None
) -> HeatingValue:
    """The heating value of a pack's item.

    Args:
        version: of the pack.
        source: title of the source; by default its id.
    """
    reference = FactorReference(item.pack, version, item.ref, source or item.source, item.locator)
    return HeatingValue(item.value, item.unit, item.per_unit, item.fuel, item.lower, item.upper, reference)


def _held(given: object, *path: PathPart) -> HeatingValue:
    if not isinstance(given, HeatingValue):
        raise InvalidInput(f"{given!r} is no heating value", path=path, remedy="give a HeatingValue")
    return given


def _summed(arguments: Arguments) -> float:
    pairs = zip(arguments.numbers("E_i"), arguments.numbers("k_i"), strict=True)
    return float(sum(amount * coefficient for amount, coefficient in pairs))


_ENERGY: Formula = formula(
    "energy.of_fuel",
    "Q",
    "燃料的能量",
    "energy of a fuel",
    "Q = B·q",
    "IPCC 2006 Guidelines for National Greenhouse Gas Inventories, Volume 2, Chapter 1",
    lambda a: a.number("B") * a.number("q"),
)
_COAL: Formula = formula(
    "energy.standard_coal",
    "E",
    "综合能耗",
    "comprehensive energy consumption",
    "E = Σ E_i·k_i",
    "GB/T 2589-2020",
    _summed,
)
