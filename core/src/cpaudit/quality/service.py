"""What people do in a quality review: have an audit or a received packet looked at, and decide with reasons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlmodel import col, select

from cpaudit.audits.access import any_audit
from cpaudit.audits.models import Answer, Audit, Evidence
from cpaudit.audits.services.records import require_text
from cpaudit.contributions.requirements import check_code
from cpaudit.enterprises.models import Department, Enterprise
from cpaudit.errors import InvalidInput
from cpaudit.gates.review import plugin_review
from cpaudit.gates.snapshot import libraries_used, take_snapshots
from cpaudit.permissions import Permission
from cpaudit.quality.found import Found, of_plugin, written
from cpaudit.quality.models import QualityReview, ReviewDecision, ReviewWeights
from cpaudit.quality.rules import Other, judged, score
from cpaudit.quality.weights import FULL_SCORE, THRESHOLDS, Weights
from cpaudit.storage.tables import now
from cpaudit.submissions.exact import decimal_text, exact
from cpaudit.submissions.facts import Facts, answer_digests, facts_of
from cpaudit.submissions.models import Packet, PacketKind, ReceivedSubmission, SubmissionState
from cpaudit.submissions.packets import open_packet
from cpaudit.tenancy.others import own_tenant
from cpaudit.work import Work

MOST_SETTINGS = 200
_DECIMAL = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")


async def review_audit(work: Work, audit_id: str) -> str:
    """Look at an audit of the tenant, running or concluded, by the rules of the core and the enabled plugins.

    Gives the review's id.

    Raises:
        Denied: the actor does not review.
        NotFound: there is no such audit.
        Tampered: a packet that it is compared with is not what was handed over.
    """
    work.require(Permission.REVIEW_QUALITY)
    audit = await any_audit(work, audit_id)
    snapshots = await take_snapshots(work.session, [audit.id])
    snapshot = snapshots[audit.id]
    library = (await libraries_used(work.session, work.host, snapshots))[audit.id]
    departments = await work.all(Department, enterprise_id=audit.enterprise_id)
    told = await plugin_review(snapshot, work.host, work.enabled)
    own = await own_tenant(work)
    return await _keep(
        work,
        facts_of(snapshot, library, departments),
        (own.code, snapshot.enterprise.code),
        [of_plugin(each.value, each.plugin) for each in told],
        audit_id=audit.id,
        enterprise_id=audit.enterprise_id,
        title=f"{snapshot.enterprise.name} · {audit.title}"[:300],
    )


async def review_received(work: Work, received_id: str) -> str:
    """Look at a packet that the tenant was handed, by the facts in it; gives the review's id.

    Raises:
        Denied: the actor does not review.
        NotFound: there is no such submission.
        InvalidInput: it is no audit.
        Tampered: a packet is not what was handed over.
    """
    work.require(Permission.REVIEW_QUALITY)
    received = await work.get(ReceivedSubmission, received_id, path=("input", "submission"))
    if received.kind is not PacketKind.AUDIT:
        raise InvalidInput("only audits are reviewed", path=("input", "submission"))
    opened = open_packet(await work.get(Packet, received.packet_id))
    whose = (opened.content["owner"]["code"], opened.body["enterprise"]["code"])
    return await _keep(work, opened.body["facts"], whose, [], received_id=received.id, title=received.title)


async def _keep(work: Work, facts: Facts, whose: tuple[str, str], of_plugins: Sequence[Found], **about: Any) -> str:
    weights = await weights_of(work)
    findings, unjudged = judged(facts, await _others(work, whose), weights)
    findings += of_plugins
    left, reasons = score(findings, weights)
    review = await work.add(
        QualityReview(
            tenant_id=work.actor.tenant,
            score=decimal_text(left),
            complete=not unjudged,
            found=[written(each) for each in findings],
            deductions=[[code, str(count), decimal_text(points)] for code, count, points in reasons],
            unjudged=unjudged,
            weights=weights.stored(),
            reviewed_by=work.actor.member_id,
            **about,
        ),
        "qualityReviewed",
    )
    return review.id


async def _others(work: Work, whose: tuple[str, str]) -> list[Other]:
    """Everything that the tenant may compare with: its own audits and the packets it has, of other enterprises."""
    found = {key: other for key, other in [*await _own_audits(work), *await _packets(work)] if key[:2] != whose}
    return list(found.values())


_Keyed = tuple[tuple[str, str, int], Other]


async def _own_audits(work: Work) -> list[_Keyed]:
    code = (await own_tenant(work)).code
    audits = (await work.session.exec(select(Audit, Enterprise).where(Audit.enterprise_id == Enterprise.id))).all()
    answers: dict[str, list[Answer]] = defaultdict(list)
    for answer in (await work.session.exec(select(Answer))).all():
        answers[answer.audit_id].append(answer)
    files: dict[str, set[str]] = defaultdict(set)
    # Not the rows: they hold the files' contents.
    for audit_id, digest in (await work.session.exec(select(Evidence.audit_id, Evidence.sha256))).all():
        files[audit_id].add(digest)
    return [
        (
            (code, enterprise.code, audit.round),
            Other(enterprise.name, frozenset(answer_digests(answers[audit.id])), frozenset(files[audit.id])),
        )
        for audit, enterprise in audits
    ]


async def _packets(work: Work) -> list[_Keyed]:
    found = []
    query = select(Packet).where(Packet.kind == PacketKind.AUDIT).order_by(col(Packet.number))
    for packet in (await work.session.exec(query)).all():
        opened = open_packet(packet)
        enterprise, facts = opened.body["enterprise"], opened.body["facts"]
        key = (opened.content["owner"]["code"], enterprise["code"], opened.body["audit"]["round"])
        digests = frozenset(digest for digest, _ in facts["evidence"]["files"])
        found.append((key, Other(enterprise["name"], frozenset(facts["answers"]), digests)))
    return found


async def decide_review(
    work: Work, review_id: str, expected_version: int, decision: ReviewDecision, reason: str
) -> str:
    """Decide about a review, with a reason; the submissions of that audit bear it from then on. Gives its id.

    Raises:
        Denied: the actor does not review.
        NotFound: there is no such review.
        InvalidInput: it was decided already, or no reason is given.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.REVIEW_QUALITY)
    review = await work.get(QualityReview, review_id, path=("input", "id"))
    if review.decision is not None:
        raise InvalidInput(
            "the review is decided already", path=("input", "id"), remedy="have the audit reviewed again"
        )
    require_text(QualityReview, "decision_reason", reason, "input", "reason")
    await work.change(
        review,
        expected_version,
        "qualityReviewDecided",
        decision=decision,
        decision_reason=reason,
        decided_by=work.actor.member_id,
        decided_at=now(),
    )
    for received in await _reviewed_submissions(work, review):
        await work.change(
            received, None, "submissionReviewed", quality_score=review.score, quality_decision=decision.value
        )
    return review.id


async def _reviewed_submissions(work: Work, review: QualityReview) -> list[ReceivedSubmission]:
    if review.received_id is not None:
        return [await work.get(ReceivedSubmission, review.received_id)]
    # An audit of the tenant's own, which it may have handed to itself.
    query = (
        select(ReceivedSubmission)
        .where(ReceivedSubmission.packet_id == Packet.id, Packet.audit_id == review.audit_id)
        .where(col(ReceivedSubmission.state).in_([SubmissionState.SUBMITTED, SubmissionState.ACCEPTED]))
    )
    return list((await work.session.exec(query)).all())


async def weights_of(work: Work) -> Weights:
    """The points and thresholds of the tenant."""
    return (await set_and_default(work))[1]


async def set_and_default(work: Work) -> tuple[int, Weights]:
    """The same with the version of what the tenant has set; 0 where it has set nothing."""
    row = next(iter(await work.all(ReviewWeights)), None)
    return (0, Weights.of({}, {})) if row is None else (row.version, Weights.of(row.points, row.thresholds))


async def set_weights(
    work: Work, expected_version: int, points: Mapping[str, str], thresholds: Mapping[str, str], reason: str
) -> str:
    """Set what reviews of the tenant weigh from now on; what is left out has its default again. Gives the row's id.

    Args:
        expected_version: 0 where nothing was set before.
        points: code → decimal from 0 to 100; codes of plugins' findings may be named.
        thresholds: name → decimal, not negative.

    Raises:
        Denied: the actor does not set criteria.
        InvalidInput: a name or a number cannot be accepted, or no reason is given.
        Conflict: they changed meanwhile.
    """
    work.require(Permission.SET_CRITERIA)
    require_text(ReviewWeights, "reason", reason, "input", "reason")
    if len(points) > MOST_SETTINGS:
        raise InvalidInput(f"{len(points)} codes; the limit is {MOST_SETTINGS}", path=("input", "points"))
    for code, value in points.items():
        try:
            check_code(code)
        except InvalidInput as error:
            raise InvalidInput(f"{code!r} is no code of a finding", path=("input", "points", code)) from error
        if not 0 <= _number(value, "points", code) <= FULL_SCORE:
            raise InvalidInput(f"points are from 0 to {FULL_SCORE}", path=("input", "points", code))
    for name, value in thresholds.items():
        if name not in THRESHOLDS:
            raise InvalidInput(
                f"there is no threshold {name!r}",
                path=("input", "thresholds", name),
                remedy=f"one of {', '.join(THRESHOLDS)}",
            )
        if _number(value, "thresholds", name) < 0:
            raise InvalidInput("a threshold is not negative", path=("input", "thresholds", name))
    changes = {"points": dict(points), "thresholds": dict(thresholds), "reason": reason}
    row = next(iter(await work.all(ReviewWeights)), None)
    if row is None:
        row = ReviewWeights(tenant_id=work.actor.tenant, version=0, changed_by=work.actor.member_id)
        work.session.add(row)
        await work.session.flush()
    await work.change(
        row, expected_version, "reviewWeightsSet", changed_by=work.actor.member_id, changed_at=now(), **changes
    )
    return row.id


def _number(value: str, *path: str) -> Fraction:
    if not _DECIMAL.fullmatch(value):
        raise InvalidInput(f"{value[:40]!r} is no decimal of at most 12 digits", path=("input", *path))
    return exact(value)
