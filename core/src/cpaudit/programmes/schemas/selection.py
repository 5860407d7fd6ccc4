"""Pollution, nominations, scores, ranking, and the list that the leading group approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlmodel import col, select

from cpaudit.audits.models import Medium
from cpaudit.enterprises.models import Enterprise as EnterpriseRow
from cpaudit.enterprises.schema import Enterprise
from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column
from cpaudit.graphql.reading import (
    Connection,
    batch,
    column,
    computed,
    many,
    one,
    ordering,
    readable,
    several,
    visible_id,
)
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import signed_in
from cpaudit.programmes import models
from cpaudit.programmes.models import Criterion, Decision, SelectionState
from cpaudit.programmes.schemas.people import EndWithReasonInput, ProgrammeBody
from cpaudit.programmes.schemas.ranking import PilotRanking, PollutionProfile
from cpaudit.programmes.schemas.records import (
    NewEntry,
    RecordAsRead,
    adding,
    changes,
    changing,
    not_for_staff,
    of_own_enterprise,
    removing,
    required_reference,
)
from cpaudit.programmes.services import profiles, ranking, selection
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

if TYPE_CHECKING:
    from cpaudit.programmes.schemas.stages import ProgrammeStage

strawberry.enum(SelectionState, name="PilotSelectionState", description="Where a selection of pilots stands.")
strawberry.enum(Decision, name="PilotDecision", description="What became of a nomination.")

NominationOrder = ordering("NominationOrder", "nominated_on")
EnterpriseLoadOrder = ordering("EnterpriseLoadOrder", "year", "pollutant")
SectorLoadOrder = ordering("SectorLoadOrder", "industry", "year", "pollutant")


@strawberry.input(description="Which loads of enterprises.")
class EnterpriseLoadFilter:
    enterprise: strawberry.ID | None = None
    year: int | None = None
    medium: Medium | None = None
    pollutant: str | None = None


@readable(models.EnterpriseLoad, order=("-year", "pollutant"), restrict=of_own_enterprise)
@strawberry.type(description="How much of a pollutant an enterprise discharged in a year.")
class EnterpriseLoad(Node):
    enterprise: Enterprise = one("enterprise_id")
    year: int = column()
    medium: Medium = column()
    pollutant: str = column()
    amount: Quantity | None = quantity_column("amount", description="Null where it is not known, which is no zero.")
    source: str = column()
    version: int = column()


@strawberry.input(description="Which loads of sectors.")
class SectorLoadFilter:
    industry: str | None = None
    year: int | None = None
    medium: Medium | None = None
    pollutant: str | None = None


@readable(models.SectorLoad, order=("industry", "-year", "pollutant"))
@strawberry.type(description="How much of a pollutant the enterprises of an industry discharged together in a year.")
class SectorLoad(Node):
    industry: str = column(description="Code of GB/T 4754-2017: a division, group or class.")
    year: int = column()
    medium: Medium = column()
    pollutant: str = column()
    amount: Quantity | None = quantity_column("amount", description="Null where it is not known, which is no zero.")
    source: str = column()
    version: int = column()


@strawberry.type(description="A criterion as it was when the list was approved.")
class DecidedCriterion:
    criterion: Criterion
    weight: float
    value: float | None
    missing: str | None
    lowest: float | None
    highest: float | None
    deviation: float | None
    assessors: int


@strawberry.type(description="The weight of a criterion.")
class CriterionWeight:
    criterion: Criterion
    weight: float


@readable(models.PilotScore, order=("criterion", "scored_at"), restrict=not_for_staff)
@strawberry.type(description="What one assessor says of one criterion, with the evidence for it.")
class PilotScore(Node):
    criterion: Criterion = column()
    assessor: Member | None = one("assessor")
    score: float = column(description="R, from 1 to 10.")
    evidence: str = column()
    scored_at: datetime = column()
    version: int = column()


@strawberry.input(description="Which nominations.")
class NominationFilter:
    decision: Decision | None = None
    enterprise: strawberry.ID | None = None
    has_withdrawn_reason: bool | None = None


@readable(models.Nomination, order=("nominated_on",), restrict=of_own_enterprise)
@strawberry.type(description="An enterprise that is proposed as a pilot.")
class Nomination(Node):
    selection: Annotated[PilotSelection, strawberry.lazy("cpaudit.programmes.schemas.selection")] = one("selection_id")
    enterprise: Enterprise = one("enterprise_id")
    grounds: str = column(description="Why it is proposed.")
    nominated_by: Member | None = one("nominated_by")
    nominated_on: date = column()
    withdrawn_reason: str | None = column()
    decision: Decision | None = column(description="Null until the leading group has approved the list.")
    decision_reason: str | None = column()
    decided_total: float | None = column(description="Σ W·R as it was then; null where it was not known.")
    decided_rank: int | None = column()
    scores: list[PilotScore] = several("nomination_id", order=("criterion",))
    version: int = column()

    @computed("decided_detail")
    def decided_criteria(self) -> list[DecidedCriterion]:
        """The criteria as they were then; empty before the decision."""
        return [
            DecidedCriterion(**{**each, "criterion": Criterion(each["criterion"])})
            for each in self.values["decided_detail"] or ()
        ]


async def _rankings(
    context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> list[PilotRanking | None]:
    if signed_in(context.actor).enterprise_id is not None:
        return [None for _ in rows]
    ids = [row.values["id"] for row in rows]
    async with context.database.looking(context.scope) as session:
        query = select(models.PilotSelection).where(col(models.PilotSelection.id).in_(ids))
        found = await ranking.ranked_nominations(session, (await session.exec(query)).all())
    return [PilotRanking(held=found[each]) if each in found else None for each in ids]


@readable(models.PilotSelection)
@strawberry.type(description="How the pilots of a stage are selected, and by whom they were approved.")
class PilotSelection(Node):
    stage: Annotated[ProgrammeStage, strawberry.lazy("cpaudit.programmes.schemas.stages")] = one("stage_id")
    state: SelectionState = column()
    least_assessors: int = column(description="How many have to score a criterion before it counts.")
    places: int | None = column(description="How many pilots there can be; null for no limit.")
    load_year: int | None = column(description="Year of the loads; null for the latest that the sector has.")
    nominations: Connection[Nomination] = many("selection_id", filter=NominationFilter, order=NominationOrder)
    ranking: PilotRanking | None = batch(
        _rankings, description="As scores, loads and conflicts of interest stand now; null to enterprise staff."
    )
    approved_by: Member | None = one("approved_by")
    approved_by_body: ProgrammeBody | None = one("approved_by_body_id")
    approved_at: datetime | None = column()
    version: int = column()

    @computed("weights")
    def weights(self) -> list[CriterionWeight]:
        """W of each criterion."""
        return [
            CriterionWeight(criterion=Criterion(name), weight=weight) for name, weight in self.values["weights"].items()
        ]


async def pollution_profile(context: RequestContext, enterprise_id: str, year: int | None) -> PollutionProfile | None:
    """The profile of an enterprise against its sector; None where the caller may see no such enterprise."""
    if signed_in(context.actor).enterprise_id not in (None, enterprise_id):
        return None
    async with context.database.looking(context.scope) as session:
        found = (await session.exec(select(EnterpriseRow).where(EnterpriseRow.id == enterprise_id))).one_or_none()
        if found is None:
            return None
        loads = await profiles.loads_of(session, [found])
    return PollutionProfile(held=loads.profile_of(found, year))


@strawberry.input(description="A yearly load of an enterprise.")
class AddEnterpriseLoadInput(NewEntry):
    enterprise: strawberry.ID = required_reference("Enterprise")
    year: int
    medium: Medium
    pollutant: str
    amount: QuantityInput | None = strawberry.field(default=None, description="Left out where it is not known.")
    source: str


@strawberry.input(description="A yearly load of a sector.")
class AddSectorLoadInput(NewEntry):
    industry: str = strawberry.field(description="Code of GB/T 4754-2017, two to four digits.")
    year: int
    medium: Medium
    pollutant: str
    amount: QuantityInput | None = strawberry.field(default=None, description="Left out where it is not known.")
    source: str


ChangeEnterpriseLoadInput = changes(AddEnterpriseLoadInput, without=("enterprise",))
ChangeSectorLoadInput = changes(AddSectorLoadInput, without=("industry",))


@strawberry.input(description="The weight of a criterion.")
class CriterionWeightInput:
    criterion: Criterion
    weight: float = strawberry.field(description="Above zero.")


@strawberry.input(description="How the pilots of a stage are to be selected.")
class OpenPilotSelectionInput(NewEntry):
    stage: strawberry.ID
    weights: list[CriterionWeightInput] = strawberry.field(description="One of each of the four criteria.")
    least_assessors: int = 2
    places: int | None = None
    load_year: int | None = None


@strawberry.input(description="What changes; what is left out stays.")
class ChangePilotSelectionInput(RecordAsRead):
    weights: list[CriterionWeightInput] | None = None
    least_assessors: int | None = None
    places: int | None = strawberry.UNSET
    load_year: int | None = strawberry.UNSET


@strawberry.input(description="An enterprise that is proposed as a pilot.")
class NominatePilotInput(NewEntry):
    selection: strawberry.ID
    enterprise: strawberry.ID
    grounds: str


@strawberry.input(description="A score, one's own.")
class ScorePilotInput(NewEntry):
    nomination: strawberry.ID
    criterion: Criterion = strawberry.field(description="Not the one that is computed.")
    score: float = strawberry.field(description="R, from 1 to 10.")
    evidence: str


@strawberry.input(description="What is decided of a nomination.")
class PilotDecisionInput:
    nomination: strawberry.ID
    decision: Decision
    reason: str | None = strawberry.field(default=None, description="Needed for those that are not selected.")


@strawberry.input(description="The list as the leading group approves it.")
class ApprovePilotsInput(RecordAsRead):
    decisions: list[PilotDecisionInput] = strawberry.field(description="Of every nomination that stands.")


def _weights(given: Sequence[CriterionWeightInput]) -> dict[str, float]:
    weights = {each.criterion.value: each.weight for each in given}
    if len(weights) != len(given):
        raise InvalidInput("a criterion stands here twice", path=("input", "weights"))
    return weights


@strawberry.type
class SelectionMutations:
    add_enterprise_load = adding(
        EnterpriseLoad, AddEnterpriseLoadInput, profiles.ENTERPRISE_LOADS, "Record what an enterprise discharged."
    )
    change_enterprise_load = changing(EnterpriseLoad, ChangeEnterpriseLoadInput, profiles.ENTERPRISE_LOADS)
    remove_enterprise_load = removing(EnterpriseLoad, profiles.ENTERPRISE_LOADS)
    add_sector_load = adding(
        SectorLoad, AddSectorLoadInput, profiles.record_sector_load, "Record what a sector discharged."
    )
    change_sector_load = changing(SectorLoad, ChangeSectorLoadInput, profiles.SECTOR_LOADS)
    remove_sector_load = removing(SectorLoad, profiles.SECTOR_LOADS)

    @command(PilotSelection)
    async def open_pilot_selection(self, work: Work, input: OpenPilotSelectionInput) -> str:
        """Begin to select the pilots of a stage; from then on only approved pilots are audited in it."""
        return await selection.SELECTIONS.add(
            work,
            {
                "stage_id": row_id(input.stage, "ProgrammeStage", path=("input", "stage")),
                "weights": _weights(input.weights),
                "least_assessors": input.least_assessors,
                "places": input.places,
                "load_year": input.load_year,
            },
        )

    @command(PilotSelection)
    async def change_pilot_selection(self, work: Work, input: ChangePilotSelectionInput) -> str:
        """Change how pilots are selected, while the selection is open."""
        given = {
            "weights": None if input.weights is None else _weights(input.weights),
            "least_assessors": input.least_assessors,
        }
        changed: dict[str, object] = {name: value for name, value in given.items() if value is not None}
        changed |= {
            name: value
            for name, value in (("places", input.places), ("load_year", input.load_year))
            if value is not strawberry.UNSET
        }
        row = visible_id(input.id, PilotSelection, path=("input", "id"))
        return await selection.change_selection(work, row, input.expected_version, changed)

    @command(Nomination)
    async def nominate_pilot(self, work: Work, input: NominatePilotInput) -> str:
        """Propose an enterprise as a pilot."""
        return await selection.nominate(
            work,
            {
                "selection_id": visible_id(input.selection, PilotSelection, path=("input", "selection")),
                "enterprise_id": row_id(input.enterprise, "Enterprise", path=("input", "enterprise")),
                "grounds": input.grounds,
            },
        )

    @command(Nomination)
    async def withdraw_nomination(self, work: Work, input: EndWithReasonInput) -> str:
        """Have a nomination not stand any more."""
        nomination = visible_id(input.id, Nomination, path=("input", "id"))
        return await selection.withdraw_nomination(work, nomination, input.expected_version, input.reason)

    @command(PilotScore)
    async def score_pilot(self, work: Work, input: ScorePilotInput) -> str:
        """Score a criterion of a nomination, as oneself; a second score replaces one's first."""
        nomination = visible_id(input.nomination, Nomination, path=("input", "nomination"))
        return await selection.score_pilot(work, nomination, input.criterion, input.score, input.evidence)

    @command(PilotSelection)
    async def approve_pilots(self, work: Work, input: ApprovePilotsInput) -> str:
        """Approve the list, as somebody who sits in the leading group; every nomination is decided, with reasons."""
        decisions = [
            selection.GivenDecision(
                visible_id(each.nomination, Nomination, path=("input", "decisions")), each.decision, each.reason
            )
            for each in input.decisions
        ]
        row = visible_id(input.id, PilotSelection, path=("input", "id"))
        return await selection.approve_pilots(work, row, input.expected_version, decisions)
