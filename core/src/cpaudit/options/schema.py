"""The API of options."""

from __future__ import annotations

import strawberry

from cpaudit.audits.schemas.records import audit_id_of, changing, columns_of_input, removing
from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import Connection, root_connection, root_one, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.options.schemas import inputs, ranking, simulating
from cpaudit.options.schemas.loading import screening_of
from cpaudit.options.schemas.results import OptionComparison, ScreeningRanking
from cpaudit.options.schemas.simulating import OptionSimulation
from cpaudit.options.schemas.types import (
    FeasibilityStudy,
    Funding,
    Option,
    OptionChange,
    OptionEffect,
    OptionFilter,
    OptionOrder,
    ScreeningFactor,
    ScreeningFactorFilter,
    ScreeningFactorOrder,
)
from cpaudit.options.services import changes, effects, feasibility, implementation, register, screening
from cpaudit.permissions import Permission, signed_in
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work

__all__ = [
    "FeasibilityStudy",
    "Funding",
    "Option",
    "OptionChange",
    "OptionComparison",
    "OptionEffect",
    "OptionFilter",
    "OptionMutations",
    "OptionOrder",
    "OptionQueries",
    "OptionSimulation",
    "ScreeningFactor",
    "ScreeningRanking",
]


@strawberry.type
class OptionQueries:
    option: Option | None = root_one()
    options: Connection[Option] = root_connection(filter=OptionFilter, order=OptionOrder)
    screening_factors: Connection[ScreeningFactor] = root_connection(
        filter=ScreeningFactorFilter, order=ScreeningFactorOrder
    )

    @strawberry.field(description="The options of an audit by the weighted sum of their screening scores.")
    async def screening_ranking(
        self, info: strawberry.Info[RequestContext, None], audit: strawberry.ID
    ) -> ScreeningRanking:
        signed_in(info.context.actor).require(Permission.READ)
        row = row_id(audit, "Audit", path=("audit",))
        return ranking.screening_ranking(*(await screening_of(info.context, [row]))[row])

    @strawberry.field(description="Competing options of one audit by NPVR, and whether NPV ranks them otherwise.")
    async def compare_options(
        self, info: strawberry.Info[RequestContext, None], ids: list[strawberry.ID]
    ) -> OptionComparison:
        signed_in(info.context.actor).require(Permission.READ)
        rows = [row_id(each, "Option", path=("ids", position)) for position, each in enumerate(ids)]
        return await ranking.compare_options(info.context, rows)

    @strawberry.field(
        description="What options of one audit would do to its process map, applied in this order, before anything is"
        " built."
    )
    async def simulate_options(
        self, info: strawberry.Info[RequestContext, None], ids: list[strawberry.ID]
    ) -> OptionSimulation:
        signed_in(info.context.actor).require(Permission.READ)
        rows = [row_id(each, "Option", path=("ids", position)) for position, each in enumerate(ids)]
        return await simulating.simulate_options(info.context, rows)


@strawberry.type
class OptionMutations:
    change_option = changing(Option, inputs.ChangeOptionInput, register.change_option)
    change_option_effect = changing(OptionEffect, inputs.ChangeOptionEffectInput, effects.change_effect)
    change_option_change = changing(OptionChange, inputs.ChangeOptionChangeInput, changes.change_change)
    remove_option_change = removing(OptionChange, changes.remove_change)
    remove_option_effect = removing(OptionEffect, effects.remove_effect)
    remove_screening_factor = removing(ScreeningFactor, screening.FACTORS)
    remove_funding = removing(Funding, implementation.remove_funding)

    @command(Option)
    async def propose_option(self, work: Work, input: inputs.ProposeOptionInput) -> str:
        """Propose an option; also of a kind that the library does not know."""
        return await register.propose_option(work, audit_id_of(input), columns_of_input(input))

    @command(Option)
    async def adopt_library_option(self, work: Work, input: inputs.AdoptLibraryOptionInput) -> str:
        """Copy an option of the library into an audit; what the library does not state stays unknown."""
        return await register.adopt_library_option(
            work, audit_id_of(input), input.template, code=input.code, language=input.lang or DEFAULT_LANGUAGE
        )

    @command(OptionEffect)
    async def add_option_effect(self, work: Work, input: inputs.AddOptionEffectInput) -> str:
        """Plan what an option saves of a pollutant or a resource."""
        planned = input.planned.read("input", "planned")
        option = _option(input.option, "option")
        return await effects.add_effect(work, option, subject=input.subject, planned=planned)

    @command(OptionChange)
    async def add_option_change(self, work: Work, input: inputs.AddOptionChangeInput) -> str:
        """Say what an option changes in the process map."""
        columns = columns_of_input(input, without=("option",))
        return await changes.add_change(work, _option(input.option, "option"), columns)

    @command(ScreeningFactor)
    async def set_screening_factor(self, work: Work, input: inputs.SetScreeningFactorInput) -> str:
        """Give an audit a screening factor, or change the one with this code."""
        return await screening.set_factor(
            work,
            audit_id_of(input),
            code=input.code,
            name=input.name,
            weight=input.weight,
            expected_version=input.expected_version,
        )

    @command(Option)
    async def score_option(self, work: Work, input: inputs.ScoreOptionInput) -> str:
        """Score an option by screening factors."""
        scores = {each.factor: each.score for each in input.scores}
        if len(scores) != len(input.scores):
            raise InvalidInput("a factor stands here twice", path=("input", "scores"))
        return await screening.score_option(work, _option(input.id), input.expected_version, scores)

    @command(Option)
    async def screen_option(self, work: Work, input: inputs.ScreenOptionInput) -> str:
        """Let a proposed option go on, or reject it with a reason."""
        return await screening.screen_option(
            work, _option(input.id), input.expected_version, keep=input.keep, reason=input.reason
        )

    @command(Option)
    async def study_option(self, work: Work, input: inputs.StudyOptionInput) -> str:
        """Record the technical and environmental study of a screened option; its economics are computed."""
        findings = feasibility.Findings(
            technical=input.technical,
            environmental=input.environmental,
            technical_note=input.technical_note,
            environmental_note=input.environmental_note,
        )
        return await feasibility.study_option(work, _option(input.id), input.expected_version, findings)

    @command(Option)
    async def recommend_option(self, work: Work, input: inputs.RecommendOptionInput) -> str:
        """Recommend an option that its study finds feasible."""
        return await feasibility.recommend_option(work, _option(input.id), input.expected_version)

    @command(Option)
    async def reject_option(self, work: Work, input: inputs.RejectOptionInput) -> str:
        """Reject an option that is not carried out yet."""
        return await screening.reject_option(work, _option(input.id), input.expected_version, input.reason)

    @command(Option)
    async def schedule_option(self, work: Work, input: inputs.ScheduleOptionInput) -> str:
        """Plan when an option is carried out; medium and high cost only after study and recommendation."""
        return await implementation.schedule_option(
            work,
            _option(input.id),
            input.expected_version,
            starts_on=input.starts_on,
            ends_on=input.ends_on,
            owner=input.owner,
        )

    @command(Funding)
    async def add_funding(self, work: Work, input: inputs.AddFundingInput) -> str:
        """Record money for an option."""
        option = _option(input.option, "option")
        return await implementation.add_funding(work, option, source=input.source, amount=input.amount)

    @command(Option)
    async def implement_option(self, work: Work, input: inputs.ImplementOptionInput) -> str:
        """Record that an option was carried out; medium and high cost only after study and recommendation."""
        return await implementation.implement_option(
            work,
            _option(input.id),
            input.expected_version,
            implemented_on=input.implemented_on,
            actual_cost=input.actual_cost,
        )

    @command(OptionEffect)
    async def record_option_effect(self, work: Work, input: inputs.RecordOptionEffectInput) -> str:
        """Record what an option that was carried out saved."""
        actual = input.actual.read("input", "actual")
        return await effects.record_effect(work, _effect(input.id), input.expected_version, actual)

    @command(Option)
    async def verify_option(self, work: Work, input: inputs.VerifyOptionInput) -> str:
        """Confirm what an option cost and brought."""
        return await implementation.verify_option(
            work, _option(input.id), input.expected_version, columns_of_input(input)
        )


def _option(identifier: str, field: str = "id") -> str:
    return visible_id(identifier, Option, path=("input", field))


def _effect(identifier: str) -> str:
    return visible_id(identifier, OptionEffect, path=("input", "id"))
