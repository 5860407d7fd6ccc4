"""The ranking of nominations by the four criteria, as scores, loads and conflicts of interest stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.engine import PanelScore, Trace, panel_score, rank, to_json
from cpaudit.enterprises.models import Enterprise
from cpaudit.programmes.models import Criterion, Nomination, PilotScore, PilotSelection
from cpaudit.programmes.services.conflicts import conflicted_members
from cpaudit.programmes.services.profiles import PollutionProfile, loads_of


@dataclass(frozen=True, slots=True)
class CountedScore:
    """A score, and whether it counts: not while its assessor has a conflict of interest with the enterprise."""

    score: PilotScore
    counted: bool


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion of one nomination.

    Attributes:
        value: R; None where it is not known.
        panel: of assessors, as far as their scores count; None for what is computed, or where nobody's does.
        scores: all scores, those that do not count included.
        missing: why R is not known; None where it is.
    """

    criterion: Criterion
    weight: float
    value: float | None
    panel: PanelScore | None
    scores: tuple[CountedScore, ...]
    missing: str | None
    trace: Trace | None


@dataclass(frozen=True, slots=True)
class RankedNomination:
    """A nomination and where it stands.

    Attributes:
        total: Σ W·R; None while a criterion is not known.
        rank: among those with a total; None likewise.
        tied: whether another one has the same rank.
    """

    nomination: Nomination
    enterprise: Enterprise
    profile: PollutionProfile
    criteria: tuple[CriterionResult, ...]
    total: float | None
    rank: int | None
    tied: bool


@dataclass(frozen=True, slots=True)
class SelectionRanking:
    """All nominations that stand: those with a rank first, in its order.

    Attributes:
        trace: of the ranks; None where nothing is ranked.
    """

    nominations: tuple[RankedNomination, ...]
    trace: Trace | None

    def as_json(self) -> dict[str, object] | None:
        """The trace, from which everything can be computed again; None where there is none."""
        if self.trace is None:
            return None
        written: dict[str, object] = json.loads(to_json(self.trace))
        return written


async def ranked_nominations(
    session: AsyncSession, selections: Sequence[PilotSelection]
) -> dict[str, SelectionRanking]:
    """The ranking of each selection; a fixed number of statements for all of them."""
    ids = [each.id for each in selections]
    query = select(Nomination).where(col(Nomination.selection_id).in_(ids), col(Nomination.withdrawn_reason).is_(None))
    nominations = (await session.exec(query.order_by(col(Nomination.id)))).all()
    enterprise_ids = sorted({each.enterprise_id for each in nominations})
    enterprises = (await session.exec(select(Enterprise).where(col(Enterprise.id).in_(enterprise_ids)))).all()
    conflicts = await conflicted_members(session, enterprise_ids)
    scores: dict[str, list[PilotScore]] = defaultdict(list)
    wanted = select(PilotScore).where(col(PilotScore.nomination_id).in_([each.id for each in nominations]))
    for score in (await session.exec(wanted.order_by(col(PilotScore.id)))).all():
        scores[score.nomination_id].append(score)
    by_id = {each.id: each for each in enterprises}
    loads = await loads_of(session, enterprises)
    found: dict[str, SelectionRanking] = {}
    for selection in selections:
        found[selection.id] = _ranked(
            [
                _judged(
                    selection,
                    each,
                    by_id[each.enterprise_id],
                    loads.profile_of(by_id[each.enterprise_id], selection.load_year),
                    scores[each.id],
                    conflicts,
                )
                for each in nominations
                if each.selection_id == selection.id
            ]
        )
    return found


def _judged(
    selection: PilotSelection,
    nomination: Nomination,
    enterprise: Enterprise,
    profile: PollutionProfile,
    scores: Iterable[PilotScore],
    conflicts: set[tuple[str, str]],
) -> RankedNomination:
    counted = [CountedScore(each, (nomination.enterprise_id, each.assessor) not in conflicts) for each in scores]
    criteria = []
    for criterion in Criterion:
        weight = float(selection.weights.get(criterion.value, 0.0))
        if criterion.is_computed:
            criteria.append(_computed(criterion, weight, profile))
        else:
            own = tuple(each for each in counted if each.score.criterion is criterion)
            criteria.append(_assessed(criterion, weight, own, selection.least_assessors))
    return RankedNomination(nomination, enterprise, profile, tuple(criteria), None, None, False)


def _computed(criterion: Criterion, weight: float, profile: PollutionProfile) -> CriterionResult:
    compared = profile.compared
    if compared is None or compared.score is None:
        told = profile.problem or ", ".join(f"{name}: {gap}" if name else str(gap) for name, gap in compared.gaps)  # type: ignore[union-attr]
        return CriterionResult(criterion, weight, None, None, (), told, None)
    return CriterionResult(criterion, weight, compared.score, None, (), None, compared.trace)


def _assessed(criterion: Criterion, weight: float, scores: tuple[CountedScore, ...], least: int) -> CriterionResult:
    panel = panel_score({each.score.assessor: each.score.score for each in scores if each.counted})
    count = 0 if panel is None else len(panel.scores)
    if panel is None or count < least:
        told = f"{count} of at least {least} assessors have scored it"
        return CriterionResult(criterion, weight, None, panel, scores, told, None)
    return CriterionResult(criterion, weight, panel.mean, panel, scores, None, panel.trace)


def _ranked(nominations: Sequence[RankedNomination]) -> SelectionRanking:
    complete = {
        each.nomination.id: {part.criterion.value: part.value for part in each.criteria if part.value is not None}
        for each in nominations
        if all(part.value is not None and part.weight > 0 for part in each.criteria)
    }
    if not complete:
        return SelectionRanking(tuple(nominations), None)
    weights = {part.criterion.value: part.weight for part in nominations[0].criteria}
    ranking = rank(weights, complete)
    by_id = {each.nomination.id: each for each in nominations}
    places = [row.rank for row in ranking.rows]
    placed = [
        replace(by_id[row.candidate], total=row.total, rank=row.rank, tied=places.count(row.rank) > 1)
        for row in ranking.rows
    ]
    unplaced = [each for each in nominations if each.nomination.id not in complete]
    return SelectionRanking((*placed, *unplaced), ranking.trace)


def detail_of(place: RankedNomination) -> list[dict[str, object]]:
    """The criteria of a nomination as they are kept with the decision."""
    return [
        {
            "criterion": part.criterion.value,
            "weight": part.weight,
            "value": part.value,
            "missing": part.missing,
            "lowest": None if part.panel is None else part.panel.lowest,
            "highest": None if part.panel is None else part.panel.highest,
            "deviation": None if part.panel is None else part.panel.deviation,
            "assessors": 0 if part.panel is None else len(part.panel.scores),
        }
        for part in place.criteria
    ]
