"""The selection of pilot enterprises: pollution, nominations, scores, decisions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models import Medium
from cpaudit.engine import Quantity
from cpaudit.storage.tables import VersionedTable, belongs_to, enum_field, json_field, moment_field, now, quantity_field


class Criterion(StrEnum):
    """The four criteria by which pilots are selected."""

    REPRESENTATIVENESS = "REPRESENTATIVENESS"
    LEADERSHIP = "LEADERSHIP"
    STRENGTH = "STRENGTH"
    MANAGEMENT = "MANAGEMENT"

    @property
    def is_computed(self) -> bool:
        """Whether the score comes from loads and not from assessors."""
        return self is Criterion.REPRESENTATIVENESS


class EnterpriseLoad(VersionedTable, table=True):
    """How much of a pollutant an enterprise discharged in a year; None where that is not known."""

    __tablename__ = "enterprise_load"
    __table_args__ = (
        UniqueConstraint("tenant_id", "enterprise_id", "year", "medium", "pollutant"),
        belongs_to("enterprise", "enterprise_id"),
    )

    enterprise_id: str = Field(max_length=32)
    year: int
    medium: Medium = enum_field(Medium)
    pollutant: str = Field(max_length=120)
    amount: Quantity | None = quantity_field(default=None)
    source: str = Field(max_length=500)


class SectorLoad(VersionedTable, table=True):
    """How much of a pollutant the enterprises of an industry discharged together in a year."""

    __tablename__ = "sector_load"
    __table_args__ = (UniqueConstraint("tenant_id", "industry", "year", "medium", "pollutant"),)

    industry: str = Field(max_length=5)
    year: int
    medium: Medium = enum_field(Medium)
    pollutant: str = Field(max_length=120)
    amount: Quantity | None = quantity_field(default=None)
    source: str = Field(max_length=500)


class SelectionState(StrEnum):
    """Where the selection of a stage's pilots stands."""

    OPEN = "OPEN"
    APPROVED = "APPROVED"


class PilotSelection(VersionedTable, table=True):
    """How the pilots of a stage are selected, and by whom they were approved.

    Attributes:
        weights: criterion → W, above zero.
        least_assessors: how many have to score a criterion before it counts.
        ranking: what the ranking was when the list was approved, as JSON of its trace.
    """

    __tablename__ = "pilot_selection"
    __table_args__ = (
        UniqueConstraint("tenant_id", "stage_id"),
        belongs_to("programme_stage", "stage_id"),
        belongs_to("programme_body", "approved_by_body_id"),
    )

    stage_id: str = Field(max_length=32)
    weights: dict[str, float] = json_field(default_factory=dict)
    least_assessors: int = Field(default=2)
    places: int | None = Field(default=None)
    load_year: int | None = Field(default=None)
    state: SelectionState = enum_field(SelectionState, default=SelectionState.OPEN)
    approved_by: str | None = Field(default=None, max_length=32)
    approved_by_body_id: str | None = Field(default=None, max_length=32)
    approved_at: datetime | None = moment_field(default=None)
    ranking: dict[str, object] | None = json_field(default=None)


class Decision(StrEnum):
    """What became of a nomination."""

    SELECTED = "SELECTED"
    NOT_SELECTED = "NOT_SELECTED"


class Nomination(VersionedTable, table=True):
    """An enterprise that is proposed as a pilot.

    Attributes:
        grounds: why it is proposed.
        withdrawn_reason: why it does not stand any more, if so.
        decision_reason: why it was selected or not.
        decided_total, decided_rank: as they were when the list was approved; None where it had no rank.
        decided_detail: criteria as they were then.
    """

    __table_args__ = (
        UniqueConstraint("tenant_id", "selection_id", "enterprise_id"),
        Index("ix_nomination_enterprise", "tenant_id", "enterprise_id"),
        belongs_to("pilot_selection", "selection_id"),
        belongs_to("enterprise", "enterprise_id"),
    )

    selection_id: str = Field(max_length=32)
    enterprise_id: str = Field(max_length=32)
    grounds: str = Field(max_length=4000)
    nominated_by: str | None = Field(default=None, max_length=32)
    nominated_on: date
    withdrawn_reason: str | None = Field(default=None, max_length=2000)
    decision: Decision | None = enum_field(Decision, default=None)
    decision_reason: str | None = Field(default=None, max_length=2000)
    decided_total: float | None = Field(default=None)
    decided_rank: int | None = Field(default=None)
    decided_detail: list[dict[str, object]] | None = json_field(default=None)


class PilotScore(VersionedTable, table=True):
    """What one assessor says of one criterion, with the evidence for it."""

    __tablename__ = "pilot_score"
    __table_args__ = (
        UniqueConstraint("tenant_id", "nomination_id", "criterion", "assessor"),
        belongs_to("nomination", "nomination_id"),
    )

    nomination_id: str = Field(max_length=32)
    criterion: Criterion = enum_field(Criterion)
    assessor: str = Field(max_length=32)
    score: float
    evidence: str = Field(max_length=4000)
    scored_at: datetime = moment_field(default_factory=now)
