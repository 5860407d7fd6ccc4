"""Names of what packets count by, as the catalogues of the reports have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cpaudit.documents.collect.sums import said
from cpaudit.engine.headroom import Keeping
from cpaudit.enterprises.models import SizeClass
from cpaudit.options.models import FundingSource, OptionState
from cpaudit.phases import CostClass
from cpaudit.programmes.models import StageKind
from cpaudit.quality.models import ReviewDecision
from cpaudit.quality.weights import POINTS
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.terms import term
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import Text, in_language
from cpaudit.reporting.words import WORDS
from cpaudit.submissions.figures import FigureKind
from cpaudit.text import LANGUAGES, LocalizedText

FIGURES: Mapping[FigureKind, ProgrammeLabel] = {
    FigureKind.AUDITS: ProgrammeLabel.AUDITS,
    FigureKind.OPTIONS: ProgrammeLabel.NUMBER_OF_OPTIONS,
    FigureKind.OPTIONS_CARRIED_OUT: ProgrammeLabel.F_OPTIONS_CARRIED_OUT,
    FigureKind.TARGETS: ProgrammeLabel.F_TARGETS,
    FigureKind.TARGETS_MET: ProgrammeLabel.F_TARGETS_MET,
    FigureKind.RATINGS: ProgrammeLabel.F_RATINGS,
    FigureKind.LIMITS: ProgrammeLabel.F_LIMITS,
    FigureKind.EMISSION_BEFORE: ProgrammeLabel.F_EMISSION_BEFORE,
    FigureKind.EMISSION_AFTER: ProgrammeLabel.F_EMISSION_AFTER,
    FigureKind.SAVED_PLANNED: ProgrammeLabel.F_SAVED_PLANNED,
    FigureKind.SAVED: ProgrammeLabel.F_SAVED,
    FigureKind.INVESTMENT: ProgrammeLabel.INVESTMENT,
    FigureKind.COST: ProgrammeLabel.COST,
    FigureKind.SAVING_PLANNED: ProgrammeLabel.SAVING_PLANNED,
    FigureKind.SAVING: ProgrammeLabel.SAVING,
    FigureKind.FUNDING: ProgrammeLabel.F_FUNDING,
}

DECISIONS: Mapping[str | None, ProgrammeLabel] = {
    ReviewDecision.PASSED.value: ProgrammeLabel.DECISION_PASSED,
    ReviewDecision.NEEDS_WORK.value: ProgrammeLabel.DECISION_NEEDS_WORK,
    ReviewDecision.REJECTED.value: ProgrammeLabel.DECISION_REJECTED,
    None: ProgrammeLabel.DECISION_OPEN,
}

_STAGES = {
    StageKind.PROVINCIAL_PILOT: ProgrammeLabel.STAGE_PROVINCIAL,
    StageKind.MUNICIPAL_PILOT: ProgrammeLabel.STAGE_MUNICIPAL,
    StageKind.ROLL_OUT: ProgrammeLabel.STAGE_ROLL_OUT,
}
_SCENARIOS = {"BEFORE": ProgrammeLabel.BEFORE, "AFTER": ProgrammeLabel.AFTER}


def option_states() -> Iterator[tuple[str, Text]]:
    """States of options, in their order."""
    return ((each.value, WORDS[doc.OptionState, each.value]) for each in OptionState)


def cost_classes() -> Iterator[tuple[str, Text]]:
    """Cost classes, the cheapest first."""
    return ((each.value, WORDS[CostClass, each.value]) for each in CostClass)


def funding_sources() -> Iterator[tuple[str, Text]]:
    """Sources of money."""
    return ((each.value, term(each)) for each in FundingSource)


def grades() -> Iterator[tuple[str, Text]]:
    """Grades of ratings, the best first, and what a rating is that has none."""
    for each in (doc.IndicatorGrade.I, doc.IndicatorGrade.II, doc.IndicatorGrade.III, doc.IndicatorGrade.BELOW):
        yield each.value, WORDS[doc.IndicatorGrade, each.value]
    yield "INCOMPLETE", said(ProgrammeLabel.RATING_INCOMPLETE)
    yield "NOT_APPLICABLE", said(ProgrammeLabel.RATING_NOT_APPLICABLE)


def keepings() -> Iterator[tuple[str, Text]]:
    """How limits are kept."""
    return ((each.value, WORDS[Keeping, each.value]) for each in Keeping)


def size(name: str) -> Text:
    """A size class."""
    return term(SizeClass(name)) if name in set(SizeClass) else name


def stage(kind: str) -> Text:
    """A stage of the programme by its kind; empty where none is told."""
    return said(_STAGES[StageKind(kind)]) if kind in set(StageKind) else kind


def finding(code: str) -> Text:
    """What a finding of a quality review is about; the code of a plugin's."""
    known = POINTS.get(code)
    return code if known is None else known.name


def subject(kind: FigureKind, name: str) -> Text:
    """What a figure is of."""
    names = {
        FigureKind.OPTIONS: option_states,
        FigureKind.OPTIONS_CARRIED_OUT: cost_classes,
        FigureKind.FUNDING: funding_sources,
    }
    if kind in names:
        return dict(names[kind]()).get(name, name)
    if kind in (FigureKind.RATINGS, FigureKind.LIMITS):
        scenario, _, state = name.partition(":")
        known = dict(grades() if kind is FigureKind.RATINGS else keepings())
        if scenario in _SCENARIOS and state in known:
            return _joined(said(_SCENARIOS[scenario]), known[state])
    return name


def _joined(first: Text, second: Text) -> LocalizedText:
    return LocalizedText(
        {
            language: ProgrammeLabel.STATE_THEN.fill(
                language, when=in_language(first, language), state=in_language(second, language)
            )
            for language in LANGUAGES
        }
    )
