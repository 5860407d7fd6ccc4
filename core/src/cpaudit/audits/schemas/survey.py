"""The API of phase 3: pollution sources, yearly flows, the choice of the audit focus, targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import strawberry
from sqlmodel import col, select

from cpaudit import engine
from cpaudit.audits import models
from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import FlowKind, Medium, TargetBasis, TargetHorizon
from cpaudit.audits.schemas.records import NewRecord, RecordAsRead, adding, changes_of, changing, removing
from cpaudit.audits.services import survey
from cpaudit.audits.services.targets import reaches
from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column, read_quantity
from cpaudit.graphql.reading import column, computed, ordering, readable, visible_id
from cpaudit.work import Work

PollutionSourceOrder = ordering("PollutionSourceOrder", "name", "medium", "pollutant")
AnnualFlowOrder = ordering("AnnualFlowOrder", "year", "substance")
FocusFactorOrder = ordering("FocusFactorOrder", "code", "weight")
FocusCandidateOrder = ordering("FocusCandidateOrder", "name")
TargetOrder = ordering("TargetOrder", "indicator", "due")


@strawberry.input(description="Which sources of pollution.")
class PollutionSourceFilter:
    medium: Medium | None = None
    pollutant: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name, pollutant or destination.")


@readable(models.PollutionSource, search=("name", "pollutant", "destination"), restrict=of_own_audits)
@strawberry.type(description="A source of pollution found on site.")
class PollutionSource(Node):
    name: str = column()
    medium: Medium = column()
    pollutant: str = column()
    amount: Quantity | None = quantity_column("amount", description="Per year; null where it is not known.")
    destination: str = column(description="Where it goes; may be empty.")
    version: int = column()


@strawberry.input(description="Which yearly flows.")
class AnnualFlowFilter:
    year_from: int | None = None
    year_to: int | None = None
    kind: FlowKind | None = None
    substance: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the substance.")


@readable(models.AnnualFlow, order=("year",), search=("substance",), restrict=of_own_audits)
@strawberry.type(description="What the enterprise took in, made or discharged of one substance in one year.")
class AnnualFlow(Node):
    year: int = column()
    kind: FlowKind = column()
    substance: str = column()
    amount: Quantity = quantity_column("amount")
    version: int = column()


@strawberry.input(description="Which factors of the ranking.")
class FocusFactorFilter:
    code: str | None = None


@readable(models.FocusFactor, search=("code", "name"), restrict=of_own_audits)
@strawberry.type(description="A factor by which candidates for the audit focus are ranked.")
class FocusFactor(Node):
    code: str = column()
    name: str = column()
    weight: float = column(description="W, above zero.")
    version: int = column()


@strawberry.type(description="How a candidate scores by one factor.")
class FocusScore:
    factor: str = strawberry.field(description="The factor's code.")
    score: float = strawberry.field(description="R, from 1 to 10.")


@strawberry.input(description="Which candidates for the audit focus.")
class FocusCandidateFilter:
    chosen: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name.")


@readable(models.FocusCandidate, search=("name",), restrict=of_own_audits)
@strawberry.type(description="A workshop or process that could become the audit focus (审计重点).")
class FocusCandidate(Node):
    name: str = column()
    chosen: bool = column(description="Whether it is the audit focus.")
    reason: str = column(description="Why it was chosen; empty where it never was.")
    version: int = column()

    @computed("scores")
    def scores(self) -> list[FocusScore]:
        """By factor; a factor that is missing here is not scored yet."""
        return [FocusScore(factor=factor, score=score) for factor, score in self.values["scores"].items()]


@strawberry.type(description="A candidate's place in the ranking.")
class FocusRankingRow:
    candidate: str = strawberry.field(description="The candidate's name.")
    total: float = strawberry.field(description="Σ W·R.")
    rank: int = strawberry.field(description="From 1; candidates with the same total share a rank.")


@strawberry.type(description="The candidates for the audit focus by weighted sum ranking (权重总和计分排序法).")
class FocusRanking:
    held: strawberry.Private[engine.Ranking]

    @strawberry.field(description="Highest total first.")
    def rows(self) -> list[FocusRankingRow]:
        return [FocusRankingRow(candidate=row.candidate, total=row.total, rank=row.rank) for row in self.held.rows]

    @strawberry.field(description="Whether several candidates share the first rank.")
    def tied(self) -> bool:
        return len(self.held.first) > 1

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)


async def load_focus_rankings(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[FocusRanking | None]:
    """The ranking of each audit, null while a score is missing; two statements for all of them."""
    ids = [audit.values["id"] for audit in audits]
    factors: dict[str, list[models.FocusFactor]] = defaultdict(list)
    candidates: dict[str, list[models.FocusCandidate]] = defaultdict(list)
    async with context.database.looking(context.scope) as session:
        for factor in await session.exec(
            select(models.FocusFactor)
            .where(col(models.FocusFactor.audit_id).in_(ids))
            .order_by(col(models.FocusFactor.id))
        ):
            factors[factor.audit_id].append(factor)
        for candidate in await session.exec(
            select(models.FocusCandidate)
            .where(col(models.FocusCandidate.audit_id).in_(ids))
            .order_by(col(models.FocusCandidate.id))
        ):
            candidates[candidate.audit_id].append(candidate)
    rankings = (survey.focus_ranking(factors[each], candidates[each]) for each in ids)
    return [None if ranking is None else FocusRanking(held=ranking) for ranking in rankings]


@strawberry.input(description="Which targets.")
class TargetFilter:
    horizon: TargetHorizon | None = None
    basis: TargetBasis | None = None
    due_from: date | None = None
    due_to: date | None = None
    has_result: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the indicator.")


@readable(models.Target, order=("due",), search=("indicator",), restrict=of_own_audits)
@strawberry.type(description="A target of the audit, later held against its result.")
class Target(Node):
    indicator: str = column()
    horizon: TargetHorizon = column()
    basis: TargetBasis = column()
    baseline: Quantity = quantity_column("baseline")
    goal: Quantity = quantity_column("goal")
    due: date = column()
    result: Quantity | None = quantity_column("result", description="Null while it is not known.")
    version: int = column()

    @computed("baseline", "goal", "result")
    def met(self) -> bool | None:
        """Whether the result is at the goal or beyond it, seen from the baseline; null while that is not known."""
        return reaches(self.values["baseline"], self.values["goal"], self.values["result"])


@strawberry.input(description="A source of pollution.")
class AddPollutionSourceInput(NewRecord):
    name: str
    medium: Medium
    pollutant: str
    amount: QuantityInput | None = strawberry.field(default=None, description="Per year, where known.")
    destination: str = ""


@strawberry.input(description="A yearly flow; there is one for each year, kind and substance.")
class RecordAnnualFlowInput(NewRecord):
    year: int
    kind: FlowKind
    substance: str
    amount: QuantityInput


@strawberry.input(description="A factor of the ranking.")
class AddFocusFactorInput(NewRecord):
    code: str
    name: str
    weight: float = strawberry.field(description="W, above zero.")


@strawberry.input(description="A candidate for the audit focus.")
class AddFocusCandidateInput(NewRecord):
    name: str


@strawberry.input(description="A target.")
class AddTargetInput(NewRecord):
    indicator: str
    horizon: TargetHorizon
    basis: TargetBasis
    baseline: QuantityInput
    goal: QuantityInput = strawberry.field(description="In a unit that converts to the baseline's.")
    due: date


ChangePollutionSourceInput = changes_of(AddPollutionSourceInput)
ChangeAnnualFlowInput = changes_of(RecordAnnualFlowInput)
ChangeFocusFactorInput = changes_of(AddFocusFactorInput, without=("code",))
ChangeFocusCandidateInput = changes_of(AddFocusCandidateInput)
ChangeTargetInput = changes_of(AddTargetInput)


@strawberry.input(description="A candidate's score by one factor.")
class FocusScoreInput:
    factor: str = strawberry.field(description="The factor's code.")
    score: float | None = strawberry.field(description="R, from 1 to 10; null takes the score away.")


@strawberry.input(description="A candidate's scores; factors that are left out keep theirs.")
class ScoreFocusCandidateInput(RecordAsRead):
    scores: list[FocusScoreInput]


@strawberry.input(description="The choice of the audit focus.")
class ChooseAuditFocusInput(RecordAsRead):
    reason: str


@strawberry.input(description="What came of a target.")
class RecordTargetResultInput(RecordAsRead):
    result: QuantityInput | None = strawberry.field(description="Null where it is not known after all.")


@strawberry.type
class SurveyMutations:
    add_pollution_source = adding(PollutionSource, AddPollutionSourceInput, survey.POLLUTION_SOURCES)
    change_pollution_source = changing(PollutionSource, ChangePollutionSourceInput, survey.POLLUTION_SOURCES)
    remove_pollution_source = removing(PollutionSource, survey.POLLUTION_SOURCES)
    record_annual_flow = adding(AnnualFlow, RecordAnnualFlowInput, survey.ANNUAL_FLOWS, verb="record")
    change_annual_flow = changing(AnnualFlow, ChangeAnnualFlowInput, survey.ANNUAL_FLOWS)
    remove_annual_flow = removing(AnnualFlow, survey.ANNUAL_FLOWS)
    add_focus_factor = adding(FocusFactor, AddFocusFactorInput, survey.FOCUS_FACTORS)
    change_focus_factor = changing(FocusFactor, ChangeFocusFactorInput, survey.FOCUS_FACTORS)
    remove_focus_factor = removing(FocusFactor, survey.FOCUS_FACTORS)
    add_focus_candidate = adding(FocusCandidate, AddFocusCandidateInput, survey.FOCUS_CANDIDATES)
    change_focus_candidate = changing(FocusCandidate, ChangeFocusCandidateInput, survey.FOCUS_CANDIDATES)
    remove_focus_candidate = removing(FocusCandidate, survey.FOCUS_CANDIDATES)
    add_target = adding(Target, AddTargetInput, survey.TARGETS)
    change_target = changing(Target, ChangeTargetInput, survey.TARGETS)
    remove_target = removing(Target, survey.TARGETS)

    @command(FocusCandidate)
    async def score_focus_candidate(self, work: Work, input: ScoreFocusCandidateInput) -> str:
        """Score a candidate for the audit focus by factors."""
        scores = {each.factor: each.score for each in input.scores}
        if len(scores) != len(input.scores):
            raise InvalidInput("a factor stands here twice", path=("input", "scores"))
        candidate = visible_id(input.id, FocusCandidate, path=("input", "id"))
        return await survey.score_focus_candidate(work, candidate, input.expected_version, scores)

    @command(FocusCandidate)
    async def choose_audit_focus(self, work: Work, input: ChooseAuditFocusInput) -> str:
        """Make a candidate the audit focus, instead of the one before."""
        candidate = visible_id(input.id, FocusCandidate, path=("input", "id"))
        return await survey.choose_audit_focus(work, candidate, input.expected_version, input.reason)

    @command(Target)
    async def record_target_result(self, work: Work, input: RecordTargetResultInput) -> str:
        """Record what came of a target."""
        target = visible_id(input.id, Target, path=("input", "id"))
        result = read_quantity(input.result, "input", "result")
        return await survey.record_target_result(work, target, input.expected_version, result)
