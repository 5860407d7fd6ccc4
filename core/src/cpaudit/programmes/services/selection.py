"""The selection of pilots: nominated, scored, approved by the leading group with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpaudit.audits.services.records import require_text, require_version
from cpaudit.engine.numbers import finite
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import Denied, InvalidInput
from cpaudit.permissions import Permission
from cpaudit.programmes.models import (
    Criterion,
    Decision,
    Nomination,
    PilotScore,
    PilotSelection,
    Programme,
    SelectionState,
    Stage,
)
from cpaudit.programmes.services.bodies import require_leading_seat
from cpaudit.programmes.services.conflicts import conflicted_members
from cpaudit.programmes.services.ranking import detail_of, ranked_nominations
from cpaudit.programmes.services.records import Columns, Kind
from cpaudit.programmes.services.stages import require_in_scope, today
from cpaudit.storage.tables import now
from cpaudit.work import Work

LOWEST_SCORE, HIGHEST_SCORE = 1, 10


@dataclass(frozen=True, slots=True)
class GivenDecision:
    """What is decided of one nomination, and why; a reason may be left out for a pilot, and only for one."""

    nomination_id: str
    decision: Decision
    reason: str | None


async def _all_weighed(work: Work, selection: PilotSelection) -> None:
    if set(selection.weights) != {each.value for each in Criterion}:
        raise InvalidInput("each of the four criteria has one weight", path=("input", "weights"))
    for name, weight in selection.weights.items():
        if finite(weight, "input", "weights", name) <= 0:
            raise InvalidInput("a weight is above zero", path=("input", "weights", name))


async def _sensible(work: Work, selection: PilotSelection) -> None:
    if selection.least_assessors < 1:
        raise InvalidInput("somebody has to score", path=("input", "leastAssessors"))
    if selection.places is not None and selection.places < 1:
        raise InvalidInput("there is at least one place", path=("input", "places"))


SELECTIONS = Kind(PilotSelection, Permission.PLAN_PROGRAMMES, rules=(_all_weighed, _sensible))
NOMINATIONS = Kind(Nomination, Permission.PLAN_PROGRAMMES, filled=lambda work: {"nominated_by": work.actor.member_id})
SCORES = Kind(PilotScore, Permission.SCORE_PILOTS)


async def change_selection(work: Work, selection_id: str, expected_version: int, columns: Columns) -> str:
    """Change weights, places or year of a selection that is open; gives its id. Raises as :meth:`Kind.change` does."""
    work.require(Permission.PLAN_PROGRAMMES)
    await _open(work, selection_id, path=("input", "id"))
    return await SELECTIONS.change(work, selection_id, expected_version, columns)


async def nominate(work: Work, columns: Columns) -> str:
    """Nominate an enterprise as a pilot; gives the nomination's id.

    Raises:
        Denied: the actor does not plan programmes.
        NotFound: there is no such selection or enterprise.
        InvalidInput: the selection is closed, the enterprise outside the stage's scope or nominated already.
    """
    work.require(Permission.PLAN_PROGRAMMES)
    selection = await _open(work, str(columns["selection_id"]), path=("input", "selection"))
    stage = await work.get(Stage, selection.stage_id)
    require_in_scope(stage, await work.get(Enterprise, str(columns["enterprise_id"]), path=("input", "enterprise")))
    programme = await work.get(Programme, stage.programme_id)
    return await NOMINATIONS.add(work, {**columns, "nominated_on": today(programme.time_zone)})


async def withdraw_nomination(work: Work, nomination_id: str, expected_version: int, reason: str) -> str:
    """Have a nomination not stand any more; gives its id.

    Raises:
        Denied: the actor does not plan programmes.
        NotFound: there is no such nomination.
        InvalidInput: the selection is closed, it is withdrawn already, or no reason is given.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.PLAN_PROGRAMMES)
    nomination = await _standing(work, nomination_id, path=("input", "id"))
    require_text(Nomination, "withdrawn_reason", reason, "input", "reason")
    await work.change(nomination, expected_version, "nominationWithdrawn", withdrawn_reason=reason)
    return nomination.id


async def score_pilot(work: Work, nomination_id: str, criterion: Criterion, score: float, evidence: str) -> str:
    """Score one criterion of a nomination, as oneself; a second score replaces one's first. Gives the score's id.

    Raises:
        Denied: the actor scores no pilots, or has a conflict of interest with the enterprise.
        NotFound: there is no such nomination.
        InvalidInput: the selection is closed, the criterion is computed, the score is not 1 to 10, or there is no
            evidence.
    """
    work.require(Permission.SCORE_PILOTS)
    nomination = await _standing(work, nomination_id, path=("input", "nomination"))
    member = work.actor.member_id or ""
    if (nomination.enterprise_id, member) in await conflicted_members(work.session, [nomination.enterprise_id]):
        raise Denied(
            "who has a conflict of interest with an enterprise does not score it", path=("input", "nomination")
        )
    if criterion.is_computed:
        raise InvalidInput(
            "representativeness is computed from loads",
            path=("input", "criterion"),
            remedy="record the loads of the enterprise and of its sector",
        )
    if not LOWEST_SCORE <= finite(score, "input", "score") <= HIGHEST_SCORE:
        raise InvalidInput(f"{score:g} is not between 1 and 10", path=("input", "score"))
    require_text(PilotScore, "evidence", evidence, "input", "evidence")
    given = {"score": score, "evidence": evidence, "scored_at": now()}
    own = await work.all(PilotScore, nomination_id=nomination.id, criterion=criterion, assessor=member)
    if own:
        await work.change(own[0], None, "pilotScoreChanged", **given)
        return own[0].id
    return await SCORES.add(work, {"nomination_id": nomination.id, "criterion": criterion, "assessor": member, **given})


async def approve_pilots(
    work: Work, selection_id: str, expected_version: int, decisions: Sequence[GivenDecision]
) -> str:
    """The leading group approves the list: each nomination that stands is decided. Gives the selection's id.

    What the ranking was is kept with the decisions. Afterwards nothing of the selection changes.

    Raises:
        Denied: the actor does not decide on programmes or sits in no leading group of it.
        NotFound: there is no such selection.
        InvalidInput: the selection is closed, a nomination is not decided or twice, a reason is missing, or there are
            more pilots than places.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    selection = await _open(work, selection_id, path=("input", "id"))
    require_version(selection, expected_version)
    stage = await work.get(Stage, selection.stage_id)
    body = await require_leading_seat(work, stage.programme_id)
    standing = {
        each.id: each for each in await work.all(Nomination, selection_id=selection.id) if each.withdrawn_reason is None
    }
    given = _checked(decisions, standing, selection)
    ranked = await ranked_nominations(work.session, [selection])
    found = {each.nomination.id: each for each in ranked[selection.id].nominations}
    await work.change(
        selection,
        expected_version,
        "pilotsApproved",
        state=SelectionState.APPROVED,
        approved_by=work.actor.member_id,
        approved_by_body_id=body.id,
        approved_at=now(),
        ranking=ranked[selection.id].as_json(),
    )
    for nomination_id, decision in given.items():
        place = found[nomination_id]
        await work.change(
            standing[nomination_id],
            None,
            "pilotDecided",
            decision=decision.decision,
            decision_reason=decision.reason,
            decided_total=place.total,
            decided_rank=place.rank,
            decided_detail=detail_of(place),
        )
    return selection.id


def _checked(
    decisions: Sequence[GivenDecision], standing: dict[str, Nomination], selection: PilotSelection
) -> dict[str, GivenDecision]:
    given: dict[str, GivenDecision] = {}
    for index, each in enumerate(decisions):
        path = ("input", "decisions", index)
        if each.nomination_id not in standing:
            raise InvalidInput("no such nomination stands in this selection", path=(*path, "nomination"))
        if each.nomination_id in given:
            raise InvalidInput("the nomination is decided twice", path=(*path, "nomination"))
        if each.reason is not None or each.decision is Decision.NOT_SELECTED:
            require_text(Nomination, "decision_reason", each.reason or "", *path, "reason")
        given[each.nomination_id] = each
    undecided = len(standing) - len(given)
    if undecided:
        raise InvalidInput(
            f"{undecided} nominations are not decided",
            path=("input", "decisions"),
            remedy="decide every nomination that stands",
        )
    chosen = sum(each.decision is Decision.SELECTED for each in given.values())
    if not chosen:
        raise InvalidInput("no pilot is selected", path=("input", "decisions"))
    if selection.places is not None and chosen > selection.places:
        raise InvalidInput(f"there are {selection.places} places, not {chosen}", path=("input", "decisions"))
    return given


async def _open(work: Work, selection_id: str, *, path: tuple[str, ...]) -> PilotSelection:
    selection = await work.get(PilotSelection, selection_id, path=path)
    await work.hold(selection)
    if selection.state is not SelectionState.OPEN:
        raise InvalidInput("the leading group has approved the list already", path=path)
    return selection


async def _standing(work: Work, nomination_id: str, *, path: tuple[str, ...]) -> Nomination:
    nomination = await work.get(Nomination, nomination_id, path=path)
    await _open(work, nomination.selection_id, path=path)
    if nomination.withdrawn_reason is not None:
        raise InvalidInput("the nomination is withdrawn", path=path)
    return nomination
