"""The portfolio of an audit's options and its abatement curve, as the API shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, TypeAlias, TypeVar

import strawberry

from cpaudit import engine
from cpaudit.engine import LeftOutReason, NotOnCurve, Objective, PortfolioState
from cpaudit.errors import CpauditError
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.faults import Fault, InvalidInput, fault_of
from cpaudit.graphql.quantities import Money
from cpaudit.options import portfolio
from cpaudit.options.portfolio import SPREAD, Candidates
from cpaudit.options.schemas.loading import AuditOptions, options_of
from cpaudit.options.schemas.results import OptionFinding

strawberry.enum(PortfolioState, description="What came of the search for a portfolio.")
strawberry.enum(LeftOutReason, description="Why an option is not chosen.")
strawberry.enum(NotOnCurve, description="Why an option is not on the abatement curve.")

Answer = TypeVar("Answer")

MOST_BARS = 40


@strawberry.input(description="The least reduction of a subject that a portfolio has to bring.")
class ReductionTargetInput:
    subject: str
    least: float = strawberry.field(description="Per year, in the unit in which the options' effects are shown.")


@strawberry.type(description="An option of a portfolio.")
class ChosenOption:
    code: str
    name: str
    cost: Money = strawberry.field(description="Investment less subsidies: what the budget pays.")
    counted: float = strawberry.field(
        description="What it counts for in the value of the portfolio, overlaps counted once."
    )


@strawberry.type(description="An option that is not chosen.")
class LeftOutOption:
    code: str
    name: str
    reason: LeftOutReason
    other: str | None = strawberry.field(description="Code of the option that is the reason, where one is.")
    held: strawberry.Private[engine.LeftOut]

    @strawberry.field
    def message(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)


@strawberry.type(description="What the chosen options bring together, overlaps counted once.")
class PortfolioTotal:
    name: str = strawberry.field(description="`npv`, `annual_saving`, or the subject that is reduced.")
    value: float | None = strawberry.field(description="Null where it is not known of some chosen option.")
    unit: str = strawberry.field(description="The currency, or the unit of the reduction; per year but for the NPV.")
    known: float = strawberry.field(description="Of those options of which it is known.")
    unknown: list[str] = strawberry.field(description="Codes of the others.")
    alone: float = strawberry.field(description="The sum of what they would bring each alone.")


@strawberry.type(description="One bar of the tornado: how the result answers to one input.")
class PortfolioSwing:
    held: strawberry.Private[engine.Swing]

    @strawberry.field(description="Code of the option; null for the budget and for the discount rate of all.")
    def option(self) -> str | None:
        return self.held.option

    @strawberry.field(description="`investment`, `annual_saving`, `budget`, `discount_rate`, or a subject.")
    def input(self) -> str:
        return self.held.input

    @strawberry.field
    def base(self) -> float:
        return self.held.base

    @strawberry.field
    def low(self) -> float:
        return self.held.low

    @strawberry.field
    def high(self) -> float:
        return self.held.high

    @strawberry.field(description="Whether the ends are the range of the library's template, not a share of the base.")
    def stated(self) -> bool:
        return self.held.stated

    @strawberry.field(description="The best value at the lower end, the choice made anew; null where none is feasible.")
    def value_low(self) -> float | None:
        return self.held.value_low

    @strawberry.field(description="The best value at the upper end.")
    def value_high(self) -> float | None:
        return self.held.value_high

    @strawberry.field(description="Whether other options are chosen at some end.")
    def changes_choice(self) -> bool:
        return self.held.changes_choice

    @strawberry.field(description="Codes of options that are no longer chosen at some end.")
    def leaves(self) -> list[str]:
        return list(self.held.leaves)

    @strawberry.field(description="Codes of options that are chosen at some end and were not before.")
    def enters(self) -> list[str]:
        return list(self.held.enters)


@strawberry.type(
    description="The options of an audit that bring most within a budget: all that are not rejected compete."
)
class Portfolio:
    held: strawberry.Private[engine.Portfolio]
    given: strawberry.Private[Candidates]

    @strawberry.field
    def state(self) -> PortfolioState:
        return self.held.state

    @strawberry.field
    def objective(self) -> Objective:
        return self.held.objective

    @strawberry.field(description="Of which the reduction is the objective.")
    def subject(self) -> str | None:
        return self.held.subject

    @strawberry.field(description="Unit of the value: the currency, or that of the reduction.")
    def unit(self) -> str:
        return self._unit(self.held.problem.measure.name)

    @strawberry.field(description="What the chosen options bring together; null where nothing is feasible.")
    def value(self) -> float | None:
        return self.held.value

    @strawberry.field(description="Null without a limit.")
    def budget(self) -> Money | None:
        return None if self.held.budget is None else self._money(self.held.budget)

    @strawberry.field(description="Investments less subsidies.")
    def spent(self) -> Money:
        return self._money(self.held.spent)

    @strawberry.field(description="What is left of the budget; null without a limit.")
    def slack(self) -> Money | None:
        return None if self.held.slack is None else self._money(self.held.slack)

    @strawberry.field
    def chosen(self) -> list[ChosenOption]:
        costs = {option.name: option.cost for option in self.held.problem.options}
        return [
            ChosenOption(code=code, name=self.given.names[code], cost=self._money(costs[code] or 0.0), counted=counted)
            for code, counted in zip(self.held.chosen, self.held.counted, strict=True)
        ]

    @strawberry.field
    def left_out(self) -> list[LeftOutOption]:
        return [
            LeftOutOption(
                code=each.option, name=self.given.names[each.option], reason=each.reason, other=each.other, held=each
            )
            for each in self.held.left_out
        ]

    @strawberry.field
    def totals(self) -> list[PortfolioTotal]:
        return [
            PortfolioTotal(
                name=each.name,
                value=each.value,
                unit=self._unit(each.name),
                known=each.known,
                unknown=list(each.unknown),
                alone=each.alone,
            )
            for each in self.held.totals
        ]

    @strawberry.field(description="No choice is worth more, even of options in fractions: the relaxation's value.")
    def bound(self) -> float | None:
        return self.held.bound

    @strawberry.field(description="(best bound − value)/|value|: how much better another choice could be at most.")
    def gap(self) -> float | None:
        return self.held.gap

    @strawberry.field(description="What another unit of budget is worth, by the relaxation.")
    def shadow_value(self) -> float | None:
        return self.held.shadow_value

    @strawberry.field(description="What was assumed, and what stands in the way of any choice.")
    def findings(self) -> list[OptionFinding]:
        return [OptionFinding(held=each) for each in (*self.given.findings, *self.held.findings)]

    @strawberry.field(description="Each input varied, and the choice made anew; widest bar first.")
    async def tornado(
        self,
        spread: Annotated[
            float, strawberry.argument(description="Fraction by which an input is varied that has no range.")
        ] = SPREAD,
        most: Annotated[int, strawberry.argument(description=f"Of bars, at most {MOST_BARS}.")] = engine.MOST_INPUTS,
    ) -> list[PortfolioSwing]:
        bars = await asyncio.to_thread(
            partial(engine.tornado, self.held, spread=spread, most=max(0, min(most, MOST_BARS)))
        )
        return [PortfolioSwing(held=each) for each in bars]

    @strawberry.field(description="How the value came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)

    def _unit(self, name: str) -> str:
        return self.given.units.get(name, self.given.currency or "")

    def _money(self, amount: float) -> Money:
        return money_of(amount, self.given)


@strawberry.type(
    description="One option on the curve: a bar as wide as its reduction and as high as its cost per unit."
)
class AbatementStep:
    code: str
    name: str
    reduction: float = strawberry.field(description="That counts, a year: less than alone where options overlap.")
    alone: float
    annual_cost: Money = strawberry.field(description="Annualised investment less the saving that counts.")
    cost_per_unit: float
    cumulative_reduction: float
    cumulative_cost: Money
    held: strawberry.Private[engine.Abatement]

    @strawberry.field(description="How the cost per unit came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)


@strawberry.type(description="An option that is not on the curve.")
class OffCurveOption:
    code: str
    name: str
    reason: NotOnCurve
    other: str | None = strawberry.field(description="Code of the option that is the reason, where one is.")
    held: strawberry.Private[engine.OffCurve]

    @strawberry.field
    def message(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)


@strawberry.type(
    description="The marginal abatement cost curve: options that save money first, by what they save, then the others"
    " by cost per unit."
)
class AbatementCurve:
    held: strawberry.Private[engine.AbatementCurve]
    given: strawberry.Private[Candidates]

    @strawberry.field
    def subject(self) -> str:
        return self.held.subject

    @strawberry.field(description="Of the reduction, per year.")
    def unit(self) -> str:
        return self.given.units.get(self.held.subject, "")

    @strawberry.field(description="From left to right.")
    def steps(self) -> list[AbatementStep]:
        return [
            AbatementStep(
                code=each.option,
                name=self.given.names[each.option],
                reduction=each.reduction,
                alone=each.alone,
                annual_cost=money_of(each.annual_cost, self.given),
                cost_per_unit=each.cost_per_unit,
                cumulative_reduction=each.cumulative_reduction,
                cumulative_cost=money_of(each.cumulative_cost, self.given),
                held=each,
            )
            for each in self.held.steps
        ]

    @strawberry.field
    def left_out(self) -> list[OffCurveOption]:
        return [
            OffCurveOption(
                code=each.option, name=self.given.names[each.option], reason=each.reason, other=each.other, held=each
            )
            for each in self.held.left_out
        ]

    @strawberry.field(description="What was assumed, and where the order differs from that by cost per unit.")
    def findings(self) -> list[OptionFinding]:
        return [OptionFinding(held=each) for each in (*self.given.findings, *self.held.findings)]

    @strawberry.field(description="How the reduction of all came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)


PortfolioResult: TypeAlias = Annotated[Portfolio | InvalidInput, strawberry.union("PortfolioResult")]
AbatementCurveResult: TypeAlias = Annotated[AbatementCurve | InvalidInput, strawberry.union("AbatementCurveResult")]


async def load_portfolios(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[Portfolio | Fault]:
    """The portfolio of each audit, for a batch field of audits."""

    def answer(given: Candidates) -> Portfolio:
        found = portfolio.choose(
            given,
            budget=arguments.get("budget"),
            objective=arguments.get("objective") or Objective.NPV,
            subject=arguments.get("subject"),
            low_cost_first=bool(arguments.get("low_cost_first")),
            targets={target.subject: target.least for target in arguments.get("targets") or ()},
            mandatory=arguments.get("mandatory") or (),
        )
        return Portfolio(held=found, given=given)

    return await _answers(context, audits, answer)


async def load_abatement_curves(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[AbatementCurve | Fault]:
    """The abatement curve of each audit, for a batch field of audits."""

    def answer(given: Candidates) -> AbatementCurve:
        return AbatementCurve(held=portfolio.curve(given, arguments.get("subject")), given=given)

    return await _answers(context, audits, answer)


async def _answers(
    context: RequestContext, audits: Sequence[Any], answer: Callable[[Candidates], Answer]
) -> list[Answer | Fault]:
    found = await options_of(context, [audit.values["id"] for audit in audits])

    def one(records: AuditOptions) -> Answer | Fault:
        try:
            given = portfolio.candidates(records.options, records.effects, records.processes, records.library)
            return answer(given)
        except CpauditError as error:
            return fault_of(error, None)

    # a solver at work keeps no other request waiting
    return await asyncio.to_thread(lambda: [one(records) for records in found])


def money_of(amount: float, given: Candidates) -> Money:
    """An amount in the money of the options; repr is the shortest decimal that reads back as the same number."""
    return Money(amount=Decimal(repr(amount)), currency=given.currency or "", price_year=given.price_year)
