"""The economics of many options at once: the columns of :func:`cpaudit.engine.appraise`, from the same formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cpaudit.engine import acceptance, cash_flow, level_flows
from cpaudit.engine.acceptance import Flags, PaybackClass
from cpaudit.engine.economics import Appraisal, appraise
from cpaudit.engine.level_flows import Numbers
from cpaudit.engine.numbers import LARGEST, InvalidNumber
from cpaudit.errors import InvalidInput
from cpaudit.phases import CostClass

AnyClass: TypeAlias = "CostClass | PaybackClass | str | None"


@dataclass(frozen=True, slots=True)
class AppraisalTable:
    """The economics of options, one element for each, in the order in which they were given.

    The columns are those of :class:`cpaudit.engine.Appraisal`. NaN stands for what does not exist: a payback that
    never comes, a ratio to nothing, a rate of return without a root; in ``benchmark_rate`` for one that is not given,
    and in ``payback_limit`` infinity for none.

    Attributes:
        feasible: where all criteria are met.
        undecided: where one criterion cannot be judged and none fails; the rest is not feasible.
    """

    investment: Numbers
    subsidy: Numbers
    net_investment: Numbers
    annual_saving: Numbers
    years: Numbers
    horizon: Numbers
    tax_rate: Numbers
    discount_rate: Numbers
    benchmark_rate: Numbers
    payback_limit: Numbers
    depreciation: Numbers
    taxable: Numbers
    net_profit: Numbers
    cash_flow: Numbers
    payback_years: Numbers
    npv: Numbers
    npvr: Numbers
    irr: Numbers
    irr_interpolated: Numbers
    feasible: Flags
    undecided: Flags
    cost_classes: tuple[AnyClass, ...]

    def __len__(self) -> int:
        return self.npv.size

    def __getitem__(self, position: int) -> Appraisal:
        """One option with its reasons and its trace."""
        benchmark = float(self.benchmark_rate[position])
        return appraise(
            float(self.investment[position]),
            float(self.annual_saving[position]),
            years=float(self.years[position]),
            tax_rate=float(self.tax_rate[position]),
            discount_rate=float(self.discount_rate[position]),
            subsidy=float(self.subsidy[position]),
            horizon=int(self.horizon[position]),
            benchmark_rate=None if np.isnan(benchmark) else benchmark,
            cost_class=self.cost_classes[position if len(self.cost_classes) > 1 else 0],
        )

    def __iter__(self) -> Iterator[Appraisal]:
        return (self[position] for position in range(len(self)))


_NO_NUMBERS = "USbc"
"""Kinds of array that would convert to numbers and are none: text, truth values, complex numbers."""


def appraise_many(
    investment: ArrayLike,
    annual_saving: ArrayLike,
    *,
    years: ArrayLike,
    tax_rate: ArrayLike = 0,
    discount_rate: ArrayLike = 0,
    subsidy: ArrayLike = 0,
    horizon: ArrayLike | None = None,
    benchmark_rate: ArrayLike | None = None,
    cost_class: AnyClass | Sequence[AnyClass] = None,
) -> AppraisalTable:
    """Appraise many options after the handbook, with the formulas of :func:`cpaudit.engine.appraise`.

    Every argument is one number for all options, or one for each; they are as for ``appraise``.

    Args:
        benchmark_rate: None, or NaN in places, where there is none.
        cost_class: one class for all, or one for each.

    Raises:
        InvalidInput: a number is not finite or out of its range; the path ends with its position.
    """
    rows = _length(investment, annual_saving, years, tax_rate, discount_rate, subsidy, horizon, benchmark_rate)
    total = _column(investment, rows, "investment", low=0)
    given = _column(subsidy, rows, "subsidy", low=0)
    _require(given <= total, given, "subsidy", "exceeds the investment")
    saving = _column(annual_saving, rows, "annual_saving")
    life = _column(years, rows, "years", low=0)
    _require(life > 0, life, "years", "is not above zero")
    tax = _column(tax_rate, rows, "tax_rate", low=0, high=1)
    rate = _column(discount_rate, rows, "discount_rate", low=0, high=1)
    benchmark = _benchmark(benchmark_rate, rows)
    period = life if horizon is None else _column(horizon, rows, "horizon")
    whole = (period >= 1) & (period <= cash_flow.LONGEST_HORIZON) & (period == np.floor(period))
    _require(whole, period, "horizon", f"is no whole number of years from 1 to {cash_flow.LONGEST_HORIZON}")
    classes, limit = _limits(cost_class, rows)

    net = total - given
    flows = level_flows.level_flows(net, saving, life, tax, rate, period)
    _require(np.isfinite(flows.npv), saving, "annual_saving", "gives a present value too large for a number")
    pays = acceptance.within_limit(flows.payback_years, limit) & acceptance.worth_it(flows.npv, net)
    free, bare = net == 0, np.isnan(flows.irr)
    unjudged = ~free & ~bare & np.isnan(benchmark)
    return AppraisalTable(
        total,
        given,
        net,
        saving,
        life,
        period,
        tax,
        rate,
        benchmark,
        limit,
        *flows,
        feasible=pays & (free | acceptance.reaches(flows.irr, benchmark)),
        undecided=pays & unjudged,
        cost_classes=classes,
    )


def _length(*columns: ArrayLike | None) -> int:
    try:
        shape = np.broadcast_shapes(*(np.shape(column) for column in columns if column is not None))
    except ValueError as error:
        raise InvalidInput("the columns are not of one length", remedy="one number for all, or one for each") from error
    if len(shape) > 1:
        raise InvalidInput(f"the columns have {len(shape)} dimensions", remedy="one number for each option")
    return shape[0] if shape else 1


def _column(
    values: ArrayLike, rows: int, name: str, *, low: float = -LARGEST, high: float = LARGEST, gaps: bool = False
) -> Numbers:
    """*values* as a column of floats within their range; *gaps* lets NaN pass."""
    try:
        given = np.asarray(values)
        if given.dtype.kind in _NO_NUMBERS:
            raise TypeError(given.dtype)
        column = np.broadcast_to(given.astype(float, copy=False), (rows,))
    except (TypeError, ValueError) as error:
        raise InvalidNumber(f"{name} is no column of numbers", path=(name,)) from error
    if gaps:
        _require(np.isnan(column) | ((column >= low) & (column <= high)), column, name, "is out of its range")
    # the comparison is false for NaN, so that one pass finds everything that is not to be accepted
    elif not (column.min(initial=high) >= low and column.max(initial=low) <= high):
        _require((column >= low) & (column <= high), column, name, "is not finite or out of its range")
    return column


def _require(holds: NDArray[np.bool_], column: Numbers, name: str, fault: str) -> None:
    if not holds.all():
        position = int(np.argmin(holds))
        raise InvalidNumber(f"{column[position]:g} {fault}", path=(name, position))


def _benchmark(given: ArrayLike | None, rows: int) -> Numbers:
    return _column(np.nan if given is None else given, rows, "benchmark_rate", low=0, high=1, gaps=True)


def _limits(given: AnyClass | Sequence[AnyClass], rows: int) -> tuple[tuple[AnyClass, ...], Numbers]:
    classes: tuple[AnyClass, ...] = (given,) if given is None or isinstance(given, str) else tuple(given)
    if len(classes) not in (1, rows):
        raise InvalidInput(f"{len(classes)} cost classes for {rows} options", path=("cost_class",))
    limits = {each: acceptance.payback_limit(each) for each in set(classes)}
    column = [np.inf if limits[each] is None else limits[each] for each in classes]
    return classes, np.broadcast_to(np.asarray(column, float), (rows,))
