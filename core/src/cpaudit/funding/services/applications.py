"""Applications: applied for, shown, decided, withdrawn. No more is granted than the scheme and the option allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpaudit.audits.access import any_audit
from cpaudit.audits.services.records import check_values, require_text, require_version
from cpaudit.errors import InvalidInput, NotFound, PathPart
from cpaudit.funding.conditions import Eligibility
from cpaudit.funding.loading import eligibilities
from cpaudit.funding.models import (
    ApplicationState,
    FundingApplication,
    FundingForm,
    FundingMovement,
    FundingScheme,
    Showing,
    ShownFact,
)
from cpaudit.options.models import Funding, Option, OptionState
from cpaudit.options.services.money import require_money
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is applied for.

    Attributes:
        funding_id: the line of the option's financing for which it is; None for none.
        stage: identifier of a programme's stage; None for none.
    """

    amount: Decimal
    applied_on: date
    purpose: str = ""
    stage: str | None = None
    funding_id: str | None = None


async def application_of(
    work: Work, application_id: str, permission: Permission, *path: PathPart
) -> FundingApplication:
    """An application that the actor may touch, held until this transaction ends.

    Raises:
        Denied: the actor lacks the permission.
        NotFound: there is none, or the actor works for another enterprise.
    """
    work.require(permission)
    where = path or ("input", "id")
    application = await work.get(FundingApplication, application_id, path=where)
    await any_audit(work, application.audit_id, path=where)
    await work.hold(application)
    return application


async def apply(work: Work, option_id: str, scheme_id: str, wanted: Wanted) -> str:
    """Apply for money for an option; gives the application's id. The audit may be concluded.

    Raises:
        Denied: the actor does not edit audits.
        NotFound: there is no such option or scheme, or the line of financing is not the option's.
        InvalidInput: the option is rejected or in another currency, the scheme is not open on that day, the line is of
            another source, the day is to come, or the amount is not above zero.
    """
    work.require(Permission.EDIT_AUDITS)
    option = await work.get(Option, option_id, path=("input", "option"))
    await any_audit(work, option.audit_id, path=("input", "option"))
    scheme = await work.get(FundingScheme, scheme_id, path=("input", "scheme"))
    if option.state is OptionState.REJECTED:
        raise InvalidInput(f"{option.code} is rejected", path=("input", "option"))
    if option.currency != scheme.currency:
        raise InvalidInput(
            f"{option.code} is in {option.currency}, {scheme.code} in {scheme.currency}", path=("input", "scheme")
        )
    _require_day(wanted.applied_on, "appliedOn")
    opens, closes = scheme.open_from or wanted.applied_on, scheme.open_until or wanted.applied_on
    if not opens <= wanted.applied_on <= closes:
        raise InvalidInput(f"{scheme.code} is not open on {wanted.applied_on}", path=("input", "appliedOn"))
    _require_amount(wanted.amount, "amount")
    if wanted.funding_id is not None:
        line = await work.get(Funding, wanted.funding_id, path=("input", "funding"))
        if line.option_id != option.id:
            raise NotFound("the option has no such funding", path=("input", "funding"))
        if line.source is not scheme.source:
            raise InvalidInput(f"this funding is {line.source}, not {scheme.source}", path=("input", "funding"))
    application = FundingApplication(
        tenant_id=work.actor.tenant,
        audit_id=option.audit_id,
        option_id=option.id,
        scheme_id=scheme.id,
        funding_id=wanted.funding_id,
        stage=wanted.stage,
        currency=scheme.currency,
        amount=wanted.amount,
        purpose=wanted.purpose,
        applied_on=wanted.applied_on,
    )
    check_values(application)
    return (await work.add(application, "fundingAppliedFor")).id


async def show_fact(work: Work, application_id: str, fact: Showing, holds: bool, evidence: str) -> str:
    """State that something was shown for an application, or that it is not so, and by what; gives its id.

    Raises:
        Denied: the actor does not judge options.
        NotFound: there is no such application.
        InvalidInput: it is decided or withdrawn, or no evidence is given.
    """
    application = await application_of(work, application_id, Permission.JUDGE_OPTIONS)
    _require_open(application)
    require_text(ShownFact, "evidence", evidence, "input", "evidence")
    columns = {"holds": holds, "evidence": evidence, "stated_by": work.actor.member_id}
    for earlier in await work.all(ShownFact, application_id=application.id, fact=fact):
        await work.change(earlier, None, "fundingFactShownAnew", **columns)
        return application.id
    shown = ShownFact(
        tenant_id=application.tenant_id,
        audit_id=application.audit_id,
        application_id=application.id,
        fact=fact,
        holds=holds,
        evidence=evidence,
        stated_by=work.actor.member_id,
    )
    await work.add(shown, "fundingFactShown")
    return application.id


async def _eligibility(work: Work, application: FundingApplication) -> Eligibility:
    """Whether an application that waits for its decision is eligible as things stand."""
    return (await eligibilities(work.session, work.host, [application.id]))[application.id]


async def grant(
    work: Work, application_id: str, expected_version: int, *, granted: Decimal, decided_on: date, reason: str
) -> str:
    """Grant an application, wholly or in part; gives its id.

    Raises:
        Denied: the actor does not manage funding.
        NotFound: there is no such application.
        InvalidInput: it is decided already; a condition is not met or not known; or it is more than was applied for,
            than the scheme has left, or than the option's investment leaves to be paid.
        Conflict: the application changed meanwhile.
    """
    application = await application_of(work, application_id, Permission.MANAGE_FUNDING)
    require_version(application, expected_version)
    _require_open(application)
    _require_decision(application, decided_on)
    _require_amount(granted, "granted")
    if granted > application.amount:
        raise InvalidInput(f"{application.amount} was applied for", path=("input", "granted"))
    scheme = await work.get(FundingScheme, application.scheme_id)
    option = await work.get(Option, application.option_id)
    # Two grants of one scheme, or for one option, wait for each other.
    await work.hold(scheme)
    await work.hold(option)
    eligibility = await _eligibility(work, application)
    if eligibility.eligible is not True:
        failing = [each.condition.fact.value for each in eligibility.judged if each.met is False]
        unknown = [each.condition.fact.value for each in eligibility.judged if each.met is None]
        told = [f"not met: {', '.join(failing)}"] * bool(failing) + [f"not known: {', '.join(unknown)}"] * bool(unknown)
        raise InvalidInput(
            f"the application is not eligible; {'; '.join(told)}",
            path=("input", "id"),
            remedy="record or show what is missing, or refuse the application",
        )
    await _require_left(work, application, scheme, option, granted)
    columns: Mapping[str, object] = {
        "state": ApplicationState.GRANTED,
        "granted": granted,
        "judged": [each.stored() for each in eligibility.judged],
        **_decided(work, decided_on, reason),
    }
    return (await work.change(application, expected_version, "fundingGranted", **columns)).id


async def refuse(work: Work, application_id: str, expected_version: int, *, decided_on: date, reason: str) -> str:
    """Refuse an application, with a reason; gives its id.

    Raises:
        Denied, NotFound, Conflict: as for :func:`grant`.
        InvalidInput: it is decided already, or there is no reason.
    """
    application = await application_of(work, application_id, Permission.MANAGE_FUNDING)
    require_version(application, expected_version)
    _require_open(application)
    _require_decision(application, decided_on)
    require_text(FundingApplication, "reason", reason, "input", "reason")
    judged = [each.stored() for each in (await _eligibility(work, application)).judged]
    columns = {"state": ApplicationState.REFUSED, "judged": judged, **_decided(work, decided_on, reason)}
    return (await work.change(application, expected_version, "fundingRefused", **columns)).id


async def withdraw(work: Work, application_id: str, expected_version: int) -> str:
    """Withdraw an application, a granted one as long as nothing was drawn; gives its id.

    Raises:
        Denied: the actor does not edit audits.
        NotFound: there is no such application.
        InvalidInput: it is refused or withdrawn already, or money was drawn.
        Conflict: the application changed meanwhile.
    """
    application = await application_of(work, application_id, Permission.EDIT_AUDITS)
    require_version(application, expected_version)
    if application.state in (ApplicationState.REFUSED, ApplicationState.WITHDRAWN):
        raise InvalidInput(f"the application is {application.state}", path=("input", "id"))
    if await work.all(FundingMovement, application_id=application.id):
        raise InvalidInput("money was drawn already", path=("input", "id"))
    columns = {"state": ApplicationState.WITHDRAWN, "granted": None}
    return (await work.change(application, expected_version, "fundingWithdrawn", **columns)).id


async def _require_left(
    work: Work, application: FundingApplication, scheme: FundingScheme, option: Option, granted: Decimal
) -> None:
    same = await work.all(FundingApplication, scheme_id=scheme.id, state=ApplicationState.GRANTED)
    spent = sum((each.granted or Decimal(0) for each in same), Decimal(0))
    if scheme.budget is not None and spent + granted > scheme.budget:
        raise InvalidInput(
            f"{scheme.code} has {scheme.budget - spent} left of {scheme.budget}", path=("input", "granted")
        )
    if scheme.form is FundingForm.TAX_RELIEF:
        # It leaves taxes unpaid and pays nothing of the investment.
        return
    if option.investment is None:
        raise InvalidInput(
            f"what {option.code} costs is not known", path=("input", "id"), remedy="record its investment first"
        )
    schemes = {each.id: each for each in await work.all(FundingScheme)}
    others = [
        each.granted or Decimal(0)
        for each in await work.all(FundingApplication, option_id=option.id, state=ApplicationState.GRANTED)
        if schemes[each.scheme_id].form is not FundingForm.TAX_RELIEF
    ]
    left = option.investment - (option.subsidy or Decimal(0)) - sum(others, Decimal(0))
    if granted > left:
        raise InvalidInput(f"{left} of the investment is left to be paid", path=("input", "granted"))


def _decided(work: Work, decided_on: date, reason: str) -> dict[str, object]:
    return {"decided_on": decided_on, "decided_by": work.actor.member_id, "reason": reason}


def _require_open(application: FundingApplication) -> None:
    if application.state is not ApplicationState.APPLIED:
        raise InvalidInput(f"the application is {application.state} already", path=("input", "id"))


def _require_decision(application: FundingApplication, decided_on: date) -> None:
    _require_day(decided_on, "decidedOn")
    if decided_on < application.applied_on:
        raise InvalidInput(f"it was applied for on {application.applied_on}", path=("input", "decidedOn"))


def _require_day(day: date, field: str) -> None:
    if day > now().date():
        raise InvalidInput(f"{day} is still to come", path=("input", field))


def _require_amount(amount: Decimal, field: str) -> None:
    require_money(amount, "input", field)
    if amount == 0:
        raise InvalidInput("the amount has to be above zero", path=("input", field))
