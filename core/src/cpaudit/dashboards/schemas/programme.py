"""The dashboard of a programme as the API shows it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import strawberry

from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.pages import page_of
from cpaudit.dashboards.schemas.totals import DashboardTotals, Info, SplitPart, page_of_parts
from cpaudit.dashboards.schemas.vocabulary import (
    ApplicationState,
    Dimension,
    FundingSource,
    MethodKey,
    PhaseKey,
    StageKind,
    Standing,
)
from cpaudit.dashboards.services import funding, funnel, programme, stages
from cpaudit.graphql.reading import Connection
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.phases import METHODS
from cpaudit.programmes.schemas.stages import OverduePhase, overdue_page

PHASE_NAMES = {phase.key: phase.name for method in METHODS.values() for phase in method.phases}


@strawberry.type
class PhaseStandings:
    """What a phase and its parts have."""

    held: strawberry.Private[funnel.FunnelPart | funnel.FunnelPhase]

    @strawberry.field(description="How many there are: the sum of the four.")
    def audits(self) -> int:
        return sum(self.held.standings.values())

    @strawberry.field(description="An earlier phase is not passed.")
    def waiting(self) -> int:
        return self.held.standings[Standing.WAITING]

    @strawberry.field(description="It is this phase's turn, for the first time.")
    def turn(self) -> int:
        return self.held.standings[Standing.TURN]

    @strawberry.field(description="It was passed, and opened again with a reason.")
    def reopened(self) -> int:
        return self.held.standings[Standing.REOPENED]

    @strawberry.field(description="It was passed; what was judged may have changed since.")
    def passed(self) -> int:
        return self.held.standings[Standing.PASSED]


@strawberry.type(description="How the audits of a sector, a city or a kind of stage stand in a phase.")
class FunnelPart(SplitPart, PhaseStandings):
    held: strawberry.Private[funnel.FunnelPart]


@strawberry.type(
    description="One phase over the tenant's own audits, from what is stored of phases. Whether a gate is blocked or"
    " stale is judged when `audit { phase { gate } }` asks for it, and stored nowhere."
)
class FunnelPhase(PhaseStandings):
    held: strawberry.Private[funnel.FunnelPhase]

    method: MethodKey = shown("method")
    phase: PhaseKey = shown("phase")
    last_passed_at: datetime | None = shown("last_passed_at")

    @strawberry.field
    def name(self, info: Info, lang: str | None = None) -> str:
        return PHASE_NAMES[self.held.phase].in_language(lang or info.context.language)

    @strawberry.field(description="The same in parts; each audit is in exactly one.")
    def split(self, by: Dimension, first: int | None = None, after: str | None = None) -> Connection[FunnelPart]:
        return page_of_parts(self.held.split(by), FunnelPart, first, after)


@strawberry.type(description="Phases past their deadline in a sector, a city or a kind of stage.")
class OverduePart(SplitPart):
    held: strawberry.Private[programme.OverduePart]

    phases: int = shown("phases", description="How many phases are late.")
    audits: int = shown("audits", description="Of how many audits they are.")
    longest_days: int = shown("longest", description="Days since the earliest of these deadlines.")


@strawberry.type
class FundingAmounts:
    """What applications and their parts have."""

    held: strawberry.Private[funding.FundingPart | funding.FundingByState]

    applications: int = shown("amounts.applications")
    applied: Decimal = shown("amounts.applied")
    granted: Decimal | None = shown("amounts.granted", description="Null where nothing is granted.")
    drawn: Decimal = shown("amounts.drawn")
    used: Decimal = shown("amounts.used")


@strawberry.type(description="Applications of the audits of a sector, a city or a kind of stage.")
class FundingPart(SplitPart, FundingAmounts):
    held: strawberry.Private[funding.FundingPart]


@strawberry.type(description="Applications for one kind of source of money, in one state and currency.")
class FundingByState(FundingAmounts):
    held: strawberry.Private[funding.FundingByState]

    source: FundingSource = shown("source")
    state: ApplicationState = shown("state")
    currency: str = shown("currency")

    @strawberry.field(description="The same in parts; each application is in exactly one.")
    def split(self, by: Dimension, first: int | None = None, after: str | None = None) -> Connection[FundingPart]:
        return page_of_parts(self.held.split(by), FundingPart, first, after)


@strawberry.type(description="The last day of a phase in a stage.")
class DashboardDeadline:
    phase: PhaseKey
    due: date


@strawberry.type(description="A stage of the tenant's own programmes.")
class DashboardStage:
    held: strawberry.Private[stages.StageLine]

    code: str = shown("stage.code")
    kind: StageKind = shown("stage.kind")
    name: str = shown_text("stage.name")
    programme_code: str = shown("programme.code")
    starts_on: date = shown("stage.starts_on")
    ends_on: date = shown("stage.ends_on")
    audits: int = shown("audits", description="Started in it.")
    concluded: int = shown("concluded")
    overdue: int = shown("overdue", description="Phases of its audits past their deadline.")
    selected: int = shown("selected", description="Nominations that were selected as pilots.")
    not_selected: int = shown("not_selected")
    undecided: int = shown("undecided", description="Nominations that nobody has decided about.")
    withdrawn: int = shown("withdrawn", description="Nominations that do not stand any more.")

    @strawberry.field(description="The id of the stage.")
    def stage(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("ProgrammeStage", self.held.stage.id))

    @strawberry.field(description="The earliest first.")
    def deadlines(self) -> list[DashboardDeadline]:
        return [DashboardDeadline(phase=phase, due=due) for phase, due in self.held.deadlines]


@strawberry.type(description="A programme at a glance, from one transaction.")
class ProgrammeDashboard:
    held: strawberry.Private[programme.ProgrammeDashboard]

    @strawberry.field(
        description="Options, targets, money and savings: of the tenant's own audits, and of those that it accepted."
    )
    def totals(self) -> DashboardTotals | None:
        return None if self.held.totals is None else DashboardTotals(held=self.held.totals)

    @strawberry.field(description="Own audits phase by phase, in the order of methods and phases.")
    def funnel(self) -> list[FunnelPhase]:
        return [FunnelPhase(held=each) for each in self.held.funnel or ()]

    @strawberry.field(description="Phases of own audits past their deadline, the longest first.")
    def overdue(self, first: int | None = None, after: str | None = None) -> Connection[OverduePhase]:
        return overdue_page(self.held.overdue.phases if self.held.overdue else (), first, after)

    @strawberry.field(description="Phases of own audits past their deadline, counted; what has none is no part.")
    def overdue_split(
        self, by: Dimension, first: int | None = None, after: str | None = None
    ) -> Connection[OverduePart]:
        late = self.held.overdue.split(by) if self.held.overdue else ()
        return page_of_parts(late, OverduePart, first, after)

    @strawberry.field(description="Applications of own audits, by source, state and currency.")
    def funding(self) -> list[FundingByState]:
        return [FundingByState(held=each) for each in self.held.funding or ()]

    @strawberry.field(description="The tenant's own stages, in the order of their beginnings.")
    def stages(self, first: int | None = None, after: str | None = None) -> Connection[DashboardStage]:
        return page_of(self.held.stages or (), DashboardStage, first, after, key=lambda each: each.stage.id)
