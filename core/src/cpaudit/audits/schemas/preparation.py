"""The API of phases 1 and 2: team, plan, training, obstacles; and the statements of all phases."""

from __future__ import annotations

from datetime import date

import strawberry

from cpaudit.audits import models
from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import ObstacleKind, StatementKind, TeamRole
from cpaudit.audits.schemas.records import NewRecord, adding, audit_id_of, changes_of, changing, removing
from cpaudit.audits.services import preparation
from cpaudit.graphql.commands import command
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, ordering, readable
from cpaudit.phases import StepKey
from cpaudit.work import Work

TeamMemberOrder = ordering("TeamMemberOrder", "name", "department", "role")
PlanTaskOrder = ordering("PlanTaskOrder", "starts_on", "ends_on")
TrainingOrder = ordering("TrainingOrder", "held_on")
ObstacleOrder = ordering("ObstacleOrder", "kind")
StatementOrder = ordering("StatementOrder", "kind", "signed_on")


@strawberry.input(description="Which members of the audit team.")
class TeamMemberFilter:
    role: TeamRole | None = None
    department: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name, department or duty.")


@readable(models.TeamMember, search=("name", "department", "duty"), restrict=of_own_audits)
@strawberry.type(description="A member of the audit team (审计小组).")
class TeamMember(Node):
    name: str = column()
    department: str = column()
    position: str = column(description="What the person is in the enterprise; may be empty.")
    role: TeamRole = column()
    duty: str = column(description="What the person does in the audit; may be empty.")
    version: int = column()


@strawberry.input(description="Which tasks of the work plan.")
class PlanTaskFilter:
    step: StepKey | None = None
    starts_on_from: date | None = None
    ends_on_to: date | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name, owner or department.")


@readable(models.PlanTask, order=("starts_on",), search=("name", "owner", "department"), restrict=of_own_audits)
@strawberry.type(description="One line of the work plan: a step, its owner and its dates.")
class PlanTask(Node):
    step: StepKey = column()
    name: str = column()
    owner: str = column()
    department: str = column(description="May be empty.")
    starts_on: date = column()
    ends_on: date = column()
    version: int = column()


@strawberry.input(description="Which trainings.")
class TrainingFilter:
    held_on_from: date | None = None
    held_on_to: date | None = None
    search: str | None = strawberry.field(default=None, description="Words in the topic.")


@readable(models.Training, order=("held_on",), search=("topic",), restrict=of_own_audits)
@strawberry.type(description="A training or publicity event that was held.")
class Training(Node):
    topic: str = column()
    held_on: date = column()
    hours: float = column()
    attendees: int = column()
    version: int = column()


@strawberry.input(description="Which obstacles.")
class ObstacleFilter:
    kind: ObstacleKind | None = None
    search: str | None = strawberry.field(default=None, description="Words in the obstacle or what meets it.")


@readable(models.Obstacle, search=("description", "countermeasure"), restrict=of_own_audits)
@strawberry.type(description="An obstacle to the audit and how it is met.")
class Obstacle(Node):
    kind: ObstacleKind = column()
    description: str = column()
    countermeasure: str = column()
    version: int = column()


@strawberry.input(description="Which statements.")
class StatementFilter:
    kind: StatementKind | None = None
    kind_in: list[StatementKind] | None = None


@readable(models.Statement, order=("kind",), search=("text",), restrict=of_own_audits)
@strawberry.type(description="A text that an audit delivers, with the person who signed it.")
class Statement(Node):
    kind: StatementKind = column()
    text: str = column()
    signed_by: str = column()
    signed_on: date = column()
    version: int = column()


@strawberry.input(description="A new member of the audit team.")
class AddTeamMemberInput(NewRecord):
    name: str
    department: str
    position: str = ""
    role: TeamRole = TeamRole.MEMBER
    duty: str = ""


@strawberry.input(description="A new task of the work plan.")
class AddPlanTaskInput(NewRecord):
    step: StepKey
    name: str
    owner: str
    department: str = ""
    starts_on: date
    ends_on: date = strawberry.field(description="Not before it starts.")


@strawberry.input(description="A training or publicity event.")
class AddTrainingInput(NewRecord):
    topic: str
    held_on: date
    hours: float = strawberry.field(description="Above zero.")
    attendees: int = strawberry.field(description="Above zero.")


@strawberry.input(description="An obstacle and how it is met.")
class AddObstacleInput(NewRecord):
    kind: ObstacleKind
    description: str
    countermeasure: str


@strawberry.input(description="A statement, the first of its kind in the audit or instead of the one there is.")
class RecordStatementInput(NewRecord):
    kind: StatementKind
    text: str
    signed_by: str
    signed_on: date
    expected_version: int | None = strawberry.field(
        default=None, description="The version of the statement that is replaced; null for the first."
    )


ChangeTeamMemberInput = changes_of(AddTeamMemberInput)
ChangePlanTaskInput = changes_of(AddPlanTaskInput)
ChangeTrainingInput = changes_of(AddTrainingInput)
ChangeObstacleInput = changes_of(AddObstacleInput)


@strawberry.type
class PreparationMutations:
    add_team_member = adding(TeamMember, AddTeamMemberInput, preparation.TEAM_MEMBERS)
    change_team_member = changing(TeamMember, ChangeTeamMemberInput, preparation.TEAM_MEMBERS)
    remove_team_member = removing(TeamMember, preparation.TEAM_MEMBERS)
    add_plan_task = adding(PlanTask, AddPlanTaskInput, preparation.PLAN_TASKS)
    change_plan_task = changing(PlanTask, ChangePlanTaskInput, preparation.PLAN_TASKS)
    remove_plan_task = removing(PlanTask, preparation.PLAN_TASKS)
    add_training = adding(Training, AddTrainingInput, preparation.TRAININGS)
    change_training = changing(Training, ChangeTrainingInput, preparation.TRAININGS)
    remove_training = removing(Training, preparation.TRAININGS)
    add_obstacle = adding(Obstacle, AddObstacleInput, preparation.OBSTACLES)
    change_obstacle = changing(Obstacle, ChangeObstacleInput, preparation.OBSTACLES)
    remove_obstacle = removing(Obstacle, preparation.OBSTACLES)
    remove_statement = removing(Statement, preparation.STATEMENTS)

    @command(Statement)
    async def record_statement(self, work: Work, input: RecordStatementInput) -> str:
        """Record a statement, or replace the audit's statement of that kind."""
        return await preparation.record_statement(
            work,
            audit_id_of(input),
            input.kind,
            text=input.text,
            signed_by=input.signed_by,
            signed_on=input.signed_on,
            expected_version=input.expected_version,
        )
