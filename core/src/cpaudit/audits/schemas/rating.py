"""The API of the index rating (清洁生产评价指标体系) of an audit, and of what changed since."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import strawberry

from cpaudit import engine
from cpaudit.audits import models
from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import Grade, Scenario
from cpaudit.audits.schemas.records import removing
from cpaudit.audits.services.indicator_values import (
    INDICATOR_VALUES,
    RATING_OUTPUTS,
    GivenOutput,
    GivenValue,
    record_indicator_values,
)
from cpaudit.catalogue.indicators import IndicatorSystem
from cpaudit.catalogue.pages import page_of
from cpaudit.contributions import IndicatorSystem as PackedSystem
from cpaudit.engine import Change, RatingState
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column, read_quantity
from cpaudit.graphql.reading import Connection, column, ordering, readable
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.library import Library
from cpaudit.work import Work

if TYPE_CHECKING:
    from cpaudit.audits.schema import Audit

Info = strawberry.Info[RequestContext, None]

IndicatorValueOrder = ordering("IndicatorValueOrder", "indicator", "system")


@strawberry.enum(description="What this round is held against.")
class RoundBasis(StrEnum):
    BEFORE = "BEFORE"
    PREVIOUS_ROUND = "PREVIOUS_ROUND"


@strawberry.input(description="Which values of indicators.")
class IndicatorValueFilter:
    scenario: Scenario | None = None
    system: str | None = None
    indicator: str | None = None
    grade: Grade | None = None


@readable(models.IndicatorValue, order=("indicator",), restrict=of_own_audits)
@strawberry.type(description="What was recorded of an indicator: an amount, a grade, or why it does not apply.")
class IndicatorValue(Node):
    scenario: Scenario = column()
    system: str = column(description="Reference of the system, `pack:indicator_system:code`.")
    indicator: str = column(description="Its code in the system.")
    amount: Quantity | None = quantity_column("amount", description="Of an indicator that is a number.")
    grade: Grade | None = column(description="That a described indicator reaches; null for a number.")
    not_applicable_reason: str | None = column()
    source: str = column(description="Where the value comes from; may be empty.")
    version: int = column()


@readable(models.RatingOutput, order=("product",), restrict=of_own_audits)
@strawberry.type(description="How much was made of a product, by which indicators of a group share their weight.")
class RatingOutput(Node):
    scenario: Scenario = column()
    system: str = column(description="Reference of the system, `pack:indicator_system:code`.")
    product: str = column(description="Its key in the system.")
    amount: Quantity = quantity_column("amount")
    version: int = column()


@strawberry.type(description="Y of one grade, from 0 to 100.")
class GradeIndex:
    held: strawberry.Private[engine.GradeIndex]

    @strawberry.field
    def grade(self) -> Grade:
        return self.held.grade

    @strawberry.field(description="Null where something that is not known decides.")
    def value(self) -> float | None:
        return self.held.value

    @strawberry.field(description="With everything that is not known failing.")
    def lower(self) -> float:
        return self.held.lower

    @strawberry.field(description="With everything that is not known passing.")
    def upper(self) -> float:
        return self.held.upper

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)


@strawberry.type(description="One indicator in a rating.")
class RatedIndicator:
    held: strawberry.Private[engine.IndicatorGrade]
    system: strawberry.Private[PackedSystem]

    @strawberry.field
    def code(self) -> str:
        return self.held.code

    @strawberry.field
    def name(self, info: Info, lang: str | None = None) -> str:
        named = next(each for each in self.system.indicators if each.code == self.held.code)
        return named.name.in_language(lang or info.context.language)

    @strawberry.field(description="Code of the category it stands in.")
    def category(self) -> str:
        return self.held.category

    @strawberry.field(description="Whether it caps the grade.")
    def limiting(self) -> bool:
        return self.held.limiting

    @strawberry.field(description="False where it does not apply to the enterprise.")
    def applies(self) -> bool:
        return self.held.applies

    @strawberry.field(description="Null where it is not known, or no number.")
    def value(self) -> Quantity | None:
        return Quantity.of(self.held.value)

    @strawberry.field(description="UNGRADED where it is not known, or does not apply.")
    def grade(self) -> Grade:
        return self.held.grade

    @strawberry.field(description="Its share in the index; null where an output decides that is not known.")
    def weight(self) -> float | None:
        return self.held.weight

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)


@strawberry.type(description="What the enterprise reaches in an indicator system, computed from what is recorded.")
class Rating:
    held: strawberry.Private[engine.Rating]
    of: strawberry.Private[PackedSystem]
    library: strawberry.Private[Library]

    @strawberry.field(description="As the content has it that the audit uses.")
    def system(self) -> IndicatorSystem:
        return IndicatorSystem(held=self.of, home=self.library)

    @strawberry.field
    def state(self) -> RatingState:
        return self.held.state

    @strawberry.field(description="Null where it is not certain; BELOW where not even III is reached.")
    def grade(self) -> Grade | None:
        return self.held.grade

    @strawberry.field(description="The index of the grades I, II and III; empty where no indicator applies.")
    def y(self) -> list[GradeIndex]:
        return [GradeIndex(held=index) for index in self.held.indices]

    @strawberry.field(description="The limiting indicators that apply, with the grade each reaches.")
    def limiting(self) -> list[RatedIndicator]:
        return [self._shown(each) for each in self.held.limiting]

    @strawberry.field(description="The indicators that apply and have no certain grade.")
    def missing(self) -> list[RatedIndicator]:
        return [self._shown(each) for each in self.held.indicators if each.code in self.held.missing]

    @strawberry.field(description="Keys of the products whose output decides over weights and is not known.")
    def missing_outputs(self) -> list[str]:
        return list(self.held.missing_outputs)

    @strawberry.field(description="Each demand of each grade, and what there is to know.")
    def reasons(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.reasons]

    @strawberry.field(description="All indicators, in the order of the system.")
    def indicators(self, first: int | None = None, after: str | None = None) -> Connection[RatedIndicator]:
        return page_of(self.held.indicators, self._shown, first, after, key=lambda each: each.code)

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)

    def _shown(self, held: engine.IndicatorGrade) -> RatedIndicator:
        return RatedIndicator(held=held, system=self.of)


@strawberry.type(description="One indicator or pollutant in both rounds.")
class ComparedFigure:
    held: strawberry.Private[engine.ComparedFigure]

    @strawberry.field(description="Of the indicator, or the pollutant.")
    def code(self) -> str:
        return self.held.code

    @strawberry.field(description="Null where it is not known, or no number.")
    def before(self) -> Quantity | None:
        return Quantity.of(self.held.before)

    @strawberry.field(description="Null where it is not known, or no number.")
    def after(self) -> Quantity | None:
        return Quantity.of(self.held.after)

    @strawberry.field(description="After less before; null where one is not known.")
    def absolute(self) -> Quantity | None:
        return Quantity.of(self.held.absolute)

    @strawberry.field(description="As a fraction of before; null where one is not known or it was zero.")
    def relative(self) -> float | None:
        return self.held.relative

    @strawberry.field
    def change(self) -> Change:
        return self.held.change

    @strawberry.field
    def grade_before(self) -> Grade:
        return self.held.grade_before

    @strawberry.field
    def grade_after(self) -> Grade:
        return self.held.grade_after

    @strawberry.field
    def grade_change(self) -> Change:
        return self.held.grade_change

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)


@strawberry.type(description="What changed, in the rating, in the emissions, and in what targets are set for.")
class ComparedRounds:
    rated: strawberry.Private[engine.RoundComparison | None]
    emitted: strawberry.Private[engine.RoundComparison | None]
    reached: strawberry.Private[engine.RoundComparison | None]

    @strawberry.field(description="Null where there is no rating, or its grade is not certain.")
    def grade_before(self) -> Grade | None:
        return None if self.rated is None else self.rated.grade_before

    @strawberry.field(description="Null where there is no rating, or its grade is not certain.")
    def grade_after(self) -> Grade | None:
        return None if self.rated is None else self.rated.grade_after

    @strawberry.field
    def grade_change(self) -> Change:
        return Change.UNKNOWN if self.rated is None else self.rated.grade_change

    @strawberry.field(description="What to know before comparing: that the system changed, for example.")
    def warnings(self) -> list[Finding]:
        return [Finding(held=each) for side in (self.rated, self.emitted) if side for each in side.warnings]

    @strawberry.field(description="In the order of the system.")
    def indicators(self, first: int | None = None, after: str | None = None) -> Connection[ComparedFigure]:
        return _rows(self.rated, first, after)

    @strawberry.field(description="Totals by pollutant; fewer is better.")
    def emissions(self, first: int | None = None, after: str | None = None) -> Connection[ComparedFigure]:
        return _rows(self.emitted, first, after)

    @strawberry.field(
        description="What targets are set for, by indicator: the results against the baselines, or against the results "
        "of the round before. What is better follows from the goal."
    )
    def targets(self, first: int | None = None, after: str | None = None) -> Connection[ComparedFigure]:
        return _rows(self.reached, first, after)

    @strawberry.field(description="Of the ratings; null where there is none.")
    def explain(self) -> Explanation | None:
        return Explanation.of(None if self.rated is None else self.rated.trace)


def _rows(compared: engine.RoundComparison | None, first: int | None, after: str | None) -> Connection[ComparedFigure]:
    rows = () if compared is None else compared.rows
    return page_of(rows, ComparedFigure, first, after, key=lambda row: row.code)


@strawberry.input(description="What is known of one indicator: exactly one of amount, grade and notApplicableReason.")
class IndicatorValueInput:
    indicator: str = strawberry.field(description="Its code in the system.")
    amount: QuantityInput | None = strawberry.field(default=None, description="Of an indicator that is a number.")
    grade: Grade | None = strawberry.field(default=None, description="That a described indicator reaches.")
    not_applicable_reason: str | None = None
    source: str = strawberry.field(default="", description="Where the value comes from.")
    expected_version: int | None = strawberry.field(default=None, description="Of the value that is replaced.")


@strawberry.input(description="How much was made of a product for which indicators are taken.")
class RatingOutputInput:
    product: str = strawberry.field(description="Its key in the system.")
    amount: QuantityInput
    expected_version: int | None = strawberry.field(default=None, description="Of the output that is replaced.")


@strawberry.input(description="Values of a system's indicators; all are taken, or none.")
class RecordIndicatorValuesInput:
    audit: strawberry.ID
    system: str = strawberry.field(description="Its reference, `pack:indicator_system:code`.")
    scenario: Scenario
    values: list[IndicatorValueInput] = strawberry.field(default_factory=list)
    outputs: list[RatingOutputInput] = strawberry.field(default_factory=list)


@strawberry.type
class RatingMutations:
    @command(Annotated["Audit", strawberry.lazy("cpaudit.audits.schema")])
    async def record_indicator_values(self, work: Work, input: RecordIndicatorValuesInput) -> str:
        """Record what is known of a system's indicators, or replace it; what is not named stays."""
        return await record_indicator_values(
            work,
            row_id(input.audit, "Audit", path=("input", "audit")),
            input.system,
            input.scenario,
            [
                GivenValue(
                    each.indicator,
                    read_quantity(each.amount, "input", "values", index, "amount"),
                    each.grade,
                    each.not_applicable_reason,
                    each.source,
                    each.expected_version,
                )
                for index, each in enumerate(input.values)
            ],
            [
                GivenOutput(each.product, each.amount.read("input", "outputs", index, "amount"), each.expected_version)
                for index, each in enumerate(input.outputs)
            ],
        )

    remove_indicator_value = removing(IndicatorValue, INDICATOR_VALUES)
    remove_rating_output = removing(RatingOutput, RATING_OUTPUTS)
