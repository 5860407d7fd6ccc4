"""What a quality review takes off for which finding, and from where on something is one: data that a tenant may set.

The figures below are what cpaudit begins with. No norm states them: a tenant that has rules of its own sets these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cpaudit.contributions import Severity
from cpaudit.submissions.exact import exact
from cpaudit.text import LocalizedText

FULL_SCORE = 100


@dataclass(frozen=True, slots=True)
class Weighed:
    """A default and what it is for."""

    value: str
    name: LocalizedText


def _weighed(value: str, zh: str, en: str) -> Weighed:
    return Weighed(value, LocalizedText({"zh-CN": zh, "en": en}))


POINTS: Mapping[str, Weighed] = {
    "BALANCE_UNMEASURED": _weighed("15", "平衡中没有一股物流是实测的", "a balance in which nothing was measured"),
    "ANSWERS_COPIED": _weighed("25", "答案与另一企业雷同", "answers like those of another enterprise"),
    "CHECKLIST_ALL_YES": _weighed("10", "检查清单全部答“是”", "a checklist with nothing but yes"),
    "SAVING_OUT_OF_RANGE": _weighed("8", "节约额远在方案库的范围之外", "a saving far outside the library's range"),
    "SAVING_ABOVE_CONSUMPTION": _weighed("15", "节约量超过消耗量", "more saved than there is"),
    "EVIDENCE_MISSING": _weighed("3", "要求的证据缺失", "evidence that is required is missing"),
    "EVIDENCE_REUSED": _weighed("5", "一份文件证明太多答案", "one file supports too many answers"),
    "EVIDENCE_SHARED": _weighed("15", "另一企业也用同一文件作证据", "another enterprise has the same file as evidence"),
    "PHASE_IN_MINUTES": _weighed("5", "阶段在几分钟内完成", "a phase was closed in minutes"),
    "TEAM_WITHOUT_PRODUCTION": _weighed(
        "15", "审核小组没有生产部门的人", "nobody of a production department in the team"
    ),
    "RESULT_DOUBTFUL": _weighed("5", "计算结果存疑", "a result that the engine doubts"),
    "PLUGIN_INFO": _weighed("0", "插件的提示", "a remark of a plugin"),
    "PLUGIN_WARNING": _weighed("3", "插件的警告", "a warning of a plugin"),
    "PLUGIN_SERIOUS": _weighed("10", "插件的严重发现", "a serious finding of a plugin"),
}
"""Code → points that one such finding takes off. A plugin's finding counts by its own code where that is set."""

THRESHOLDS: Mapping[str, Weighed] = {
    "copied_share": _weighed("0.8", "自有文字和数字相同的比例", "share of own words and figures that coincide"),
    "copied_least": _weighed("5", "至少比较多少个答案", "answers that are needed for a comparison"),
    "all_yes_share": _weighed("1", "答“是”的比例", "share of yes among what applies"),
    "all_yes_least": _weighed("10", "至少多少个适用的问题", "questions that have to apply"),
    "saving_allowance": _weighed("10", "可超出方案库范围的倍数", "times that a saving may lie beyond the range"),
    "consumption_share": _weighed("1", "节约量占消耗量的最大比例", "largest share of what there is that may be saved"),
    "reuse_most": _weighed("3", "一份文件最多证明几个答案", "answers that one file may support"),
    "phase_minutes": _weighed("30", "一个阶段至少几分钟", "minutes that a phase takes at least"),
    "most_counted": _weighed("3", "同类发现最多计几次", "findings of one code that are counted"),
}
"""Name → from where on something is a finding, and how many of one code count."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The points and thresholds of one review: a tenant's own, and the defaults for the rest."""

    points: Mapping[str, str]
    thresholds: Mapping[str, str]

    @classmethod
    def of(cls, points: Mapping[str, str], thresholds: Mapping[str, str]) -> Weights:
        """What a tenant has set, over the defaults."""
        return cls(
            {**{code: each.value for code, each in POINTS.items()}, **points},
            {**{name: each.value for name, each in THRESHOLDS.items()}, **thresholds},
        )

    def threshold(self, name: str) -> Fraction:
        """A threshold as a number."""
        return exact(self.thresholds[name])

    def points_for(self, code: str, severity: Severity, plugin: str | None) -> Fraction:
        """What one finding takes off."""
        by_severity = f"PLUGIN_{severity.value}"
        return exact(self.points.get(code, self.points[by_severity] if plugin else "0"))

    def stored(self) -> dict[str, dict[str, str]]:
        """As a review keeps them."""
        return {"points": dict(self.points), "thresholds": dict(self.thresholds)}
