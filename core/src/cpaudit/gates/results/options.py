"""Options screened, appraised, chosen under a budget, and verified."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from cpaudit.errors import CpauditError
from cpaudit.gates.figures import chosen_options, funding, option_records
from cpaudit.gates.models import LONGEST_SUBJECT, ResultKind
from cpaudit.gates.results.registry import Result, gives, listed
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.options.figures import economics_of, effectiveness_of, screening_ranking
from cpaudit.options.lifecycle import CARRIED_OUT
from cpaudit.options.models import Option, OptionEffect, ScreeningFactor
from cpaudit.options.portfolio import Candidates, candidates, curve
from cpaudit.phases import StepKey


@gives(StepKey.SCREENING)
def _screening(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    ranking = screening_ranking(snapshot.of(ScreeningFactor), snapshot.of(Option))
    if ranking is not None:
        names = (row.candidate for row in ranking.rows)
        yield Result(ResultKind.SCREENING_RANKING, listed(names, " > "), "", ranking.trace)


@gives(StepKey.FEASIBILITY_STUDY)
def _economics(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    for option in snapshot.of(Option):
        appraisal = economics_of(option)
        if appraisal is not None:
            yield Result(ResultKind.ECONOMICS, _named(option), option.id, appraisal.trace)


@gives(StepKey.EFFECTS)
def _effects(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    effects = snapshot.of(OptionEffect)
    for option in snapshot.of(Option):
        if option.state not in CARRIED_OUT:
            continue
        found = effectiveness_of(
            [effect for effect in effects if effect.option_id == option.id],
            investment=option.investment,
            actual_cost=option.actual_cost,
            annual_saving=option.annual_saving,
            actual_saving=option.actual_saving,
        )
        for subject, part in () if found is None else found.parts:
            name = _named(option) if subject is None else f"{_named(option)}: {subject}"
            yield Result(
                ResultKind.EFFECT, name[:LONGEST_SUBJECT], f"{option.id} {subject or ''}"[:LONGEST_SUBJECT], part.trace
            )


def _named(option: Option) -> str:
    return f"{option.code} {option.name}"[:LONGEST_SUBJECT]


@gives(StepKey.RECOMMENDATION)
def _choice(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    """What is worth while without a limit on money, and what each unit of reduction costs."""
    # Options that do not compare are no choice; that is told where it is asked for, and keeps no phase open.
    with suppress(CpauditError):
        given = candidates(*option_records(snapshot), library)
        yield from _portfolio(given, None, "")
        for subject in given.units:
            named = subject[:LONGEST_SUBJECT]
            yield Result(ResultKind.ABATEMENT, named, named, curve(given, subject).trace)


@gives(StepKey.FUNDING)
def _funded(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    budget = funding(snapshot)
    if budget is not None:
        with suppress(CpauditError):
            yield from _portfolio(candidates(*option_records(snapshot), library), budget, "FUNDING")


def _portfolio(given: Candidates, budget: Decimal | None, key: str) -> Iterator[Result]:
    found = chosen_options(given, budget)
    if found is not None:
        yield Result(ResultKind.PORTFOLIO, listed(sorted(found.chosen), ", "), key, found.trace)
