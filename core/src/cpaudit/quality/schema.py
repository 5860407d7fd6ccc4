"""The API of quality reviews and commendation: where reads begin, and what is done."""

from __future__ import annotations

import strawberry

from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import command, work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import Connection, root_connection, root_one, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import Permission, signed_in
from cpaudit.quality import commending, service
from cpaudit.quality.criteria import DEFAULT_CRITERIA
from cpaudit.quality.models import CommendationState
from cpaudit.quality.schemas.commendations import (
    CommendationCriterion,
    CommendationEntry,
    CommendationList,
    CommendationListFilter,
    CommendationListOrder,
    ComposeCommendationsInput,
    DecideCommendationsInput,
    LeaveOutOfCommendationsInput,
)
from cpaudit.quality.schemas.reviews import (
    DecideQualityReviewInput,
    QualityReview,
    QualityReviewFilter,
    QualityReviewOrder,
    ReviewQualityInput,
    ReviewWeightInput,
    ReviewWeights,
    SetReviewWeightsInput,
    weighed,
)
from cpaudit.submissions.schemas.submissions import ReceivedSubmission
from cpaudit.work import Work

Info = strawberry.Info[RequestContext, None]


async def _weights(context: RequestContext, _id: str = "") -> ReviewWeights:
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        version, weights = await service.set_and_default(work)
    return weighed(version, weights.points, weights.thresholds)


@strawberry.type
class QualityQueries:
    quality_review: QualityReview | None = root_one()
    quality_reviews: Connection[QualityReview] = root_connection(
        filter=QualityReviewFilter, order=QualityReviewOrder, description="Latest first; none for enterprise staff."
    )
    commendation_list: CommendationList | None = root_one()
    commendation_lists: Connection[CommendationList] = root_connection(
        filter=CommendationListFilter, order=CommendationListOrder
    )

    @strawberry.field(description="What quality reviews of the tenant weigh.")
    async def review_weights(self, info: Info) -> ReviewWeights:
        signed_in(info.context.actor).require(Permission.READ)
        return await _weights(info.context)

    @strawberry.field(description="The criteria of a list that states none of its own.")
    def default_commendation_criteria(self) -> list[CommendationCriterion]:
        return [CommendationCriterion(held=each) for each in DEFAULT_CRITERIA]


@strawberry.type
class QualityMutations:
    @command(QualityReview)
    async def review_quality(self, work: Work, input: ReviewQualityInput) -> str:
        """Look at an audit, or at a submission that was received, by the rules against going through the motions."""
        if (input.audit is None) == (input.submission is None):
            raise InvalidInput("either an audit or a submission is reviewed", path=("input",))
        if input.audit is not None:
            return await service.review_audit(work, row_id(input.audit, "Audit", path=("input", "audit")))
        received = visible_id(input.submission or "", ReceivedSubmission, path=("input", "submission"))
        return await service.review_received(work, received)

    @command(QualityReview)
    async def decide_quality_review(self, work: Work, input: DecideQualityReviewInput) -> str:
        """Decide about a review, with reasons; submissions of that audit bear it from then on."""
        review = visible_id(input.id, QualityReview, path=("input", "id"))
        return await service.decide_review(work, review, input.expected_version, input.decision, input.reason)

    @command(ReviewWeights, show=_weights)
    async def set_review_weights(self, work: Work, input: SetReviewWeightsInput) -> str:
        """Set what reviews weigh from now on; what is left out has its default again."""
        return await service.set_weights(
            work,
            input.expected_version,
            _by_key(input.points, "points"),
            _by_key(input.thresholds, "thresholds"),
            input.reason,
        )

    @command(CommendationList)
    async def compose_commendations(self, work: Work, input: ComposeCommendationsInput) -> str:
        """Hold the accepted audits against stated criteria."""
        return await commending.compose(work, input.title, input.read())

    @command(CommendationList)
    async def leave_out_of_commendations(self, work: Work, input: LeaveOutOfCommendationsInput) -> str:
        """Leave an audit that meets the criteria out of a draft, with a reason."""
        entry = visible_id(input.id, CommendationEntry, path=("input", "id"))
        return await commending.leave_out(work, entry, input.expected_version, input.reason)

    @command(CommendationList)
    async def approve_commendations(self, work: Work, input: DecideCommendationsInput) -> str:
        """Approve a list; it does not change from then on."""
        made = visible_id(input.id, CommendationList, path=("input", "id"))
        return await commending.decide(work, made, input.expected_version, CommendationState.APPROVED, input.reason)

    @command(CommendationList)
    async def discard_commendations(self, work: Work, input: DecideCommendationsInput) -> str:
        """Give a draft up, with a reason."""
        made = visible_id(input.id, CommendationList, path=("input", "id"))
        return await commending.decide(work, made, input.expected_version, CommendationState.DISCARDED, input.reason)


def _by_key(given: list[ReviewWeightInput], field: str) -> dict[str, str]:
    found = {each.key: each.value for each in given}
    if len(found) < len(given):
        raise InvalidInput("a key stands here twice", path=("input", field))
    return found
