"""The figures of a packet: those of one audit, and their sums along the chain, exact and with where they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cpaudit.submissions.exact import common_unit, decimal_text, exact


class FigureKind(StrEnum):
    """What is added up.

    EMISSION_BEFORE and EMISSION_AFTER are per pollutant. SAVED_PLANNED and SAVED are what the options that were carried
    out save in a year, per pollutant or resource; the others of these options are money: INVESTMENT as planned, COST as
    it came, SAVING_PLANNED and SAVING per year. FUNDING is per source. The rest are counts: RATINGS in indicator
    systems and LIMITS in force are per scenario and what came of them, as in ``BEFORE:II`` and ``AFTER:EXCEEDED``.
    """

    AUDITS = "AUDITS"
    OPTIONS = "OPTIONS"
    OPTIONS_CARRIED_OUT = "OPTIONS_CARRIED_OUT"
    TARGETS = "TARGETS"
    TARGETS_MET = "TARGETS_MET"
    RATINGS = "RATINGS"
    LIMITS = "LIMITS"
    EMISSION_BEFORE = "EMISSION_BEFORE"
    EMISSION_AFTER = "EMISSION_AFTER"
    SAVED_PLANNED = "SAVED_PLANNED"
    SAVED = "SAVED"
    INVESTMENT = "INVESTMENT"
    COST = "COST"
    SAVING_PLANNED = "SAVING_PLANNED"
    SAVING = "SAVING"
    FUNDING = "FUNDING"

    @property
    def is_money(self) -> bool:
        """Whether its unit is a currency, of most with the price year."""
        return self in _MONEY

    @property
    def is_saving(self) -> bool:
        """Whether it is an amount of a pollutant or a resource that is saved."""
        return self in (FigureKind.SAVED_PLANNED, FigureKind.SAVED)


_MONEY = frozenset(
    {FigureKind.INVESTMENT, FigureKind.COST, FigureKind.SAVING_PLANNED, FigureKind.SAVING, FigureKind.FUNDING}
)


@dataclass(frozen=True, slots=True)
class Term:
    """One summand; None where it is not known, which is not zero.

    Attributes:
        of: what it is of: an option's code, a packet's hash.
    """

    of: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its unit and where it comes from.

    Attributes:
        subject: of which pollutant, resource, source of money or class; empty where there is but one.
        unit: of the registry; for money currency and price year, ``CNY 2024``; for counts ``1``.
        value: exact decimal text, the sum of the terms that are known; None where none is.
        complete: whether every term is known, and complete itself.
        terms: what was added up; empty where ``trace`` tells it.
        trace: how the engine computed it, as :func:`cpaudit.engine.to_json` writes it.
        without: hashes of packets that say nothing of it, neither a value nor zero.
        partial: hashes of packets that know a part of it only; what they know is among the terms.
    """

    kind: FigureKind
    subject: str = ""
    unit: str
    value: str | None
    complete: bool = True
    terms: tuple[Term, ...] = ()
    trace: Mapping[str, Any] | None = None
    without: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the other figures of a packet."""
        return self.kind.value, self.subject, self.unit


def counted(kind: FigureKind, count: int, subject: str = "") -> Figure:
    """A count."""
    return Figure(kind=kind, subject=subject, unit="1", value=str(count))


def summed(
    kind: FigureKind, subject: str, terms: Iterable[tuple[str, str, Fraction | None]], *, unit: str = ""
) -> list[Figure]:
    """The sums of terms ``(of, unit, value)``: one for each unit that converts to no other exactly.

    Args:
        unit: of terms that are not known; they make each sum incomplete.
    """
    given = list(terms)
    units = common_unit(each for _, each, value in given if value is not None)
    groups: dict[str, list[Term]] = defaultdict(list)
    unknown = [Term(of, None) for of, _, value in given if value is None]
    total: dict[str, Fraction] = defaultdict(Fraction)
    for of, written, value in given:
        if value is not None:
            target, ratio = units[written]
            total[target] += value * ratio
            groups[target].append(Term(of, decimal_text(value * ratio)))
    if not groups and unknown:
        return [Figure(kind=kind, subject=subject, unit=unit, value=None, complete=False, terms=tuple(unknown))]
    return [
        Figure(
            kind=kind,
            subject=subject,
            unit=target,
            value=decimal_text(total[target]),
            complete=not unknown,
            terms=(*group, *unknown),
        )
        for target, group in groups.items()
    ]


@dataclass
class _Gathered:
    terms: list[tuple[str, str, Fraction | None]] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    incomplete: bool = False


def totals_of(packets: Sequence[tuple[str, Sequence[Figure]]]) -> tuple[Figure, ...]:
    """The sums over packets, given as hash and figures: each to the last digit, and with which packets it is of.

    Figures of one kind and subject in units that convert exactly are one sum. A packet that has no such figure stands
    in ``without``; one that has it but does not know all of it makes the sum incomplete.
    """
    gathered: dict[tuple[FigureKind, str], list[tuple[str, Figure]]] = defaultdict(list)
    for packet, figures in packets:
        for figure in figures:
            gathered[figure.kind, figure.subject].append((packet, figure))
    everyone = [packet for packet, _ in packets]
    found: list[Figure] = []
    for (kind, subject), own in gathered.items():
        common = common_unit(figure.unit for _, figure in own)
        groups: dict[str, _Gathered] = defaultdict(_Gathered)
        for packet, figure in own:
            target, ratio = common[figure.unit]
            value = None if figure.value is None else exact(figure.value) * ratio
            groups[target].terms.append((packet, target, value))
            groups[target].incomplete |= not figure.complete
            if value is not None and not figure.complete:
                groups[target].partial.append(packet)
        found += [_total(kind, subject, target, group, everyone) for target, group in groups.items()]
    order = {kind: place for place, kind in enumerate(FigureKind)}
    return tuple(sorted(found, key=lambda each: (order[each.kind], each.subject, each.unit)))


def _total(kind: FigureKind, subject: str, unit: str, group: _Gathered, everyone: Sequence[str]) -> Figure:
    known = [value for _, _, value in group.terms if value is not None]
    said = {of for of, _, _ in group.terms}
    return Figure(
        kind=kind,
        subject=subject,
        unit=unit,
        value=decimal_text(sum(known, Fraction())) if known else None,
        complete=not group.incomplete,
        terms=tuple(Term(of, None if value is None else decimal_text(value)) for of, _, value in group.terms),
        without=tuple(packet for packet in everyone if packet not in said),
        partial=tuple(group.partial),
    )


def written(figure: Figure) -> dict[str, Any]:
    """A figure as a packet holds it."""
    return {
        "kind": figure.kind.value,
        "subject": figure.subject,
        "unit": figure.unit,
        "value": figure.value,
        "complete": figure.complete,
        "terms": [[term.of, term.value] for term in figure.terms],
        "trace": figure.trace,
        "without": list(figure.without),
        "partial": list(figure.partial),
    }


def read(stored: Mapping[str, Any]) -> Figure:
    """A figure from a packet."""
    return Figure(
        kind=FigureKind(stored["kind"]),
        subject=stored["subject"],
        unit=stored["unit"],
        value=stored["value"],
        complete=stored["complete"],
        terms=tuple(Term(of, value) for of, value in stored["terms"]),
        trace=stored["trace"],
        without=tuple(stored["without"]),
        # Packets of earlier releases do not tell it.
        partial=tuple(stored.get("partial", ())),
    )
