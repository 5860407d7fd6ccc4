"""The core's rules against going through the motions (切忌走过场): each looks at the facts of one audit.

A rule that lacks what it would judge says so; that is neither a finding nor a pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from cpaudit.contributions import Severity
from cpaudit.engine.units import UnitError, ratio
from cpaudit.quality.found import Found, both, found
from cpaudit.quality.weights import FULL_SCORE, Weights
from cpaudit.submissions.exact import exact
from cpaudit.submissions.facts import Facts
from cpaudit.text import LocalizedText

Judged: TypeAlias = "Sequence[Found] | None"
"""What a rule found; None where it had nothing to judge by."""

Rule: TypeAlias = Callable[[Facts, Weights], Judged]

RULES: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Other:
    """What another enterprise's audit is compared by.

    Attributes:
        name: for whoever reads the finding.
        answers: digests of what it answered in its own words and figures.
        files: digests of its evidence.
    """

    name: str
    answers: frozenset[str]
    files: frozenset[str]


def rule(code: str) -> Callable[[Rule], Rule]:
    """Function decorator: the rule that judges *code*."""

    def register(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return register


def judged(facts: Facts, others: Iterable[Other], weights: Weights) -> tuple[list[Found], list[str]]:
    """All findings of the core, and the codes of rules that could not judge."""
    results: dict[str, Judged] = {code: each(facts, weights) for code, each in RULES.items()}
    known = list(others)
    results["ANSWERS_COPIED"] = copied(facts, known, weights)
    results["EVIDENCE_SHARED"] = shared(facts, known)
    findings = [finding for result in results.values() for finding in result or ()]
    return findings, sorted(code for code, result in results.items() if result is None)


@rule("BALANCE_UNMEASURED")
def _balances(facts: Facts, weights: Weights) -> Judged:
    if not facts["balances"]:
        return None
    return [
        found(
            "BALANCE_UNMEASURED",
            Severity.SERIOUS,
            f"平衡“{each['name']}”的 {each['lines']} 股物流没有一股是实测的",
            f"of the {each['lines']} streams of the balance {each['name']} not one was measured",
            "balances",
            each["name"],
        )
        for each in facts["balances"]
        if not each["measured"]
    ]


@rule("CHECKLIST_ALL_YES")
def _all_yes(facts: Facts, weights: Weights) -> Judged:
    findings, seen = [], False
    for each in facts["checklists"]:
        applicable = each["yes"] + each["partial"] + each["no"]
        if applicable < weights.threshold("all_yes_least"):
            continue
        seen = True
        if Fraction(each["yes"], applicable) >= weights.threshold("all_yes_share"):
            findings.append(
                found(
                    "CHECKLIST_ALL_YES",
                    Severity.WARNING,
                    f"清单 {each['checklist']} 的 {applicable} 个适用问题中 {each['yes']} 个答“是”",
                    f"{each['yes']} of the {applicable} questions of {each['checklist']} that apply are answered yes",
                    "checklists",
                    each["checklist"],
                )
            )
    return findings if seen else None


@rule("SAVING_OUT_OF_RANGE")
def _ranges(facts: Facts, weights: Weights) -> Judged:
    """A saving against the range of the library's option, as :mod:`cpaudit.engine.plausibility` has it of factors."""
    allowance = weights.threshold("saving_allowance")
    findings, compared = [], False
    for each in facts["savings"]:
        known = each["range"]
        if known is None or each["saving"] is None or known["currency"] != each["currency"]:
            continue
        saving = exact(each["saving"])
        ends = [None if known[end] is None else exact(known[end]) for end in ("lower", "upper")]
        if saving <= 0 or ends == [None, None]:
            continue
        compared = True
        low, high = ends
        if (low is not None and saving * allowance < low) or (high is not None and saving > high * allowance):
            findings.append(
                found(
                    "SAVING_OUT_OF_RANGE",
                    Severity.WARNING,
                    f"方案 {each['option']} 每年节约 {each['saving']} {each['currency']}，远在方案库的范围之外",
                    f"option {each['option']} saves {each['saving']} {each['currency']} a year, far outside the range",
                    "options",
                    each["option"],
                    evidence=(_range_told(each["template"], known),),
                )
            )
    return findings if compared or not facts["savings"] else None


def _range_told(template: str, known: Mapping[str, Any]) -> LocalizedText:
    ends = f"{known['lower'] or '?'} … {known['upper'] or '?'} {known['currency']} ({known['year']})"
    return both(f"{template} 的每年节约额：{ends}", f"{template} saves {ends} a year")


@rule("SAVING_ABOVE_CONSUMPTION")
def _consumption(facts: Facts, weights: Weights) -> Judged:
    if not facts["effects"]:
        return []
    by_subject: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in facts["effects"]:
        by_subject[each["subject"]].append(each)
    findings, compared = [], False
    for subject, effects in by_subject.items():
        unit = effects[0]["unit"]
        saved, there = _sum(effects, unit), _there_is(facts, subject, unit)
        if saved is None or there is None:
            continue
        compared = True
        if saved > there * weights.threshold("consumption_share"):
            told, known = _short(saved), _short(there)
            findings.append(
                found(
                    "SAVING_ABOVE_CONSUMPTION",
                    Severity.SERIOUS,
                    f"各方案共节约 {subject} {told} {unit}，而记录的总量只有 {known} {unit}",
                    f"the options save {told} {unit} of {subject}, of which {known} {unit} is on record",
                    "options",
                    *(each["option"] for each in effects),
                )
            )
    return findings if compared else None


def _there_is(facts: Facts, subject: str, unit: str) -> Fraction | None:
    """How much of a subject the enterprise takes in, discharges or emits: the largest of these that is known."""
    by_kind: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in facts["consumption"]:
        if each["subject"].casefold() == subject.casefold():
            by_kind[each["kind"]].append(each)
    known = [total for each in by_kind.values() if (total := _sum(each, unit)) is not None]
    return max(known, default=None)


def _sum(amounts: Iterable[Mapping[str, Any]], unit: str) -> Fraction | None:
    total = Fraction()
    for each in amounts:
        try:
            total += exact(each["value"]) * exact(ratio(each["unit"], unit))
        except UnitError:
            return None
    return total


def _short(number: Fraction) -> str:
    return f"{float(number):.6g}"


@rule("EVIDENCE_MISSING")
def _missing(facts: Facts, weights: Weights) -> Judged:
    return [
        found(
            "EVIDENCE_MISSING",
            Severity.WARNING,
            f"{item} 要求证据，而没有文件",
            f"{item} requires evidence, and there is no file",
            "answers",
            item,
        )
        for item in facts["evidence"]["missing"]
    ]


@rule("EVIDENCE_REUSED")
def _reused(facts: Facts, weights: Weights) -> Judged:
    files = facts["evidence"]["files"]
    if not files:
        return None
    return [
        found(
            "EVIDENCE_REUSED",
            Severity.WARNING,
            f"文件 {digest[:12]} 作为 {count} 个答案的证据",
            f"the file {digest[:12]} is to support {count} answers",
            "evidence",
            digest,
        )
        for digest, count in files
        if count > weights.threshold("reuse_most")
    ]


@rule("PHASE_IN_MINUTES")
def _hasty(facts: Facts, weights: Weights) -> Judged:
    if not facts["phases"]:
        return None
    return [
        found(
            "PHASE_IN_MINUTES",
            Severity.WARNING,
            f"阶段 {each['phase']} 在 {each['minutes']} 分钟内完成",
            f"the phase {each['phase']} was closed within {each['minutes']} minutes",
            "phases",
            each["phase"],
        )
        for each in facts["phases"]
        if exact(each["minutes"]) < weights.threshold("phase_minutes")
    ]


@rule("TEAM_WITHOUT_PRODUCTION")
def _team(facts: Facts, weights: Weights) -> Judged:
    team = facts["team"]
    if team["fromProduction"] is None or not team["members"]:
        return None
    if team["fromProduction"]:
        return []
    departments, unknown = ", ".join(team["departments"]), ", ".join(team["unknown"])
    told = both(f"没有登记为部门：{unknown}", f"not on record as departments: {unknown}")
    return [
        found(
            "TEAM_WITHOUT_PRODUCTION",
            # Somebody of a department that is not on record may be of a production department by another name.
            Severity.WARNING if unknown else Severity.SERIOUS,
            f"审核小组来自 {departments}，没有登记的生产部门",
            f"the team comes from {departments}, and from no production department on record",
            "team",
            evidence=(told,) if unknown else (),
        )
    ]


@rule("RESULT_DOUBTFUL")
def _doubts(facts: Facts, weights: Weights) -> Judged:
    return [
        Found("RESULT_DOUBTFUL", Severity.WARNING, LocalizedText(each["message"]), ("results", each["code"]))
        for each in facts["doubts"]
    ]


def copied(facts: Facts, others: Iterable[Other], weights: Weights) -> Judged:
    """Answers in somebody's own words and figures, held against those of other enterprises.

    Of two audits the share is counted of the one with fewer such answers, so that neither hides behind additions.
    """
    own, least = set(facts["answers"]), weights.threshold("copied_least")
    if len(own) < least:
        return None
    findings = []
    for other in others:
        fewer = min(len(own), len(other.answers))
        same = len(own & other.answers)
        if fewer >= least and Fraction(same, fewer) >= weights.threshold("copied_share"):
            findings.append(
                found(
                    "ANSWERS_COPIED",
                    Severity.SERIOUS,
                    f"与“{other.name}”有 {same} 个答案的文字或数字完全相同",
                    f"{same} answers have the very words or figures of {other.name}",
                    "answers",
                    evidence=(
                        both(
                            f"较少的一方有 {fewer} 个这样的答案",
                            f"whichever of the two has fewer such answers has {fewer}",
                        ),
                    ),
                )
            )
    return findings


def shared(facts: Facts, others: Iterable[Other]) -> Judged:
    """Files that another enterprise has as evidence too."""
    own = {digest for digest, _ in facts["evidence"]["files"]}
    if not own:
        return None
    return list(_shared(own, others))


def _shared(own: set[str], others: Iterable[Other]) -> Iterator[Found]:
    for other in others:
        for digest in sorted(own & other.files):
            yield found(
                "EVIDENCE_SHARED",
                Severity.SERIOUS,
                f"“{other.name}”也有文件 {digest[:12]}",
                f"{other.name} has the file {digest[:12]} too",
                "evidence",
                digest,
            )


def score(findings: Sequence[Found], weights: Weights) -> tuple[Fraction, list[tuple[str, int, Fraction]]]:
    """What is left of 100, and what each code took off: code, how many findings, points.

    Of one code so many findings count as the threshold ``most_counted`` says; the score ends at zero.
    """
    groups: dict[str, list[Found]] = defaultdict(list)
    for each in findings:
        groups[each.code].append(each)
    most = int(weights.threshold("most_counted"))
    reasons = []
    for code, group in groups.items():
        points = sorted((weights.points_for(each.code, each.severity, each.plugin) for each in group), reverse=True)
        reasons.append((code, len(group), sum(points[:most], Fraction())))
    reasons.sort(key=lambda each: (-each[2], each[0]))
    return max(FULL_SCORE - sum((points for _, _, points in reasons), Fraction()), Fraction()), reasons
