"""One emission: one activity, one factor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from cpaudit.engine.emission_inventory import inventory
from cpaudit.engine.factors import Factor, GivenFactor, as_factor
from cpaudit.engine.findings import Finding
from cpaudit.engine.quantities import Amount, Quantity, as_quantity
from cpaudit.engine.trace import Trace, Uncertainty


class EstimateState(StrEnum):
    """ESTIMATED, or NO_ACTIVITY: the emission is zero because nothing was produced or used."""

    ESTIMATED = "ESTIMATED"
    NO_ACTIVITY = "NO_ACTIVITY"


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated emission.

    Attributes:
        activity: as given.
        factor: as given.
        state: whether there was any activity.
        emission: in the factor's unit, with the analytic interval where one is known.
        co2e: in t CO₂-equivalents; None where the pollutant has no potential in the set.
        interval: 95 % by first-order propagation; None where neither activity nor factor has a range.
        monte_carlo: 95 % by Monte Carlo; None without a seed.
        warnings: as in :class:`cpaudit.engine.Inventory`.
        trace: how the emission came about.
        co2e_trace: how the CO₂-equivalents came about; None where there are none.
    """

    activity: Quantity
    factor: Factor
    state: EstimateState
    emission: Quantity
    co2e: Quantity | None
    interval: Uncertainty | None
    monte_carlo: Uncertainty | None
    warnings: tuple[Finding, ...]
    trace: Trace
    co2e_trace: Trace | None


def estimate(activity: Amount, factor: GivenFactor, *, gwp: str = "AR5", seed: int | None = None) -> Estimate:
    """Emission = activity x factor, after a conversion whose dimensions are checked.

    Args:
        factor: a :class:`Factor`, its fields by name, or an item of a pack.

    Raises:
        InvalidInput: the activity is negative, or there is no such set of warming potentials.
        UnitError: the activity does not measure what the factor is per.
    """
    given = as_quantity(activity, "activity")
    taken = as_factor(factor, "factor")
    result = inventory([(given, taken)], gwp=gwp, seed=seed)
    total = result.totals[taken.pollutant]
    return Estimate(
        given,
        taken,
        EstimateState.ESTIMATED if given.value else EstimateState.NO_ACTIVITY,
        total.amount,
        None if result.co2e is None else result.co2e.amount,
        total.interval,
        total.monte_carlo,
        result.warnings,
        replace(result.line_trace(0), uncertainties=total.uncertainties),
        None if result.co2e is None else result.trace.inputs[-1].trace,
    )
