"""On what audits are commended: stated criteria, as data, over measures that packets carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cpaudit.engine.findings import verdict
from cpaudit.quality.models import ReviewDecision
from cpaudit.submissions.exact import exact
from cpaudit.text import LocalizedText


class Measure(StrEnum):
    """What is measured of an audit.

    QUALITY_SCORE: of the quality review that was decided last.
    OPTIONS_CARRIED_OUT, INVESTED_OPTIONS_CARRIED_OUT: how many options were carried out, and of these medium- and
    high-cost ones.
    EFFECTIVE_SHARE: share of the options that were carried out which are effective: 80 % of the planned effect at no
    more than 120 % of the planned cost.
    TARGETS_MET_SHARE: share of the targets that were due by the end of the audit which the results meet.
    LARGEST_REDUCTION, SMALLEST_REDUCTION: by which fraction less is emitted of the pollutant that fell most and of
    the one that fell least; the latter is negative where one rose.
    """

    QUALITY_SCORE = "QUALITY_SCORE"
    OPTIONS_CARRIED_OUT = "OPTIONS_CARRIED_OUT"
    INVESTED_OPTIONS_CARRIED_OUT = "INVESTED_OPTIONS_CARRIED_OUT"
    EFFECTIVE_SHARE = "EFFECTIVE_SHARE"
    TARGETS_MET_SHARE = "TARGETS_MET_SHARE"
    LARGEST_REDUCTION = "LARGEST_REDUCTION"
    SMALLEST_REDUCTION = "SMALLEST_REDUCTION"


MEASURE_NAMES = {
    Measure.QUALITY_SCORE: LocalizedText({"zh-CN": "质量审查得分", "en": "score of the quality review"}),
    Measure.OPTIONS_CARRIED_OUT: LocalizedText({"zh-CN": "已实施的方案数", "en": "options carried out"}),
    Measure.INVESTED_OPTIONS_CARRIED_OUT: LocalizedText(
        {"zh-CN": "已实施的中/高费方案数", "en": "medium- and high-cost options carried out"}
    ),
    Measure.EFFECTIVE_SHARE: LocalizedText(
        {"zh-CN": "已实施方案的有效比例", "en": "share of options carried out that are effective"}
    ),
    Measure.TARGETS_MET_SHARE: LocalizedText({"zh-CN": "到期目标完成比例", "en": "share of due targets met"}),
    Measure.LARGEST_REDUCTION: LocalizedText(
        {"zh-CN": "减排最多的污染物的削减率", "en": "reduction of the pollutant that fell most"}
    ),
    Measure.SMALLEST_REDUCTION: LocalizedText(
        {"zh-CN": "减排最少的污染物的削减率", "en": "reduction of the pollutant that fell least"}
    ),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A measure, and what it has to reach; ``name`` is what the list says of it."""

    measure: Measure
    at_least: str
    name: LocalizedText


def _criterion(measure: Measure, at_least: str, zh: str, en: str) -> Criterion:
    return Criterion(measure, at_least, LocalizedText({"zh-CN": zh, "en": en}))


DEFAULT_CRITERIA = (
    _criterion(Measure.QUALITY_SCORE, "85", "质量审查得分", "score of the quality review"),
    _criterion(Measure.TARGETS_MET_SHARE, "1", "到期目标全部达到", "all targets that were due met"),
    _criterion(
        Measure.EFFECTIVE_SHARE, "0.8", "已实施方案的有效比例", "share of options carried out that are effective"
    ),
    _criterion(Measure.OPTIONS_CARRIED_OUT, "1", "已实施的方案数", "options carried out"),
    _criterion(
        Measure.LARGEST_REDUCTION, "0.1", "减排最多的污染物的削减率", "reduction of the pollutant that fell most"
    ),
    _criterion(Measure.SMALLEST_REDUCTION, "0", "没有污染物增加", "no pollutant rose"),
)
"""What cpaudit begins with; no norm states these figures, and who makes a list states his own."""

QUALITY_DECISION = "QUALITY_DECISION"
"""The criterion that no list does without: a reviewer has passed the audit."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An audit that may be commended.

    Attributes:
        packet_hash: of its packet.
        owner: code of the tenant that made the packet.
        measures: decimals; None, or missing, is unknown.
        decision: of the quality review; None where nobody has decided.
    """

    packet_hash: str
    owner: str
    enterprise: str
    sector: str
    measures: Mapping[str, str | None]
    decision: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A candidate held against the criteria: ``results`` are criterion, value and YES, NO or UNKNOWN."""

    met: bool | None
    results: tuple[tuple[str, str, str], ...]


def judge(candidate: Candidate, criteria: Sequence[Criterion]) -> Judgement:
    """Whether a candidate meets all criteria; None where one is unknown and none is missed."""
    passed = None if candidate.decision is None else candidate.decision == ReviewDecision.PASSED.value
    results = [(QUALITY_DECISION, candidate.decision or "", passed)]
    for each in criteria:
        value = candidate.measures.get(each.measure.value)
        met = None if value is None else exact(value) >= exact(each.at_least)
        results.append((each.measure.value, value or "", met))
    told = {True: "YES", False: "NO", None: "UNKNOWN"}
    return Judgement(
        verdict(met for *_, met in results), tuple((name, value, told[met]) for name, value, met in results)
    )


def written(criteria: Sequence[Criterion]) -> list[dict[str, object]]:
    """Criteria as a list keeps them."""
    return [{"measure": each.measure.value, "atLeast": each.at_least, "name": dict(each.name)} for each in criteria]


def read(stored: Sequence[Mapping[str, Any]]) -> list[Criterion]:
    """The criteria of a list."""
    return [Criterion(Measure(each["measure"]), each["atLeast"], LocalizedText(each["name"])) for each in stored]
