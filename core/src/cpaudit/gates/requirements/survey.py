"""The enterprise as it is: sources, profile, compliance, benchmark, focus, targets, obvious options."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.audits.models import (
    AnnualFlow,
    FlowKind,
    FocusCandidate,
    FocusFactor,
    PollutionSource,
    Scenario,
    StatementKind,
    Target,
    TargetHorizon,
)
from cpaudit.audits.services.survey import focus_ranking
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import exact, unordered
from cpaudit.gates.requirements.judged import (
    Judged,
    blocker,
    check,
    judge,
    require_benchmark,
    require_one,
    require_statement,
)
from cpaudit.gates.snapshot import Snapshot
from cpaudit.options.models import Option
from cpaudit.phases import CostClass, StepKey

YEARS_ON_RECORD = 3
"""Years of inputs and outputs that a pre-assessment looks at."""


require_statement(StepKey.COMPLIANCE, StatementKind.COMPLIANCE, "环保达标评价", "compliance statement")


require_one(
    StepKey.SITE_SURVEY,
    "SOURCES_MISSING",
    "pollutionSources",
    lambda s: s.of(PollutionSource),
    "污染源",
    "pollution source",
    "addPollutionSource",
)


@check(StepKey.INPUT_OUTPUT_PROFILE)
def _profile(snapshot: Snapshot) -> Judged:
    flows = snapshot.of(AnnualFlow)
    note = snapshot.statement(StatementKind.PROFILE_NOTE)

    def found() -> Iterator[Blocker]:
        for kind, zh, en in ((FlowKind.INPUT, "投入", "input"), (FlowKind.OUTPUT, "产出", "output")):
            years = {flow.year for flow in flows if flow.kind is kind}
            if not years:
                yield blocker(
                    f"PROFILE_{kind.value}_MISSING",
                    ("annualFlows",),
                    f"没有年度{zh}",
                    f"no yearly {en} is on record",
                    "用 recordAnnualFlow 记录",
                    "record it with recordAnnualFlow",
                )
            elif len(years) < YEARS_ON_RECORD and note is None:
                yield blocker(
                    "PROFILE_YEARS",
                    ("annualFlows",),
                    f"{zh}只有{len(years)}年的记录，应有{YEARS_ON_RECORD}年",
                    f"{en}s are on record for {len(years)} of {YEARS_ON_RECORD} years",
                    "补充其余年份，或提交 PROFILE_NOTE 说明原因",
                    "record the other years, or say why not in a statement PROFILE_NOTE",
                )

    looked_at = unordered([flow.year, flow.kind, flow.substance, exact(flow.amount)] for flow in flows)
    return judge(found(), [looked_at, note and note.text])


require_benchmark(StepKey.BENCHMARK, Scenario.BEFORE, "审计前", "before the audit")


@check(StepKey.AUDIT_FOCUS)
def _focus(snapshot: Snapshot) -> Judged:
    factors, candidates = snapshot.of(FocusFactor), snapshot.of(FocusCandidate)
    chosen = [candidate for candidate in candidates if candidate.chosen]
    unscored = [
        candidate.name for candidate in candidates if {factor.code for factor in factors} - candidate.scores.keys()
    ]
    ranking = focus_ranking(factors, candidates) if factors and candidates and not unscored else None
    first = {row.candidate for row in ranking.rows if row.rank == 1} if ranking else set()

    def found() -> Iterator[Blocker]:
        if not factors or not candidates or unscored:
            yield blocker(
                "FOCUS_NOT_RANKED",
                ("focusCandidates", *unscored),
                "备选审计重点未全部按权重因素打分",
                "the candidates for the audit focus are not all scored on weighted factors",
                "用 setFocusFactor、addFocusCandidate、scoreFocusCandidate 补全",
                "complete them with setFocusFactor, addFocusCandidate and scoreFocusCandidate",
            )
        if len(chosen) != 1:
            yield blocker(
                "FOCUS_NOT_CHOSEN",
                ("focusCandidates",),
                "未确定审计重点",
                "no audit focus is chosen",
                "用 chooseAuditFocus 确定",
                "choose one with chooseAuditFocus",
            )
        elif first and chosen[0].id not in first and chosen[0].name not in first and not chosen[0].reason:
            yield blocker(
                "FOCUS_NOT_FIRST",
                ("focusCandidates", chosen[0].name),
                "所选审计重点不是得分最高者，且未说明理由",
                "the chosen focus does not rank first, and no reason is given",
                "说明理由",
                "give the reason",
            )

    looked_at = [
        unordered([factor.code, factor.weight] for factor in factors),
        unordered([each.name, each.scores, each.chosen, each.reason] for each in candidates),
    ]
    return judge(found(), looked_at)


@check(StepKey.TARGETS)
def _targets(snapshot: Snapshot) -> Judged:
    targets = snapshot.of(Target)

    def found() -> Iterator[Blocker]:
        for horizon, zh, en in ((TargetHorizon.NEAR, "近期", "near-term"), (TargetHorizon.LONG, "远期", "long-term")):
            if not any(target.horizon is horizon for target in targets):
                yield blocker(
                    f"TARGET_{horizon.value}_MISSING",
                    ("targets", horizon.value),
                    f"没有{zh}目标",
                    f"there is no {en} target",
                    "用 addTarget 设置",
                    "set one with addTarget",
                )

    return judge(
        found(),
        unordered(
            [each.indicator, each.horizon, each.basis, exact(each.baseline), exact(each.goal), str(each.due)]
            for each in targets
        ),
    )


@check(StepKey.OBVIOUS_OPTIONS)
def _obvious_options(snapshot: Snapshot) -> Judged:
    cheap = [option for option in snapshot.of(Option) if option.cost_class in (CostClass.NONE, CostClass.LOW)]

    def found() -> Iterator[Blocker]:
        if not cheap:
            yield blocker(
                "OBVIOUS_OPTIONS_MISSING",
                ("options",),
                "没有无费或低费方案",
                "there is no no-cost or low-cost option",
                "用 proposeOption 或 adoptLibraryOption 提出",
                "propose one with proposeOption or adoptLibraryOption",
            )

    return judge(found(), bool(cheap))
