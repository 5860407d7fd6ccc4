"""The option register: options from staff, experts and the library, and their figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cpaudit.audits.access import record_of, running_audit, same_audit
from cpaudit.audits.models import UnitProcess
from cpaudit.audits.services.pinned import library_of
from cpaudit.audits.services.records import Columns, check_values, require_version
from cpaudit.contributions import Money
from cpaudit.engine.cash_flow import LONGEST_HORIZON
from cpaudit.engine.numbers import share
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.options.lifecycle import CARRIED_OUT, DECIDED, require_open
from cpaudit.options.models import Option, OptionOrigin
from cpaudit.options.services.money import require_money, require_price_basis
from cpaudit.permissions import Permission
from cpaudit.phases import CostClass
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work

_NAME_LENGTH = 300
_DESCRIPTION_LENGTH = 4000


async def propose_option(work: Work, audit_id: str, columns: Columns) -> str:
    """A member of staff or an expert proposes an option; gives its id.

    Args:
        columns: code, name, aspect, cost class and origin, and whatever else is known of the option.

    Raises:
        Denied: the actor does not propose options.
        NotFound: there is no such audit, or the unit process is not in it.
        InvalidInput: the audit is concluded, the code is taken, the origin is the library, or a value
            cannot be accepted.
    """
    audit = await running_audit(work, audit_id, Permission.PROPOSE_OPTIONS)
    if columns.get("origin") is OptionOrigin.LIBRARY:
        raise InvalidInput(
            "an option from the library is adopted", path=("input", "origin"), remedy="use adoptLibraryOption"
        )
    values: dict[str, Any] = {**columns, "tenant_id": audit.tenant_id, "audit_id": audit.id}
    option = Option(**values)
    return (await work.add(await _checked(work, option), "optionProposed")).id


async def adopt_library_option(
    work: Work, audit_id: str, template: str, *, code: str | None = None, language: str = DEFAULT_LANGUAGE
) -> str:
    """Copy an option of the library into an audit, where it is then fitted to the enterprise; gives its id.

    Investment and saving are copied where the source states them as one value, the saving where it is in
    the same money as the investment; what the source does not state stays unknown.

    Args:
        template: reference of the template: ``pack:option:code``.
        code: of the option in the audit; by default the template's.
        language: of the name and the description.

    Raises:
        Denied: the actor does not propose options.
        NotFound: there is no such audit, or the content that it uses has no such option.
        InvalidInput: the audit is concluded, or the code is taken.
    """
    audit = await running_audit(work, audit_id, Permission.PROPOSE_OPTIONS)
    try:
        found = (await library_of(work, audit.id)).option(template)
    except NotFound as error:
        raise NotFound(
            error.message,
            path=("input", "template"),
            remedy="take the reference from the library, and enable the plugin it comes from",
        ) from error
    stated = found.investment or found.annual_saving
    money: dict[str, Any] = {} if stated is None else {"currency": stated.currency, "price_year": stated.year}
    option = Option(
        tenant_id=audit.tenant_id,
        audit_id=audit.id,
        code=code or found.code,
        name=found.name.in_language(language)[:_NAME_LENGTH],
        description=found.description.in_language(language)[:_DESCRIPTION_LENGTH] if found.description else "",
        aspect=found.aspects[0],
        cost_class=found.cost_class,
        origin=OptionOrigin.LIBRARY,
        template=found.ref,
        investment=_amount(found.investment, stated),
        annual_saving=_amount(found.annual_saving, stated),
        **money,
    )
    return (await work.add(await _checked(work, option), "optionAdopted")).id


async def change_option(work: Work, option_id: str, expected_version: int, columns: Columns) -> str:
    """Change what is written about an option; gives its id.

    Raises:
        Denied: the actor does not edit audits.
        NotFound: there is no such option, or the unit process is not in its audit.
        InvalidInput: the audit is concluded, the option is verified or rejected, a value cannot be
            accepted, or the cost class now needs a study that the option's state passed over.
        Conflict: the option's version is not *expected_version*.
    """
    option = await record_of(work, Option, option_id)
    require_version(option, expected_version)
    require_open(option.code, option.state)
    _require_studied_class(option, columns.get("cost_class"))
    await change(work, option, expected_version, "optionChanged", columns)
    return option.id


async def change(work: Work, option: Option, expected_version: int, action: str, columns: Columns) -> None:
    """Change columns of an option after every rule has looked at what it becomes.

    Raises:
        InvalidInput: a value cannot be accepted.
        Conflict: the option's version is not *expected_version*.
    """
    require_version(option, expected_version)
    kept: dict[str, Any] = {name: getattr(option, name) for name in Option.model_fields}
    await _checked(work, Option(**{**kept, **columns}))
    await work.change(option, expected_version, action, **columns)


async def _checked(work: Work, option: Option) -> Option:
    """*option*, which is not in the session, after every rule has looked at it."""
    check_values(option)
    _require_figures(option)
    _require_dates_in_order(option)
    await same_audit(work, UnitProcess, option.unit_process_id, option.audit_id, path=("input", "unitProcess"))
    namesakes = await work.all(Option, audit_id=option.audit_id, code=option.code)
    if any(other.id != option.id for other in namesakes):
        raise InvalidInput(
            f"there is already an option with the code {option.code!r}",
            path=("input", "code"),
            remedy="choose another code",
        )
    return option


def _require_figures(option: Option) -> None:
    require_price_basis(option.currency, option.price_year)
    for name, amount in (("investment", option.investment), ("subsidy", option.subsidy)):
        require_money(amount, "input", name)
    require_money(option.actual_cost, "input", "actualCost")
    # An option may cost money every year, and bring less than nothing.
    require_money(option.annual_saving, "input", "annualSaving", negative=True)
    require_money(option.actual_saving, "input", "actualSaving", negative=True)
    if option.subsidy is not None and option.investment is not None and option.subsidy > option.investment:
        raise InvalidInput(
            f"the subsidy {option.subsidy} exceeds the investment {option.investment}", path=("input", "subsidy")
        )
    if option.life_years is not None and not 1 <= option.life_years <= LONGEST_HORIZON:
        raise InvalidInput(
            f"{option.life_years} is not a number of years from 1 to {LONGEST_HORIZON}", path=("input", "lifeYears")
        )
    rates = (
        ("taxRate", option.tax_rate),
        ("discountRate", option.discount_rate),
        ("benchmarkRate", option.benchmark_rate),
    )
    for name, rate in rates:
        if rate is not None:
            share(rate, "input", name)


def _require_dates_in_order(option: Option) -> None:
    if option.starts_on and option.ends_on and option.ends_on < option.starts_on:
        raise InvalidInput(f"{option.ends_on} is before {option.starts_on}", path=("input", "endsOn"))
    if option.implemented_on and option.verified_on and option.verified_on < option.implemented_on:
        raise InvalidInput(
            f"{option.verified_on} is before {option.implemented_on}, when the option was carried out",
            path=("input", "verifiedOn"),
        )


def _require_studied_class(option: Option, cost_class: object) -> None:
    """A cheap option that was let through without a study does not become an expensive one behind its back."""
    raised = isinstance(cost_class, CostClass) and cost_class.needs_study and not option.cost_class.needs_study
    if raised and option.state in DECIDED:
        raise InvalidInput(
            f"{option.code} is {option.state.value} as an option of {option.cost_class.value.lower()} cost:"
            " a dearer one needs a study and a recommendation first",
            path=("input", "costClass"),
            remedy="record what it cost as the actual cost"
            if option.state in CARRIED_OUT
            else "study it first, with studyOption",
        )


def _amount(money: Money | None, stated: Money | None) -> Decimal | None:
    """The amount of *money* where it is one value and in the same money as *stated*."""
    if money is None or stated is None or (money.currency, money.year) != (stated.currency, stated.year):
        return None
    return money.value
