"""Tables of quality reviews, of what they weigh, and of commendation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import VersionedTable, belongs_to, enum_field, json_field, moment_field, now


class ReviewDecision(StrEnum):
    """What a reviewer says about an audit."""

    PASSED = "PASSED"
    NEEDS_WORK = "NEEDS_WORK"
    REJECTED = "REJECTED"


class QualityReview(VersionedTable, table=True):
    """What was found in an audit, or in a packet that was received, and what a reviewer decided.

    Attributes:
        audit_id: the tenant's own audit; else ``received_id`` names the submission that was reviewed.
        enterprise_id: of the own audit.
        title: of whom, for a reader.
        score: 0 to 100, a decimal.
        complete: whether every rule could judge.
        found: findings as :mod:`cpaudit.quality.found` writes them.
        deductions: ``[code, count, points]`` each: what was taken off 100.
        unjudged: codes of rules that lacked data, so that they found nothing and passed nothing.
        weights: points and thresholds that counted.
    """

    __tablename__ = "quality_review"
    __table_args__ = (
        Index("ix_quality_review_audit", "tenant_id", "audit_id", "id"),
        Index("ix_quality_review_received", "tenant_id", "received_id", "id"),
        belongs_to("audit", "audit_id"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("received_submission", "received_id"),
    )

    audit_id: str | None = Field(default=None, max_length=32)
    enterprise_id: str | None = Field(default=None, max_length=32)
    received_id: str | None = Field(default=None, max_length=32)
    title: str = Field(max_length=300)
    score: str = Field(max_length=40)
    complete: bool
    found: list[dict[str, object]] = json_field(default_factory=list)
    deductions: list[list[str]] = json_field(default_factory=list)
    unjudged: list[str] = json_field(default_factory=list)
    weights: dict[str, dict[str, str]] = json_field(default_factory=dict)
    reviewed_by: str | None = Field(default=None, max_length=32)
    reviewed_at: datetime = moment_field(default_factory=now)
    decision: ReviewDecision | None = enum_field(ReviewDecision, default=None)
    decision_reason: str = Field(default="", max_length=4000)
    decided_by: str | None = Field(default=None, max_length=32)
    decided_at: datetime | None = moment_field(default=None)


class ReviewWeights(VersionedTable, table=True):
    """What a tenant has set of :mod:`cpaudit.quality.weights`; one row for each tenant that set anything.

    Attributes:
        points: code → points taken off for one finding, a decimal.
        thresholds: name → value, a decimal.
    """

    __tablename__ = "review_weights"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: str = Field(default="QUALITY", max_length=20)
    points: dict[str, str] = json_field(default_factory=dict)
    thresholds: dict[str, str] = json_field(default_factory=dict)
    reason: str = Field(default="", max_length=2000)
    changed_by: str | None = Field(default=None, max_length=32)
    changed_at: datetime = moment_field(default_factory=now)


class CommendationState(StrEnum):
    """Where a list for commendation stands."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    DISCARDED = "DISCARDED"


class CommendationList(VersionedTable, table=True):
    """Audits held against stated criteria, for somebody to approve.

    Attributes:
        criteria: as :mod:`cpaudit.quality.criteria` writes them.
    """

    __tablename__ = "commendation_list"

    title: str = Field(max_length=300)
    state: CommendationState = enum_field(CommendationState, default=CommendationState.DRAFT)
    criteria: list[dict[str, object]] = json_field(default_factory=list)
    composed_by: str | None = Field(default=None, max_length=32)
    composed_at: datetime = moment_field(default_factory=now)
    decided_by: str | None = Field(default=None, max_length=32)
    decided_at: datetime | None = moment_field(default=None)
    reason: str = Field(default="", max_length=4000)


class CommendationEntry(VersionedTable, table=True):
    """One audit of such a list.

    Attributes:
        packet_hash: content hash of the audit's packet.
        results: ``[criterion, value, met]`` each; an empty value is unknown, and met is ``YES``, ``NO`` or ``UNKNOWN``.
        met: whether all criteria are met; null where one is unknown and none is missed.
        commended: whether it stays in the list; ``reason`` says why not where the criteria do not.
    """

    __tablename__ = "commendation_entry"
    __table_args__ = (
        UniqueConstraint("tenant_id", "list_id", "packet_hash"),
        belongs_to("commendation_list", "list_id"),
    )

    list_id: str = Field(max_length=32)
    packet_hash: str = Field(max_length=64)
    owner: str = Field(max_length=64)
    enterprise: str = Field(max_length=300)
    sector: str = Field(default="", max_length=5)
    results: list[list[str]] = json_field(default_factory=list)
    met: bool | None = Field(default=None)
    commended: bool = Field(default=False)
    reason: str = Field(default="", max_length=2000)
