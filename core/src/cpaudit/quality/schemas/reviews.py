"""Quality reviews as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import false

from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.findings import FindingSeverity
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, computed, one, ordering, readable
from cpaudit.quality import found
from cpaudit.quality.models import QualityReview as QualityReviewRow
from cpaudit.quality.models import ReviewDecision
from cpaudit.quality.weights import POINTS, THRESHOLDS, Weighed
from cpaudit.submissions.schemas.submissions import ReceivedSubmission
from cpaudit.tenancy.schema import Member

if TYPE_CHECKING:
    from cpaudit.audits.schema import Audit

strawberry.enum(ReviewDecision, description="What a reviewer says about an audit.")

QualityReviewOrder = ordering("QualityReviewOrder", "reviewed_at", "title")

Info = strawberry.Info[RequestContext, None]


def none_for_staff(context: RequestContext, table: Any) -> Any:
    """Nothing for enterprise staff: findings name other enterprises. What is to be put right comes with the return."""
    return false() if context.actor and context.actor.enterprise_id is not None else None


@strawberry.type(description="One thing that a quality review found.")
class QualityFinding:
    held: strawberry.Private[found.Found]

    @strawberry.field(description="Stable identifier.")
    def code(self) -> str:
        return self.held.code

    @strawberry.field
    def severity(self) -> FindingSeverity:  # type: ignore[valid-type]
        return self.held.severity

    @strawberry.field
    def message(self, info: Info, lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)

    @strawberry.field(description="On what it rests, a sentence each.")
    def evidence(self, info: Info, lang: str | None = None) -> list[str]:
        return [each.in_language(lang or info.context.language) for each in self.held.evidence]

    @strawberry.field(description="Where in the audit, from the outside in.")
    def path(self) -> list[str]:
        return list(self.held.path)

    @strawberry.field(description="The plugin that found it; null for the core.")
    def plugin(self) -> str | None:
        return self.held.plugin


@strawberry.type(description="What the findings of one code took off the score.")
class ScoreReason:
    code: str
    findings: int
    points: str = strawberry.field(description="Decimal.")


@strawberry.type(description="Points or a threshold of quality reviews.")
class ReviewWeight:
    key: str
    value: str = strawberry.field(description="Decimal that counts.")
    default: str | None = strawberry.field(description="Of cpaudit; null for the code of a plugin's finding.")
    held: strawberry.Private[Weighed | None]

    @strawberry.field(description="What it is for.")
    def name(self, info: Info, lang: str | None = None) -> str:
        return self.key if self.held is None else self.held.name.in_language(lang or info.context.language)


@strawberry.type(description="What quality reviews of the tenant weigh: its own settings over the defaults.")
class ReviewWeights:
    version: int = strawberry.field(description="0 where the tenant has set nothing.")
    points: list[ReviewWeight] = strawberry.field(description="Taken off for one finding, by its code.")
    thresholds: list[ReviewWeight] = strawberry.field(description="From where on something is a finding.")


def weighed(version: int, points: Mapping[str, str], thresholds: Mapping[str, str]) -> ReviewWeights:
    """Weights as the API shows them."""
    return ReviewWeights(version=version, points=_shown(points, POINTS), thresholds=_shown(thresholds, THRESHOLDS))


def _shown(values: Mapping[str, str], defaults: Mapping[str, Weighed]) -> list[ReviewWeight]:
    return [
        ReviewWeight(key=key, value=value, default=known.value if known else None, held=known)
        for key, value in values.items()
        for known in (defaults.get(key),)
    ]


@strawberry.input(description="Which quality reviews.")
class QualityReviewFilter:
    audit: strawberry.ID | None = None
    received: strawberry.ID | None = strawberry.field(default=None, description="The submission that was reviewed.")
    decision: ReviewDecision | None = None
    has_decision: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the title.")


@readable(QualityReviewRow, order=("-reviewed_at",), search=("title",), restrict=none_for_staff)
@strawberry.type(description="What was found in an audit or in a received packet, and what a reviewer decided.")
class QualityReview(Node):
    audit: Annotated[Audit, strawberry.lazy("cpaudit.audits.schema")] | None = one(
        "audit_id", description="The tenant's own audit; null where a received packet was reviewed."
    )
    received: ReceivedSubmission | None = one("received_id", description="The submission that was reviewed.")
    title: str = column()
    score: str = column(description="Decimal from 0 to 100.")
    complete: bool = column(description="Whether every rule could judge.")
    unjudged: list[str] = column(description="Codes of rules that lacked data: they found nothing and passed nothing.")
    reviewed_by: Member | None = one("reviewed_by")
    reviewed_at: datetime = column()
    decision: ReviewDecision | None = column()
    decision_reason: str = column()
    decided_by: Member | None = one("decided_by")
    decided_at: datetime | None = column()
    version: int = column()

    @computed("found")
    def findings(self, severity: FindingSeverity | None = None) -> list[QualityFinding]:  # type: ignore[valid-type]
        """What was found, by the core and by the enabled plugins."""
        held = [found.read(each) for each in self.values["found"]]
        return [QualityFinding(held=each) for each in held if severity in (None, each.severity)]

    @computed("deductions")
    def reasons(self) -> list[ScoreReason]:
        """What was taken off 100, the most first."""
        return [
            ScoreReason(code=code, findings=int(count), points=points)
            for code, count, points in self.values["deductions"]
        ]

    @computed("weights")
    def weights(self) -> ReviewWeights:
        """What counted in this review."""
        kept = self.values["weights"]
        return weighed(0, kept["points"], kept["thresholds"])


@strawberry.input(description="What is to be reviewed: an own audit, or a submission that was received.")
class ReviewQualityInput:
    audit: strawberry.ID | None = None
    submission: strawberry.ID | None = None
    client_mutation_id: str | None = None


@strawberry.input(description="What a reviewer decides.")
class DecideQualityReviewInput:
    id: strawberry.ID
    expected_version: int
    decision: ReviewDecision
    reason: str


@strawberry.input(description="A weight by its code or name.")
class ReviewWeightInput:
    key: str
    value: str = strawberry.field(description="Decimal.")


@strawberry.input(description="What quality reviews weigh from now on; what is left out has its default.")
class SetReviewWeightsInput:
    expected_version: int = strawberry.field(description="0 where nothing was set before.")
    reason: str
    points: list[ReviewWeightInput] = strawberry.field(default_factory=list)
    thresholds: list[ReviewWeightInput] = strawberry.field(default_factory=list)
