"""How ready an enterprise is for a management standard, by group of requirements."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from cpaudit.enterprises.models import EnterpriseRecord
from cpaudit.storage.tables import belongs_to, enum_field


class Standard(StrEnum):
    """A family of management standards: quality (GB/T 19001, ISO 9001), environment (GB/T 24001, ISO 14001)."""

    ISO_9000 = "ISO_9000"
    ISO_14000 = "ISO_14000"


class RequirementGroup(StrEnum):
    """The clauses that hold requirements, 4 to 10, the same in ISO 9001:2015 and ISO 14001:2015."""

    CONTEXT = "CONTEXT"
    LEADERSHIP = "LEADERSHIP"
    PLANNING = "PLANNING"
    SUPPORT = "SUPPORT"
    OPERATION = "OPERATION"
    EVALUATION = "EVALUATION"
    IMPROVEMENT = "IMPROVEMENT"


class ReadinessState(StrEnum):
    """How far an enterprise is with a group of requirements: IN_PLACE as it says itself, AUDITED as others saw."""

    NOT_STARTED = "NOT_STARTED"
    IN_PROGRESS = "IN_PROGRESS"
    IN_PLACE = "IN_PLACE"
    AUDITED = "AUDITED"

    @property
    def is_met(self) -> bool:
        """Whether the requirements are met."""
        return self in (ReadinessState.IN_PLACE, ReadinessState.AUDITED)


class ReadinessMark(EnterpriseRecord, table=True):
    """How far an enterprise is with one group of requirements of a standard.

    Attributes:
        target_on: until when it is to be met.
        reached_on: since when it is met; None as long as it is not, or where nobody said.
    """

    __tablename__ = "readiness_mark"
    __table_args__ = (
        UniqueConstraint("tenant_id", "enterprise_id", "standard", "group"),
        belongs_to("enterprise", "enterprise_id"),
    )

    standard: Standard = enum_field(Standard)
    group: RequirementGroup = enum_field(RequirementGroup)
    state: ReadinessState = enum_field(ReadinessState)
    target_on: date | None = Field(default=None)
    reached_on: date | None = Field(default=None)
    note: str = Field(default="", max_length=4000)
