"""Figures of packets as the sums of a document, in all and of groups of audits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from cpaudit.reporting import document as doc
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import Text
from cpaudit.submissions.exact import common_unit, decimal_text, exact, exact_ratio
from cpaudit.submissions.figures import Figure, FigureKind, totals_of
from cpaudit.text import LANGUAGES, LocalizedText

MONEY = (FigureKind.INVESTMENT, FigureKind.COST, FigureKind.SAVING_PLANNED, FigureKind.SAVING)
COUNT = "1"


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one packet, by the number under which the document names it."""

    number: int
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Sums:
    """What packets say together.

    Attributes:
        figures: the sums.
        numbers: by which the document names what their terms name.
        parts: what is behind the sums, as far down as it is known.
    """

    figures: Sequence[Figure]
    numbers: Mapping[str, int]
    parts: Sequence[Part]

    @classmethod
    def over(cls, parts: Sequence[Part]) -> Sums:
        """The sums over some parts."""
        return cls(
            totals_of([(str(part.number), part.figures) for part in parts]),
            {str(part.number): part.number for part in parts},
            parts,
        )

    def of(self, kind: FigureKind, subject: str = "", unit: str = COUNT) -> doc.PacketSum:
        """One sum in *unit*; nobody says anything of one that is not there."""
        for figure in self.figures:
            ratio = exact_ratio(figure.unit, unit) if (figure.kind, figure.subject) == (kind, subject) else None
            if ratio is not None:
                return _scaled(self.told(figure), ratio, unit_text(kind, unit))
        return doc.PacketSum(None, unit_text(kind, unit), silent=tuple(sorted(self.numbers.values())))

    def all_of(self, kind: FigureKind) -> doc.PacketSum:
        """The counts of one kind, whatever they are of."""
        found = [self.told(each) for each in self.figures if each.kind is kind]
        values = [exact(each.value) for each in found if each.value is not None]
        known = {number for each in found for number in each.known}
        unknown = {number for each in found for number in each.unknown}
        return doc.PacketSum(
            decimal_text(sum(values, Fraction())) if values else None,
            "",
            all(each.complete for each in found),
            tuple(sorted(known)),
            tuple(sorted({number for each in found for number in each.partial})),
            tuple(sorted(unknown)),
            tuple(sorted(set(self.numbers.values()) - known - unknown)),
        )

    def told(self, figure: Figure) -> doc.PacketSum:
        """A figure with the numbers of its packets."""
        terms = [(self.numbers[term.of], term.value) for term in figure.terms]
        return doc.PacketSum(
            figure.value,
            unit_text(figure.kind, figure.unit),
            figure.complete,
            tuple(number for number, value in terms if value is not None),
            tuple(self.numbers[each] for each in figure.partial),
            tuple(number for number, value in terms if value is None),
            tuple(self.numbers[each] for each in figure.without),
        )

    def subjects(self, *kinds: FigureKind) -> list[tuple[str, str]]:
        """Subject and unit of the figures of these kinds, in order; units that convert exactly are one."""
        units: dict[str, list[str]] = {}
        for figure in self.figures:
            if figure.kind in kinds:
                units.setdefault(figure.subject, []).append(figure.unit)
        return [
            (subject, unit)
            for subject, found in units.items()
            for unit in dict.fromkeys(target for target, _ in common_unit(found).values())
        ]

    def counted(self, kind: FigureKind, names: Iterable[tuple[str, Text]]) -> tuple[doc.NamedSum, ...]:
        """The counts of one kind in the order of *names*, which gives each subject its name; others follow."""
        known = dict(names)
        found = [subject for subject, _ in self.subjects(kind)]
        order = [*(each for each in known if each in found), *(each for each in found if each not in known)]
        return tuple(doc.NamedSum(known.get(each, each), self.of(kind, each)) for each in order)

    def emission(self, pollutant: str, unit: str) -> doc.EmissionSum:
        """A pollutant before and after, and by how much it fell in the packets that know both."""
        reduction, before = Fraction(), Fraction()
        numbers: dict[str, list[int]] = {"known": [], "unknown": [], "silent": []}
        for part in self.parts:
            found = [_amount(part.figures, kind, pollutant, unit) for kind in _SIDES]
            if found == [None, None]:
                numbers["silent"].append(part.number)
                continue
            known = [each[0] for each in found if each is not None and each[0] is not None]
            if len(known) == len(_SIDES):
                numbers["known"].append(part.number)
                before += known[0]
                reduction += known[0] - known[1]
            else:
                numbers["unknown"].append(part.number)
        told = bool(numbers["known"])
        return doc.EmissionSum(
            pollutant,
            self.of(FigureKind.EMISSION_BEFORE, pollutant, unit),
            self.of(FigureKind.EMISSION_AFTER, pollutant, unit),
            doc.PacketSum(
                decimal_text(reduction) if told else None,
                unit,
                not numbers["unknown"],
                **{name: tuple(each) for name, each in numbers.items()},
            ),
            decimal_text(before) if told else None,
            float(reduction / before) if told and before > 0 else None,
        )

    def money(self, unit: str) -> doc.MoneySum:
        """What was invested and saved in one currency and price year."""
        investment, cost, planned, saving = (self.of(kind, "", unit) for kind in MONEY)
        actual = _payback(cost, saving)
        return doc.MoneySum(
            unit_text(FigureKind.COST, unit),
            investment,
            cost,
            planned,
            saving,
            _payback(investment, planned) if actual is None else actual,
            actual is None,
        )

    def funding(self, names: Iterable[tuple[str, Text]]) -> tuple[doc.NamedSum, ...]:
        """The money of each source, a sum for each currency."""
        known = dict(names)
        return tuple(
            doc.NamedSum(known.get(source, source), self.of(FigureKind.FUNDING, source, unit))
            for source, unit in self.subjects(FigureKind.FUNDING)
        )

    def standing(self, kind: FigureKind, names: Iterable[tuple[str, Text]]) -> tuple[doc.StandingSum, ...]:
        """Counts before and after, of what *names* names and anybody counted."""
        found = {subject.partition(":")[2] for subject, _ in self.subjects(kind)}
        return tuple(
            doc.StandingSum(name, self._count(kind, "BEFORE", each), self._count(kind, "AFTER", each))
            for each, name in names
            if each in found
        )

    def _count(self, kind: FigureKind, scenario: str, state: str) -> doc.PacketSum:
        """How many are in a state; none, where packets count others in the scenario and nobody counts this one."""
        found = self.of(kind, f"{scenario}:{state}")
        if found.value is not None or found.unknown:
            return found
        counting = [self.told(each) for each in self.figures if each.kind is kind and each.subject.startswith(scenario)]
        known = {number for each in counting for number in each.known}
        if not known:
            return found
        return replace(found, value="0", known=tuple(sorted(known)), silent=tuple(sorted(set(found.silent) - known)))


def _scaled(of: doc.PacketSum, ratio: Fraction, unit: Text) -> doc.PacketSum:
    value = None if of.value is None else decimal_text(exact(of.value) * ratio)
    return replace(of, value=value, unit=unit)


_SIDES = (FigureKind.EMISSION_BEFORE, FigureKind.EMISSION_AFTER)


def _amount(figures: Sequence[Figure], kind: FigureKind, subject: str, unit: str) -> tuple[Fraction | None] | None:
    """A figure in *unit*, in a tuple: with None where it is not known, or not all of it. None where there is none."""
    for figure in figures:
        ratio = exact_ratio(figure.unit, unit) if (figure.kind, figure.subject) == (kind, subject) else None
        if ratio is not None:
            known = figure.complete and figure.value is not None
            return (exact(figure.value) * ratio if known and figure.value is not None else None,)
    return None


def _payback(spent: doc.PacketSum, saved: doc.PacketSum) -> float | None:
    """Years until what is saved makes up for what was spent, where all packets that tell either know both."""
    if spent.value is None or saved.value is None or not (spent.complete and saved.complete):
        return None
    yearly = exact(saved.value)
    return float(exact(spent.value) / yearly) if yearly > 0 and spent.known == saved.known else None


def unit_text(kind: FigureKind, unit: str) -> Text:
    """A unit as a reader understands it; a count has none."""
    if kind in MONEY:
        currency, _, year = unit.partition(" ")
        label = ProgrammeLabel.UNIT_OF_MONEY if year else ProgrammeLabel.UNIT_OF_MONEY_OPEN
        return filled(label, currency=currency, year=year)
    return "" if unit == COUNT else unit


def filled(label: Phrase, **gaps: object) -> LocalizedText:
    """A sentence of the catalogue in every language."""
    return LocalizedText({language: label.fill(language, **gaps) for language in LANGUAGES})


def said(label: Phrase) -> LocalizedText:
    """A phrase of the catalogue in every language."""
    return filled(label)
