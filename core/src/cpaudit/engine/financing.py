"""What money from others does to the economics of an option: subsidy, interest of a loan, a reduced tax rate."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpaudit.engine.economics import Appraisal, appraise
from cpaudit.engine.numbers import InvalidNumber, non_negative, positive, share
from cpaudit.engine.trace import Arguments, Formula, Input, Trace, Value, formula
from cpaudit.phases import CostClass


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan repaid in equal yearly parts, with interest on what is left.

    Attributes:
        principal: L.
        rate: r, a fraction per year.
        years: m, until it is repaid.
    """

    principal: float
    rate: float
    years: int


@dataclass(frozen=True, slots=True)
class Financed:
    """The economics of an option without and with money from others.

    Attributes:
        before: without it.
        after: with it.
        interest: z of each loan, yearly over the life of the option, with its trace.
    """

    before: Appraisal
    after: Appraisal
    interest: tuple[Trace, ...] = field(default=(), repr=False)

    @property
    def trace(self) -> Trace:
        """How the change of the net present value came about."""
        inputs = [
            Input("NPV before", self.before.npv, trace=npv_trace(self.before)),
            Input("NPV after", self.after.npv, trace=npv_trace(self.after)),
            *(each.as_input() for each in self.interest),
        ]
        return _CHANGE.trace(self.after.npv - self.before.npv, inputs)


def mean_interest(loan: Loan, life: float) -> Trace:
    """The interest of a loan, spread evenly over the life of the option.

    With equal repayments at the end of each year the interest of all years is L·r·(m + 1)/2; the handbook holds the
    yearly saving constant, so each year of the life Y bears the same part of it.

    Raises:
        InvalidInput: a number is not finite or out of its range.
    """
    principal, rate = non_negative(loan.principal, "principal"), share(loan.rate, "rate")
    years, over = positive(loan.years, "years"), positive(life, "life")
    inputs = [Input("L", principal), Input("r", rate), Input("m", years, "a"), Input("Y", over, "a")]
    return _INTEREST.trace(_INTEREST.of(inputs), inputs, unit="1/a")


def finance(
    investment: float,
    annual_saving: float,
    *,
    years: float,
    tax_rate: float,
    discount_rate: float,
    subsidy: float = 0,
    benchmark_rate: float | None = None,
    cost_class: CostClass | None = None,
    grants: float = 0,
    loans: tuple[Loan, ...] = (),
    reduced_tax_rate: float | None = None,
) -> Financed:
    """Appraise an option without and with money from others; see :func:`cpaudit.engine.appraise`.

    Grants add to the subsidy. The interest of loans is a yearly cost that reduces the taxable profit; what is repaid is
    no cost, because the investment counts as a whole. A reduced tax rate replaces the option's own.

    Args:
        subsidy: what others pay in any case.

    Raises:
        InvalidInput: a number is not finite or out of its range, the grants and the subsidy exceed the investment, or
            the reduced tax rate is above the option's own.
    """
    if reduced_tax_rate is not None and reduced_tax_rate > tax_rate:
        raise InvalidNumber(
            f"the reduced tax rate {reduced_tax_rate:g} is above the option's own {tax_rate:g}",
            path=("reduced_tax_rate",),
        )
    interest = tuple(mean_interest(each, years) for each in loans)
    cost = sum(float(each.value) for each in interest if isinstance(each.value, float))

    def appraised(saving: float, tax: float, given: float) -> Appraisal:
        return appraise(
            investment,
            saving,
            years=years,
            tax_rate=tax,
            discount_rate=discount_rate,
            subsidy=given,
            benchmark_rate=benchmark_rate,
            cost_class=cost_class,
        )

    return Financed(
        appraised(annual_saving, tax_rate, subsidy),
        appraised(
            annual_saving - cost,
            tax_rate if reduced_tax_rate is None else reduced_tax_rate,
            subsidy + non_negative(grants, "grants"),
        ),
        interest,
    )


def npv_trace(appraisal: Appraisal) -> Trace | None:
    """How the net present value of an appraisal came about."""
    return next((each.trace for each in appraisal.trace.inputs if each.symbol == "NPV"), None)


def _interest(arguments: Arguments) -> Value:
    principal, rate = arguments.number("L"), arguments.number("r")
    return principal * rate * (arguments.number("m") + 1) / 2 / arguments.number("Y")


_METHOD = "cpaudit method, funding (资金筹措): 等额本金还款，利息按方案使用年限平均"
_INTEREST: Formula = formula(
    "financing.interest", "z", "年均利息", "mean yearly interest", "z = L·r·(m + 1)/2/Y", _METHOD, _interest
)
_CHANGE: Formula = formula(
    "financing.npv_change",
    "ΔNPV",
    "净现值的变化",
    "change of the net present value",
    "ΔNPV = NPV after − NPV before",
    _METHOD,
    lambda a: a.number("NPV after") - a.number("NPV before"),
)
