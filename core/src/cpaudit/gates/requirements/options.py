"""Options from the register to their measured effects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpaudit.audits.models import (
    StatementKind,
)
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import contents, exact, unordered
from cpaudit.gates.requirements.judged import (
    Judged,
    blocker,
    check,
    codes_of,
    judge,
    require_statement,
)
from cpaudit.gates.snapshot import Snapshot
from cpaudit.options.figures import economics_of
from cpaudit.options.models import FeasibilityStudy, Funding, Option, OptionChange, OptionEffect, OptionState
from cpaudit.phases import StepKey

require_statement(StepKey.INTERIM_REPORT, StatementKind.INTERIM_REPORT, "中期审计报告", "interim report")


def _studied(option: Option) -> bool:
    return option.cost_class.needs_study and option.state is not OptionState.REJECTED


def _lasting(options: Iterable[Option]) -> list[Option]:
    """The options whose coming and going concerns a gate: medium- and high-cost ones."""
    return sorted((option for option in options if option.cost_class.needs_study), key=lambda option: option.code)


@check(StepKey.OPTION_REGISTER)
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
    return judge(found(), looked_at)


@check(StepKey.SCREENING)
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

    return judge(found(), [[each.code, each.state is not OptionState.PROPOSED] for each in _lasting(options)])


@check(StepKey.FEASIBILITY_STUDY)
def _feasibility(snapshot: Snapshot) -> Judged:
    studies = {study.option_id: study for study in snapshot.of(FeasibilityStudy)}
    codes = codes_of(snapshot) | {option.id: option.code for option in snapshot.of(Option)}

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
            unordered(
                [effect.subject, exact(effect.planned)]
                for effect in snapshot.of(OptionEffect)
                if effect.option_id == option.id
            ),
            unordered(contents(change, codes) for change in snapshot.of(OptionChange) if change.option_id == option.id),
        ]
        for option in _lasting(snapshot.of(Option))
    ]
    return judge(found(), looked_at)


_RECOMMENDED = (
    OptionState.RECOMMENDED,
    OptionState.SCHEDULED,
    OptionState.IMPLEMENTED,
    OptionState.VERIFIED,
)


@check(StepKey.RECOMMENDATION)
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

    return judge(found(), [[each.code, each.state in _RECOMMENDED] for each in _lasting(snapshot.of(Option))])


@check(StepKey.IMPLEMENTATION_PLAN)
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

    return judge(
        found(), [[each.code, str(each.starts_on), str(each.ends_on), each.owner] for each in _lasting(options)]
    )


@check(StepKey.FUNDING)
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

    return judge(found(), [[each.code, str(paid[each.id])] for each in _lasting(snapshot.of(Option))])


_DONE = (OptionState.IMPLEMENTED, OptionState.VERIFIED)


@check(StepKey.EXECUTION)
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

    return judge(found(), [[each.code, str(each.implemented_on)] for each in _lasting(done)])


@check(StepKey.EFFECTS)
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
    return judge(found(), looked_at)
