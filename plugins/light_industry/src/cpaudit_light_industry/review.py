"""What a reviewer of an audit in light industry should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpaudit import AuditView, ReviewFinding, Severity, StepKey, StreamKind, UnitProcessView
from cpaudit_light_industry.levels import PACK, Position, comparisons, range_of
from cpaudit_light_industry.streams import in_unit, is_cleaning, water_flows
from cpaudit_light_industry.wording import text

_DEFAULT_COD = re.compile(rf"{PACK}:factor:LGT-[A-Z]+-COD")
_RINSE_IS_LOST = ("cip_single", "manual")


def findings(audit: AuditView) -> Iterator[ReviewFinding]:
    """Findings on water, load and levels; none where nothing is known."""
    yield from _default_concentrations(audit)
    yield from _drains_more_than_enters(audit)
    yield from _above_the_range(audit)
    yield from _rinse_to_the_drain(audit)


def _default_concentrations(audit: AuditView) -> Iterator[ReviewFinding]:
    defaults = [
        line.factor.rsplit(":", 1)[1]
        for line in audit.inventory
        if line.pollutant == "COD" and line.factor is not None and _DEFAULT_COD.fullmatch(line.factor)
    ]
    # The lines before and after the audit use the same factor: one finding tells both.
    for code in dict.fromkeys(defaults):
        yield ReviewFinding(
            code="LGT_DEFAULT_COD",
            severity=Severity.WARNING,
            message=text(
                "化学需氧量按缺省浓度计算，而缺省值的范围很宽",
                "COD is computed from a default concentration, whose range is wide",
            ),
            evidence=(
                text(
                    f"排放因子 {code}（2006 IPCC 第5卷表6.9）；应改用流量比例混合样的实测值",
                    f"factor {code} (2006 IPCC, Volume 5, Table 6.9); measure it by flow-proportional samples",
                ),
            ),
            path=("inventory", code),
            step=StepKey.MEASUREMENT,
        )


def _drains_more_than_enters(audit: AuditView) -> Iterator[ReviewFinding]:
    for unit in audit.unit_processes:
        if not is_cleaning(unit):
            continue
        entering, leaving = _totals(audit, unit)
        if entering is None or leaving is None or leaving <= entering:
            continue
        yield ReviewFinding(
            code="LGT_CLEANING_DRAIN",
            severity=Severity.SERIOUS,
            message=text(
                f"“{unit.name}”排出的水多于进水：检查水表、回收罐和产品残液",
                f"more water drains from {unit.name!r} than enters: check meters, recovery tank and residual product",
            ),
            evidence=(
                text(
                    f"进水 {entering:g} m3/a，排水 {leaving:g} m3/a",
                    f"{entering:g} m3/a enter, {leaving:g} m3/a drain",
                ),
            ),
            path=("unitProcesses", unit.code),
            step=StepKey.BALANCES,
        )


def _totals(audit: AuditView, unit: UnitProcessView) -> tuple[float | None, float | None]:
    """Water into and out of a unit process in m3/a; None where a stream is not known, or there is none."""
    known = {flow.stream.id: in_unit(flow.quantity, "m3/a") for flow in water_flows(audit)}
    water = [stream for stream in audit.streams if stream.kind is StreamKind.WATER]
    entering = [known.get(stream.id) for stream in water if stream.destination == unit.id]
    leaving = [known.get(stream.id) for stream in water if stream.origin == unit.id]
    return _sum(entering), _sum(leaving)


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def _above_the_range(audit: AuditView) -> Iterator[ReviewFinding]:
    for each in comparisons(audit):
        if each.position is not Position.ABOVE:
            continue
        level = each.level
        yield ReviewFinding(
            code="LGT_ABOVE_BAT",
            severity=Severity.INFO,
            message=text(
                f"高于最佳可行技术水平：{level.name['zh-CN']}",
                f"above the level of the best available techniques: {level.name['en']}",
            ),
            evidence=(
                text(
                    f"{each.value.value:.3g} {level.unit}，范围 {range_of(level)}（{level.source}，{level.locator}）",
                    f"{each.value.value:.3g} {level.unit}, range {range_of(level)} ({level.source}, {level.locator})",
                ),
            ),
            path=("answers", level.code),
            step=StepKey.BENCHMARK,
        )


def _rinse_to_the_drain(audit: AuditView) -> Iterator[ReviewFinding]:
    answer = audit.answer(f"{PACK}:checklist_item:LGT-ASM-004")
    if answer is None or answer.value not in _RINSE_IS_LOST:
        return
    if any(option.template == f"{PACK}:option:LGT-O-22" for option in audit.options):
        return
    yield ReviewFinding(
        code="LGT_RINSE_TO_DRAIN",
        severity=Severity.INFO,
        message=text(
            "末次冲洗水一次性排放，而方案中没有回用方案",
            "the final rinse goes to the drain, and no option of the audit uses it again",
        ),
        evidence=(
            text(
                f"检查项 LGT-ASM-004 的回答为 {answer.value}；见库方案 LGT-O-22",
                f"the answer to LGT-ASM-004 is {answer.value}; see the option LGT-O-22 of the library",
            ),
        ),
        path=("answers", "LGT-ASM-004"),
        step=StepKey.OPTION_REGISTER,
    )
