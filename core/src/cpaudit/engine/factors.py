"""How much of a pollutant a unit of activity emits, how well that is known, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cpaudit.contributions import EmissionFactor
from cpaudit.engine.numbers import InvalidNumber, finite, non_negative
from cpaudit.engine.trace import FactorReference
from cpaudit.engine.units import Unit, UnitError, affine_between, compatible, parse, products_in, ratio
from cpaudit.errors import InvalidInput, PathPart

UNREFERENCED = FactorReference()
Z95 = 1.959963984540054
"""Half-width of the central 95 % of a standard normal distribution."""

WIDEST_RANGE = 1e12
"""Greatest ratio of the ends of a log-normal range."""


class Distribution(StrEnum):
    """How a factor's values spread.

    ``lower`` and ``upper`` are the ends of the 95 % interval of NORMAL and LOGNORMAL, and the outermost values
    of UNIFORM and TRIANGULAR (whose mode is the value).
    """

    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True, slots=True)
class Factor:
    """``value`` *unit* of *pollutant* per *per_unit* (of *per_product*).

    Attributes:
        value: zero or more.
        unit: of the emission.
        per_unit: of the activity.
        pollutant: its key, such as ``CO2``.
        per_product: key of the product that the activity counts; empty where it counts anything.
        lower: of the range of the value; None where it is not known.
        upper: of the range of the value; None where it is not known.
        distribution: of the value over that range; TRIANGULAR where a range is given without one.
        reference: the item of a pack, and its source.
        process: to which the factor belongs, in the source's words; empty where that is not stated.

    Raises:
        InvalidInput: a number is not finite or negative, the value lies outside its range, only one end
            is given, or a log-normal range does not lie above zero.
        UnitError: a unit does not exist.
    """

    value: float
    unit: str
    per_unit: str
    pollutant: str
    per_product: str = ""
    lower: float | None = None
    upper: float | None = None
    distribution: Distribution | None = None
    reference: FactorReference = UNREFERENCED
    process: str = ""

    def __post_init__(self) -> None:
        value = non_negative(self.value, "value")
        if parse(self.unit).offset or parse(self.per_unit).offset:
            raise UnitError("a temperature is no unit of an emission or activity", self.unit, self.per_unit)
        if not self.pollutant:
            raise InvalidInput("the factor names no pollutant", path=("pollutant",))
        if (self.lower is None) != (self.upper is None):
            missing = "lower" if self.lower is None else "upper"
            raise InvalidInput("a range needs both ends", path=(missing,), remedy="give both or none")
        object.__setattr__(self, "value", value)
        if self.lower is not None and self.upper is not None:
            lower, upper = finite(self.lower, "lower"), finite(self.upper, "upper")
            if not lower <= value <= upper:
                raise InvalidNumber(f"{value:g} lies outside its range {lower:g} to {upper:g}", path=("value",))
            shape = Distribution(self.distribution or Distribution.TRIANGULAR)
            if shape is Distribution.LOGNORMAL and lower <= 0:
                raise InvalidNumber("a log-normal range lies above zero", path=("lower",))
            if shape is Distribution.LOGNORMAL and upper / lower > WIDEST_RANGE:
                raise InvalidNumber(f"a range of {lower:g} to {upper:g} says nothing", path=("upper",))
            object.__setattr__(self, "lower", lower)
            object.__setattr__(self, "upper", upper)
            object.__setattr__(self, "distribution", shape)

    @property
    def is_uncertain(self) -> bool:
        """Whether a range is known that is wider than a point."""
        return self.lower is not None and self.upper is not None and self.lower < self.upper

    def mean_and_deviation(self) -> tuple[float, float]:
        """Mean and standard deviation of the factor; the value itself and 0 where no range is known."""
        if not self.is_uncertain or self.lower is None or self.upper is None:
            return self.value, 0.0
        low, mode, high = self.lower, self.value, self.upper
        match self.distribution:
            case Distribution.UNIFORM:
                return (low + high) / 2, (high - low) / math.sqrt(12)
            case Distribution.NORMAL:
                return mode, (high - low) / (2 * Z95)
            case Distribution.LOGNORMAL:
                centre, spread = _log_parameters(low, high)
                mean = math.exp(centre + spread**2 / 2)
                return mean, mean * math.sqrt(math.expm1(spread**2))
            case _:
                variance = ((high - low) ** 2 - (mode - low) * (high - mode)) / 18
                return (low + mode + high) / 3, math.sqrt(variance)

    def sample(self, generator: np.random.Generator, draws: int) -> NDArray[np.float64]:
        """*draws* values of the factor."""
        if not self.is_uncertain or self.lower is None or self.upper is None:
            return np.full(draws, self.value)
        match self.distribution:
            case Distribution.UNIFORM:
                return generator.uniform(self.lower, self.upper, draws)
            case Distribution.NORMAL:
                return generator.normal(*self.mean_and_deviation(), draws)
            case Distribution.LOGNORMAL:
                return generator.lognormal(*_log_parameters(self.lower, self.upper), draws)
            case _:
                return generator.triangular(self.lower, self.value, self.upper, draws)

    def activity_ratio(self, unit: str) -> float:
        """How many of the factor's activity units one *unit* is.

        A unit without product counts as the factor's product; one with another product does not convert.

        Raises:
            UnitError: the activity does not measure what the factor is per.
        """
        source, target = parse(unit), self._per
        if self.per_product and not products_in(source):
            target = parse(self.per_unit)
        if source.offset:
            raise UnitError(f"a temperature is no activity: {unit}", unit, target.text)
        return affine_between(source, target).factor

    def states_product(self, unit: str) -> bool:
        """Whether an activity in *unit* says which product it counts, as far as the factor asks."""
        return not self.per_product or bool(products_in(parse(unit)))

    @property
    def is_measured(self) -> bool:
        """Whether it only says that an emission was measured; see :func:`measured`."""
        return self == measured(self.pollutant, self.unit)

    @property
    def basis(self) -> str:
        """Unit and product that the factor is per, as they are written: ``t{clinker}``."""
        return f"{self.per_unit}{{{self.per_product}}}" if self.per_product else self.per_unit

    @property
    def activity_kind(self) -> tuple[tuple[str, int], ...]:
        """What the factor's activity measures; the same for factors whose activities convert to each other."""
        return tuple(self._per.dimensions.items())

    def value_ratio(self, other: Factor) -> float | None:
        """What a number of *other* is multiplied with to stand in this factor's units; None where none does that."""
        basis = other.basis_ratio(self)
        return ratio(other.unit, self.unit) / basis if basis and compatible(self.unit, other.unit) else None

    def basis_ratio(self, other: Factor) -> float | None:
        """How many activity units of *other* one of this factor's is; None where they are per something else."""
        if self.activity_kind != other.activity_kind:
            return None
        return affine_between(self._per, other._per).factor

    def shares_process(self, other: Factor) -> bool:
        """Whether both belong to one process: they state the same, or leave it open."""
        mine, theirs = (each.process.strip().casefold() for each in (self, other))
        return not mine or not theirs or mine == theirs

    @property
    def _per(self) -> Unit:
        return parse(self.per_unit) if not self.per_product else per_product(self.per_unit, self.per_product)


def measured(pollutant: str, unit: str) -> Factor:
    """The factor of an emission that was measured: one for one, and exactly so.

    Raises:
        UnitError: the unit does not exist, or is a temperature.
    """
    return Factor(1.0, unit, unit, pollutant, lower=1.0, upper=1.0)


def per_product(unit: str, product: str) -> Unit:
    """A unit that counts a product: a tonne of clinker."""
    plain = parse(unit)
    return Unit(f"{unit}{{{product}}}", plain.scale, plain.offset, {**plain.dimensions, f"{{{product}}}": 1})


def _log_parameters(low: float, high: float) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm, from the ends of the 95 % interval."""
    bottom, top = math.log(low), math.log(high)
    return (bottom + top) / 2, (top - bottom) / (2 * Z95)


GivenFactor: TypeAlias = "Factor | EmissionFactor | Mapping[str, object]"
"""A factor, an item of a pack, or the fields of a factor by name."""

_FIELDS = tuple(each.name for each in fields(Factor))


def as_factor(given: GivenFactor, *path: PathPart) -> Factor:
    """The factor that was given.

    Raises:
        InvalidInput: it is none; otherwise as for :class:`Factor`.
    """
    if isinstance(given, Factor):
        return given
    if isinstance(given, EmissionFactor):
        return factor_of_pack(given)
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{given!r} is no factor", path=path, remedy="give a Factor, or its fields by name")
    unknown = [name for name in given if name not in _FIELDS]
    missing = [name for name in _FIELDS[:4] if name not in given]
    if unknown or missing:
        fault = f"a factor has no {unknown[0]!r}" if unknown else f"the factor lacks {missing[0]!r}"
        raise InvalidInput(fault, path=path, remedy=f"it has {', '.join(_FIELDS)}")
    return Factor(**given)  # type: ignore[arg-type]


def factor_of_pack(item: EmissionFactor, version: str = "", source: str | None = None) -> Factor:
    """The factor of a pack's item.

    Args:
        version: of the pack.
        source: title of the source; by default its id.
    """
    return Factor(
        item.value,
        item.unit,
        item.per_unit,
        item.pollutant,
        per_product="" if item.product is None else item.product.key,
        lower=item.lower,
        upper=item.upper,
        distribution=None if item.distribution is None else Distribution(item.distribution.value),
        reference=FactorReference(item.pack, version, item.ref, source or item.source, item.locator),
        process=item.process or "",
    )
