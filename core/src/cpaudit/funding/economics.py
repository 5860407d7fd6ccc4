"""What granted money does to the economics of an option, source by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpaudit.engine import Finding
from cpaudit.engine.financing import Financed, Loan, finance
from cpaudit.engine.findings import finding
from cpaudit.errors import CpauditError
from cpaudit.funding.models import FundingForm, FundingScheme
from cpaudit.options.figures import Figures, missing_for_economics


@dataclass(frozen=True, slots=True)
class Source:
    """Money of a scheme for an option."""

    scheme: FundingScheme
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FundedEconomics:
    """The economics of an option without and with its sources.

    Attributes:
        financed: None where they cannot be computed.
        sources: those that count, in the order in which they were applied for.
        findings: what each source changes, and why something cannot be computed.
    """

    financed: Financed | None
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def funded_economics(option: Figures, sources: Sequence[Source]) -> FundedEconomics:
    """The economics of an option without and with money from these sources.

    A grant adds to the subsidy that the option itself names. A loan costs interest, spread over the life of the option.
    Of several tax reliefs the lowest rate counts. Own funds change nothing.
    """
    missing = missing_for_economics(option)
    if missing:
        names = ", ".join(missing)
        told = finding("FIGURES_MISSING", f"缺少方案数据：{names}", f"figures of the option are missing: {names}")
        return FundedEconomics(None, tuple(sources), (told,))
    grants = sum((each.amount for each in sources if each.scheme.form is FundingForm.GRANT), Decimal(0))
    loans = []
    for each in sources:
        if each.scheme.form is FundingForm.LOAN:
            if each.scheme.interest_rate is None or each.scheme.repayment_years is None:
                name = each.scheme.name
                told = finding("TERMS_MISSING", f"{name} 的利率或期限未知", f"rate or years of {name} are not known")
                return FundedEconomics(None, tuple(sources), (told,))
            loans.append(Loan(float(each.amount), each.scheme.interest_rate, each.scheme.repayment_years))
    rates = [
        each.scheme.reduced_tax_rate
        for each in sources
        if each.scheme.form is FundingForm.TAX_RELIEF and each.scheme.reduced_tax_rate is not None
    ]
    try:
        financed = finance(
            float(option.investment or 0),
            float(option.annual_saving or 0),
            years=option.life_years or 0,
            tax_rate=option.tax_rate or 0,
            discount_rate=option.discount_rate or 0,
            subsidy=float(option.subsidy or 0),
            benchmark_rate=option.benchmark_rate,
            cost_class=option.cost_class,
            grants=float(grants),
            loans=tuple(loans),
            reduced_tax_rate=min(rates, default=None),
        )
    except CpauditError as error:
        return FundedEconomics(
            None, tuple(sources), (finding(error.code, f"无法计算：{error.message}", error.message, False),)
        )
    return FundedEconomics(financed, tuple(sources), tuple(_told(each) for each in sources))


def _told(source: Source) -> Finding:
    name, amount = source.scheme.name, source.amount
    match source.scheme.form:
        case FundingForm.GRANT:
            return finding(
                "GRANT", f"{name}：补贴 {amount}，减少净投资", f"{name}: a grant of {amount} lowers the net investment"
            )
        case FundingForm.LOAN:
            return finding(
                "LOAN",
                f"{name}：贷款 {amount}，利息减少年效益",
                f"{name}: interest on {amount} lowers the yearly saving",
            )
        case FundingForm.TAX_RELIEF:
            rate = source.scheme.reduced_tax_rate
            return finding("TAX_RELIEF", f"{name}：税率降为 {rate}", f"{name}: the tax rate falls to {rate}")
    return finding(
        "OWN_FUNDS", f"{name}：自有资金 {amount}，不改变经济性", f"{name}: own funds of {amount} change nothing"
    )
