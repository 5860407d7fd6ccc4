"""A report says everything in every language it is written in."""

from __future__ import annotations

import re
import string
from enum import StrEnum

import pytest

from cpaudit.audits.services.reconciliation import ReconciliationStatus
from cpaudit.contributions import Severity
from cpaudit.engine import FlowClass, QuantityStatus
from cpaudit.engine.headroom import Keeping
from cpaudit.phases import Aspect, CostClass
from cpaudit.reporting.document import (
    BalanceStatus,
    IndicatorChange,
    IndicatorGrade,
    OptionOrigin,
    OptionState,
    PhaseState,
    RatingStage,
    ScreeningVerdict,
    YearlyKind,
)
from cpaudit.reporting.labels import Label
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.words import word
from cpaudit.text import LANGUAGES

CHINESE = re.compile("[\u4e00-\u9fff]")
PRINTED_ENUMERATIONS: list[type[StrEnum]] = [
    Aspect,
    BalanceStatus,
    CostClass,
    IndicatorChange,
    FlowClass,
    IndicatorGrade,
    Keeping,
    QuantityStatus,
    OptionOrigin,
    OptionState,
    PhaseState,
    RatingStage,
    ReconciliationStatus,
    ScreeningVerdict,
    Severity,
    YearlyKind,
]


LABELS: tuple[Phrase, ...] = (*Label, *ProgrammeLabel)
# What these say is all in their gaps, or is a code.
WITHOUT_WORDS: set[Phrase] = {Label.FEASIBILITY_STUDY, ProgrammeLabel.CHART_ALT, ProgrammeLabel.STATE_THEN}


def gaps(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_label_is_there_in_every_language() -> None:
    assert [label.name for label in LABELS if set(label.value) != set(LANGUAGES)] == []


def test_a_label_is_written_in_the_language_it_is_filed_under() -> None:
    in_wrong_language = [
        label.name
        for label in LABELS
        if CHINESE.search(label.text("en")) or not (CHINESE.search(label.text("zh-CN")) or label in WITHOUT_WORDS)
    ]
    assert in_wrong_language == []


def test_a_sentence_has_the_same_gaps_in_every_language() -> None:
    uneven = [label.name for label in LABELS if len({gaps(label.text(language)) for language in LANGUAGES}) != 1]
    assert uneven == []


@pytest.mark.parametrize("enumeration", PRINTED_ENUMERATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_word_of_its_own(enumeration: type[StrEnum], language: str) -> None:
    words = [word(member, language) for member in enumeration]
    assert all(words)
    assert len(set(words)) == len(words)


def test_two_enumerations_that_share_a_value_keep_their_own_words() -> None:
    assert word(PhaseState.OPEN, "en") == "Not started"
    assert word(BalanceStatus.OPEN, "en") == "gap not explained"
