"""Which audits stand out (先进企业): by the measures that their packets carry, and by what they save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from cpaudit.documents.collect.sums import said, unit_text
from cpaudit.quality.criteria import Measure
from cpaudit.reporting import document as doc
from cpaudit.reporting.formatting import format_number, format_percent
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import Text, in_language
from cpaudit.submissions.exact import exact
from cpaudit.submissions.figures import Figure, FigureKind
from cpaudit.text import LANGUAGES, LocalizedText

MOST = 10
"""Ranks that a list shows; more enterprises where some share the last one."""

_DIGITS = 6

Listed = Mapping[str, Any]


def best_of(audits: Sequence[tuple[Listed, Sequence[Figure]]]) -> tuple[doc.BestList, ...]:
    """The best by the largest reduction of a pollutant, and by yearly saving in each currency and price year."""
    listed = [each for each, _ in audits]
    shares = [_measure(each, Measure.LARGEST_REDUCTION) for each in listed]
    found = [_list(said(ProgrammeLabel.BEST_REDUCTION), listed, shares, lambda value: format_percent(float(value)))]
    units = dict.fromkeys(each.unit for _, figures in audits for each in figures if each.kind is FigureKind.SAVING)
    for unit in units:
        told = unit_text(FigureKind.SAVING, unit)
        measure = LocalizedText(
            {each: ProgrammeLabel.BEST_SAVING.fill(each, unit=in_language(told, each)) for each in LANGUAGES}
        )
        savings = [_saving(figures, unit) for _, figures in audits]
        found.append(_list(measure, listed, savings, lambda value: format_number(float(value), digits=_DIGITS)))
    return tuple(each for each in found if each.results)


def ranks(values: Sequence[Fraction]) -> list[int]:
    """The rank of each value, the largest first; equal values share the better one."""
    return [1 + sum(other > value for other in values) for value in values]


def _list(
    measure: Text, listed: Sequence[Listed], values: Sequence[Fraction | None], printed: Callable[[Fraction], str]
) -> doc.BestList:
    known = [(value, each) for value, each in zip(values, listed, strict=True) if value is not None]
    placed = sorted(
        zip(ranks([value for value, _ in known]), known, strict=True),
        key=lambda each: (each[0], each[1][1]["enterprise"]["name"]),
    )
    return doc.BestList(
        measure,
        tuple(
            doc.BestResult(rank, each["enterprise"]["name"], each["enterprise"]["city"], printed(value))
            for rank, (value, each) in placed
            if rank <= MOST
        ),
        len(values) - len(known),
    )


def _measure(listed: Listed, measure: Measure) -> Fraction | None:
    value = listed["measures"].get(measure.value)
    return None if value is None else exact(value)


def _saving(figures: Sequence[Figure], unit: str) -> Fraction | None:
    """What the options of an audit save in a year; None where that is not known, or not all of it."""
    found = next((each for each in figures if (each.kind, each.unit) == (FigureKind.SAVING, unit)), None)
    return None if found is None or found.value is None or not found.complete else exact(found.value)
