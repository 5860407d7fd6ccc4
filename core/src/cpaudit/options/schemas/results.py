"""What is computed about options: economics, effectiveness, ranking, comparison."""

from __future__ import annotations

from decimal import Decimal

import strawberry

from cpaudit import engine
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.quantities import Money
from cpaudit.options.figures import Effectiveness


@strawberry.type(
    description="The economics of an option after the handbook, computed from its figures; nothing is rounded."
)
class Economics:
    held: strawberry.Private[engine.Appraisal]
    currency: strawberry.Private[str]
    price_year: strawberry.Private[int | None]

    @strawberry.field(description="I: investment without subsidies.")
    def net_investment(self) -> Money:
        return self._money(self.held.net_investment)

    @strawberry.field(description="D = I/Y, yearly.")
    def depreciation(self) -> Money:
        return self._money(self.held.depreciation)

    @strawberry.field(description="T = P − D, yearly.")
    def taxable(self) -> Money:
        return self._money(self.held.taxable)

    @strawberry.field(description="E = T·(1 − tax rate), yearly; a negative T pays no tax.")
    def net_profit(self) -> Money:
        return self._money(self.held.net_profit)

    @strawberry.field(description="F = E + D, yearly.")
    def cash_flow(self) -> Money:
        return self._money(self.held.cash_flow)

    @strawberry.field(description="N = I/F in years: 0 is immediate, null never.")
    def payback_years(self) -> float | None:
        return self.held.payback_years

    @strawberry.field(description="Whether nothing has to be recovered.")
    def immediate(self) -> bool:
        return self.held.immediate

    @strawberry.field(description="NPV = Σ F/(1+i)^j − I over the life of the option.")
    def npv(self) -> Money:
        return self._money(self.held.npv)

    @strawberry.field(description="NPVR = NPV/I; null where nothing is invested.")
    def npvr(self) -> float | None:
        return self.held.npvr

    @strawberry.field(description="The exact internal rate of return, a fraction; null where there is none.")
    def irr(self) -> float | None:
        return self.held.irr

    @strawberry.field(description="The handbook's interpolation between whole percents, a fraction.")
    def irr_interpolated(self) -> float | None:
        return self.held.irr_interpolated

    @strawberry.field(description="Whether all criteria are met; null where one cannot be judged and none fails.")
    def feasible(self) -> bool | None:
        return self.held.feasible

    @strawberry.field(description="Each criterion that was judged.")
    def reasons(self) -> list[Finding]:
        return [Finding(held=reason) for reason in self.held.reasons]

    @strawberry.field(description="How it came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)

    def _money(self, amount: float) -> Money:
        # repr is the shortest decimal that reads back as the same number: nothing is rounded.
        return Money(amount=Decimal(repr(amount)), currency=self.currency, price_year=self.price_year)


@strawberry.type(description="One planned effect, or the planned saving, held against what came.")
class EffectivenessPart:
    of: strawberry.Private[str | None]
    held: strawberry.Private[engine.Effect]

    @strawberry.field(description="Of the effect; null for the yearly saving in money.")
    def subject(self) -> str | None:
        return self.of

    @strawberry.field(description="Actual effect/planned effect; null where it is not known.")
    def effect_ratio(self) -> float | None:
        return self.held.effect_ratio

    @strawberry.field(description="Actual cost/investment; null where it is not known or nothing was to be invested.")
    def cost_ratio(self) -> float | None:
        return self.held.cost_ratio

    @strawberry.field(description="Null where it cannot be judged yet.")
    def effective(self) -> bool | None:
        return self.held.effective

    @strawberry.field
    def reasons(self) -> list[Finding]:
        return [Finding(held=reason) for reason in self.held.reasons]

    @strawberry.field(description="How it came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)


@strawberry.type(
    description="Whether an option did what was planned: at least 80 % of it at no more than 120 % of the investment."
)
class OptionEffectiveness:
    held: strawberry.Private[Effectiveness]

    @strawberry.field(description="Whether every part is effective; null where one cannot be judged and none fails.")
    def effective(self) -> bool | None:
        return self.held.effective

    @strawberry.field
    def parts(self) -> list[EffectivenessPart]:
        return [EffectivenessPart(of=subject, held=part) for subject, part in self.held.parts]


@strawberry.type(description="The place of an option among others.")
class RankedOption:
    option: strawberry.ID
    code: str
    name: str
    total: float = strawberry.field(description="Σ W·R.")
    rank: int = strawberry.field(description="From 1; options with the same total share a rank.")


@strawberry.type(description="The options of an audit by the weighted sum of their screening scores.")
class ScreeningRanking:
    rows: list[RankedOption] = strawberry.field(description="Highest total first.")
    unscored: list[strawberry.ID] = strawberry.field(
        description="Options that are not ranked because a factor does not score them yet."
    )
    explain: Explanation | None = strawberry.field(description="How it came about; null while nothing is ranked.")


@strawberry.type(description="The place of an option among competing ones.")
class ComparedOption:
    option: strawberry.ID
    code: str
    name: str
    npvr_rank: int = strawberry.field(description="By NPVR, the order that the handbook recommends.")
    npv_rank: int = strawberry.field(description="By NPV.")
    economics: Economics


@strawberry.type(description="Competing options of one audit, in the order of their NPVR.")
class OptionComparison:
    rows: list[ComparedOption]
    conflict: bool = strawberry.field(description="Whether NPV ranks some pair the other way round.")
    findings: list[Finding] = strawberry.field(
        description="The conflict in words, and assumptions that differ between the options."
    )
    explain: Explanation | None = strawberry.field(description="How the order by NPVR came about.")
