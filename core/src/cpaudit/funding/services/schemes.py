"""The tenant's sources of money: added and changed by its administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpaudit.audits.services.records import check_values, require_version
from cpaudit.engine.numbers import share
from cpaudit.errors import InvalidInput
from cpaudit.funding.conditions import Condition, check_conditions
from cpaudit.funding.models import FundingApplication, FundingForm, FundingScheme
from cpaudit.options.models import FundingSource
from cpaudit.options.services.money import require_money, require_price_basis
from cpaudit.permissions import Permission
from cpaudit.work import Work

Values = Mapping[str, Any]

FORMS: Mapping[FundingSource, frozenset[FundingForm]] = {
    FundingSource.OWN_FUNDS: frozenset({FundingForm.OWN}),
    FundingSource.BANK_LOAN: frozenset({FundingForm.LOAN}),
    FundingSource.TECHNOLOGY_CREDIT: frozenset({FundingForm.LOAN}),
    FundingSource.TAX_RELIEF: frozenset({FundingForm.TAX_RELIEF}),
    FundingSource.ENVIRONMENTAL_SUBSIDY: frozenset({FundingForm.GRANT}),
    FundingSource.POLLUTION_PREVENTION_FUND: frozenset({FundingForm.GRANT, FundingForm.LOAN}),
}
"""How the money of each source can come."""

LONGEST_LOAN = 50


async def add_scheme(work: Work, values: Values, conditions: Sequence[Condition]) -> str:
    """Add a source of money; gives its id.

    Raises:
        Denied: the actor does not manage funding.
        InvalidInput: a value or condition breaks a rule, or the code is taken.
    """
    work.require(Permission.MANAGE_FUNDING)
    check_conditions(conditions)
    scheme = FundingScheme(tenant_id=work.actor.tenant, conditions=[each.stored() for each in conditions], **values)
    await _check(work, scheme)
    return (await work.add(scheme, "fundingSchemeAdded")).id


async def change_scheme(
    work: Work, scheme_id: str, expected_version: int, changes: Values, conditions: Sequence[Condition] | None
) -> str:
    """Change a source of money; gives its id. What was decided stays as it was decided.

    Raises:
        Denied: the actor does not manage funding.
        NotFound: there is no such source.
        InvalidInput: a value or condition breaks a rule, or its currency or form changes while there are applications.
        Conflict: the source changed meanwhile.
    """
    work.require(Permission.MANAGE_FUNDING)
    scheme = await work.get(FundingScheme, scheme_id, path=("input", "id"))
    require_version(scheme, expected_version)
    columns = dict(changes)
    if conditions is not None:
        check_conditions(conditions)
        columns["conditions"] = [each.stored() for each in conditions]
    changed = FundingScheme(**{**scheme.model_dump(), **columns})
    await _check(work, changed)
    fixed = [name for name in ("currency", "form", "source") if getattr(scheme, name) != getattr(changed, name)]
    if fixed and await work.all(FundingApplication, scheme_id=scheme.id):
        raise InvalidInput(f"the {fixed[0]} stays while there are applications", path=("input", fixed[0]))
    return (await work.change(scheme, expected_version, "fundingSchemeChanged", **columns)).id


async def _check(work: Work, scheme: FundingScheme) -> None:
    check_values(scheme)
    require_money(scheme.budget, "input", "budget")
    require_price_basis(scheme.currency, None)
    if scheme.form not in FORMS[scheme.source]:
        raise InvalidInput(
            f"{scheme.source} does not come as {scheme.form}",
            path=("input", "form"),
            remedy=f"use {', '.join(sorted(FORMS[scheme.source]))}",
        )
    _check_terms(scheme)
    if scheme.open_from is not None and scheme.open_until is not None and scheme.open_until < scheme.open_from:
        raise InvalidInput("it ends before it begins", path=("input", "openUntil"))
    if any(each.id != scheme.id for each in await work.all(FundingScheme, code=scheme.code)):
        raise InvalidInput(f"there is already a source {scheme.code}", path=("input", "code"))


def _check_terms(scheme: FundingScheme) -> None:
    loan, relief = scheme.form is FundingForm.LOAN, scheme.form is FundingForm.TAX_RELIEF
    for name, field, wanted in (
        ("interest_rate", "interestRate", loan),
        ("repayment_years", "repaymentYears", loan),
        ("reduced_tax_rate", "reducedTaxRate", relief),
    ):
        value = getattr(scheme, name)
        if (value is not None) is not wanted:
            said = "needs" if wanted else "has no"
            raise InvalidInput(f"{scheme.form} {said} {field}", path=("input", field))
        if value is not None and name != "repayment_years":
            share(value, "input", field)
    if scheme.repayment_years is not None and not 1 <= scheme.repayment_years <= LONGEST_LOAN:
        raise InvalidInput(f"a loan runs from 1 to {LONGEST_LOAN} years", path=("input", "repaymentYears"))
