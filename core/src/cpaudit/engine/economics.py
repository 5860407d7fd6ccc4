"""Whether an option pays: depreciation, tax, cash flow, payback, NPV, NPVR and IRR of the handbook."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cpaudit.engine import acceptance, cash_flow, level_flows
from cpaudit.engine.acceptance import PaybackClass
from cpaudit.engine.findings import Finding, verdict
from cpaudit.engine.numbers import InvalidNumber, finite, known, non_negative, positive, share
from cpaudit.engine.trace import Arguments, Formula, Input, Trace, formula
from cpaudit.errors import InvalidInput
from cpaudit.phases import CostClass

HANDBOOK = "企业清洁生产审计手册, economic evaluation of options (方案经济评估)"


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The economics of one option, money in the currency of the caller, none of it rounded.

    Attributes:
        investment: before subsidies.
        subsidy: what others pay of it.
        net_investment: I = investment − subsidies.
        annual_saving: P, extra income and saved operating cost per year.
        years: Y, over which the investment is written off.
        horizon: n, over which flows are counted.
        tax_rate: as a fraction.
        discount_rate: i, as a fraction.
        benchmark_rate: what the IRR is held against, as a fraction.
        payback_limit: what N is held against, in years.
        depreciation: D = I/Y.
        taxable: T = P − D.
        net_profit: E = T·(1 − tax rate); a negative T pays no tax.
        cash_flow: F = E + D.
        payback_years: N = I/F; 0 is immediate, None never.
        npv: NPV = Σ_{j=1..n} F/(1+i)^j − I.
        npvr: NPV/I; None where nothing is invested.
        irr: the exact root; None where there is none.
        irr_interpolated: the handbook's interpolation between whole percents.
        feasible: whether all criteria are met; None where one cannot be judged and none fails.
        reasons: each criterion that was judged.
    """

    investment: float
    subsidy: float
    net_investment: float
    annual_saving: float
    years: float
    horizon: int
    tax_rate: float
    discount_rate: float
    benchmark_rate: float | None
    payback_limit: float | None
    depreciation: float
    taxable: float
    net_profit: float
    cash_flow: float
    payback_years: float | None
    npv: float
    npvr: float | None
    irr: float | None
    irr_interpolated: float | None
    feasible: bool | None
    reasons: tuple[Finding, ...]

    @property
    def immediate(self) -> bool:
        """Whether nothing has to be recovered."""
        return self.payback_years == 0

    @property
    def trace(self) -> Trace:
        """How ``feasible``, and below it every other value, came about."""
        investment = _NET_INVESTMENT.trace(
            self.net_investment, [Input("investment", self.investment), Input("subsidies", self.subsidy)]
        ).as_input()
        saving, years = Input("P", self.annual_saving, "1/a"), Input("Y", self.years, "a")
        rate, horizon = Input("i", self.discount_rate), Input("n", float(self.horizon), "a")
        depreciation = _DEPRECIATION.trace(self.depreciation, [investment, years], unit="1/a").as_input()
        taxable = _TAXABLE.trace(self.taxable, [saving, depreciation], unit="1/a").as_input()
        profit = _NET_PROFIT.trace(self.net_profit, [taxable, Input("tax rate", self.tax_rate)], unit="1/a").as_input()
        flow = _CASH_FLOW.trace(self.cash_flow, [profit, depreciation], unit="1/a").as_input()
        npv = _NPV.trace(self.npv, [investment, flow, rate, horizon]).as_input()
        return _FEASIBLE.trace(
            self.feasible,
            [
                investment,
                _PAYBACK.trace(self.payback_years, [investment, flow], unit="a").as_input(),
                npv,
                _NPVR.trace(self.npvr, [npv, investment]).as_input(),
                _IRR.trace(self.irr, [investment, flow, horizon]).as_input(),
                _IRR_INTERPOLATED.trace(self.irr_interpolated, [investment, flow, horizon]).as_input(),
                Input("N limit", self.payback_limit, "a"),
                Input("benchmark rate", self.benchmark_rate),
            ],
        )


def appraise(
    investment: float,
    annual_saving: float,
    *,
    years: float,
    tax_rate: float = 0,
    discount_rate: float = 0,
    subsidy: float = 0,
    horizon: int | None = None,
    benchmark_rate: float | None = None,
    cost_class: CostClass | PaybackClass | str | None = None,
) -> Appraisal:
    """Appraise an option after the handbook (企业清洁生产审计手册, 方案经济评估).

    Args:
        investment: total, before subsidies.
        annual_saving: P; negative where the option costs money every year.
        years: Y, straight-line depreciation without salvage.
        tax_rate: as a fraction.
        discount_rate: i, as a fraction.
        subsidy: part of the investment that others pay; at most the investment.
        horizon: n in whole years; Y where it is not given. The handbook holds F constant over n.
        benchmark_rate: benchmark or loan rate; without it the IRR cannot be judged.
        cost_class: sets the limit on N; see :func:`cpaudit.engine.acceptance.payback_limit`.

    Raises:
        InvalidInput: a number is not finite or out of its range.
    """
    total, given = non_negative(investment, "investment"), non_negative(subsidy, "subsidy")
    if given > total:
        raise InvalidNumber(f"the subsidy {given:g} exceeds the investment {total:g}", path=("subsidy",))
    saving, life = finite(annual_saving, "annual_saving"), positive(years, "years")
    tax, rate = share(tax_rate, "tax_rate"), share(discount_rate, "discount_rate")
    benchmark = None if benchmark_rate is None else share(benchmark_rate, "benchmark_rate")
    limit = acceptance.payback_limit(cost_class)
    period = _horizon(life if horizon is None else horizon)

    net = total - given
    flows = level_flows.level_flows(net, saving, life, tax, rate, period)
    if not math.isfinite(flows.cash_flow) or not math.isfinite(flows.npv):
        raise InvalidNumber("the cash flow or its present value is too large for a number")
    value, recovered, root = float(flows.npv), known(flows.payback_years), known(flows.irr)
    reasons = _reasons(net, recovered, value, root, limit, benchmark)
    return Appraisal(
        investment=total,
        subsidy=given,
        net_investment=net,
        annual_saving=saving,
        years=life,
        horizon=period,
        tax_rate=tax,
        discount_rate=rate,
        benchmark_rate=benchmark,
        payback_limit=limit,
        depreciation=float(flows.depreciation),
        taxable=float(flows.taxable),
        net_profit=float(flows.net_profit),
        cash_flow=float(flows.cash_flow),
        payback_years=recovered,
        npv=value,
        npvr=known(flows.npvr),
        irr=root,
        irr_interpolated=known(flows.irr_interpolated),
        feasible=verdict(reason.passed for reason in reasons),
        reasons=reasons,
    )


def _horizon(years: float) -> int:
    number = positive(years, "horizon")
    if number != int(number) or number > cash_flow.LONGEST_HORIZON:
        raise InvalidInput(
            f"a horizon of {number:g} years",
            path=("horizon",),
            remedy=f"give whole years from 1 to {cash_flow.LONGEST_HORIZON}",
        )
    return int(number)


def _reasons(
    investment: float,
    payback_years: float | None,
    npv: float,
    irr: float | None,
    limit: float | None,
    benchmark: float | None,
) -> tuple[Finding, ...]:
    judged = (acceptance.payback_criterion(payback_years, limit), acceptance.npv_criterion(npv, investment))
    # a rate of return on nothing does not exist, so it is not asked for
    return (*judged, acceptance.irr_criterion(irr, benchmark)) if investment else judged


def _feasible(arguments: Arguments) -> bool | None:
    reasons = _reasons(
        arguments.number("I"),
        arguments.maybe("N"),
        arguments.number("NPV"),
        arguments.maybe("IRR"),
        arguments.maybe("N limit"),
        arguments.maybe("benchmark rate"),
    )
    return verdict(reason.passed for reason in reasons)


def _level(arguments: Arguments, *symbols: str) -> list[float]:
    return [arguments.number(symbol) for symbol in symbols]


def _interpolated(arguments: Arguments) -> float | None:
    investment, flow, horizon = _level(arguments, "I", "F", "n")
    root = level_flows.irr(investment, flow, horizon)
    return known(level_flows.irr_interpolated(investment, flow, horizon, root))


def _handbook(key: str, symbol: str, zh: str, en: str, expression: str) -> tuple[str, str, str, str, str, str]:
    return f"economics.{key}", symbol, zh, en, expression, HANDBOOK


_NET_INVESTMENT: Formula = formula(
    *_handbook("net_investment", "I", "总投资", "net investment", "I = investment − subsidies"),
    lambda a: a.number("investment") - a.number("subsidies"),
)
_DEPRECIATION = formula(
    *_handbook("depreciation", "D", "年折旧费", "depreciation", "D = I/Y"),
    lambda a: float(level_flows.depreciation(a.number("I"), a.number("Y"))),
)
_TAXABLE = formula(
    *_handbook("taxable", "T", "应税利润", "taxable profit", "T = P − D"),
    lambda a: float(level_flows.taxable(a.number("P"), a.number("D"))),
)
_NET_PROFIT = formula(
    *_handbook("net_profit", "E", "净利润", "net profit", "E = T·(1 − tax rate) where T > 0, else T"),
    lambda a: float(level_flows.net_profit(a.number("T"), a.number("tax rate"))),
)
_CASH_FLOW = formula(
    *_handbook("cash_flow", "F", "年增加现金流量", "yearly cash flow", "F = E + D"),
    lambda a: float(level_flows.cash_flow(a.number("E"), a.number("D"))),
)
_PAYBACK = formula(
    *_handbook("payback", "N", "投资偿还期", "payback period", "N = I/F"),
    lambda a: known(level_flows.payback(a.number("I"), a.number("F"))),
)
_NPV = formula(
    *_handbook("npv", "NPV", "净现值", "net present value", "NPV = Σ_{j=1..n} F/(1+i)^j − I"),
    lambda a: float(level_flows.npv(*_level(a, "I", "F", "i", "n"))),
)
_NPVR = formula(
    *_handbook("npvr", "NPVR", "净现值率", "net present value ratio", "NPVR = NPV/I"),
    lambda a: known(level_flows.npvr(a.number("NPV"), a.number("I"))),
)
_IRR = formula(
    *_handbook("irr", "IRR", "内部收益率", "internal rate of return", "Σ_{j=1..n} F/(1+IRR)^j − I = 0"),
    lambda a: known(level_flows.irr(*_level(a, "I", "F", "n"))),
)
_IRR_INTERPOLATED = formula(
    *_handbook(
        "irr_interpolated",
        "IRR′",
        "内部收益率（插值）",
        "internal rate of return, interpolated",
        "IRR′ = i₁ + NPV₁·(i₂ − i₁)/(NPV₁ + |NPV₂|), i₂ − i₁ = 1 %",
    ),
    _interpolated,
)
_FEASIBLE = formula(
    *_handbook(
        "feasible", "feasible", "经济可行性", "economic feasibility", "N < N limit, NPV ≥ 0, IRR ≥ benchmark rate"
    ),
    _feasible,
)
