"""What a cleaner production audit is made of: methods, phases, steps, deliverables, aspects.

The sequence is data. A *method* orders the same steps (步骤) into phases (阶段); whatever belongs to
a phase, a checklist item for example, belongs to a step, so that every method finds its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from cpaudit.text import LocalizedText


class Aspect(StrEnum):
    """The eight aspects (八个方面) along which causes and options are sorted."""

    MATERIALS_AND_ENERGY = "MATERIALS_AND_ENERGY"
    TECHNOLOGY = "TECHNOLOGY"
    EQUIPMENT = "EQUIPMENT"
    PROCESS_CONTROL = "PROCESS_CONTROL"
    PRODUCT = "PRODUCT"
    WASTE = "WASTE"
    MANAGEMENT = "MANAGEMENT"
    STAFF = "STAFF"


ASPECT_NAMES: dict[Aspect, LocalizedText] = {
    Aspect.MATERIALS_AND_ENERGY: LocalizedText({"zh-CN": "原辅材料和能源", "en": "Raw materials and energy"}),
    Aspect.TECHNOLOGY: LocalizedText({"zh-CN": "技术工艺", "en": "Technology"}),
    Aspect.EQUIPMENT: LocalizedText({"zh-CN": "设备", "en": "Equipment"}),
    Aspect.PROCESS_CONTROL: LocalizedText({"zh-CN": "过程控制", "en": "Process control"}),
    Aspect.PRODUCT: LocalizedText({"zh-CN": "产品", "en": "Product"}),
    Aspect.WASTE: LocalizedText({"zh-CN": "废弃物", "en": "Waste"}),
    Aspect.MANAGEMENT: LocalizedText({"zh-CN": "管理", "en": "Management"}),
    Aspect.STAFF: LocalizedText({"zh-CN": "员工", "en": "Staff"}),
}


class CostClass(StrEnum):
    """Cost classes of options (无费、低费、中费、高费)."""

    NONE = "NONE"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"

    @property
    def needs_study(self) -> bool:
        """Medium- and high-cost options need a feasibility study before they are carried out."""
        return self in (CostClass.MEDIUM, CostClass.HIGH)


class StepKey(StrEnum):
    """The steps of an audit, the same in every method, in their order."""

    COMMITMENT = "COMMITMENT"
    TEAM = "TEAM"
    WORK_PLAN = "WORK_PLAN"
    TRAINING = "TRAINING"
    OBSTACLES = "OBSTACLES"
    SITE_SURVEY = "SITE_SURVEY"
    INPUT_OUTPUT_PROFILE = "INPUT_OUTPUT_PROFILE"
    COMPLIANCE = "COMPLIANCE"
    BENCHMARK = "BENCHMARK"
    AUDIT_FOCUS = "AUDIT_FOCUS"
    TARGETS = "TARGETS"
    OBVIOUS_OPTIONS = "OBVIOUS_OPTIONS"
    PROCESS_FLOW = "PROCESS_FLOW"
    MEASUREMENT = "MEASUREMENT"
    BALANCES = "BALANCES"
    CAUSES = "CAUSES"
    OPTION_REGISTER = "OPTION_REGISTER"
    SCREENING = "SCREENING"
    INTERIM_REPORT = "INTERIM_REPORT"
    FEASIBILITY_STUDY = "FEASIBILITY_STUDY"
    RECOMMENDATION = "RECOMMENDATION"
    IMPLEMENTATION_PLAN = "IMPLEMENTATION_PLAN"
    FUNDING = "FUNDING"
    EXECUTION = "EXECUTION"
    EFFECTS = "EFFECTS"
    RESULTS = "RESULTS"
    RATING_AFTER = "RATING_AFTER"
    AUDIT_REPORT = "AUDIT_REPORT"
    NEXT_ROUND_PLAN = "NEXT_ROUND_PLAN"


class PhaseKey(StrEnum):
    """The phases of every method. Two methods may share a key where they share the phase."""

    ORGANIZATION = "ORGANIZATION"
    PLANNING = "PLANNING"
    PRE_ASSESSMENT = "PRE_ASSESSMENT"
    ASSESSMENT = "ASSESSMENT"
    OPTION_GENERATION = "OPTION_GENERATION"
    FEASIBILITY = "FEASIBILITY"
    IMPLEMENTATION = "IMPLEMENTATION"
    CONCLUSION = "CONCLUSION"
    AUDIT_PREPARATION = "AUDIT_PREPARATION"
    PRE_AUDIT = "PRE_AUDIT"
    AUDIT = "AUDIT"
    OPTION_GENERATION_AND_SCREENING = "OPTION_GENERATION_AND_SCREENING"
    OPTION_DETERMINATION = "OPTION_DETERMINATION"
    OPTION_IMPLEMENTATION = "OPTION_IMPLEMENTATION"
    CONTINUOUS_IMPROVEMENT = "CONTINUOUS_IMPROVEMENT"


class MethodKey(StrEnum):
    """The methods an audit can follow."""

    HANDBOOK_1996 = "HANDBOOK_1996"
    GUIDE_2018 = "GUIDE_2018"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its key, its name, and what it has to deliver."""

    key: StepKey
    name: LocalizedText
    deliverable: LocalizedText


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a method; ``position`` counts from 1."""

    key: PhaseKey
    position: int
    name: LocalizedText
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Method:
    """An ordering of all steps into phases."""

    key: MethodKey
    name: LocalizedText
    phases: tuple[Phase, ...]

    def phase(self, key: PhaseKey) -> Phase:
        """The phase with this key.

        Raises:
            KeyError: the method has no such phase.
        """
        for phase in self.phases:
            if phase.key == key:
                return phase
        raise KeyError(key)

    def phase_of(self, step: StepKey) -> Phase:
        """The phase to which a step belongs; every method has every step."""
        return self._phase_by_step[step]

    @cached_property
    def _phase_by_step(self) -> dict[StepKey, Phase]:
        return {step.key: phase for phase in self.phases for step in phase.steps}


def _step(key: StepKey, zh: str, en: str, deliverable_zh: str, deliverable_en: str) -> Step:
    return Step(
        key, LocalizedText({"zh-CN": zh, "en": en}), LocalizedText({"zh-CN": deliverable_zh, "en": deliverable_en})
    )


STEPS: dict[StepKey, Step] = {
    step.key: step
    for step in (
        _step(StepKey.COMMITMENT, "领导承诺", "Leaders' commitment", "领导承诺书", "signed commitment"),
        _step(StepKey.TEAM, "组建审计小组", "Audit team", "审计小组名单", "team with roles and departments"),
        _step(StepKey.WORK_PLAN, "制定工作计划", "Work plan", "工作计划", "plan with dates and owners"),
        _step(StepKey.TRAINING, "宣传与培训", "Publicity and training", "培训记录", "training record"),
        _step(StepKey.OBSTACLES, "克服障碍", "Obstacles", "障碍与对策", "obstacles and how they are met"),
        _step(StepKey.SITE_SURVEY, "现状调研与现场考察", "Site survey", "污染源清单", "pollution sources"),
        _step(
            StepKey.INPUT_OUTPUT_PROFILE,
            "近三年投入、产出与排放",
            "Inputs, outputs and discharges over three years",
            "企业概况",
            "enterprise profile",
        ),
        _step(StepKey.COMPLIANCE, "环保达标状况", "Compliance", "达标评价", "compliance statement"),
        _step(StepKey.BENCHMARK, "对标", "Benchmark", "审计前指标评级", "indicator rating before the audit"),
        _step(StepKey.AUDIT_FOCUS, "确定审计重点", "Audit focus", "备选审计重点排序", "ranked focus candidates"),
        _step(StepKey.TARGETS, "设置清洁生产目标", "Targets", "近期与远期目标", "near- and long-term targets"),
        _step(
            StepKey.OBVIOUS_OPTIONS,
            "实施明显的无低费方案",
            "Obvious no- and low-cost options",
            "无低费方案清单",
            "no- and low-cost options",
        ),
        _step(StepKey.PROCESS_FLOW, "审计重点工艺流程", "Process flow of the focus", "工艺流程图", "process map"),
        _step(StepKey.MEASUREMENT, "实测输入输出物流", "Measured inputs and outputs", "实测记录", "measurements"),
        _step(
            StepKey.BALANCES,
            "建立物料、水、能量和污染因子平衡",
            "Material, water, energy and pollutant balances",
            "平衡表",
            "balances within tolerance or explained",
        ),
        _step(StepKey.CAUSES, "分析废弃物产生原因", "Causes along eight aspects", "原因分析表", "cause table"),
        _step(StepKey.OPTION_REGISTER, "产生与汇总方案", "Option generation", "方案汇总表", "option register"),
        _step(StepKey.SCREENING, "筛选方案", "Screening", "方案筛选记录", "screening record"),
        _step(StepKey.INTERIM_REPORT, "编写中期报告", "Interim report", "中期审计报告", "interim report"),
        _step(
            StepKey.FEASIBILITY_STUDY,
            "技术、环境、经济评估",
            "Technical, environmental and economic feasibility",
            "可行性分析",
            "feasibility study per option",
        ),
        _step(StepKey.RECOMMENDATION, "推荐可实施方案", "Recommendation", "推荐方案清单", "recommended list"),
        _step(StepKey.IMPLEMENTATION_PLAN, "制定实施计划", "Implementation plan", "实施进度表", "schedule"),
        _step(StepKey.FUNDING, "筹措资金", "Funding", "资金筹措", "funding"),
        _step(StepKey.EXECUTION, "实施方案", "Execution", "实施记录", "options carried out"),
        _step(
            StepKey.EFFECTS,
            "汇总已实施方案的成果",
            "Measured effects",
            "实际费用与效果",
            "actual cost and effect per option",
        ),
        _step(StepKey.RESULTS, "目标完成情况", "Targets against results", "目标对比表", "targets against results"),
        _step(StepKey.RATING_AFTER, "审计后评级", "Rating after the audit", "审计后指标评级", "indicator rating after"),
        _step(StepKey.AUDIT_REPORT, "编写审计报告", "Audit report", "审计报告", "audit report"),
        _step(
            StepKey.NEXT_ROUND_PLAN, "制定下一轮计划", "Plan for the next round", "下一轮审计计划", "next-round plan"
        ),
    )
}


def _method(key: MethodKey, zh: str, en: str, *phases: tuple[PhaseKey, str, str, tuple[StepKey, StepKey]]) -> Method:
    order = list(StepKey)
    built = []
    for position, (phase_key, phase_zh, phase_en, (first, last)) in enumerate(phases, start=1):
        keys = order[order.index(first) : order.index(last) + 1]
        name = LocalizedText({"zh-CN": phase_zh, "en": phase_en})
        built.append(Phase(phase_key, position, name, tuple(STEPS[step] for step in keys)))
    return Method(key, LocalizedText({"zh-CN": zh, "en": en}), tuple(built))


HANDBOOK_1996 = _method(
    MethodKey.HANDBOOK_1996,
    "企业清洁生产审计手册（八阶段）",
    "Enterprise cleaner production audit handbook (eight phases)",
    (PhaseKey.ORGANIZATION, "组织", "Organisation", (StepKey.COMMITMENT, StepKey.TEAM)),
    (PhaseKey.PLANNING, "筹划", "Planning", (StepKey.WORK_PLAN, StepKey.OBSTACLES)),
    (PhaseKey.PRE_ASSESSMENT, "现状预评估", "Pre-assessment", (StepKey.SITE_SURVEY, StepKey.OBVIOUS_OPTIONS)),
    (PhaseKey.ASSESSMENT, "评估", "Assessment", (StepKey.PROCESS_FLOW, StepKey.CAUSES)),
    (
        PhaseKey.OPTION_GENERATION,
        "制订备选方案",
        "Option generation",
        (StepKey.OPTION_REGISTER, StepKey.INTERIM_REPORT),
    ),
    (
        PhaseKey.FEASIBILITY,
        "推荐备选方案并进行可行性分析",
        "Recommendation and feasibility analysis",
        (StepKey.FEASIBILITY_STUDY, StepKey.RECOMMENDATION),
    ),
    (PhaseKey.IMPLEMENTATION, "方案实施", "Implementation", (StepKey.IMPLEMENTATION_PLAN, StepKey.EFFECTS)),
    (PhaseKey.CONCLUSION, "总结", "Conclusion", (StepKey.RESULTS, StepKey.NEXT_ROUND_PLAN)),
)

GUIDE_2018 = _method(
    MethodKey.GUIDE_2018,
    "清洁生产审核（七阶段）",
    "Cleaner production audit guide (seven phases)",
    (PhaseKey.AUDIT_PREPARATION, "审核准备", "Audit preparation", (StepKey.COMMITMENT, StepKey.OBSTACLES)),
    (PhaseKey.PRE_AUDIT, "预审核", "Pre-audit", (StepKey.SITE_SURVEY, StepKey.OBVIOUS_OPTIONS)),
    (PhaseKey.AUDIT, "审核", "Audit", (StepKey.PROCESS_FLOW, StepKey.CAUSES)),
    (
        PhaseKey.OPTION_GENERATION_AND_SCREENING,
        "方案产生与筛选",
        "Option generation and screening",
        (StepKey.OPTION_REGISTER, StepKey.INTERIM_REPORT),
    ),
    (
        PhaseKey.OPTION_DETERMINATION,
        "方案确定",
        "Option determination",
        (StepKey.FEASIBILITY_STUDY, StepKey.RECOMMENDATION),
    ),
    (
        PhaseKey.OPTION_IMPLEMENTATION,
        "方案实施",
        "Option implementation",
        (StepKey.IMPLEMENTATION_PLAN, StepKey.EFFECTS),
    ),
    (
        PhaseKey.CONTINUOUS_IMPROVEMENT,
        "持续清洁生产",
        "Continuous cleaner production",
        (StepKey.RESULTS, StepKey.NEXT_ROUND_PLAN),
    ),
)

METHODS: dict[MethodKey, Method] = {method.key: method for method in (HANDBOOK_1996, GUIDE_2018)}


def method(key: MethodKey) -> Method:
    """The method with this key."""
    return METHODS[key]
