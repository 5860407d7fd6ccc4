"""What is emitted: activity x factor by line, totals by pollutant and in CO₂-equivalents, with 95 % intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from cpaudit.contributions import QuantityStatus
from cpaudit.engine.double_counting import double_counting
from cpaudit.engine.factors import Factor, GivenFactor
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.inventory_lines import Floats, Indices, InventoryLines
from cpaudit.engine.line_sums import Changes, in_order
from cpaudit.engine.numbers import InvalidNumber
from cpaudit.engine.plausibility import copied_factors
from cpaudit.engine.propagation import Spread
from cpaudit.engine.quantities import Amount, Quantity
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, Uncertainty, formula
from cpaudit.engine.units import UnitError, compatible, ratio
from cpaudit.engine.warming import GREENHOUSE_GASES, WarmingPotentials, warming_potentials

CO2E_UNIT = "t"
DRAWS = 10_000
MOST_DRAWS = 10_000_000


@dataclass(frozen=True, slots=True)
class Total:
    """A total over lines.

    Attributes:
        value: in ``unit``.
        unit: of the first factor of the pollutant; ``t`` for CO₂-equivalents.
        interval: 95 % by first-order propagation, over what has a known range; None where nothing has.
        monte_carlo: 95 % by Monte Carlo; None without a seed, and where nothing has a known range.
    """

    value: float
    unit: str
    interval: Uncertainty | None
    monte_carlo: Uncertainty | None

    @property
    def amount(self) -> Quantity:
        """The total as a quantity, with the interval by first-order propagation where one is known."""
        if self.interval is None:
            return Quantity(self.value, self.unit, status=QuantityStatus.CALCULATED)
        # a skewed factor's interval lies around its mean, which need not leave the value inside
        lower, upper = min(self.interval.lower, self.value), max(self.interval.upper, self.value)
        return Quantity(self.value, self.unit, lower, upper, QuantityStatus.CALCULATED)

    @property
    def uncertainties(self) -> tuple[Uncertainty, ...]:
        """Both intervals, as far as they are known."""
        return tuple(found for found in (self.interval, self.monte_carlo) if found is not None)


@dataclass(frozen=True, eq=False)
class Inventory:
    """Emissions of n lines.

    Attributes:
        lines: what was estimated.
        gwp: the set of warming potentials.
        emissions: n emissions, each in the unit of its pollutant's total.
        totals: by pollutant, in the order of the factors.
        co2e: CO₂-equivalents of all greenhouse gases; None where there are none, or one has no potential
            in the set or is not given as a mass.
        notes: NO_ACTIVITY, RANGE_UNKNOWN, PRODUCT_NOT_STATED and CO2E_INCOMPLETE, as they apply.
    """

    lines: InventoryLines
    gwp: WarmingPotentials
    emissions: Floats
    totals: Mapping[str, Total]
    co2e: Total | None
    notes: tuple[Finding, ...]

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """The notes; FACTOR_COPIED for a gas whose factor is that of CO₂; FACTORS_OVERLAP for what is counted twice."""
        activities = Changes.of(self.lines).changed(self.lines.activity)
        return (*self.notes, *copied_factors(self.lines.factors), *double_counting(self.lines, activities))

    @cached_property
    def contributions(self) -> Floats:
        """Share of each line in the total of its pollutant, n values; NaN where that total is zero."""
        totals = np.array([self.totals[factor.pollutant].value for factor in self.lines.factors])
        return _shares(self.emissions, totals.take(self.lines.factor_index))

    @cached_property
    def co2e_contributions(self) -> Floats | None:
        """Share of each line in the CO₂-equivalents, n values; None where there is no such total."""
        if self.co2e is None:
            return None
        units = {gas: total.unit for gas, total in self.totals.items()}
        weights = np.array([_warming(factor.pollutant, units, self.gwp) or 0.0 for factor in self.lines.factors])
        return _shares(self.emissions * weights[self.lines.factor_index], self.co2e.value)

    def line_trace(self, position: int) -> Trace:
        """How the emission of one line came about."""
        activity, factor = self.lines.line(position)
        unit = self.totals[factor.pollutant].unit
        change, scale = factor.activity_ratio(activity.unit), ratio(factor.unit, unit)
        per = factor.basis
        return _EMISSION.trace(
            float(self.emissions[position]),
            [
                Input("A", activity.value * change, per, conversion=Conversion(activity.value, activity.unit, change)),
                Input(
                    "EF",
                    factor.value * scale,
                    f"{unit}/({per})",
                    conversion=Conversion(factor.value, f"{factor.unit}/({per})", scale),
                    factor=factor.reference,
                ),
            ],
            unit=unit,
        )

    @cached_property
    def trace(self) -> Trace:
        """How the totals, in the order of ``totals`` and the CO₂-equivalents last, came about, line by line."""
        lines: dict[str, list[Input]] = {pollutant: [] for pollutant in self.totals}
        for position, place in enumerate(self.lines.factor_index):
            item = self.line_trace(position).as_input(label=str(position + 1))
            lines[self.lines.factors[place].pollutant].append(item)
        traces = {
            pollutant: _TOTAL.trace(total.value, lines[pollutant], unit=total.unit, uncertainties=total.uncertainties)
            for pollutant, total in self.totals.items()
        }
        totals = [found.as_input(label=pollutant) for pollutant, found in traces.items()]
        if self.co2e is not None:
            gases = [
                item for gas, found in traces.items() if gas in self.gwp.values for item in self._warmed(gas, found)
            ]
            co2e = _CO2E.trace(self.co2e.value, gases, unit=CO2E_UNIT, uncertainties=self.co2e.uncertainties)
            totals.append(co2e.as_input(symbol=_TOTAL.symbol, label="CO2e"))
        return _INVENTORY.trace(tuple(item.value for item in totals), totals)

    def _warmed(self, gas: str, trace: Trace) -> tuple[Input, Input]:
        total = self.totals[gas]
        scale = ratio(total.unit, CO2E_UNIT)
        conversion = Conversion(total.value, total.unit, scale)
        potential = Input("GWP", self.gwp.values[gas], label=f"{gas}, {self.gwp.source}")
        return potential, Input("M", total.value * scale, CO2E_UNIT, gas, conversion, trace=trace)


def inventory(
    lines: InventoryLines | Iterable[tuple[Amount, GivenFactor]],
    *,
    gwp: str = "AR5",
    seed: int | None = None,
    draws: int = DRAWS,
) -> Inventory:
    """Estimate all lines at once: emission = activity x factor.

    What has no known range counts as exact in the intervals, and a warning says so; see
    :mod:`cpaudit.engine.propagation` for what is taken as independent.

    Args:
        lines: columns, or pairs of activity and factor.
        gwp: name of a set of warming potentials.
        seed: of the Monte Carlo run, zero or more; without one there is none.
        draws: of the Monte Carlo run, at most ``MOST_DRAWS``.

    Raises:
        InvalidInput: there are no lines, a number is not finite, an activity negative, or no such set.
        UnitError: an activity does not measure what its factor is per, or the factors of one pollutant do
            not measure the same thing.
    """
    columns = lines if isinstance(lines, InventoryLines) else InventoryLines.of(lines)
    potentials = warming_potentials(gwp)
    if not _is_whole(draws) or not 1 <= draws <= MOST_DRAWS:
        raise InvalidNumber(f"{draws} draws", path=("draws",), remedy=f"draw from once to {MOST_DRAWS} times")
    if seed is not None and (not _is_whole(seed) or seed < 0):
        raise InvalidNumber(f"{seed!r} is no seed", path=("seed",), remedy="give a whole number, zero or more")
    units = _units(columns.factors)
    scales = np.array([ratio(factor.unit, units[factor.pollutant]) for factor in columns.factors])
    values = np.array([factor.value for factor in columns.factors]) * scales
    changes = Changes.of(columns)
    activities = changes.changed(columns.activity)
    with np.errstate(over="ignore"):
        emissions = values.take(columns.factor_index)
        emissions *= activities
        sums = in_order(emissions, _pollutant_index(columns, units), len(units))
    if not np.isfinite(sums).all():
        path = ("lines", int(np.isfinite(emissions).argmin()))
        raise InvalidNumber("the emission is too large for a number", path=path)

    warming = {pollutant: _warming(pollutant, units, potentials) for pollutant in units}
    unknown = [pollutant for pollutant in units if pollutant in GREENHOUSE_GASES and warming[pollutant] is None]
    warms = not unknown and any(warming.values())
    owners = np.array([factor.pollutant for factor in columns.factors])
    weights = np.array(
        [
            *(np.where(owners == pollutant, scales, 0.0) for pollutant in units),
            *([scales * [warming[pollutant] or 0.0 for pollutant in owners]] if warms else []),
        ]
    )
    spread = Spread.of(columns, changes, activities)
    intervals = spread.first_order(weights)
    sampled = [None] * len(weights) if seed is None else spread.monte_carlo(weights, seed, draws)
    totals = {
        pollutant: Total(float(sums[row]), unit, intervals[row], sampled[row])
        for row, (pollutant, unit) in enumerate(units.items())
    }
    co2e = None
    if warms:
        gases = [pollutant for pollutant in units if warming[pollutant] is not None]
        masses = [totals[gas].value * ratio(units[gas], CO2E_UNIT) for gas in gases]
        co2e = Total(_co2e([potentials.values[gas] for gas in gases], masses), CO2E_UNIT, intervals[-1], sampled[-1])
    notes = (*_line_warnings(columns, changes.unstated), *(_no_potential(gas, potentials) for gas in unknown))
    return Inventory(columns, potentials, emissions, MappingProxyType(totals), co2e, notes)


def _is_whole(number: object) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def _units(factors: Sequence[Factor]) -> dict[str, str]:
    """The unit of each pollutant's total: that of its first factor."""
    units: dict[str, str] = {}
    for factor in factors:
        unit = units.setdefault(factor.pollutant, factor.unit)
        if not compatible(unit, factor.unit):
            raise UnitError(f"{factor.pollutant} is given in {unit} and in {factor.unit}", unit, factor.unit)
    return units


def _pollutant_index(lines: InventoryLines, units: Mapping[str, str]) -> Indices:
    """The place of each line's pollutant among the totals."""
    places = {pollutant: row for row, pollutant in enumerate(units)}
    return np.array([places[factor.pollutant] for factor in lines.factors]).take(lines.factor_index)


def _warming(pollutant: str, units: Mapping[str, str], potentials: WarmingPotentials) -> float | None:
    """CO₂-equivalents in ``CO2E_UNIT`` of one unit of the pollutant; None where there is no potential or mass."""
    potential = potentials.values.get(pollutant)
    if potential is None or not compatible(units[pollutant], CO2E_UNIT):
        return None
    return potential * ratio(units[pollutant], CO2E_UNIT)


def _line_warnings(lines: InventoryLines, unstated: bool) -> list[Finding]:
    found = []
    if lines.activity.min() == 0:
        idle = int(np.count_nonzero(lines.activity == 0))
        found.append(finding("NO_ACTIVITY", f"{idle} 行活动水平为零", f"{idle} lines have no activity"))
    exact = sum(factor.lower is None for factor in lines.factors)
    if exact:
        found.append(
            finding(
                "RANGE_UNKNOWN",
                f"{exact} 个排放因子无已知范围，区间按其为精确值计算",
                f"{exact} factors have no known range; the intervals take them as exact",
            )
        )
    if unstated:
        found.append(
            finding(
                "PRODUCT_NOT_STATED",
                "部分活动水平未注明产品，按因子的产品计",
                "some activities do not say which product they count; the factor's is assumed",
            )
        )
    return found


def _no_potential(gas: str, potentials: WarmingPotentials) -> Finding:
    return finding(
        "CO2E_INCOMPLETE",
        f"{potentials.name} 中 {gas} 无增温潜势或其排放量非质量单位，二氧化碳当量不可得",
        f"{gas} has no potential in {potentials.name} or is not given as a mass: no CO₂-equivalents",
    )


def _shares(parts: Floats, whole: Floats | float) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(parts / whole, dtype=np.float64)


def _sum(values: Sequence[float]) -> float:
    return float(in_order(np.asarray(values, dtype=np.float64))[0])


def _co2e(potentials: Sequence[float], masses: Sequence[float]) -> float:
    return _sum([potential * mass for potential, mass in zip(potentials, masses, strict=True)])


_IPCC = "IPCC 2006 Guidelines for National Greenhouse Gas Inventories, Volume 1"
_EMISSION: Formula = formula(
    "inventory.emission",
    "E",
    "排放量",
    "emission",
    "E = A·EF",
    f"{_IPCC}, Chapter 1",
    lambda a: a.number("A") * a.number("EF"),
)
_TOTAL = formula(
    "inventory.total", "Σ E", "排放总量", "total emission", "Σ E", f"{_IPCC}, Chapter 1", lambda a: _sum(a.numbers("E"))
)
_CO2E = formula(
    "inventory.co2e",
    "CO2e",
    "二氧化碳当量",
    "CO₂-equivalents",
    "Σ GWP·M",
    f"{_IPCC}, Chapter 8",
    lambda a: _co2e(a.numbers("GWP"), a.numbers("M")),
)


def _collected(arguments: Arguments) -> tuple[float, ...]:
    return arguments.numbers(_TOTAL.symbol)


_INVENTORY = formula(
    "inventory.totals", "inventory", "排放清单", "inventory", "all Σ E", f"{_IPCC}, Chapter 8", _collected
)
