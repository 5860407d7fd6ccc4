"""The figures of one audit: what its packet adds to the sector, and the measures by which it may be commended."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cpaudit import engine
from cpaudit.audits.models import Audit, InventoryLine, Scenario, Target
from cpaudit.audits.services.inventory import InventoryTotal, totals
from cpaudit.audits.services.targets import is_met
from cpaudit.engine import Quantity
from cpaudit.gates.figures import rated_systems
from cpaudit.gates.models import KeptResult
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.options.figures import effectiveness_of
from cpaudit.options.lifecycle import CARRIED_OUT
from cpaudit.options.models import Funding, Option, OptionEffect, OptionState
from cpaudit.reporting.document import LimitEntry
from cpaudit.submissions.exact import decimal_text, exact
from cpaudit.submissions.figures import Figure, FigureKind, counted, summed

SHARE_DIGITS = 6
"""Decimals of a share among the measures, which compares and is never added up."""


def figures_of(snapshot: Snapshot) -> tuple[Figure, ...]:
    """Everything of an audit that is added up along the chain."""
    options = snapshot.of(Option)
    done = [option for option in options if option.state in CARRIED_OUT]
    met = [is_met(target) for target in snapshot.of(Target)]
    return (
        counted(FigureKind.AUDITS, 1),
        *(
            counted(FigureKind.OPTIONS, sum(option.state is state for option in options), state.value)
            for state in OptionState
            if any(option.state is state for option in options)
        ),
        *(
            counted(FigureKind.OPTIONS_CARRIED_OUT, sum(option.cost_class is each for option in done), each.value)
            for each in dict.fromkeys(option.cost_class for option in done)
        ),
        counted(FigureKind.TARGETS, len(met)),
        Figure(
            kind=FigureKind.TARGETS_MET,
            unit="1",
            value=str(sum(each is True for each in met)),
            complete=None not in met,
        ),
        *_emissions(snapshot),
        *_effects(done, snapshot.of(OptionEffect)),
        *_money(done),
        *_funding(options, snapshot.of(Funding)),
    )


def standing_of(snapshot: Snapshot, library: Library, limits: Iterable[LimitEntry]) -> tuple[Figure, ...]:
    """How the enterprise is rated and keeps its limits, before and after the audit, as counts.

    Args:
        limits: as the report of the audit tells them; those of records that are not in force do not count.
    """
    grades = Counter(
        f"{scenario.value}:{(rating.grade or rating.state).value}"
        for _, by_scenario in rated_systems(snapshot, library)
        for scenario, rating in by_scenario.items()
    )
    kept: Counter[str] = Counter()
    for limit in limits:
        if limit.applies:
            kept[f"{Scenario.BEFORE.value}:{limit.before.keeping.value}"] += 1
            kept[f"{Scenario.AFTER.value}:{limit.after.keeping.value}"] += 1
    return tuple(
        counted(kind, count, subject)
        for kind, counts in ((FigureKind.RATINGS, grades), (FigureKind.LIMITS, kept))
        for subject, count in sorted(counts.items())
    )


def results_of(kept: Iterable[KeptResult]) -> list[dict[str, Any]]:
    """The results on which the phases were closed last, with unit, trace and the content they used."""
    last: dict[str, int] = {}
    rows = list(kept)
    for row in rows:
        last[row.phase_id] = max(last.get(row.phase_id, 0), row.closing)
    return [
        {
            "phase": row.phase.value,
            "kind": row.kind.value,
            "subject": row.subject,
            "value": row.value,
            "unit": row.unit,
            "trace": row.trace,
            "content": row.content_hash,
        }
        for row in sorted(rows, key=lambda each: (each.phase.value, each.kind.value, each.subject_key))
        if row.closing == last[row.phase_id]
    ]


def _emissions(snapshot: Snapshot) -> Iterator[Figure]:
    for total in totals(snapshot.of(InventoryLine)):
        for kind, emitted in (
            (FigureKind.EMISSION_BEFORE, total.before),
            (FigureKind.EMISSION_AFTER, total.after),
        ):
            if emitted is not None:
                yield Figure(
                    kind=kind,
                    subject=total.pollutant,
                    unit=total.unit,
                    value=decimal_text(exact(emitted.amount.value)),
                    trace=json.loads(engine.to_json(emitted.trace)),
                )


def _effects(done: Iterable[Option], effects: Iterable[OptionEffect]) -> Iterator[Figure]:
    codes = {option.id: option.code for option in done}
    by_subject: dict[str, list[OptionEffect]] = defaultdict(list)
    for effect in effects:
        if effect.option_id in codes:
            by_subject[effect.subject].append(effect)
    for subject, own in by_subject.items():
        for kind, amounts in (
            (FigureKind.SAVED_PLANNED, [(effect, effect.planned) for effect in own]),
            (FigureKind.SAVED, [(effect, effect.actual) for effect in own]),
        ):
            yield from summed(
                kind,
                subject,
                [(codes[effect.option_id], *_exactly(amount)) for effect, amount in amounts],
                unit=own[0].planned.unit,
            )


def _exactly(amount: Quantity | None) -> tuple[str, Fraction | None]:
    return ("", None) if amount is None else (amount.unit, exact(amount.value))


def _money(done: Iterable[Option]) -> Iterator[Figure]:
    options = list(done)
    for kind, column in (
        (FigureKind.INVESTMENT, "investment"),
        (FigureKind.COST, "actual_cost"),
        (FigureKind.SAVING_PLANNED, "annual_saving"),
        (FigureKind.SAVING, "actual_saving"),
    ):
        terms: list[tuple[str, str, Fraction | None]] = []
        for option in options:
            amount: Decimal | None = getattr(option, column)
            terms.append((option.code, money_unit(option), None if amount is None else exact(amount)))
        if terms:
            yield from summed(kind, "", terms, unit=unit_of_unknown(terms))


def unit_of_unknown(terms: Iterable[tuple[str, str, Fraction | None]]) -> str:
    """The unit of a sum of which no term is known: the first by name, so that it never depends on their order."""
    return min(unit for _, unit, _ in terms)


def _funding(options: Iterable[Option], funding: Iterable[Funding]) -> Iterator[Figure]:
    by_id = {option.id: option for option in options}
    by_source: dict[str, list[tuple[str, str, Fraction | None]]] = defaultdict(list)
    for each in funding:
        option = by_id[each.option_id]
        by_source[each.source.value].append((option.code, option.currency, exact(each.amount)))
    for source, terms in by_source.items():
        yield from summed(FigureKind.FUNDING, source, terms)


def money_unit(option: Option) -> str:
    """Currency and price year of an option's money, ``CNY 2024``; the currency alone where the year is not known."""
    return unit_of_money(option.currency, option.price_year)


def unit_of_money(currency: str, price_year: int | None) -> str:
    """Currency and price year as the unit of an amount."""
    return currency if price_year is None else f"{currency} {price_year}"


def measures_of(snapshot: Snapshot) -> dict[str, str | None]:
    """The measures for commendation, decimals; None is unknown. See :class:`cpaudit.quality.criteria.Measure`."""
    options = snapshot.of(Option)
    done = [option for option in options if option.state in CARRIED_OUT]
    met = [is_met(target) for target in snapshot.of(Target) if _was_due(target, snapshot.audit)]
    effects = snapshot.of(OptionEffect)
    effective = [
        None if found is None else found.effective
        for option in done
        for found in (
            effectiveness_of(
                [effect for effect in effects if effect.option_id == option.id],
                investment=option.investment,
                actual_cost=option.actual_cost,
                annual_saving=option.annual_saving,
                actual_saving=option.actual_saving,
            ),
        )
    ]
    changes = [_change(total) for total in totals(snapshot.of(InventoryLine))]
    known = [change for change in changes if change is not None]
    return {
        "OPTIONS_CARRIED_OUT": str(len(done)),
        "INVESTED_OPTIONS_CARRIED_OUT": str(sum(option.cost_class.needs_study for option in done)),
        "EFFECTIVE_SHARE": _share(effective),
        "TARGETS_MET_SHARE": _share(met),
        "LARGEST_REDUCTION": None if not known else _rounded(max(known)),
        "SMALLEST_REDUCTION": None if not known or len(known) < len(changes) else _rounded(min(known)),
    }


def _was_due(target: Target, audit: Audit) -> bool:
    """Whether a target was to be reached by the end of the audit; long-term ones are a matter of later rounds."""
    return audit.concluded_at is None or target.due <= audit.concluded_at.date()


def _share(judged: list[bool | None]) -> str | None:
    return None if not judged or None in judged else _rounded(Fraction(sum(map(bool, judged)), len(judged)))


def _change(total: InventoryTotal) -> Fraction | None:
    """By which fraction less is emitted after the audit; None where that is not known."""
    if total.before is None or total.after is None or total.before.amount.value <= 0:
        return None
    before, after = exact(total.before.amount.value), exact(total.after.amount.value)
    return (before - after) / before


def _rounded(share: Fraction) -> str:
    return decimal_text(Fraction(round(share * 10**SHARE_DIGITS), 10**SHARE_DIGITS))


def enterprise_of(snapshot: Snapshot) -> Mapping[str, Any]:
    """Of whom the audit is."""
    enterprise = snapshot.enterprise
    return {
        "code": enterprise.code,
        "name": enterprise.name,
        "gb4754": enterprise.gb4754,
        "sizeClass": enterprise.size_class.value,
        "city": enterprise.city,
        "illustrative": enterprise.illustrative or snapshot.audit.illustrative,
    }
