"""The words for the states, origins and classes that a report prints."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cpaudit.audits.services.reconciliation import ReconciliationStatus
from cpaudit.contributions import Severity
from cpaudit.engine import FlowClass, QuantityStatus
from cpaudit.engine.headroom import Keeping
from cpaudit.phases import ASPECT_NAMES, Aspect, CostClass
from cpaudit.reporting.document import (
    BalanceStatus,
    FlowRole,
    IndicatorChange,
    IndicatorGrade,
    OptionOrigin,
    OptionState,
    PhaseState,
    RatingStage,
    ScreeningVerdict,
    YearlyKind,
)
from cpaudit.text import LocalizedText


def _words(kind: type[StrEnum], **words: tuple[str, str]) -> dict[tuple[type[StrEnum], str], LocalizedText]:
    return {(kind, kind[name].value): LocalizedText({"zh-CN": zh, "en": en}) for name, (zh, en) in words.items()}


# A StrEnum member equals its value, and two enumerations may share one (a phase and a balance are both OPEN),
# so the class is part of the key.
WORDS: Mapping[tuple[type[StrEnum], str], LocalizedText] = {
    **{(Aspect, aspect.value): name for aspect, name in ASPECT_NAMES.items()},
    **_words(
        Severity,
        INFO=("提示", "Information"),
        WARNING=("注意", "Warning"),
        SERIOUS=("严重", "Serious"),
    ),
    **_words(
        Keeping,
        WITHIN=("达标", "Kept"),
        EXCEEDED=("超标", "Exceeded"),
        UNKNOWN=("未知", "Not known"),
    ),
    **_words(
        FlowRole,
        INPUT=("投入", "Input"),
        INTERNAL=("中间物流", "Between unit processes"),
        PRODUCT=("产品", "Product"),
        LOSS=("损失", "Loss"),
    ),
    **_words(
        PhaseState,
        OPEN=("未开始", "Not started"),
        BLOCKED=("受阻", "Blocked"),
        READY=("可关闭", "Ready to close"),
        PASSED=("已完成", "Completed"),
        STALE=("需复核", "To recheck"),
    ),
    **_words(
        CostClass,
        NONE=("无费", "None"),
        LOW=("低费", "Low"),
        MEDIUM=("中费", "Medium"),
        HIGH=("高费", "High"),
    ),
    **_words(
        OptionOrigin,
        LIBRARY=("方案库", "Library"),
        STAFF=("职工", "Staff"),
        EXPERT=("专家", "Expert"),
    ),
    **_words(
        OptionState,
        PROPOSED=("已提出", "Proposed"),
        SCREENED=("已筛选", "Screened"),
        STUDIED=("已研究", "Studied"),
        RECOMMENDED=("已推荐", "Recommended"),
        SCHEDULED=("已列计划", "Scheduled"),
        IMPLEMENTED=("已实施", "Implemented"),
        VERIFIED=("已核实", "Verified"),
        REJECTED=("未采纳", "Rejected"),
    ),
    **_words(
        ScreeningVerdict,
        KEPT=("保留", "Kept"),
        DEFERRED=("暂缓", "Deferred"),
        DROPPED=("舍弃", "Dropped"),
    ),
    **_words(
        BalanceStatus,
        CLOSED=("平衡", "closed"),
        EXPLAINED=("偏差已说明", "gap explained"),
        OPEN=("偏差未说明", "gap not explained"),
        UNKNOWN=("未知", "unknown"),
    ),
    **_words(
        ReconciliationStatus,
        CONSISTENT=("测量与平衡一致", "measurements agree with the balances"),
        INCONSISTENT=("测量与平衡不一致", "measurements disagree with the balances"),
        NO_REDUNDANCY=("无冗余测量，无法检验", "no redundant measurement, not to be tested"),
        NOTHING_MEASURED=("无可用测量", "no measurement that counts"),
        NOT_SOLVABLE=("无法求解", "not to be solved"),
    ),
    **_words(
        FlowClass,
        REDUNDANT=("实测，可检验", "measured, checked"),
        NONREDUNDANT=("实测，不可检验", "measured, not checked"),
        OBSERVABLE=("未测，可推算", "not measured, derived"),
        UNOBSERVABLE=("未测，不可知", "not measured, unknown"),
    ),
    **_words(
        QuantityStatus,
        MEASURED=("实测", "Measured"),
        CALCULATED=("计算", "Calculated"),
        ESTIMATED=("估算", "Estimated"),
        DEFAULT=("缺省", "Default"),
    ),
    **_words(
        YearlyKind,
        INPUT=("投入", "Input"),
        OUTPUT=("产出", "Output"),
        DISCHARGE=("排放", "Discharge"),
    ),
    **_words(
        RatingStage,
        BEFORE=("审核前", "Before the audit"),
        AFTER=("审核后", "After the audit"),
    ),
    **_words(
        IndicatorChange,
        BETTER=("改善", "better"),
        WORSE=("变差", "worse"),
        SAME=("不变", "unchanged"),
        UNKNOWN=("未知", "not known"),
    ),
    **_words(
        IndicatorGrade,
        I=("I 级", "Grade I"),
        II=("II 级", "Grade II"),
        III=("III 级", "Grade III"),
        BELOW=("低于 III 级", "Below grade III"),
        UNGRADED=("未评级", "Not graded"),
    ),
}


def word(member: StrEnum, language: str) -> str:
    """The word for *member* in *language*."""
    return WORDS[type(member), member.value].in_language(language)
