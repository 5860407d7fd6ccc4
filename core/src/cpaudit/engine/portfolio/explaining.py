"""Why an option is not chosen, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.engine.portfolio.problem import Problem
from cpaudit.engine.portfolio.programme import Choice
from cpaudit.engine.portfolio.result import LeftOut, LeftOutReason
from cpaudit.text import LocalizedText

_SENTENCES: dict[LeftOutReason, tuple[str, str]] = {
    LeftOutReason.UNKNOWN_INVESTMENT: ("投资未知", "its investment is not known"),
    LeftOutReason.UNKNOWN_VALUE: ("对目标的贡献未知", "what it brings of the objective is not known"),
    LeftOutReason.REQUIREMENT_UNAVAILABLE: (
        "所依赖的方案“{other}”不可选",
        "it requires {other}, which cannot be chosen",
    ),
    LeftOutReason.CONTRADICTORY: (
        "与所依赖的方案“{other}”互斥",
        "what it requires excludes it or one another: {other}",
    ),
    LeftOutReason.EXCLUDED: ("与已选方案“{other}”互斥", "it is excluded by {other}, which is chosen"),
    LeftOutReason.NO_GAIN: ("对目标没有贡献", "it adds nothing to the objective"),
    LeftOutReason.OVERLAPPED: (
        "其效益已被同一物流上的已选方案覆盖",
        "options on the same stream leave it nothing to add",
    ),
    LeftOutReason.OVER_BUDGET: (
        "超出全部预算（含所依赖的方案）",
        "it costs more than the whole budget, what it requires included",
    ),
    LeftOutReason.BUDGET_SPENT: ("剩余预算不足，其他方案效益更大", "the budget brings more elsewhere"),
    LeftOutReason.REQUIREMENT_NOT_CHOSEN: (
        "所依赖的方案“{other}”未入选，合计不划算",
        "it requires {other}, and the two together are not worth it",
    ),
    LeftOutReason.NOT_SETTLED: ("在求解时限或允差内未入选", "not chosen within the gap or the time limit"),
}


def left_out(question: Problem, choice: Choice, *, feasible: bool = True) -> Iterator[LeftOut]:
    """Every option that is not chosen, with its reason."""
    for place, option in enumerate(question.options):
        if not choice[place]:
            reason, other = _reason(question, choice, place, feasible=feasible)
            zh, en = (sentence.format(other=other) for sentence in _SENTENCES[reason])
            yield LeftOut(option.name, reason, LocalizedText({"zh-CN": zh, "en": en}), other or None)


def _reason(question: Problem, choice: Choice, place: int, *, feasible: bool) -> tuple[LeftOutReason, str]:
    if place in question.unavailable:
        unavailable, other = question.unavailable[place]
        return LeftOutReason(unavailable.value), other
    needed = question.needed(place)
    alone = tuple(position in needed for position in range(len(choice)))
    if not question.fits(alone):
        return LeftOutReason.OVER_BUDGET, ""
    if not feasible:
        return LeftOutReason.NOT_SETTLED, ""
    rival = _rival(question, choice, needed)
    if rival is not None:
        return LeftOutReason.EXCLUDED, question.options[rival].name
    together = tuple(taken or position in needed for position, taken in enumerate(choice))
    if question.wanted.gain(choice, needed) <= 0:
        missing = next((position for position in sorted(needed) if position != place and not choice[position]), None)
        if missing is not None and (question.wanted.alone[place] or 0) > 0:
            return LeftOutReason.REQUIREMENT_NOT_CHOSEN, question.options[missing].name
        gains = question.wanted.together(alone) > 0
        return (LeftOutReason.OVERLAPPED if gains else LeftOutReason.NO_GAIN), ""
    if not question.fits(together):
        return LeftOutReason.BUDGET_SPENT, ""
    return LeftOutReason.NOT_SETTLED, ""


def _rival(question: Problem, choice: Choice, needed: frozenset[int]) -> int | None:
    for one, other in question.excludes:
        if one in needed and choice[other]:
            return other
        if other in needed and choice[one]:
            return one
    return None
