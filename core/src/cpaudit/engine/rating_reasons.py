"""Why a rating came out as it did: each demand of each grade, and what is not known."""

from __future__ import annotations

from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.grades import UNKNOWN, Grade
from cpaudit.engine.rating_result import LEAST_INDEX, SLACK, GradeIndex, IndicatorGrade


def reasons_of(
    indices: tuple[GradeIndex, ...], indicators: tuple[IndicatorGrade, ...], products: tuple[str, ...]
) -> tuple[Finding, ...]:
    """INDEX_g and LIMITING_g for each grade g; then what is missing, as far as something is.

    Args:
        products: whose output is missing.
    """
    limiting = [each for each in indicators if each.limiting and each.applies]
    return (*_demands(indices, limiting), *_remarks(indices, indicators, products))


def _demands(indices: tuple[GradeIndex, ...], limiting: list[IndicatorGrade]) -> list[Finding]:
    found = []
    for index in indices:
        grade, least = index.grade, LEAST_INDEX[index.grade]
        shown = f"{index.lower:.4g}" if index.value is not None else f"{index.lower:.4g} … {index.upper:.4g}"
        passed = _verdict(index.lower >= least - SLACK, index.upper >= least - SLACK)
        sign = "=" if grade is Grade.III else "≥"
        found.append(
            finding(
                f"INDEX_{grade}",
                f"Y_{grade} = {shown}，应 {sign} {least:g}",
                f"Y_{grade} = {shown}, asked for {sign} {least:g}",
                passed,
            )
        )
        short = ", ".join(each.code for each in limiting if not each.span.surely(grade))
        kept = _verdict(not short, all(each.span.possibly(grade) for each in limiting))
        zh, en = (f"：{short} 未达到", f": not so {short}") if short else ("", "")
        found.append(
            finding(
                f"LIMITING_{grade}",
                f"限定性指标应全部达到 {grade} 级{zh}",
                f"every limiting indicator at {grade} or better{en}",
                kept,
            )
        )
    return found


def _verdict(surely: bool, possibly: bool) -> bool | None:
    return True if surely else (None if possibly else False)


def _remarks(
    indices: tuple[GradeIndex, ...], indicators: tuple[IndicatorGrade, ...], products: tuple[str, ...]
) -> list[Finding]:
    applying = [each for each in indicators if each.applies]
    open_ones = [each.code for each in applying if each.grade is Grade.UNGRADED]
    limiting = [each.code for each in applying if each.limiting and each.span == UNKNOWN]
    found = []
    if not indices:
        found.append(finding("NOTHING_APPLIES", "没有适用的指标", "no indicator of the system applies"))
    elif len(open_ones) == len(applying):
        found.append(finding("NOTHING_GRADED", "没有任何指标已定级", "no indicator is graded"))
    if limiting:
        named = ", ".join(limiting)
        found.append(
            finding("LIMITING_UNGRADED", f"限定性指标未定级：{named}", f"limiting indicators are not graded: {named}")
        )
    if open_ones:
        named = ", ".join(open_ones)
        found.append(finding("UNGRADED", f"指标未定级：{named}", f"indicators are not graded: {named}"))
    if products:
        named = ", ".join(products)
        found.append(finding("OUTPUT_MISSING", f"缺少产量：{named}", f"the output is missing of {named}"))
    return found
