"""When an option is worth its money: the handbook's criteria on payback, net present value and rate of return."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.level_flows import Column
from cpaudit.errors import InvalidInput
from cpaudit.phases import CostClass

Flags: TypeAlias = NDArray[np.bool_]


class PaybackClass(StrEnum):
    """Cost classes with a payback limit of their own; the handbook splits high cost in two."""

    MEDIUM = "MEDIUM"
    HIGHER = "HIGHER"
    HIGH = "HIGH"


PAYBACK_LIMITS: dict[PaybackClass, float] = {
    PaybackClass.MEDIUM: 3.0,
    PaybackClass.HIGHER: 5.0,
    PaybackClass.HIGH: 10.0,
}
"""N has to be *below* this many years (中费 3、较高费 5、高费 10)."""

NO_PAYBACK_LIMIT = (CostClass.NONE, CostClass.LOW)
"""No- and low-cost options are carried out as they are found: the handbook sets them no payback limit."""


# the last digits of a computed rate, value or period do not decide about an option
_SLACK = 1e-9


def payback_limit(cost_class: CostClass | PaybackClass | str | None) -> float | None:
    """The limit on N in years, None where the class has none.

    ``CostClass.MEDIUM`` and ``CostClass.HIGH`` of the programme read as the classes of the same name;
    ``HIGHER`` is open to programmes that make the handbook's distinction. Without a class the widest
    limit holds, which no class exceeds.

    Raises:
        InvalidInput: there is no such class.
    """
    if cost_class is None:
        return max(PAYBACK_LIMITS.values())
    if cost_class in set(NO_PAYBACK_LIMIT):
        return None
    try:
        return PAYBACK_LIMITS[PaybackClass(cost_class)]
    except ValueError as error:
        known = ", ".join([*NO_PAYBACK_LIMIT, *PaybackClass])
        raise InvalidInput(
            f"there is no cost class {cost_class!r}", path=("cost_class",), remedy=f"one of {known}"
        ) from error


def within_limit(payback_years: Column, limit: Column) -> Flags:
    """Elementwise N < limit: an immediate payback (0) passes, one that never comes (NaN) fails."""
    return np.equal(payback_years, 0) | np.less(payback_years, np.multiply(limit, 1 - _SLACK))


def worth_it(npv: Column, investment: Column) -> Flags:
    """Elementwise NPV ≥ 0."""
    return np.greater_equal(npv, np.multiply(investment, -_SLACK))


def reaches(irr: Column, benchmark_rate: Column) -> Flags:
    """Elementwise IRR ≥ benchmark rate; false where either is NaN."""
    return np.greater_equal(irr, np.subtract(benchmark_rate, _SLACK))


def payback_criterion(payback_years: float | None, limit: float | None) -> Finding:
    """N below the limit of the cost class; an immediate payback passes, one that never comes fails."""
    if payback_years is None:
        return finding("PAYBACK", "投资永远收不回", "the investment is never recovered", passed=False)
    if payback_years == 0:
        return finding("PAYBACK", "无需投资，立即见效", "nothing is invested: immediate", passed=True)
    if limit is None:
        return finding("PAYBACK", "无低费方案不限偿还期", "no limit for no- and low-cost options", passed=True)
    passed = bool(within_limit(payback_years, limit))
    return finding(
        "PAYBACK",
        f"偿还期 N = {payback_years:.2f} 年，限值 {limit:g} 年",
        f"payback N = {payback_years:.2f} years, limit {limit:g} years",
        passed,
    )


def npv_criterion(npv: float, investment: float) -> Finding:
    """NPV ≥ 0."""
    passed = bool(worth_it(npv, investment))
    return finding("NPV", f"净现值 NPV = {npv:,.2f}，应不小于 0", f"NPV = {npv:,.2f}, at least 0", passed)


def irr_criterion(irr: float | None, benchmark_rate: float | None) -> Finding:
    """IRR ≥ benchmark or loan rate; unknown without such a rate, failed where there is no IRR."""
    if irr is None:
        return finding("IRR", "无内部收益率", "there is no internal rate of return", passed=False)
    if benchmark_rate is None:
        return finding("IRR", "缺基准收益率，无法判断", "no benchmark rate to judge the IRR by")
    return finding(
        "IRR",
        f"内部收益率 IRR = {irr:.2%}，基准 {benchmark_rate:.2%}",
        f"IRR = {irr:.2%}, benchmark {benchmark_rate:.2%}",
        bool(reaches(irr, benchmark_rate)),
    )
