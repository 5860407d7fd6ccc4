"""What the core asks of each step before its phase closes.

A check looks at a snapshot and gives the blockers it finds, and what it judged: a later change of what
was judged makes a passed gate stale. What comes later by its nature is left out of what is judged: the
progress of an option beyond the step, and no- and low-cost options, which may be found and carried out
in any phase (边审核边实施).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cpaudit.audits.models import (
    AnnualFlow,
    Balance,
    BalanceLine,
    Benchmark,
    Cause,
    FlowKind,
    FocusCandidate,
    FocusFactor,
    Measurement,
    Obstacle,
    PlanTask,
    PollutionSource,
    Scenario,
    StatementKind,
    Stream,
    Target,
    TargetHorizon,
    TeamMember,
    TeamRole,
    Training,
    UnitProcess,
)
from cpaudit.audits.services.assessment import closure_of
from cpaudit.audits.services.survey import focus_ranking
from cpaudit.engine import ClosureState
from cpaudit.errors import Blocker, PathPart
from cpaudit.gates.canonical import contents, exact, unordered
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import measured_lines
from cpaudit.options.figures import economics_of
from cpaudit.options.models import FeasibilityStudy, Funding, Option, OptionEffect, OptionState
from cpaudit.phases import CostClass, StepKey, method
from cpaudit.text import LocalizedText

YEARS_ON_RECORD = 3
"""Years of inputs and outputs that a pre-assessment looks at."""

DEPARTMENTS_IN_TEAM = 2
"""Departments from which an audit team comes at least: it is no matter of the environment office alone."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of a check: what stands in the way, and what was looked at (plain JSON)."""

    blockers: tuple[Blocker, ...]
    looked_at: Any


Check = Callable[[Snapshot], Judged]

CHECKS: dict[StepKey, Check] = {}


def _check(step: StepKey) -> Callable[[Callable[[Snapshot], Judged]], Check]:
    def register(function: Callable[[Snapshot], Judged]) -> Check:
        CHECKS[step] = function
        return function

    return register


def blocker(code: str, path: Iterable[PathPart], zh: str, en: str, remedy_zh: str, remedy_en: str) -> Blocker:
    """A blocker of the core, in both languages."""
    return Blocker(
        code,
        tuple(path),
        LocalizedText({"zh-CN": zh, "en": en}),
        LocalizedText({"zh-CN": remedy_zh, "en": remedy_en}),
    )


def _judge(found: Iterator[Blocker], looked_at: Any) -> Judged:
    return Judged(tuple(found), looked_at)


def _statement(step: StepKey, kind: StatementKind, zh: str, en: str) -> None:
    @_check(step)
    def check(snapshot: Snapshot) -> Judged:
        statement = snapshot.statement(kind)

        def found() -> Iterator[Blocker]:
            if statement is None:
                yield blocker(
                    f"{kind.value}_MISSING",
                    ("statements", kind.value),
                    f"缺少{zh}",
                    f"the {en} is missing",
                    f"用 recordStatement 提交{zh}",
                    f"record the {en} with recordStatement",
                )

        return _judge(found(), statement and [statement.text, statement.signed_by, statement.signed_on.isoformat()])


_statement(StepKey.COMMITMENT, StatementKind.COMMITMENT, "领导承诺书", "leaders' commitment")
_statement(StepKey.COMPLIANCE, StatementKind.COMPLIANCE, "环保达标评价", "compliance statement")
_statement(StepKey.INTERIM_REPORT, StatementKind.INTERIM_REPORT, "中期审计报告", "interim report")
_statement(StepKey.AUDIT_REPORT, StatementKind.AUDIT_REPORT, "审计报告", "audit report")
_statement(StepKey.NEXT_ROUND_PLAN, StatementKind.NEXT_ROUND_PLAN, "下一轮审计计划", "plan for the next round")


@_check(StepKey.TEAM)
def _team(snapshot: Snapshot) -> Judged:
    team = snapshot.of(TeamMember)

    def found() -> Iterator[Blocker]:
        if not any(member.role is TeamRole.LEADER for member in team):
            yield blocker(
                "TEAM_LEADER_MISSING",
                ("team",),
                "审计小组没有组长",
                "the audit team has no leader",
                "用 addTeamMember 添加组长",
                "add a leader with addTeamMember",
            )
        if len({member.department for member in team}) < DEPARTMENTS_IN_TEAM:
            yield blocker(
                "TEAM_DEPARTMENTS",
                ("team",),
                f"审计小组成员来自不足{DEPARTMENTS_IN_TEAM}个部门",
                f"the audit team comes from fewer than {DEPARTMENTS_IN_TEAM} departments",
                "吸收其他部门的成员",
                "add members from other departments",
            )

    return _judge(found(), unordered([member.name, member.department, member.role] for member in team))


@_check(StepKey.WORK_PLAN)
def _work_plan(snapshot: Snapshot) -> Judged:
    tasks = snapshot.of(PlanTask)
    audit_method = method(snapshot.audit.method)
    planned = {audit_method.phase_of(task.step).key for task in tasks}
    later = audit_method.phases[audit_method.phase_of(StepKey.WORK_PLAN).position :]

    def found() -> Iterator[Blocker]:
        for phase in later:
            if phase.key not in planned:
                yield blocker(
                    "PLAN_INCOMPLETE",
                    ("planTasks", phase.key.value),
                    f"工作计划没有安排“{phase.name['zh-CN']}”阶段",
                    f"the work plan has no task in the phase {phase.name['en']}",
                    "用 addPlanTask 添加有日期和负责人的任务",
                    "add a task with dates and an owner with addPlanTask",
                )

    return _judge(
        found(),
        unordered(
            [task.step, task.name, task.owner, task.starts_on.isoformat(), task.ends_on.isoformat()] for task in tasks
        ),
    )


def _at_least_one(
    step: StepKey, code: str, path: str, rows: Callable[[Snapshot], list[Any]], zh: str, en: str, mutation: str
) -> None:
    @_check(step)
    def check(snapshot: Snapshot) -> Judged:
        recorded = rows(snapshot)

        def found() -> Iterator[Blocker]:
            if not recorded:
                yield blocker(
                    code, (path,), f"没有{zh}", f"there is no {en}", f"用 {mutation} 记录", f"record it with {mutation}"
                )

        codes = _codes(snapshot)
        return _judge(found(), unordered(contents(row, codes) for row in recorded))


def _codes(snapshot: Snapshot) -> dict[str, str]:
    """Codes of the process map by the ids under which other records refer to it."""
    units = {unit.id: unit.code for unit in snapshot.of(UnitProcess)}
    return units | {stream.id: stream.code for stream in snapshot.of(Stream)}


_at_least_one(
    StepKey.TRAINING,
    "TRAINING_MISSING",
    "trainings",
    lambda s: s.of(Training),
    "培训记录",
    "training on record",
    "addTraining",
)
_at_least_one(
    StepKey.OBSTACLES,
    "OBSTACLES_MISSING",
    "obstacles",
    lambda s: s.of(Obstacle),
    "障碍与对策",
    "obstacle with a countermeasure",
    "addObstacle",
)
_at_least_one(
    StepKey.SITE_SURVEY,
    "SOURCES_MISSING",
    "pollutionSources",
    lambda s: s.of(PollutionSource),
    "污染源",
    "pollution source",
    "addPollutionSource",
)
_at_least_one(
    StepKey.CAUSES, "CAUSES_MISSING", "causes", lambda s: s.of(Cause), "废弃物产生原因", "cause of waste", "addCause"
)


@_check(StepKey.INPUT_OUTPUT_PROFILE)
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
    return _judge(found(), [looked_at, note and note.text])


def _benchmarks(step: StepKey, scenario: Scenario, zh: str, en: str) -> None:
    @_check(step)
    def check(snapshot: Snapshot) -> Judged:
        rated = [each for each in snapshot.of(Benchmark) if each.scenario is scenario]

        def found() -> Iterator[Blocker]:
            if not any(each.actual is not None for each in rated):
                yield blocker(
                    f"BENCHMARK_{scenario.value}_MISSING",
                    ("benchmarks", scenario.value),
                    f"没有{zh}的指标值",
                    f"no indicator {en} has a value",
                    "用 addBenchmark 记录",
                    "record one with addBenchmark",
                )

        return _judge(
            found(),
            unordered([each.indicator, each.grade, exact(each.actual), exact(each.reference)] for each in rated),
        )


_benchmarks(StepKey.BENCHMARK, Scenario.BEFORE, "审计前", "before the audit")
_benchmarks(StepKey.RATING_AFTER, Scenario.AFTER, "审计后", "after the audit")


@_check(StepKey.AUDIT_FOCUS)
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
    return _judge(found(), looked_at)


@_check(StepKey.TARGETS)
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

    return _judge(
        found(),
        unordered(
            [each.indicator, each.horizon, each.basis, exact(each.baseline), exact(each.goal), str(each.due)]
            for each in targets
        ),
    )


def _studied(option: Option) -> bool:
    return option.cost_class.needs_study and option.state is not OptionState.REJECTED


def _lasting(options: Iterable[Option]) -> list[Option]:
    """The options whose coming and going concerns a gate: medium- and high-cost ones."""
    return sorted((option for option in options if option.cost_class.needs_study), key=lambda option: option.code)


@_check(StepKey.OBVIOUS_OPTIONS)
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

    return _judge(found(), bool(cheap))


@_check(StepKey.PROCESS_FLOW)
def _process_flow(snapshot: Snapshot) -> Judged:
    units, streams = snapshot.of(UnitProcess), snapshot.of(Stream)
    connected = {end for stream in streams for end in (stream.origin_id, stream.destination_id)}

    def found() -> Iterator[Blocker]:
        if not units:
            yield blocker(
                "PROCESS_MAP_MISSING",
                ("unitProcesses",),
                "没有工艺流程",
                "there is no process map",
                "用 applyProcessTemplate 或 addUnitProcess、addStream 建立",
                "make one with applyProcessTemplate, or addUnitProcess and addStream",
            )
        for unit in units:
            if unit.id not in connected:
                yield blocker(
                    "UNIT_NOT_CONNECTED",
                    ("unitProcesses", unit.code),
                    f"单元操作“{unit.name}”没有物流",
                    f"no stream enters or leaves the unit process {unit.name}",
                    "用 addStream 连接，或删除该单元",
                    "connect it with addStream, or remove it",
                )

    codes = _codes(snapshot)
    looked_at = [
        unordered([unit.code, unit.name] for unit in units),
        unordered(
            [
                each.code,
                each.kind,
                codes.get(each.origin_id or ""),
                codes.get(each.destination_id or ""),
                each.substance,
            ]
            for each in streams
        ),
    ]
    return _judge(found(), looked_at)


_at_least_one(
    StepKey.MEASUREMENT,
    "MEASUREMENTS_MISSING",
    "measurements",
    lambda s: s.of(Measurement),
    "实测数据",
    "measurement",
    "addMeasurement",
)


@_check(StepKey.BALANCES)
def _balances(snapshot: Snapshot) -> Judged:
    balances = snapshot.of(Balance)
    closures = {balance.id: closure_of(balance, measured_lines(balance, snapshot)) for balance in balances}
    amounts = {each.id: exact(each.amount) for each in snapshot.of(Measurement)}

    def found() -> Iterator[Blocker]:
        if not any(closure.state is not ClosureState.INCOMPLETE for closure in closures.values()):
            yield blocker(
                "BALANCE_MISSING",
                ("balances",),
                "没有可以计算的平衡",
                "there is no balance that can be computed",
                "用 addBalance 建立平衡，并测出每股物流",
                "add a balance with addBalance, and measure each of its streams",
            )
        for balance in balances:
            closure = closures[balance.id]
            if balance.explanation:
                continue
            if closure.state is ClosureState.INCOMPLETE:
                yield blocker(
                    "BALANCE_INCOMPLETE",
                    ("balances", balance.name),
                    f"平衡“{balance.name}”有未测物流",
                    f"the balance {balance.name} has unmeasured streams",
                    "测出该物流，或用 explainBalance 说明",
                    "measure them, or explain it with explainBalance",
                )
            elif not closure.within_tolerance:
                yield blocker(
                    "BALANCE_OPEN",
                    ("balances", balance.name),
                    f"平衡“{balance.name}”的差额超出允许范围",
                    f"the gap of the balance {balance.name} is beyond its tolerance",
                    "核实数据，或用 explainBalance 说明",
                    "check the data, or explain it with explainBalance",
                )

    looked_at = unordered(
        [
            balance.name,
            balance.tolerance,
            balance.explanation,
            unordered(
                [line.name, line.direction, amounts.get(line.measurement_id or "")]
                for line in snapshot.of(BalanceLine)
                if line.balance_id == balance.id
            ),
        ]
        for balance in balances
    )
    return _judge(found(), looked_at)


@_check(StepKey.OPTION_REGISTER)
def _option_register(snapshot: Snapshot) -> Judged:
    options = snapshot.of(Option)

    def found() -> Iterator[Blocker]:
        if not options:
            yield blocker(
                "OPTIONS_MISSING",
                ("options",),
                "没有清洁生产方案",
                "there is no option",
                "用 proposeOption 或 adoptLibraryOption 提出",
                "propose one with proposeOption or adoptLibraryOption",
            )

    looked_at = [[each.code, each.name, each.aspect, each.cost_class, each.origin] for each in _lasting(options)]
    return _judge(found(), looked_at)


@_check(StepKey.SCREENING)
def _screening(snapshot: Snapshot) -> Judged:
    options = snapshot.of(Option)

    def found() -> Iterator[Blocker]:
        for option in options:
            if option.state is OptionState.PROPOSED:
                yield blocker(
                    "OPTION_NOT_SCREENED",
                    ("options", option.code),
                    f"方案“{option.name}”未经筛选",
                    f"the option {option.name} is not screened",
                    "用 screenOption 或 rejectOption 处理",
                    "screen or reject it with screenOption or rejectOption",
                )

    return _judge(found(), [[each.code, each.state is not OptionState.PROPOSED] for each in _lasting(options)])


@_check(StepKey.FEASIBILITY_STUDY)
def _feasibility(snapshot: Snapshot) -> Judged:
    studies = {study.option_id: study for study in snapshot.of(FeasibilityStudy)}

    def found() -> Iterator[Blocker]:
        for option in filter(_studied, snapshot.of(Option)):
            if option.id not in studies:
                yield blocker(
                    "STUDY_MISSING",
                    ("options", option.code),
                    f"中高费方案“{option.name}”没有可行性分析",
                    f"the option {option.name} has no feasibility study",
                    "用 studyOption 提交",
                    "record one with studyOption",
                )
            appraisal = economics_of(option)
            if appraisal is None or appraisal.feasible is None:
                yield blocker(
                    "ECONOMICS_UNKNOWN",
                    ("options", option.code),
                    f"方案“{option.name}”的经济可行性无法判断",
                    f"the economics of the option {option.name} cannot be judged",
                    "用 changeOption 补充投资、年收益、年限和贴现率",
                    "give investment, annual saving, years and rates with changeOption",
                )

    looked_at = [
        [
            option.code,
            str(option.investment),
            str(option.annual_saving),
            str(option.subsidy),
            option.life_years,
            option.tax_rate,
            option.discount_rate,
            option.benchmark_rate,
            [studies[option.id].technical, studies[option.id].environmental] if option.id in studies else None,
        ]
        for option in _lasting(snapshot.of(Option))
    ]
    return _judge(found(), looked_at)


_RECOMMENDED = (
    OptionState.RECOMMENDED,
    OptionState.SCHEDULED,
    OptionState.IMPLEMENTED,
    OptionState.VERIFIED,
)


@_check(StepKey.RECOMMENDATION)
def _recommendation(snapshot: Snapshot) -> Judged:
    def found() -> Iterator[Blocker]:
        for option in filter(_studied, snapshot.of(Option)):
            if option.state not in _RECOMMENDED:
                yield blocker(
                    "OPTION_NOT_DECIDED",
                    ("options", option.code),
                    f"方案“{option.name}”既未推荐也未否决",
                    f"the option {option.name} is neither recommended nor rejected",
                    "用 recommendOption 或 rejectOption 决定",
                    "decide with recommendOption or rejectOption",
                )

    return _judge(found(), [[each.code, each.state in _RECOMMENDED] for each in _lasting(snapshot.of(Option))])


@_check(StepKey.IMPLEMENTATION_PLAN)
def _implementation_plan(snapshot: Snapshot) -> Judged:
    options = [option for option in snapshot.of(Option) if option.state in _RECOMMENDED]

    def found() -> Iterator[Blocker]:
        for option in options:
            if option.state is OptionState.RECOMMENDED:
                yield blocker(
                    "OPTION_NOT_SCHEDULED",
                    ("options", option.code),
                    f"推荐方案“{option.name}”没有实施计划",
                    f"the recommended option {option.name} is not scheduled",
                    "用 scheduleOption 安排日期和负责人",
                    "give it dates and an owner with scheduleOption",
                )

    return _judge(
        found(), [[each.code, str(each.starts_on), str(each.ends_on), each.owner] for each in _lasting(options)]
    )


@_check(StepKey.FUNDING)
def _funding(snapshot: Snapshot) -> Judged:
    paid = {
        option.id: sum((each.amount for each in snapshot.of(Funding) if each.option_id == option.id), start=0)
        for option in snapshot.of(Option)
    }

    def found() -> Iterator[Blocker]:
        for option in filter(_studied, snapshot.of(Option)):
            needed = option.investment
            if option.state in _RECOMMENDED and (needed is None or paid[option.id] < needed):
                yield blocker(
                    "FUNDING_SHORT",
                    ("options", option.code),
                    f"方案“{option.name}”的资金未落实",
                    f"the funding of the option {option.name} does not reach its investment",
                    "用 addFunding 记录资金来源（含补助）",
                    "record the sources, subsidies included, with addFunding",
                )

    return _judge(found(), [[each.code, str(paid[each.id])] for each in _lasting(snapshot.of(Option))])


_DONE = (OptionState.IMPLEMENTED, OptionState.VERIFIED)


@_check(StepKey.EXECUTION)
def _execution(snapshot: Snapshot) -> Judged:
    done = [option for option in snapshot.of(Option) if option.state in _DONE]

    def found() -> Iterator[Blocker]:
        if not done:
            yield blocker(
                "NOTHING_IMPLEMENTED",
                ("options",),
                "还没有实施任何方案",
                "no option is carried out yet",
                "用 implementOption 记录实施",
                "record what was done with implementOption",
            )

    return _judge(found(), [[each.code, str(each.implemented_on)] for each in _lasting(done)])


@_check(StepKey.EFFECTS)
def _effects(snapshot: Snapshot) -> Judged:
    done = [option for option in snapshot.of(Option) if option.state in _DONE]

    def found() -> Iterator[Blocker]:
        for option in done:
            if option.state is OptionState.IMPLEMENTED:
                yield blocker(
                    "EFFECT_NOT_VERIFIED",
                    ("options", option.code),
                    f"方案“{option.name}”的实际费用与效果未核实",
                    f"actual cost and effect of the option {option.name} are not verified",
                    "用 recordOptionEffect 和 verifyOption 记录",
                    "record them with recordOptionEffect and verifyOption",
                )

    effects = {
        option.id: unordered(
            [each.subject, exact(each.actual)] for each in snapshot.of(OptionEffect) if each.option_id == option.id
        )
        for option in done
    }
    looked_at = [
        [each.code, str(each.actual_cost), str(each.actual_saving), effects[each.id]] for each in _lasting(done)
    ]
    return _judge(found(), looked_at)


@_check(StepKey.RESULTS)
def _results(snapshot: Snapshot) -> Judged:
    near = [target for target in snapshot.of(Target) if target.horizon is TargetHorizon.NEAR]

    def found() -> Iterator[Blocker]:
        for target in near:
            if target.result is None:
                yield blocker(
                    "RESULT_MISSING",
                    ("targets", target.indicator),
                    f"近期目标“{target.indicator}”没有结果",
                    f"the near-term target {target.indicator} has no result",
                    "用 recordTargetResult 记录",
                    "record it with recordTargetResult",
                )

    return _judge(found(), unordered([target.indicator, exact(target.result)] for target in near))
