"""The results on which the gate of a step rests, computed from a snapshot: what is kept when its phase is closed.

A step registers what it gives; more than one function may do so for one step:

    @gives(StepKey.BALANCES)
    def _balances(snapshot: Snapshot, library: Library) -> Iterator[Result]:
        yield Result(ResultKind.BALANCE, subject="COD", key=balance.id, trace=closure.trace)

A kind of result that is new needs a member of :class:`cpaudit.gates.models.ResultKind` beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cpaudit.audits.models import (
    Balance,
    FocusCandidate,
    FocusFactor,
    IndicatorValue,
    InventoryLine,
    RatingOutput,
    Scenario,
)
from cpaudit.audits.services.assessment import closure_of
from cpaudit.audits.services.inventory import totals
from cpaudit.audits.services.rating import RatingRecords, rating_of
from cpaudit.audits.services.survey import focus_ranking
from cpaudit.engine import Ranking, Trace, Value
from cpaudit.gates.models import LONGEST_SUBJECT, ResultKind
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import measured_lines
from cpaudit.library import Library
from cpaudit.options.figures import economics_of, effectiveness_of, screening_ranking
from cpaudit.options.lifecycle import CARRIED_OUT
from cpaudit.options.models import Option, OptionEffect, ScreeningFactor
from cpaudit.phases import Phase, StepKey


@dataclass(frozen=True, slots=True)
class Result:
    """One result.

    Attributes:
        kind: what it is of.
        subject: of which of these, for a reader.
        key: the same for programs, unique among those of a kind: a record's id where it has one.
        trace: value, unit, and how they came about.
    """

    kind: ResultKind
    subject: str
    key: str
    trace: Trace

    @property
    def value(self) -> Value:
        """The result itself; None where it is not known."""
        return self.trace.value


Giver: TypeAlias = Callable[[Snapshot, Library], Iterator[Result]]

GIVERS: dict[StepKey, list[Giver]] = defaultdict(list)


def gives(step: StepKey) -> Callable[[Giver], Giver]:
    """Function decorator: these results belong to *step*."""

    def register(function: Giver) -> Giver:
        GIVERS[step].append(function)
        return function

    return register


def results_of(snapshot: Snapshot, library: Library, phase: Phase) -> tuple[Result, ...]:
    """The results of a phase's steps, from the audit as it stands."""
    return tuple(
        result for step in phase.steps for give in GIVERS.get(step.key, ()) for result in give(snapshot, library)
    )


@gives(StepKey.AUDIT_FOCUS)
def _focus(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    ranking = focus_ranking(snapshot.of(FocusFactor), snapshot.of(FocusCandidate))
    if ranking is not None:
        yield Result(ResultKind.FOCUS_RANKING, _ordered(ranking), "", ranking.trace)


@gives(StepKey.BALANCES)
def _balances(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    for balance in snapshot.of(Balance):
        yield Result(
            ResultKind.BALANCE, balance.name, balance.id, closure_of(balance, measured_lines(balance, snapshot)).trace
        )


@gives(StepKey.SCREENING)
def _screening(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    ranking = screening_ranking(snapshot.of(ScreeningFactor), snapshot.of(Option))
    if ranking is not None:
        yield Result(ResultKind.SCREENING_RANKING, _ordered(ranking), "", ranking.trace)


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


@gives(StepKey.RESULTS)
def _emissions(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    for total in totals(snapshot.of(InventoryLine)):
        for scenario, emitted in ((Scenario.BEFORE, total.before), (Scenario.AFTER, total.after)):
            if emitted is not None:
                key = f"{total.pollutant} {total.unit} {scenario.value}"
                yield Result(ResultKind.EMISSION, f"{total.pollutant} {scenario.value}", key, emitted.trace)


@gives(StepKey.BENCHMARK)
def _rating_before(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    yield from _ratings(snapshot, library, Scenario.BEFORE)


@gives(StepKey.RATING_AFTER)
def _rating_after(snapshot: Snapshot, library: Library) -> Iterator[Result]:
    yield from _ratings(snapshot, library, Scenario.AFTER)


def _ratings(snapshot: Snapshot, library: Library, scenario: Scenario) -> Iterator[Result]:
    records = RatingRecords(tuple(snapshot.of(IndicatorValue)), tuple(snapshot.of(RatingOutput)))
    for system in library.indicator_systems():
        if records.of(system.ref, scenario).values:
            key = f"{system.ref} {scenario.value}"
            yield Result(ResultKind.RATING, key, key, rating_of(library, system, scenario, records).trace)


def _ordered(ranking: Ranking) -> str:
    return " > ".join(row.candidate for row in ranking.rows)[:LONGEST_SUBJECT]


def _named(option: Option) -> str:
    return f"{option.code} {option.name}"[:LONGEST_SUBJECT]
