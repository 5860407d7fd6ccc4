"""Commendation: audits held against stated criteria, for somebody to approve; who is left out is told why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.quality.criteria import Candidate, Criterion, Measure, judge, written
from cpaudit.quality.models import CommendationEntry, CommendationList, CommendationState
from cpaudit.storage.tables import now
from cpaudit.submissions.models import PacketKind
from cpaudit.submissions.services.composing import Accepted, accepted_packets, latest_rounds
from cpaudit.tenancy.models import TenantKind
from cpaudit.tenancy.others import own_tenant
from cpaudit.work import Work

MOST_CRITERIA = 20
_DECIMAL = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")


async def compose(work: Work, title: str, criteria: Sequence[Criterion]) -> str:
    """Hold every audit that the tenant has accepted against the criteria; gives the list's id.

    A leading group holds those that the accepted sector reports name, by the measures in these.

    Raises:
        Denied: the actor does not compose reports.
        InvalidInput: there is no title, a criterion cannot be accepted, or nothing is accepted.
        Tampered: a packet is not what was handed over.
    """
    work.require(Permission.COMPOSE_REPORTS)
    require_text(CommendationList, "title", title, "input", "title")
    _check(criteria)
    own = await own_tenant(work)
    if own.kind is TenantKind.LEADING_GROUP:
        reports = await accepted_packets(work, PacketKind.SECTOR_REPORT)
        candidates = [each for report in reports for each in _named(report)]
    else:
        audits = latest_rounds(await accepted_packets(work, PacketKind.AUDIT))
        candidates = [_candidate(each) for each in audits]
    if not candidates:
        raise InvalidInput("nothing is accepted that could be commended", path=("input",))
    made = await work.add(
        CommendationList(
            tenant_id=work.actor.tenant,
            title=title,
            criteria=written(criteria),
            composed_by=work.actor.member_id,
        ),
        "commendationsComposed",
    )
    for candidate in {each.packet_hash: each for each in candidates}.values():
        found = judge(candidate, criteria)
        work.session.add(
            CommendationEntry(
                tenant_id=work.actor.tenant,
                list_id=made.id,
                packet_hash=candidate.packet_hash,
                owner=candidate.owner,
                enterprise=candidate.enterprise,
                sector=candidate.sector,
                results=[list(each) for each in found.results],
                met=found.met,
                commended=found.met is True,
            )
        )
    await work.session.flush()
    return made.id


def _check(criteria: Sequence[Criterion]) -> None:
    check_thresholds(criteria, "input", "criteria")
    for place, each in enumerate(criteria):
        for text in each.name.values():
            require_text(CommendationList, "title", text, "input", "criteria", place, "name")


def check_thresholds(criteria: Sequence[Criterion], *path: str) -> None:
    """Do nothing where these are 1 to 20 criteria, each of a measure of its own and with a decimal.

    Raises:
        InvalidInput: they are not.
    """
    if not 0 < len(criteria) <= MOST_CRITERIA:
        raise InvalidInput(f"a list has 1 to {MOST_CRITERIA} criteria", path=path)
    if len({each.measure for each in criteria}) < len(criteria):
        raise InvalidInput("a measure stands here twice", path=path)
    for place, each in enumerate(criteria):
        if not _DECIMAL.fullmatch(each.at_least):
            raise InvalidInput("a decimal is expected", path=(*path, place, "atLeast"))


def _candidate(accepted: Accepted) -> Candidate:
    body, received = accepted.opened.body, accepted.received
    return Candidate(
        accepted.opened.hash,
        accepted.opened.content["owner"]["code"],
        body["enterprise"]["name"],
        body["enterprise"]["gb4754"],
        {**body["measures"], Measure.QUALITY_SCORE.value: received.quality_score},
        received.quality_decision,
    )


def _named(report: Accepted) -> Iterator[Candidate]:
    for each in report.opened.body["packets"]:
        quality: Mapping[str, Any] = each["quality"]
        yield Candidate(
            each["hash"],
            each["owner"],
            each["enterprise"]["name"],
            each["enterprise"]["gb4754"],
            {**each["measures"], Measure.QUALITY_SCORE.value: quality["score"]},
            quality["decision"],
        )


async def leave_out(work: Work, entry_id: str, expected_version: int, reason: str) -> str:
    """Leave an audit that meets the criteria out of a draft, with a reason; gives the list's id.

    Raises:
        Denied: the actor does not commend.
        NotFound: there is no such entry.
        InvalidInput: it is not commended anyway, the list is no draft, or there is no reason.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.COMMEND)
    entry = await work.get(CommendationEntry, entry_id, path=("input", "id"))
    drafted = await work.get(CommendationList, entry.list_id)
    _require_draft(drafted)
    if not entry.commended:
        raise InvalidInput("the audit is not commended", path=("input", "id"))
    require_text(CommendationEntry, "reason", reason, "input", "reason")
    await work.hold(drafted)
    _require_draft(drafted)
    await work.change(entry, expected_version, "commendationLeftOut", commended=False, reason=reason)
    return drafted.id


async def decide(work: Work, list_id: str, expected_version: int, state: CommendationState, reason: str) -> str:
    """Approve a list or discard it, with a reason; from then on it does not change. Gives its id.

    Raises:
        Denied: the actor does not commend.
        NotFound: there is no such list.
        InvalidInput: it is no draft, there is no reason, or nobody would be commended.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.COMMEND)
    drafted = await work.get(CommendationList, list_id, path=("input", "id"))
    _require_draft(drafted)
    require_text(CommendationList, "reason", reason, "input", "reason")
    if state is CommendationState.APPROVED and not await work.all(
        CommendationEntry, list_id=drafted.id, commended=True
    ):
        raise InvalidInput("nobody in the list meets the criteria", path=("input", "id"), remedy="discard it")
    await work.change(
        drafted,
        expected_version,
        f"commendations{state.value.capitalize()}",
        state=state,
        decided_by=work.actor.member_id,
        decided_at=now(),
        reason=reason,
    )
    return drafted.id


def _require_draft(drafted: CommendationList) -> None:
    if drafted.state is not CommendationState.DRAFT:
        raise InvalidInput(f"the list is {drafted.state.lower()}", path=("input", "id"))
