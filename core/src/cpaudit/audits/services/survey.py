"""Phase 3: pollution sources, yearly flows, the choice of the audit focus, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpaudit import engine
from cpaudit.audits.access import record_of
from cpaudit.audits.models import AnnualFlow, FocusCandidate, FocusFactor, PollutionSource, Target
from cpaudit.audits.services.amounts import require_amount, require_comparable
from cpaudit.audits.services.records import Records, require_version
from cpaudit.engine import InvalidScore, Quantity, Ranking
from cpaudit.engine.numbers import finite, positive
from cpaudit.engine.ranking import HIGHEST_SCORE, LOWEST_SCORE
from cpaudit.errors import InvalidInput
from cpaudit.work import Work

FIRST_YEAR, LAST_YEAR = 1900, 2100


async def _is_no_negative_source(work: Work, source: PollutionSource) -> None:
    require_amount(source.amount, "input", "amount")


async def _is_a_yearly_amount(work: Work, flow: AnnualFlow) -> None:
    if not FIRST_YEAR <= flow.year <= LAST_YEAR:
        raise InvalidInput(f"{flow.year} is not a year from {FIRST_YEAR} to {LAST_YEAR}", path=("input", "year"))
    require_amount(flow.amount, "input", "amount")


async def _has_weight(work: Work, factor: FocusFactor) -> None:
    positive(factor.weight, "input", "weight")


async def _is_not_scored(work: Work, factor: FocusFactor) -> None:
    candidates = await work.all(FocusCandidate, audit_id=factor.audit_id)
    scored = [repr(each.name) for each in candidates if factor.code in each.scores]
    if scored:
        raise InvalidInput(
            f"the focus factor {factor.code!r} is scored by focus candidate {', '.join(scored)}",
            path=("input", "id"),
            remedy="take those scores away first",
        )


async def _is_not_the_focus(work: Work, candidate: FocusCandidate) -> None:
    if candidate.chosen:
        raise InvalidInput(
            f"{candidate.name!r} is the audit focus", path=("input", "id"), remedy="choose another focus first"
        )


async def _measures_one_thing(work: Work, target: Target) -> None:
    require_comparable(target.goal, target.baseline, "input", "goal")
    require_comparable(target.result, target.baseline, "input", "result")
    for name in ("baseline", "goal", "result"):
        require_amount(getattr(target, name), "input", name)


POLLUTION_SOURCES = Records(PollutionSource, (_is_no_negative_source,))
ANNUAL_FLOWS = Records(AnnualFlow, (_is_a_yearly_amount,))
FOCUS_FACTORS = Records(FocusFactor, (_has_weight,), keep=(_is_not_scored,))
FOCUS_CANDIDATES = Records(FocusCandidate, keep=(_is_not_the_focus,))
TARGETS = Records(Target, (_measures_one_thing,))


async def score_focus_candidate(
    work: Work, candidate_id: str, expected_version: int, scores: Mapping[str, float | None]
) -> str:
    """Score a candidate by factors; gives its id.

    Args:
        scores: R from 1 to 10 by the factor's code; None takes a score away, a factor that is not named
            keeps its score.

    Raises:
        Denied, NotFound, Conflict: as for :meth:`Records.change`.
        InvalidScore: a score is not from 1 to 10, or the audit has no such factor.
    """
    candidate = await record_of(work, FocusCandidate, candidate_id)
    known = {factor.code for factor in await work.all(FocusFactor, audit_id=candidate.audit_id)}
    for factor, score in scores.items():
        if factor not in known:
            raise InvalidScore(f"the audit has no focus factor {factor!r}", path=("input", "scores", factor))
        if score is not None and not LOWEST_SCORE <= finite(score, "input", "scores", factor) <= HIGHEST_SCORE:
            raise InvalidScore(f"{score:g} is not between 1 and 10", path=("input", "scores", factor))
    merged = {**candidate.scores, **scores}
    columns = {"scores": {factor: score for factor, score in merged.items() if score is not None}}
    return (await FOCUS_CANDIDATES.change(work, candidate_id, expected_version, columns, "focusCandidateScored")).id


async def choose_audit_focus(work: Work, candidate_id: str, expected_version: int, reason: str) -> str:
    """Make a candidate the audit focus, instead of the one before; gives its id.

    Raises:
        Denied, NotFound, Conflict: as for :meth:`Records.change`.
        InvalidInput: there is no reason.
    """
    candidate = await record_of(work, FocusCandidate, candidate_id)
    require_version(candidate, expected_version)
    if not reason.strip():
        raise InvalidInput("why is this the audit focus?", path=("input", "reason"), remedy="give the reason")
    for other in await work.all(FocusCandidate, audit_id=candidate.audit_id, chosen=True):
        if other.id != candidate.id:
            # The event of the choice tells of this too: an audit has one focus.
            other.chosen = False
            other.version += 1
    columns = {"chosen": True, "reason": reason}
    return (await FOCUS_CANDIDATES.change(work, candidate.id, expected_version, columns, "auditFocusChosen")).id


async def record_target_result(work: Work, target_id: str, expected_version: int, result: Quantity | None) -> str:
    """Record what came of a target, or with None that it is not known after all; gives its id.

    Raises:
        Denied, NotFound, Conflict: as for :meth:`Records.change`.
        InvalidInput: the result does not measure what the target does.
    """
    return (await TARGETS.change(work, target_id, expected_version, {"result": result}, "targetResultRecorded")).id


def focus_ranking(factors: Sequence[FocusFactor], candidates: Sequence[FocusCandidate]) -> Ranking | None:
    """The candidates of one audit by Σ W·R; None while there are none, or a score is missing."""
    weights = {factor.code: factor.weight for factor in factors}
    scores = {candidate.name: candidate.scores for candidate in candidates}
    if not weights or not scores or any(weights.keys() != given.keys() for given in scores.values()):
        return None
    return engine.rank(weights, scores)
