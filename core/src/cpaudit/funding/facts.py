"""What is known of an application, as facts for conditions. What is not known is None, never a default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cpaudit.audits.models import Audit, AuditState
from cpaudit.engine.headroom import Keeping
from cpaudit.enterprises.models import Enterprise
from cpaudit.funding.conditions import SHOWN, Fact, Value
from cpaudit.funding.models import FundingApplication, ShownFact
from cpaudit.options.figures import economics_of
from cpaudit.options.lifecycle import DECIDED
from cpaudit.options.models import Option

_KEPT = {Keeping.EXCEEDED: True, Keeping.WITHIN: False, Keeping.UNKNOWN: None}


def facts_of(
    enterprise: Enterprise,
    audit: Audit,
    option: Option,
    application: FundingApplication,
    shown: Iterable[ShownFact],
    keeping: Keeping = Keeping.UNKNOWN,
) -> Mapping[Fact, Value | None]:
    """All facts of an application.

    Args:
        shown: what was shown for it.
        keeping: whether the enterprise kept its limits before the audit.
    """
    economics = economics_of(option)
    payback = None
    if economics is not None:
        # An option that never pays back is known not to, which is no unknown.
        never = economics.payback_years is None
        payback = Decimal("Infinity") if never else Decimal(repr(economics.payback_years))
    share = None
    if option.investment:
        share = application.amount / option.investment
    holds = {each.fact: each.holds for each in shown}
    return {
        Fact.ENTERPRISE_SIZE: enterprise.size_class.value,
        Fact.ENTERPRISE_DIVISION: enterprise.gb4754[1:3],
        Fact.ENTERPRISE_CITY: enterprise.city or None,
        Fact.ENTERPRISE_EMPLOYEES: None if enterprise.employees is None else Decimal(enterprise.employees),
        Fact.AUDIT_ROUND: Decimal(audit.round),
        Fact.AUDIT_CONCLUDED: audit.state is AuditState.CONCLUDED,
        Fact.LIMIT_EXCEEDED: _KEPT[keeping],
        Fact.OPTION_COST_CLASS: option.cost_class.value,
        Fact.OPTION_RECOMMENDED: option.state in DECIDED,
        Fact.OPTION_FEASIBLE: None if economics is None else economics.feasible,
        Fact.OPTION_INVESTMENT: option.investment,
        Fact.OPTION_ANNUAL_SAVING: option.annual_saving,
        Fact.OPTION_PAYBACK_YEARS: payback,
        Fact.OPTION_NPV: None if economics is None else Decimal(repr(economics.npv)),
        Fact.REQUESTED_AMOUNT: application.amount,
        Fact.REQUESTED_SHARE: share,
        **{fact: holds.get(showing) for fact, showing in SHOWN.items()},
    }
