"""What a golden audit records in phases 1 to 4 and in the last: people, plan, survey, balances, inventory."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field

from cpaudit.audits.models import (
    BalanceKind,
    FlowKind,
    Grade,
    Medium,
    ObstacleKind,
    Scenario,
    TargetBasis,
    TargetHorizon,
    TeamRole,
)
from cpaudit.cli.demo.golden.basis import Amount, Grounded, Record
from cpaudit.contributions import FlowDirection, StreamKind
from cpaudit.contributions.fields import Code, Key, Label, Number, Text, Year
from cpaudit.phases import Aspect, StepKey


class TeamMember(Record):
    """A person in the audit team."""

    name: Text
    department: Text
    position: Text | None = None
    role: TeamRole = TeamRole.MEMBER
    duty: Text | None = None


class PlanTask(Record):
    """A task of the work plan."""

    step: StepKey
    name: Text
    owner: Text
    starts_on: date
    ends_on: date


class Training(Record):
    """A training that was held."""

    topic: Text
    held_on: date
    hours: Number
    attendees: int


class Obstacle(Record):
    """An obstacle and how it is met."""

    kind: ObstacleKind
    description: Text
    countermeasure: Text


class Statement(Record):
    """A text that somebody signs."""

    text: Text
    signed_by: Text
    signed_on: date


class Preparation(Grounded):
    """Phases 1 and 2; no case prints who did what when."""

    team: list[TeamMember]
    plan_tasks: list[PlanTask]
    trainings: list[Training]
    obstacles: list[Obstacle]


class PollutionSource(Grounded):
    """A source of pollution found on site."""

    name: Text
    medium: Medium
    pollutant: Label
    amount: Amount | None = None
    destination: Text | None = None


class AnnualFlow(Grounded):
    """A flow of the whole enterprise, year by year."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"by_year"}

    kind: FlowKind
    substance: Text
    by_year: dict[Year, Amount]


class FocusFactor(Grounded):
    """A factor of the ranking with its weight W."""

    code: Code
    name: Text
    weight: Number


class FocusCandidate(Grounded):
    """A candidate for the audit focus; a reason makes it the focus."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"scores", "chosen_because"}

    name: Text
    scores: dict[str, Number]
    chosen_because: Text | None = None


class Target(Grounded):
    """A target with its result."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"result"}

    indicator: Text
    horizon: TargetHorizon
    basis: TargetBasis
    baseline: Amount
    goal: Amount
    due: date
    result: Amount | None = None


class Benchmark(Grounded):
    """An indicator held against a published level."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"reference_source"}

    scenario: Scenario
    indicator: Text
    actual: Amount
    reference: Amount | None = None
    reference_source: Label | None = None
    grade: Grade = Grade.UNGRADED


class Stream(Record):
    """A stream that the process template lacks; ends are codes of unit processes."""

    not_sent: ClassVar[frozenset[str]] = frozenset({"origin", "destination"})

    code: Code
    name: Text
    kind: StreamKind
    substance: Label | None = None
    origin: Key | None = None
    destination: Key | None = None


class Measurement(Grounded):
    """A measurement in a stream; ``key`` is how balance lines name it."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"key", "stream"}

    key: Key
    stream: Key
    substance: Label | None = None
    amount: Amount
    scenario: Scenario = Scenario.BEFORE
    measured_on: date | None = None
    method: Text | None = None


class BalanceLine(Record):
    """A line of a balance, by the key of its measurement."""

    not_sent: ClassVar[frozenset[str]] = frozenset({"measurement"})

    name: Text
    direction: FlowDirection
    measurement: Key


class Balance(Record):
    """A balance of the focus; its figures are those of its measurements."""

    not_sent: ClassVar[frozenset[str]] = frozenset({"lines", "explanation"})

    name: Text
    kind: BalanceKind
    substance: Label | None = None
    tolerance: Number = Field(default=0.05)
    explanation: Text | None = None
    lines: list[BalanceLine]


class Cause(Record):
    """Why waste arises; places are codes of the process map."""

    not_sent: ClassVar[frozenset[str]] = frozenset({"unit_process", "stream"})

    aspect: Aspect
    description: Text
    unit_process: Key | None = None
    stream: Key | None = None
    pollutant: Label | None = None


class InventoryLine(Grounded):
    """An emission: measured, or activity times a factor of the audit's plugin or the shared pack, by its code."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"factor", "heating_value"}

    scenario: Scenario
    name: Text
    pollutant: Label | None = None
    activity: Amount | None = None
    factor: Code | None = None
    heating_value: Code | None = None
    emission: Amount | None = None
    yearly: bool = False


class IndicatorValue(Grounded):
    """What an indicator of a system reaches: an amount, a grade, or why it does not apply."""

    indicator: Code
    amount: Amount | None = None
    grade: Grade | None = None
    not_applicable_reason: Text | None = None


class Rating(Record):
    """The values of one indicator system of the plugin's pack, before the audit or after it.

    Attributes:
        system: code of the system.
        outputs: how much of each product was made, by the key that the system has for it.
    """

    system: Code
    scenario: Scenario
    values: list[IndicatorValue] = Field(min_length=1)
    outputs: dict[Key, Amount] = Field(default_factory=dict)


class EvidenceFile(Record):
    """A small text file that supports answers."""

    file_name: Label
    text: Text


class Answer(Record):
    """The answer to a checklist item; ``evidence`` is the key of a file."""

    not_sent: ClassVar[frozenset[str]] = frozenset({"evidence"})

    value: Label | None = None
    amount: Amount | None = None
    not_applicable_reason: Text | None = None
    note: Text | None = None
    evidence: Key | None = None
