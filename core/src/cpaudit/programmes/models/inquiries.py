"""What enterprises ask for and what is asked: consultations, questions, and the norms that come of them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import TenantTable, VersionedTable, belongs_to, enum_field, moment_field, now


class ConsultationState(StrEnum):
    """Where a consultation stands: 申请、安排、建议、跟踪."""

    REQUESTED = "REQUESTED"
    SCHEDULED = "SCHEDULED"
    ADVISED = "ADVISED"
    FOLLOWED_UP = "FOLLOWED_UP"
    DECLINED = "DECLINED"


class FollowUp(StrEnum):
    """What the enterprise did with the advice."""

    FOLLOWED = "FOLLOWED"
    PARTLY = "PARTLY"
    NOT_FOLLOWED = "NOT_FOLLOWED"


class Consultation(VersionedTable, table=True):
    """A consultation on site (现场咨询): request, visit, advice, follow-up."""

    __table_args__ = (
        Index("ix_consultation_enterprise", "tenant_id", "enterprise_id"),
        Index("ix_consultation_expert", "tenant_id", "expert_id"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("expert", "expert_id"),
    )

    enterprise_id: str = Field(max_length=32)
    audit_id: str | None = Field(default=None, max_length=32)
    subject: str = Field(max_length=300)
    request: str = Field(max_length=4000)
    state: ConsultationState = enum_field(ConsultationState, default=ConsultationState.REQUESTED)
    requested_by: str | None = Field(default=None, max_length=32)
    requested_at: datetime = moment_field(default_factory=now)
    expert_id: str | None = Field(default=None, max_length=32)
    visit_on: date | None = Field(default=None)
    advice: str | None = Field(default=None, max_length=8000)
    advised_by: str | None = Field(default=None, max_length=32)
    follow_up_due: date | None = Field(default=None)
    outcome: FollowUp | None = enum_field(FollowUp, default=None)
    follow_up: str | None = Field(default=None, max_length=4000)
    followed_up_on: date | None = Field(default=None)
    declined_reason: str | None = Field(default=None, max_length=2000)


class QuestionKind(StrEnum):
    """What a question is of: 技术、政策、法规."""

    TECHNICAL = "TECHNICAL"
    POLICY = "POLICY"
    LAW = "LAW"


class QuestionState(StrEnum):
    """Where a question stands."""

    RAISED = "RAISED"
    UNDER_REVIEW = "UNDER_REVIEW"
    SETTLED = "SETTLED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


class Question(VersionedTable, table=True):
    """A common question (共性问题) until the leading group settles it.

    Attributes:
        reviewed_by_id: the body that prepares the answer.
        basis: the provision or document on which the answer rests.
        from_tenant: code of the tenant that settled and handed it over, with the hash of that document.
    """

    __table_args__ = (
        Index("ix_question_state", "tenant_id", "state"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("consultation", "consultation_id"),
        belongs_to("programme_body", "reviewed_by_id"),
        belongs_to("programme_body", "settled_by_id"),
    )

    kind: QuestionKind = enum_field(QuestionKind)
    title: str = Field(max_length=300)
    text: str = Field(max_length=8000)
    state: QuestionState = enum_field(QuestionState, default=QuestionState.RAISED)
    enterprise_id: str | None = Field(default=None, max_length=32)
    audit_id: str | None = Field(default=None, max_length=32)
    consultation_id: str | None = Field(default=None, max_length=32)
    raised_by: str | None = Field(default=None, max_length=32)
    raised_at: datetime = moment_field(default_factory=now)
    reviewed_by_id: str | None = Field(default=None, max_length=32)
    answer: str | None = Field(default=None, max_length=8000)
    basis: str | None = Field(default=None, max_length=2000)
    settled_by: str | None = Field(default=None, max_length=32)
    settled_by_id: str | None = Field(default=None, max_length=32)
    settled_at: datetime | None = moment_field(default=None)
    published_at: datetime | None = moment_field(default=None)
    withdrawn_reason: str | None = Field(default=None, max_length=2000)
    from_tenant: str | None = Field(default=None, max_length=64)
    from_hash: str | None = Field(default=None, max_length=64)


class Norm(VersionedTable, table=True):
    """A technical norm (技术规范) that is drafted from experience; the overlay's draft says how far it has come."""

    __tablename__ = "technical_norm"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        belongs_to("programme_body", "drafted_by_id"),
        belongs_to("overlay_draft", "overlay_draft_id"),
    )

    code: str = Field(max_length=64)
    title: str = Field(max_length=300)
    rationale: str = Field(max_length=8000)
    drafted_by_id: str | None = Field(default=None, max_length=32)
    overlay_draft_id: str | None = Field(default=None, max_length=32)
    created_by: str | None = Field(default=None, max_length=32)
    created_at: datetime = moment_field(default_factory=now)


class NormSource(TenantTable, table=True):
    """An experience on which a norm rests: exactly one of an audit, a consultation and a question."""

    __tablename__ = "norm_source"
    __table_args__ = (
        Index("ix_norm_source_norm", "tenant_id", "norm_id"),
        belongs_to("technical_norm", "norm_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("consultation", "consultation_id"),
        belongs_to("question", "question_id"),
    )

    norm_id: str = Field(max_length=32)
    audit_id: str | None = Field(default=None, max_length=32)
    consultation_id: str | None = Field(default=None, max_length=32)
    question_id: str | None = Field(default=None, max_length=32)
    note: str = Field(max_length=2000)
    added_at: datetime = moment_field(default_factory=now)
