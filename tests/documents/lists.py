"""A list for commendation without a database; all illustrative."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.documents.collect.commendation import commendation_report
from cpaudit.quality.criteria import DEFAULT_CRITERIA, Candidate, Measure, judge
from cpaudit.quality.criteria import written as criteria_written
from cpaudit.quality.models import CommendationEntry, CommendationList, CommendationState
from cpaudit.reporting.document import CommendationReport
from cpaudit.submissions.services.composing import Accepted
from cpaudit.tenancy.models import Tenant, TenantKind
from documents.world import FROZEN, NAMES, sector


def entries(audits: Sequence[Accepted]) -> list[CommendationEntry]:
    """The entries that the service makes of accepted audits."""
    found = []
    for each in audits:
        body, received = each.opened.body, each.received
        candidate = Candidate(
            each.opened.hash,
            each.opened.packet.owner,
            body["enterprise"]["name"],
            body["enterprise"]["gb4754"],
            {**body["measures"], Measure.QUALITY_SCORE.value: received.quality_score},
            received.quality_decision,
        )
        judged = judge(candidate, DEFAULT_CRITERIA)
        found.append(
            CommendationEntry(
                tenant_id="t",
                list_id="l",
                packet_hash=candidate.packet_hash,
                owner=candidate.owner,
                enterprise=candidate.enterprise,
                sector=candidate.sector,
                results=[list(result) for result in judged.results],
                met=judged.met,
                commended=judged.met is True,
            )
        )
    return found


def commendation(
    made: Sequence[CommendationEntry] | None = None, *, state: CommendationState = CommendationState.APPROVED
) -> CommendationReport:
    """A list of the chemicals department."""
    if made is None:
        made = entries(sector("chem", "示例", enterprises=26, seed=7, code="C").audits)
        leaving = next(each for each in made if each.commended)
        leaving.commended, leaving.reason = False, "企业正在接受调查（示例）"
    listed = CommendationList(
        tenant_id="t",
        title="第一批试点先进企业（示例）",
        state=state,
        criteria=criteria_written(DEFAULT_CRITERIA),
        composed_at=FROZEN,
        decided_at=None if state is CommendationState.DRAFT else FROZEN,
        reason="" if state is CommendationState.DRAFT else "经领导小组办公室会议研究同意",
    )
    own = Tenant(id="t", kind=TenantKind.DEPARTMENT, code="chem", name=NAMES["chem"], illustrative=True)
    return commendation_report(listed, made, own, NAMES)
