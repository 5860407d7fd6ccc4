"""Schedule, funding, implementation and verification of options."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cpaudit.audits.access import record_of
from cpaudit.audits.services.records import Columns, Records, require_version
from cpaudit.errors import InvalidInput
from cpaudit.options.lifecycle import Act, advance, require_open
from cpaudit.options.models import Funding, FundingSource, Option, OptionEffect
from cpaudit.options.services.money import require_money
from cpaudit.options.services.register import change
from cpaudit.work import Work


async def _pays_something(work: Work, funding: Funding) -> None:
    require_money(funding.amount, "input", "amount")
    if funding.amount == 0:
        raise InvalidInput("nothing is no funding", path=("input", "amount"))


FUNDING = Records(Funding, (_pays_something,))


async def schedule_option(
    work: Work, option_id: str, expected_version: int, *, starts_on: date, ends_on: date, owner: str
) -> str:
    """Plan when an option is carried out and who answers for it, or plan it anew; gives its id.

    Raises:
        Denied, NotFound: as for :func:`cpaudit.audits.access.record_of`.
        InvalidInput: the option's state does not allow it (a medium- or high-cost option without study or
            recommendation, for one), or the dates are not in order.
        Conflict: the option's version is not *expected_version*.
    """
    columns = {"starts_on": starts_on, "ends_on": ends_on, "owner": owner}
    return await _move(work, option_id, expected_version, Act.SCHEDULE, "optionScheduled", columns)


async def implement_option(
    work: Work, option_id: str, expected_version: int, *, implemented_on: date, actual_cost: Decimal | None
) -> str:
    """Record that an option was carried out, and what it cost as far as that is known; gives its id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`schedule_option`.
    """
    columns = {"implemented_on": implemented_on, "actual_cost": actual_cost}
    return await _move(work, option_id, expected_version, Act.IMPLEMENT, "optionImplemented", columns)


async def verify_option(work: Work, option_id: str, expected_version: int, columns: Columns) -> str:
    """Confirm what an option cost and brought, or confirm it anew; gives its id.

    Args:
        columns: ``verified_on``, and ``actual_saving`` and ``actual_cost`` where they change.

    Raises:
        Denied, NotFound, Conflict: as for :func:`schedule_option`.
        InvalidInput: the option is not carried out, its actual cost is unknown, or neither an actual
            saving nor an actual effect is.
    """
    option = await record_of(work, Option, option_id)
    require_version(option, expected_version)
    advance(option.code, option.state, option.cost_class, Act.VERIFY)
    if columns.get("actual_cost", option.actual_cost) is None:
        raise InvalidInput(
            f"what {option.code} cost is not known", path=("input", "actualCost"), remedy="give its actual cost"
        )
    effects = await work.all(OptionEffect, option_id=option.id)
    measured = any(effect.actual is not None for effect in effects)
    if columns.get("actual_saving", option.actual_saving) is None and not measured:
        raise InvalidInput(
            f"what {option.code} brought is not known",
            path=("input", "actualSaving"),
            remedy="give its actual saving, or record an effect with recordOptionEffect",
        )
    return await _move(work, option_id, expected_version, Act.VERIFY, "optionVerified", columns)


async def add_funding(work: Work, option_id: str, *, source: FundingSource, amount: Decimal) -> str:
    """Record money for an option, in the option's currency; gives the funding's id.

    Raises:
        Denied, NotFound: as for :func:`cpaudit.audits.access.record_of`.
        InvalidInput: the option is verified or rejected, or the amount is not above zero.
    """
    option = await record_of(work, Option, option_id, path=("input", "option"))
    require_open(option.code, option.state)
    columns = {"option_id": option.id, "source": source, "amount": amount}
    return (await FUNDING.add(work, option.audit_id, columns)).id


async def remove_funding(work: Work, funding_id: str, expected_version: int) -> None:
    """Take funding off its option.

    Raises:
        Denied, NotFound, InvalidInput: as for :func:`add_funding`.
        Conflict: the funding's version is not *expected_version*.
    """
    funding = await record_of(work, Funding, funding_id)
    option = await work.get(Option, funding.option_id)
    require_open(option.code, option.state)
    await FUNDING.remove(work, funding_id, expected_version)


async def _move(work: Work, option_id: str, expected_version: int, act: Act, action: str, columns: Columns) -> str:
    option = await record_of(work, Option, option_id)
    require_version(option, expected_version)
    state = advance(option.code, option.state, option.cost_class, act)
    await change(work, option, expected_version, action, {**columns, "state": state})
    return option.id
