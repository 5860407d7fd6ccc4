"""What people do about money from others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import strawberry
from strawberry import UNSET

from cpaudit.funding.conditions import Condition, Fact, Operator
from cpaudit.funding.models import FundingForm, MovementKind, Showing
from cpaudit.funding.schemas.types import (
    FundingApplication,
    FundingMovement,
    FundingScheme,
)
from cpaudit.funding.services import applications, schemes, spending
from cpaudit.graphql.commands import command
from cpaudit.graphql.reading import (
    visible_id,
)
from cpaudit.options.models import FundingSource
from cpaudit.options.schema import Funding, Option
from cpaudit.work import Work


@strawberry.input(description="A condition; numbers in decimals, `true` and `false`, or texts.")
class FundingConditionInput:
    fact: Fact
    operator: Operator
    values: list[str]


@strawberry.input(description="A new source of money.")
class AddFundingSchemeInput:
    code: str
    name: str
    source: FundingSource
    form: FundingForm
    provider: str = ""
    currency: str = "CNY"
    budget: Decimal | None = None
    interest_rate: float | None = None
    repayment_years: int | None = None
    reduced_tax_rate: float | None = None
    open_from: date | None = None
    open_until: date | None = None
    conditions: list[FundingConditionInput] = strawberry.field(default_factory=list)
    note: str = ""
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about a source of money; what is left out stays.")
class ChangeFundingSchemeInput:
    id: strawberry.ID
    expected_version: int
    code: str | None = UNSET
    name: str | None = UNSET
    source: FundingSource | None = UNSET
    form: FundingForm | None = UNSET
    provider: str | None = UNSET
    currency: str | None = UNSET
    budget: Decimal | None = UNSET
    interest_rate: float | None = UNSET
    repayment_years: int | None = UNSET
    reduced_tax_rate: float | None = UNSET
    open_from: date | None = UNSET
    open_until: date | None = UNSET
    conditions: list[FundingConditionInput] | None = UNSET
    note: str | None = UNSET


@strawberry.input(description="An application for money.")
class ApplyForFundingInput:
    option: strawberry.ID
    scheme: strawberry.ID
    amount: Decimal = strawberry.field(description="In the currency of source and option.")
    applied_on: date
    purpose: str = ""
    stage: str | None = None
    funding: strawberry.ID | None = None
    client_mutation_id: str | None = None


@strawberry.input(description="What was shown for an application.")
class ShowFundingFactInput:
    application: strawberry.ID
    fact: Showing
    holds: bool
    evidence: str
    client_mutation_id: str | None = None


@strawberry.input(description="A grant.")
class GrantFundingInput:
    id: strawberry.ID
    expected_version: int
    granted: Decimal
    decided_on: date
    reason: str = ""


@strawberry.input(description="A refusal, with its reason.")
class RefuseFundingInput:
    id: strawberry.ID
    expected_version: int
    decided_on: date
    reason: str


@strawberry.input(description="An application that is withdrawn.")
class WithdrawFundingInput:
    id: strawberry.ID
    expected_version: int


@strawberry.input(description="Granted money that was drawn or used.")
class RecordFundingMovementInput:
    application: strawberry.ID
    kind: MovementKind
    amount: Decimal
    on: date
    note: str = ""
    client_mutation_id: str | None = None


@strawberry.input(description="A movement that was recorded wrongly.")
class RemoveFundingMovementInput:
    id: strawberry.ID
    expected_version: int


_NOT_COLUMNS = frozenset({"id", "expected_version", "conditions", "client_mutation_id"})


def _columns(given: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(given).items() if name not in _NOT_COLUMNS and value is not UNSET}


def _conditions(given: Sequence[FundingConditionInput]) -> list[Condition]:
    return [Condition(each.fact, each.operator, tuple(each.values)) for each in given]


@strawberry.type
class FundingMutations:
    @command(FundingScheme)
    async def add_funding_scheme(self, work: Work, input: AddFundingSchemeInput) -> str:
        """Add a source of money with who is eligible."""
        return await schemes.add_scheme(work, _columns(input), _conditions(input.conditions))

    @command(FundingScheme)
    async def change_funding_scheme(self, work: Work, input: ChangeFundingSchemeInput) -> str:
        """Change a source of money; what was decided stays as it was decided."""
        scheme = visible_id(input.id, FundingScheme, path=("input", "id"))
        given = None if input.conditions is UNSET else _conditions(input.conditions or ())
        return await schemes.change_scheme(work, scheme, input.expected_version, _columns(input), given)

    @command(FundingApplication)
    async def apply_for_funding(self, work: Work, input: ApplyForFundingInput) -> str:
        """Apply for money of a source for an option."""
        line = None if input.funding is None else visible_id(input.funding, Funding, path=("input", "funding"))
        wanted = applications.Wanted(input.amount, input.applied_on, input.purpose, input.stage, line)
        option = visible_id(input.option, Option, path=("input", "option"))
        scheme = visible_id(input.scheme, FundingScheme, path=("input", "scheme"))
        return await applications.apply(work, option, scheme, wanted)

    @command(FundingApplication)
    async def show_funding_fact(self, work: Work, input: ShowFundingFactInput) -> str:
        """State that hardship, a large benefit or demonstration value was shown, or is not so, and by what."""
        application = visible_id(input.application, FundingApplication, path=("input", "application"))
        return await applications.show_fact(work, application, input.fact, input.holds, input.evidence)

    @command(FundingApplication)
    async def grant_funding(self, work: Work, input: GrantFundingInput) -> str:
        """Grant an application that is eligible, wholly or in part."""
        application = visible_id(input.id, FundingApplication, path=("input", "id"))
        return await applications.grant(
            work,
            application,
            input.expected_version,
            granted=input.granted,
            decided_on=input.decided_on,
            reason=input.reason,
        )

    @command(FundingApplication)
    async def refuse_funding(self, work: Work, input: RefuseFundingInput) -> str:
        """Refuse an application."""
        application = visible_id(input.id, FundingApplication, path=("input", "id"))
        return await applications.refuse(
            work, application, input.expected_version, decided_on=input.decided_on, reason=input.reason
        )

    @command(FundingApplication)
    async def withdraw_funding(self, work: Work, input: WithdrawFundingInput) -> str:
        """Withdraw an application, a granted one as long as nothing was drawn."""
        application = visible_id(input.id, FundingApplication, path=("input", "id"))
        return await applications.withdraw(work, application, input.expected_version)

    @command(FundingApplication)
    async def record_funding_movement(self, work: Work, input: RecordFundingMovementInput) -> str:
        """Record that granted money was drawn, or what was drawn used."""
        application = visible_id(input.application, FundingApplication, path=("input", "application"))
        return await spending.record_movement(
            work, application, input.kind, amount=input.amount, on=input.on, note=input.note
        )

    @command(FundingApplication)
    async def remove_funding_movement(self, work: Work, input: RemoveFundingMovementInput) -> str:
        """Take a movement back that was recorded wrongly."""
        movement = visible_id(input.id, FundingMovement, path=("input", "id"))
        return await spending.remove_movement(work, movement, input.expected_version)
